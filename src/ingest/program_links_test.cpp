#include "ingest/program_links.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;

std::string spelled_links(std::string_view text) {
  const auto links = ingest::read_program_links(text, "links.csv");
  if (!links) return links.error().message;
  std::string told;
  for (const estate::KeptProgramLink& each : links->rows)
    told += std::to_string(each.line) + ": " + each.application + " is " + each.program + "\n";
  for (const estate::SetAside& aside : links->set_aside) told += "aside: " + aside.reason + "\n";
  return told;
}

TEST_CASE("rows link applications to programs, in any order of columns, and broken ones are set aside by line") {
  CHECK(spelled_links(
            "Program;Note;Application\r\nHOLMES 2;;share/holmes\r\n;x;share/till\r\n\r\nTill;x\r\nTill;; \r\n") ==
        "2: share/holmes is HOLMES 2\naside: line 3: no program is named\naside: line 5: 2 cells under 3 headers\n"
        "aside: line 6: no application is named\n");
  CHECK(spelled_links("application,program\nshare/till,\"Till, 2\"\nshare/till,Tills\n") ==
        "2: share/till is Till, 2\n3: share/till is Tills\n");
}

TEST_CASE("a table without its headers is refused") {
  CHECK(spelled_links("") == "line 1: no column is headed application; the first line has application,program");
  CHECK(spelled_links("application,name\n") ==
        "line 1: no column is headed program; the first line has application,program");
  CHECK(spelled_links("program,application,Program\n") == "line 1: two columns are headed program");
}

TEST_CASE("of a table of rows that cannot be used the first stand alone, the others together, and the rest is read") {
  std::string many = "application,program\n";
  for (int i = 0; i < 5000; i++) many += "a\n";
  const auto links = shoal::ingest::read_program_links(many + "share/till,Tills\n", "links.csv");
  REQUIRE(links);
  CHECK(links->rows.size() == 1);
  CHECK(links->set_aside.size() == 1001);
  CHECK(shoal::estate::count_of(links->set_aside) == 5000);
}

}  // namespace
