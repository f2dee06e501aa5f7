// Small operations on text that every reader needs and the standard library lacks.
//
// All of them are byte-wise and locale-free: letters outside ASCII are never folded, so that the same input gives the
// same bytes on every machine.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoal {

/// `text` without the blanks, tabs, line ends and no-break spaces (UTF-8) around it. A view into `text`.
std::string_view trimmed(std::string_view text);

/// `text` with the letters A-Z in lower case; every other byte as it is.
std::string lower_ascii(std::string_view text);
constexpr char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether the two are equal but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// The position of `needle` in `text` ignoring the case of ASCII letters, or npos.
std::size_t find_ignoring_case(std::string_view text, std::string_view needle);

/// The pieces of `text` between `separator`s: always one more than there are separators. Views into `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Whether `c` is one of 0 to 9.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// The digits that `text` begins with, perhaps none. A view into `text`.
std::string_view digits_at_start(std::string_view text);

/// All of `digits` as a decimal number; nothing if it is empty, has anything but digits, or exceeds 32 bits.
std::optional<std::uint32_t> parse_number(std::string_view digits);
/// The same of 64 bits, to the base 10 or 16; letters of either case.
std::optional<std::uint64_t> parse_whole(std::string_view digits, int base = 10);

/// A whole number with a comma between groups of three digits, as our tables print it: 28000 is "28,000".
std::string grouped(std::uint64_t number);

/// The entry of `known` that a person most likely meant by `word`, or nothing where none is near: at most two edits
/// away, and fewer edits than half the word.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

/// `text` with '?' in place of control characters: names come from outside, and a terminal obeys them.
std::string printable(std::string text);

}  // namespace shoal
