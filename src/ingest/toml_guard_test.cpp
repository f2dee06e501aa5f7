#include "ingest/toml_guard.hpp"

#include <doctest/doctest.h>

#include "ingest/programme.hpp"

namespace shoal::ingest {
namespace {

TEST_CASE("what toml++ takes for granted and is not so is found, with its line") {
  const std::pair<std::string_view, std::uint32_t> cases[] = {
      {"first = [}]", 1},
      {"a = 1\nfirst = [1, }", 2},
      {"a = [\n  { b = [ } ] }\n]", 2},
      {"[[[a]]]", 1},
      {"[[ [a]]]", 1},
      {"a = \"\"\"\n}\"\"\"\n[=", 3},
      {"a = [\"\\\"]\", }", 1},
      {"[\n", 1},
      {"\xEF\xBB\xBF[.a]", 1},
      {"a = 1 # [\n[,", 2},
      {"a = [2027-12-20 0,1]", 1},
      {"\n\na = 2027-12-20 0\n", 3},
      {"a = 202'''::\u00FC", 1},
      {"a = 'ü' # ü\nb = 33\u00FC", 2},
  };
  for (const auto& each : cases) {
    const auto& text = each.first;
    const auto line = each.second;
    CAPTURE(text);
    const auto found = misplaced_in(text);
    REQUIRE(found);
    CHECK(found->line == line);
    CHECK_FALSE(read_programme(text));
  }
}

TEST_CASE("nothing of what is TOML is misplaced") {
  for (const std::string_view text :
       {"", "[a]\n[[b]]\n[ c ]\n[\"d\"]\n['e'.f]\n", "a = 2027-12-20 07:00:00\n", "a = [1 , 2 ]\nb1 = 2 # 1 2\n",
        "a = [[1, 2], [\n3]]\n", "a = \"ü\" # ü\n", "a = [{ b = [1] }, { b = [] }]\n", "a = \"}[\" # ]}\n[b]\n",
        "a = '''\n[=\n}''''' # '\n[b]\nc = \"\"\n", "a = { b = { c = [1, '}'] } }\n",
        "a = \"\"\"x\\\"\"\"\" # \"\n[b]\n", "\xEF\xBB\xBF[a]\n"}) {
    CAPTURE(text);
    CHECK_FALSE(misplaced_in(text));
  }
}

}  // namespace
}  // namespace shoal::ingest
