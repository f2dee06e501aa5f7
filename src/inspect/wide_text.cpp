#include "inspect/wide_text.hpp"

namespace shoal::inspect {
namespace {

void append_utf8_point(std::uint32_t point, std::string& text) {
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | (point >> shift & 0x3FU)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0U | point >> 6U);
    tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0U | point >> 12U);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | point >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

bool is_first_half(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_second_half(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::string utf8_of_wide(std::string_view bytes) {
  const Span units(bytes);
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::uint64_t at = 0; at + 2 <= units.size(); at += 2) {
    const std::uint32_t unit = units.u16(at);
    const std::uint32_t next = units.u16(at + 2);
    if (is_first_half(unit) && is_second_half(next)) {
      append_utf8_point(0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00), text);
      at += 2;
    } else {
      append_utf8_point(is_first_half(unit) || is_second_half(unit) ? 0xFFFD : unit, text);
    }
  }
  return text;
}

std::string utf8_of_latin(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) append_utf8_point(static_cast<unsigned char>(c), text);
  return text;
}

std::string_view wide_text_at(Span bytes, std::uint64_t at, std::uint64_t bytes_max) {
  const Span rest = bytes.part(at, bytes_max);
  std::uint64_t size = 0;
  while (size + 2 <= rest.size() && rest.u16(size) != 0) size += 2;
  return rest.slice(0, size);
}

}  // namespace shoal::inspect
