#include "inspect/letters.hpp"

#include <doctest/doctest.h>

#include "base/unicode.hpp"

namespace {

using namespace shoal::inspect;
using namespace std::string_literals;

TEST_CASE("a text file is read by its mark, and without one by what fits") {
  CHECK(utf8_of_text("\xFF\xFEz\0\xE4\0"s) == "z\xC3\xA4");
  CHECK(utf8_of_text("\xFE\xFF\0z\0\xE4"s) == "z\xC3\xA4");
  CHECK(utf8_of_text("\xEF\xBB\xBFz\xC3\xA4") == "z\xC3\xA4");
  CHECK(utf8_of_text("z\xC3\xA4") == "z\xC3\xA4");
  CHECK(utf8_of_text("z\xE4 \x80") == "z\xC3\xA4 \xE2\x82\xAC");
  CHECK(utf8_of_text("d\0i\0r\0\n\0"s) == "dir\n");
}

TEST_CASE("what is no letter becomes a mark, and two halves become one") {
  CHECK(shoal::utf8_of_utf16("\x3D\xD8\0\xDE"s) == "\xF0\x9F\x98\x80");
  CHECK(shoal::utf8_of_utf16("\x3D\xD8"s) == "\xEF\xBF\xBD");
  CHECK(shoal::utf8_of_utf16("\0\xDE"s) == "\xEF\xBF\xBD");
  CHECK(shoal::utf8_of_utf16("a") == "");
}

TEST_CASE("UTF-8 is what RFC 3629 allows") {
  for (const char* text : {"", "a", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
    CHECK(is_utf8(text));
  for (const char* text : {"\x80", "\xC1\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5", "\xC2"})
    CHECK(!is_utf8(text));
}

}  // namespace
