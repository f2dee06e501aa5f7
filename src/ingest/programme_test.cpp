#include "ingest/programme.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

constexpr std::string_view whole_programme = R"(
begins = 2027-01-04
weeks = 60
finish_by = 2028-02-01
target = "windows-11-24h2-x64"
devices = "devices.csv"
applications = "applications.csv"
first = ["HOLMES 2"]

[moving]
per_week = 620
off = [2027-12-20, 2027-12-27]
change = [{ from = 2027-06-01, per_week = 700 }]

[[team]]
name = "packaging"
person_days = 24.5

[[site]]
name = "Croydon"
per_week = 40
not_before = 2027-02-01

[[site]]
name = "Sutton"

[[unfit]]
model = "OptiPlex 745"
replaced = 2027-05-01

[[unfit]]
model = "OptiPlex 210"

[assumed]
team = "packaging"
person_days = 5

[pilots]
from_devices = 10
soak_weeks = 3
)";

std::string spelled(const plan::Calendar& calendar) {
  std::string text = std::to_string(calendar.per_week);
  for (const auto& change : calendar.changes)
    text += ", from " + to_string(change.from) + " " + std::to_string(change.per_week);
  for (const Day day : calendar.off) text += ", off " + to_string(day);
  return text;
}

TEST_CASE("a programme is read with its days, capacities and decisions") {
  const auto read = read_programme(whole_programme);
  REQUIRE(read);
  const plan::Programme& programme = read->programme;
  std::string text = to_string(programme.begins) + " " + std::to_string(*programme.weeks) + " " +
                     to_string(*programme.finish_by) + " " + programme.target + " " + read->devices + " " +
                     read->applications + " first " + programme.first[0] + "\nmoving " + spelled(programme.slots) +
                     "\n";
  for (const auto& team : programme.teams) text += "team " + team.name + " " + spelled(team.effort) + "\n";
  for (const auto& site : programme.sites)
    text += "site " + site.name + (site.slots ? " " + spelled(*site.slots) : "") +
            (site.not_before ? " from " + to_string(*site.not_before) : "") + "\n";
  for (const auto& unfit : programme.unfit)
    text += "unfit " + unfit.name + " " + (unfit.replaced ? to_string(*unfit.replaced) : "never") + "\n";
  text += "assumed " + programme.assumed->team + " " + std::to_string(programme.assumed->effort) + "\npilots " +
          std::to_string(programme.pilots->from_devices) + " " + std::to_string(programme.pilots->each) + " " +
          std::to_string(programme.pilots->soak_weeks);
  CHECK(text ==
        "2027-01-04 60 2028-02-01 windows-11-24h2-x64 devices.csv applications.csv first HOLMES 2\n"
        "moving 620, from 2027-06-01 700, off 2027-12-20, off 2027-12-27\n"
        "team packaging 2450\n"
        "site Croydon 40 from 2027-02-01\n"
        "site Sutton\n"
        "unfit OptiPlex 745 2027-05-01\n"
        "unfit OptiPlex 210 never\n"
        "assumed packaging 500\n"
        "pilots 10 1 3");
}

TEST_CASE("a programme that cannot be meant so is refused with its line, key and value") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"begins = 2027-01-04", "line 1: the programme has no [moving], which says how many devices move in a week"},
      {"[moving]\nper_week = 1", "line 1: the programme has no begins"},
      {"begins = 5\n", "line 1: begins of the programme is not a day as yyyy-mm-dd, but the number 5"},
      {"begins = \"4 January\"",
       "line 1: begins of the programme is not a day as yyyy-mm-dd, but the text \"4 January\""},
      {"begin = 2027-01-04", "line 1: the programme has no key begin; the nearest is begins"},
      {"begins = 2027-01-04\nweeks = 0", "line 2: weeks of the programme is not from 1 to 1000"},
      {"begins = 2027-01-04\nweeks = 1.5", "line 2: weeks of the programme is not a whole number"},
      {"begins = 2027-01-04\n[moving]\nper_week = -1", "line 3: per_week of [moving] is not from 0 to 10000000"},
      {"begins = 2027-01-04\n[moving]\nper_week = 1\n[[team]]\nname = \"a\"\nperson_days = 0.001",
       "line 6: person_days of [[team]] has too many decimals"},
      {"begins = 2027-01-04\n[moving]\nper_week = 1\n[team]\nname = \"a\"",
       "line 4: team of the programme is not a list of tables, [[team]], but a table"},
      {"begins = 2027-01-04\n[moving]\nper_week = 1\n[[site]]\nname = \"a\"\noff = [2027-01-04]",
       "line 4: site a has weeks that are off or changes, and no per_week"},
      {"begins = 2027-01-04\nfirst = [\"a\", 5]\n[moving]\nper_week = 1",
       "line 2: first of the programme is not a list of texts, but the number 5"},
  };
  for (const auto& row : table) {
    CAPTURE(row.first);
    const auto read = read_programme(row.first);
    REQUIRE(!read);
    CHECK(read.error().code == "ingest.bad_programme");
    CHECK(read.error().message == row.second);
  }
  CHECK(read_programme("begins = = 3").error().message.substr(0, 16) == "line 1: no TOML:");
}

}  // namespace
}  // namespace shoal::ingest
