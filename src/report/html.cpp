#include "report/html.hpp"

#include <cstdint>

namespace shoal::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

struct Decoded {
  std::uint32_t point = 0;
  std::size_t bytes = 0;  // 0 where the bytes are no UTF-8.
};

// One code point of well-formed UTF-8: shortest form, no surrogates, at most U+10FFFF.
Decoded decoded(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {};
  std::uint32_t point = first & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; i++) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80) return {};
    point = point << 6U | (next & 0x3FU);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < least[bytes] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return {};
  return {point, bytes};
}

bool is_shown(std::uint32_t point) {
  if (point < 0x20) return point == '\t' || point == '\n';
  if (point >= 0x7F && point <= 0x9F) return false;
  if (point == 0x200E || point == 0x200F || point == 0x061C) return false;  // marks of direction
  if ((point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069)) return false;
  return (point & 0xFFFEU) != 0xFFFE;
}

std::string_view special(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

// A CSS string: what is not a letter, a digit, a blank or a little punctuation is shown as "?".
std::string css_string(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view(" -,.:").find(c) != std::string_view::npos;
    quoted += plain ? c : '?';
  }
  return quoted + "\"";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  while (!text.empty()) {
    const Decoded next = decoded(text);
    const std::size_t bytes = next.bytes == 0 ? 1 : next.bytes;
    const std::string_view entity = special(text[0]);
    if (!entity.empty()) {
      made += entity;
    } else if (next.bytes == 0 || !is_shown(next.point)) {
      made += replacement;
    } else {
      made += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return made;
}

Html::Element::~Element() { out_ << "</" << tag_.text() << ">"; }

void Html::begin() { out_ << "<!DOCTYPE html>\n"; }

void Html::open(Name tag, Attributes attributes) {
  out_ << "<" << tag.text();
  for (const Attribute& attribute : attributes)
    out_ << " " << attribute.name.text() << "=\"" << escaped(attribute.value) << "\"";
}

Html::Element Html::in(Name tag, Attributes attributes) {
  open(tag, attributes);
  out_ << ">";
  return {out_, tag};
}

Html& Html::empty(Name tag, Attributes attributes) {
  open(tag, attributes);
  out_ << "/>";
  return *this;
}

Html& Html::element(Name tag, std::string_view text, Attributes attributes) {
  const Element made = in(tag, attributes);
  return this->text(text);
}

Html& Html::text(std::string_view text) {
  out_ << escaped(text);
  return *this;
}

Html& Html::line() {
  out_ << "\n";
  return *this;
}

void Html::style(Literal sheet, Literal rule, std::string_view told) {
  const std::string_view around = rule.text();
  const std::size_t at = around.find('%');
  out_ << "<style>" << sheet.text();
  if (at != std::string_view::npos) out_ << around.substr(0, at) << css_string(told) << around.substr(at + 1);
  out_ << "</style>\n";
}

}  // namespace shoal::report
