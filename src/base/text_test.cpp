#include "base/text.hpp"

#include <doctest/doctest.h>

namespace shoal {
namespace {

TEST_CASE("trimming takes blanks, line ends and no-break spaces, and nothing inside") {
  CHECK(trimmed(" \t a b \r\n") == "a b");
  CHECK(trimmed("\xC2\xA0 Windows\xC2\xA0"
                "7 \xC2\xA0") ==
        "Windows\xC2\xA0"
        "7");
  CHECK(trimmed("   ").empty());
}

TEST_CASE("case is folded for ASCII letters only") {
  CHECK(equal_ignoring_case("X64-Based PC", "x64-based pc"));
  CHECK_FALSE(equal_ignoring_case("\xC3\x84", "\xC3\xA4"));
  CHECK(find_ignoring_case("Microsoft WINDOWS xp", "windows") == 10);
  CHECK(find_ignoring_case("abc", "d") == std::string_view::npos);
}

TEST_CASE("splitting gives one piece more than there are separators") {
  CHECK(split("a;;b", ';') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ';') == std::vector<std::string_view>{""});
}

TEST_CASE("the digits before anything else are found, where there are any") {
  CHECK(digits_at_start("4012598-v2") == "4012598");
  CHECK(digits_at_start("2009") == "2009");
  CHECK(digits_at_start("KB4012598").empty());
  CHECK(digits_at_start("").empty());
}

TEST_CASE("a number is digits and nothing else, in 32 bits") {
  CHECK(parse_number("4012598") == 4012598U);
  for (const char* text : {"", "+1", "-1", " 1", "1 ", "4294967296", "KB1", "1.0"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
  }
}

TEST_CASE("numbers are printed in groups of three digits") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(28000) == "28,000");
  CHECK(grouped(1234567) == "1,234,567");
}

TEST_CASE("a slip of the finger finds the word that was meant, and a strange word finds none") {
  const std::string_view incidents[] = {"wannacry", "notpetya", "bluekeep"};
  CHECK(nearest("wanacry", incidents) == "wannacry");
  CHECK(nearest("BlueKep", incidents) == "bluekeep");
  CHECK_FALSE(nearest("stuxnet", incidents).has_value());
}

}  // namespace
}  // namespace shoal
