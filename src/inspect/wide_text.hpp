// Texts of Windows' own formats, UTF-16LE and a byte a letter, as UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inspect/span.hpp"

namespace shoal::inspect {

/// UTF-16LE as UTF-8. Half of a pair becomes U+FFFD; an odd last byte is left out.
std::string utf8_of_wide(std::string_view bytes);

/// Latin-1 as UTF-8: what is meant by letters outside ASCII where nothing tells the code page.
std::string utf8_of_latin(std::string_view bytes);

/// The bytes of a UTF-16LE text from `at` up to its NUL, or up to `bytes_max` or the end where there is none.
std::string_view wide_text_at(Span bytes, std::uint64_t at, std::uint64_t bytes_max);

}  // namespace shoal::inspect
