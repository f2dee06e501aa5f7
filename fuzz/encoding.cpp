// Decoded text is UTF-8 without NUL, so that decoding it again changes nothing; UTF-16 of it decodes to the same text;
// and no reader stumbles over what any bytes decode to.
#include "ingest/encoding.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "ingest/reader.hpp"

namespace {

// One character of valid UTF-8 and its length in bytes.
std::pair<std::uint32_t, std::size_t> character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xE0) return {(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (byte(0) < 0xF0) return {(byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  return {(byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F), 4};
}

std::string utf16be(std::string_view text) {
  std::string bytes = "\xFE\xFF";
  const auto add = [&](std::uint32_t unit) {
    bytes += static_cast<char>(static_cast<unsigned char>(unit >> 8));
    bytes += static_cast<char>(static_cast<unsigned char>(unit & 0xFF));
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, length] = character_at(text, at);
    at += length;
    if (c < 0x10000) {
      add(c);
    } else {
      add(0xD800 + ((c - 0x10000) >> 10));
      add(0xDC00 + ((c - 0x10000) & 0x3FF));
    }
  }
  return bytes;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto decoded = shoal::ingest::decode(bytes);
  if (const auto seen = shoal::ingest::read_inventory(bytes, "pc.txt", {})) SHOAL_ASSERT(!seen->observations.empty());
  if (!decoded) return 0;

  const std::string text(decoded->text());
  SHOAL_ASSERT(text.find('\0') == text.npos);
  // Marked, so that a text which itself begins with a byte order mark keeps it.
  const std::string marked = "\xEF\xBB\xBF" + text;
  const auto again = shoal::ingest::decode(marked);
  SHOAL_ASSERT(again && again->text() == text && again->encoding() == shoal::ingest::Encoding::utf8);
  const std::string wide = utf16be(text);
  const auto from_wide = shoal::ingest::decode(wide);
  SHOAL_ASSERT(from_wide && from_wide->text() == text);
  return 0;
}
