#include "ingest/application_owners.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string spelled(std::string_view text) {
  const auto read = read_application_owners(text, "owners.csv");
  if (!read) return std::string(read.error().code) + ": " + read.error().message + "\n";
  std::string made;
  for (const estate::OwnedApplication& row : read->rows)
    made += std::to_string(row.line) + ": " + row.application + " | " + row.owner + " | " + row.criticality + " | " +
            (!row.personal_data   ? "?"
             : *row.personal_data ? "yes"
                                  : "no") +
            "\n";
  for (const std::string& header : read->ignored) made += "ignored " + header + "\n";
  for (const estate::SetAside& aside : read->set_aside)
    made += aside.place + ": " + aside.reason + " x" + std::to_string(aside.count) + "\n";
  return made;
}

TEST_CASE("columns stand in any order, further ones are named, and blanks are not told") {
  CHECK(spelled("Owner, Application ,note,PERSONAL_DATA,criticality\r\n"
                "\"Crime, major\",HOLMES 2,x,Yes,high\r\n"
                "\r\n"
                ",7-Zip,,,\r\n"
                "IT,Учёт,,no,low") ==
        "2: HOLMES 2 | Crime, major | high | yes\n"
        "4: 7-Zip |  |  | ?\n"
        "5: Учёт | IT | low | no\n"
        "ignored note\n");
  CHECK(spelled("application;owner;criticality;personal_data\nA;B, C;D;no\n") == "2: A | B, C | D | no\n");
}

TEST_CASE("a bad row is set aside with its line and reason, and the rest goes on") {
  CHECK(spelled("application,owner,criticality,personal_data\n"
                "HOLMES 2,CID,high,yes\n"
                "NICHE,CID,high\n"
                " ,CID,high,no\n"
                "PNC,CID,high,maybe\n"
                "holmes 2 v4.1,IT,low,no\n"
                "\"PNC\" 2,CID,high,no\n"
                "VISOR,CID,,\n"
                "\"never closed,CID,,\n") ==
        "2: HOLMES 2 | CID | high | yes\n"
        "8: VISOR | CID |  | ?\n"
        "owners.csv: line 3: 3 cells under 4 headers x1\n"
        "owners.csv: line 4: no application is named x1\n"
        "owners.csv: line 5: personal_data is neither yes nor no: maybe x1\n"
        "owners.csv: line 6: holmes 2 v4.1 stands on line 2 already x1\n"
        "owners.csv: line 7: text after a closing quote x1\n"
        "owners.csv: line 9: a quoted field never closes x1\n");
}

TEST_CASE("a table without its headers is one error") {
  CHECK(spelled("") ==
        "ingest.bad_owners: line 1: no column is headed application; the first line has "
        "application,owner,criticality,personal_data\n");
  CHECK(spelled("application,onwer,criticality,personal_data\n") ==
        "ingest.bad_owners: line 1: no column is headed owner; the first line has "
        "application,owner,criticality,personal_data\n");
  CHECK(spelled("application,owner,criticality,personal_data,owner\n") ==
        "ingest.bad_owners: line 1: two columns are headed owner\n");
}

TEST_CASE("of a file of bad rows the first stand alone and the rest together") {
  std::string text = "application,owner,criticality,personal_data\n";
  for (int i = 0; i < 5000; i++) text += "x\n";
  const auto read = read_application_owners(text, "owners.csv");
  REQUIRE(read);
  CHECK(read->set_aside.size() == 1001);
  CHECK(estate::count_of(read->set_aside) == 5000);
}

}  // namespace
}  // namespace shoal::ingest
