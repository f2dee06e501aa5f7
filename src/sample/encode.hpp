// UTF-8 to the encodings in which consoles and exports write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace shoal::sample {

enum class Encoding : std::uint8_t {
  utf8,
  utf8_bom,
  utf16le,  ///< With a byte order mark.
  cp850,    ///< Also cp437, for the letters that our texts have.
  cp866,
  cp1251,
  cp1252,
};

/// `text` in `encoding`; a letter that it lacks becomes "?". `text` must be UTF-8 without letters beyond U+FFFF.
std::string encoded(std::string_view text, Encoding encoding);

/// How many letters the UTF-8 `text` has: what a console pads by.
std::size_t letters_of(std::string_view text);

}  // namespace shoal::sample
