// What read_registry_text says of a text, it says again when that is written down as a .reg of our own; and an
// observation counts no more updates than entries.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "ingest/encoding.hpp"
#include "ingest/registry_export.hpp"
#include "ingest/registry_text.hpp"

namespace {

using shoal::ingest::RegistryKey;
using shoal::ingest::RegistryKind;
using shoal::ingest::RegistryTally;
using shoal::ingest::RegistryValue;

struct Export {
  std::vector<RegistryKey> keys;
  RegistryTally tally;
};

std::string in_quotes(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string hex(const std::string& bytes) {
  constexpr const char* digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i++) {
    if (i > 0) out += i % 20 == 0 ? ",\\\r\n  " : ",";
    const auto byte = static_cast<unsigned char>(bytes[i]);
    out += {digits[byte >> 4U], digits[byte & 0xFU]};
  }
  return out;
}

// UTF-16LE of valid UTF-8, closed by a NUL.
std::string wide(const std::string& text) {
  std::string out;
  const auto unit = [&](std::uint32_t u) { out += {static_cast<char>(u & 0xFFU), static_cast<char>(u >> 8U)}; };
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length; k++) point = point << 6U | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    i += length;
    if (point >= 0x10000) {
      unit(0xD800 + ((point - 0x10000) >> 10U));
      unit(0xDC00 + ((point - 0x10000) & 0x3FFU));
    } else {
      unit(point);
    }
  }
  unit(0);
  return out;
}

std::string little_endian(std::uint64_t number, int size) {
  std::string out;
  for (int i = 0; i < size; i++, number >>= 8U) out += static_cast<char>(number & 0xFFU);
  return out;
}

std::string written(const RegistryValue& value) {
  std::string text = (value.name.empty() ? "@" : in_quotes(value.name)) + "=";
  switch (value.kind) {
    case RegistryKind::text:
      // What hex(1) held may look like a torn text between quotes.
      return text +
             (value.text.find('\n') == std::string::npos ? in_quotes(value.text) : "hex(1):" + hex(wide(value.text)));
    case RegistryKind::expand:
      return text + "hex(2):" + hex(wide(value.text));
    case RegistryKind::multi: {
      std::string parts;
      for (const std::string& part : value.texts) parts += wide(part);
      return text + "hex(7):" + hex(parts + std::string(2, '\0'));
    }
    case RegistryKind::dword:
      return text + "hex(4):" + hex(little_endian(value.number, 4));
    case RegistryKind::qword:
      return text + "hex(b):" + hex(little_endian(value.number, 8));
    case RegistryKind::binary:
      break;
  }
  return text + "hex:" + hex(value.text);
}

std::string written(const Export& read) {
  std::string text = "Windows Registry Editor Version 5.00\r\n\r\n";
  for (const RegistryKey& key : read.keys) {
    text += "[" + key.path + "]\r\n";
    for (const RegistryValue& value : key.values) text += written(value) + "\r\n";
  }
  return text + (read.tally.cut_short ? "; cut\r\n" : "\r\n");
}

Export without_lines(Export read) {
  for (RegistryKey& key : read.keys) {
    key.line = 0;
    for (RegistryValue& value : key.values) value.line = 0;
  }
  return read;
}

bool read_all(std::string_view text, Export& into) {
  const auto tally = shoal::ingest::read_registry_text(text, [&](const RegistryKey& key) { into.keys.push_back(key); });
  if (tally) into.tally = *tally;
  return static_cast<bool>(tally);
}

void check_observation(std::string_view text) {
  const auto seen = shoal::ingest::read_registry_export(text, "pc.reg");
  if (!seen) return;
  const shoal::estate::Claims& claims = *seen->claims;
  SHOAL_ASSERT(claims.entries >= claims.updates.size() + claims.entries_nameless);
  SHOAL_ASSERT(claims.updates_listed || (claims.entries == 0 && !claims.updates_partial));
  SHOAL_ASSERT(claims.protection.size() <= shoal::estate::protection_count);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  Export first, again;
  if (!read_all(decoded->text(), first)) return 0;
  SHOAL_ASSERT(first.tally.keys == first.keys.size());
  SHOAL_ASSERT(read_all(written(first), again));
  SHOAL_ASSERT(again.tally.unreadable == 0 && again.tally.deletions == 0);
  SHOAL_ASSERT(again.tally.cut_short == first.tally.cut_short);
  SHOAL_ASSERT(without_lines(first).keys == without_lines(again).keys);
  check_observation(decoded->text());
  return 0;
}
