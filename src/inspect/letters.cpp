#include "inspect/letters.hpp"

#include <algorithm>
#include <cstdint>

#include "base/unicode.hpp"

namespace shoal::inspect {
namespace {

// How many bytes the sequence has that begins here, as RFC 3629, section 4, allows; 0 where none does.
std::size_t sequence_at(std::string_view rest) {
  const auto byte = [&](std::size_t at) { return at < rest.size() ? static_cast<unsigned char>(rest[at]) : 0U; };
  const auto is_tail = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0), second = byte(1);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead < 0xF0) {
    const bool in_range = !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second >= 0xA0);
    return in_range && is_tail(1) && is_tail(2) ? 3 : 0;
  }
  if (lead < 0xF0 || lead > 0xF4) return 0;
  const bool in_range = !(lead == 0xF0 && second < 0x90) && !(lead == 0xF4 && second >= 0x90);
  return in_range && is_tail(1) && is_tail(2) && is_tail(3) ? 4 : 0;
}

bool looks_wide(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) return false;
  const std::size_t end = std::min<std::size_t>(bytes.size(), 64);
  for (std::size_t i = 0; i + 1 < end; i += 2)
    if (bytes[i] == '\0' || bytes[i + 1] != '\0') return false;
  return true;
}

}  // namespace

std::string utf8_of_windows_1252(std::string_view bytes) {
  // 0x80 to 0x9F; the rest is as in Latin-1. Microsoft's best fit table for code page 1252.
  constexpr std::uint16_t high[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                      0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80U] : byte);
  }
  return text;
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t length = sequence_at(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  return line;
}

std::string utf8_of_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return utf8_of_utf16(bytes.substr(2));
  if (bytes.starts_with("\xFE\xFF")) return utf8_of_utf16(bytes.substr(2), ByteOrder::big);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (looks_wide(bytes)) return utf8_of_utf16(bytes);
  return is_utf8(bytes) ? std::string(bytes) : utf8_of_windows_1252(bytes);
}

}  // namespace shoal::inspect
