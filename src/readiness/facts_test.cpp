#include "readiness/facts.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

namespace {

using namespace shoal;
using namespace shoal::readiness;

std::string read_back(std::string_view line) {
  FactSheet sheet;
  const auto added = add_line(line, sheet);
  return added ? to_lines(sheet) : std::string(added.error().code);
}

TEST_CASE("a fact is a line, and a line is a fact") {
  for (const char* line :
       {"format pe", "import kernel32.dll GetVersion @0x1f0", "export \"#12\"", "subsystem-version \"\" \"\" #501",
        "section .text rx #4096", "string c:\\winnt \"open c:\\\\winnt\\\\x.ini\" #1 @0x20",
        "msi-condition LaunchCondition \"VersionNT = 501\" @0x1 | \"Only for Windows XP\"",
        "debug \"\" \"d:\\\\a b.pdb\"", "version CompanyName \"caf\\xc3\\xa9 \\\"x\\\"\""}) {
    CAPTURE(line);
    std::string expected = line;
    if (expected.starts_with("subsystem-version")) expected = "subsystem-version #501";
    CHECK(read_back(line) == expected + "\n");
  }
}

TEST_CASE("what is no fact is refused") {
  for (const char* line :
       {"", "colour red", "import a b c", "format #x", "format @12", "format \"open", "format \"\\q\""})
    CHECK(read_back(line) == "readiness.bad_fact");
}

TEST_CASE("any texts survive being a line") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 2000; round++) {
    const auto drawn = [&] {
      std::string text;
      for (auto left = random.below(6); left > 0; left--) text += static_cast<char>(random.below(256));
      return text;
    };
    FactSheet sheet;
    sheet.add(static_cast<FactKind>(random.below(fact_kinds)), drawn(), drawn(), random.below(3), random.below(300),
              drawn());
    const std::string line = to_line(sheet[0]);
    FactSheet again;
    REQUIRE(add_line(line, again));
    CHECK(again[0] == sheet[0]);
    const std::string bytes = sheet_bytes(sheet);
    const auto back = sheet_from(bytes);
    REQUIRE(back);
    CHECK((*back)[0] == sheet[0]);
    CHECK(!sheet_from(std::string_view(bytes).substr(0, bytes.size() - 1)));
    CHECK(!sheet_from(bytes + "x"));
  }
}

TEST_CASE("kinds are spelled in one way") {
  for (std::size_t i = 0; i < fact_kinds; i++)
    CHECK(fact_kind(spelled(static_cast<FactKind>(i))) == static_cast<FactKind>(i));
  CHECK(spelled(FactKind::condition_false) == "condition-false");
  CHECK(!fact_kind("colour"));
}

}  // namespace
