// Texts of files to UTF-8.
//
// What is not text in the encoding that it claims stays readable: an unpaired surrogate becomes U+FFFD. Labels in 8-bit
// code pages other than 1252 come out with wrong accents; what rules ask for is ASCII.
#pragma once

#include <string>
#include <string_view>

namespace shoal::inspect {

/// Windows code page 1252, of which the five bytes without a letter stay control characters, as Windows has it.
std::string utf8_of_windows_1252(std::string_view bytes);

bool is_utf8(std::string_view bytes);

/// The first line of `rest` without its "\n", and takes it off; empty at the end too.
std::string_view take_line(std::string_view& rest);

/// A text file: UTF-16 or UTF-8 by its byte order mark, which is taken off, UTF-16LE without a mark where every second
/// of the first bytes is NUL, else UTF-8 where it is that and 1252 where it is not.
std::string utf8_of_text(std::string_view bytes);

}  // namespace shoal::inspect
