#include "base/unicode.hpp"

#include <doctest/doctest.h>

using namespace std::string_view_literals;

namespace {

using namespace shoal;

TEST_CASE("a code point takes one to four bytes, as in the table of RFC 3629, section 3") {
  std::string text;
  for (const std::uint32_t point : {0x7FU, 0x80U, 0x7FFU, 0x800U, 0xFFFFU, 0x10000U, 0x10FFFFU})
    append_utf8(text, point);
  CHECK(text == "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
}

TEST_CASE("UTF-16 of either order is read with its pairs, and what is no text is marked") {
  CHECK(utf8_of_utf16("\xFC\0\x3D\xD8\0\xDE"sv) == "\xC3\xBC\xF0\x9F\x98\x80");
  CHECK(utf8_of_utf16("\0\xFC\xD8\x3D\xDE\0"sv, ByteOrder::big) == "\xC3\xBC\xF0\x9F\x98\x80");
  CHECK(utf8_of_utf16("\x3D\xD8\x61\0"sv) == "\xEF\xBF\xBD\x61");
  CHECK(utf8_of_utf16("\0\xDE\x3D\xD8"sv) == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(utf8_of_utf16("a\0\0\0b"sv) == "a\0"sv);
}

TEST_CASE("a byte of Latin-1 is the code point of its number") { CHECK(utf8_of_latin1("M\xFC") == "M\xC3\xBC"); }

}  // namespace
