#include "sample/encode.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/assert.hpp"

namespace shoal::sample {
namespace {

std::vector<char16_t> letters(std::string_view text) {
  std::vector<char16_t> out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    SHOAL_ASSERT(lead < 0xF0 && i + length <= text.size());
    unsigned letter = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; k++) letter = (letter << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    out.push_back(static_cast<char16_t>(letter));
    i += length;
  }
  return out;
}

struct Place {
  char16_t letter;
  unsigned char byte;
};
constexpr Place cp850_places[] = {
    {u'Ç', 0x80}, {u'ü', 0x81}, {u'é', 0x82}, {u'â', 0x83}, {u'ä', 0x84}, {u'à', 0x85}, {u'å', 0x86},     {u'ç', 0x87},
    {u'ê', 0x88}, {u'ë', 0x89}, {u'è', 0x8A}, {u'ï', 0x8B}, {u'î', 0x8C}, {u'Ä', 0x8E}, {u'É', 0x90},     {u'ô', 0x93},
    {u'ö', 0x94}, {u'û', 0x96}, {u'ù', 0x97}, {u'Ö', 0x99}, {u'Ü', 0x9A}, {u'ß', 0xE1}, {u'\u00a0', 0xFF}};

std::optional<unsigned char> in_cp850(char16_t letter) {
  const auto found = std::find_if(std::begin(cp850_places), std::end(cp850_places),
                                  [letter](const Place& place) { return place.letter == letter; });
  if (found == std::end(cp850_places)) return std::nullopt;
  return found->byte;
}

std::optional<unsigned char> in_cp866(char16_t letter) {
  if (letter == u'\u00a0') return 0xFF;
  if (letter == u'Ё') return 0xF0;
  if (letter == u'ё') return 0xF1;
  if (letter >= u'А' && letter <= u'п') return static_cast<unsigned char>(0x80 + (letter - u'А'));
  if (letter >= u'р' && letter <= u'я') return static_cast<unsigned char>(0xE0 + (letter - u'р'));
  return std::nullopt;
}

std::optional<unsigned char> in_cp1251(char16_t letter) {
  if (letter == u'\u00a0') return 0xA0;
  if (letter == u'Ё') return 0xA8;
  if (letter == u'ё') return 0xB8;
  if (letter >= u'А' && letter <= u'я') return static_cast<unsigned char>(0xC0 + (letter - u'А'));
  return std::nullopt;
}

std::optional<unsigned char> in_cp1252(char16_t letter) {
  if (letter >= 0xA0 && letter <= 0xFF) return static_cast<unsigned char>(letter);
  return std::nullopt;
}

std::string in_pages(std::string_view text, std::optional<unsigned char> (*place)(char16_t)) {
  std::string out;
  out.reserve(text.size());
  for (const char16_t letter : letters(text))
    out += static_cast<char>(letter < 0x80 ? static_cast<unsigned char>(letter) : place(letter).value_or('?'));
  return out;
}

std::string in_utf16(std::string_view text) {
  std::string out = "\xFF\xFE";
  out.reserve(2 + text.size() * 2);
  for (const char16_t letter : letters(text)) {
    out += static_cast<char>(letter & 0xFF);
    out += static_cast<char>(letter >> 8);
  }
  return out;
}

}  // namespace

std::string encoded(std::string_view text, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      break;
    case Encoding::utf8_bom:
      return "\xEF\xBB\xBF" + std::string(text);
    case Encoding::utf16le:
      return in_utf16(text);
    case Encoding::cp850:
      return in_pages(text, in_cp850);
    case Encoding::cp866:
      return in_pages(text, in_cp866);
    case Encoding::cp1251:
      return in_pages(text, in_cp1251);
    case Encoding::cp1252:
      return in_pages(text, in_cp1252);
  }
  return std::string(text);
}

std::size_t letters_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

}  // namespace shoal::sample
