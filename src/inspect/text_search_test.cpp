#include "inspect/text_search.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "base/text.hpp"

using namespace std::string_literals;

namespace {

using namespace shoal;
using namespace shoal::inspect;

std::string found_in(const std::vector<std::string>& wanted, std::string_view bytes, std::uint64_t base = 0) {
  readiness::FactSheet sheet;
  Work work(file_steps_max);
  TextSearch({wanted, {}}).search(bytes, base, work, sheet);
  return readiness::to_lines(sheet);
}

std::string widened_text(std::string_view text) {
  std::string wide;
  for (const char c : text) wide += c + "\0"s;
  return wide;
}

// Where a text was found, as `number` says in ASCII or in UTF-16; npos where it was not.
std::size_t place_in(const readiness::FactSheet& sheet, std::string_view text, std::uint64_t number) {
  for (std::size_t i = 0; i < sheet.size(); i++)
    if (sheet[i].name == text && sheet[i].number == number) return static_cast<std::size_t>(sheet[i].at);
  return std::string::npos;
}

TEST_CASE("a text is found in ASCII and in UTF-16, in any case, with what stands around it") {
  const std::string ascii = "\1\2open C:\\WINNT\\x.ini\0rest"s;
  CHECK(found_in({"c:\\winnt"}, ascii) == "string c:\\winnt \"open C:\\\\WINNT\\\\x.ini\" @0x7\n");
}

TEST_CASE("UTF-16 is told by its number") {
  const std::string wide = "x\1a\0L\0P\0T\0001\0:\0\0\0"s;
  CHECK(found_in({"lpt1"}, wide, 0x100) == "string lpt1 aLPT1: #1 @0x104\n");
}

TEST_CASE("each text is told once, however often it stands there, and one within another too") {
  CHECK(found_in({"lpt1", "pt"}, "LPT1 LPT1 lpt1") ==
        "string lpt1 \"LPT1 LPT1 lpt1\"\nstring pt \"LPT1 LPT1 lpt1\" @0x1\n");
}

TEST_CASE("without texts, without bytes and without work nothing is found") {
  CHECK(found_in({}, "anything").empty());
  CHECK(found_in({"a"}, "").empty());
  readiness::FactSheet sheet;
  Work work(1);
  TextSearch({{"a"}, {}}).search(std::string(1000, 'a'), 0, work, sheet);
  CHECK(sheet.size() == 0);
  CHECK(work.exhausted());
}

TEST_CASE("a text with a NUL of its own is found too, in both") {
  CHECK(found_in({"a\0b"s}, "-A\0B a\0\0\0b\0"s) ==
        "string \"a\\x00b\" \"-A\\x00B a\" @0x1\nstring \"a\\x00b\" \"a\\x00b\" #1 @0x5\n");
}

TEST_CASE("what is found is what a plain search finds") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  const auto drawn = [&](std::uint64_t size) {
    std::string text;
    for (std::uint64_t i = 0; i < size; i++) text += static_cast<char>('a' + random.below(3));
    return text;
  };
  for (int round = 0; round < 300; round++) {
    const std::string bytes = drawn(random.below(10)) + widened_text(drawn(random.below(20))) + drawn(random.below(40));
    std::vector<std::string> wanted;
    for (int i = 0; i < 5; i++) {
      std::string text = drawn(1 + random.below(4));
      if (std::find(wanted.begin(), wanted.end(), text) == wanted.end()) wanted.push_back(std::move(text));
    }
    readiness::FactSheet sheet;
    Work work(file_steps_max);
    TextSearch({wanted, {}}).search(bytes, 0, work, sheet);
    for (const std::string& text : wanted) {
      CHECK(place_in(sheet, text, 0) == find_ignoring_case(bytes, text));
      CHECK(place_in(sheet, text, 1) == find_ignoring_case(bytes, widened_text(text)));
    }
  }
}

}  // namespace
