#include "ingest/written_day.hpp"

#include <doctest/doctest.h>

namespace shoal::ingest {
namespace {

std::string spelled(std::optional<Day> day) { return day ? to_string(*day) : "-"; }

TEST_CASE("a day is read where there is one way to read it") {
  const std::pair<const char*, const char*> cases[] = {
      {"2019-03-05", "2019-03-05"},
      {"2019/3/5", "2019-03-05"},
      {"20190321", "2019-03-21"},
      {"05.03.2019", "2019-03-05"},
      {"29/04/2019", "2019-04-29"},
      {"5/22/2015", "2015-05-22"},
      {"26-1-2019", "2019-01-26"},
      {"5/5/2019", "2019-05-05"},
      {"3/2/2019", "-"},
      {"30/2/2019", "-"},
      {"13/13/2019", "-"},
      {"5/3/2562", "-"},
      {"5/22/15", "-"},
      {"2019-3", "-"},
      {"", "-"},
      {"1.2.3.2019", "-"},
      {"+1/22/2015", "-"},
      {"20191321", "-"},
  };
  for (const auto& c : cases) CHECK_MESSAGE(spelled(read_written_day(c.first)) == c.second, c.first);
}

TEST_CASE("a known order settles what is open and nothing else") {
  CHECK(spelled(read_written_day("6-9-2018", DayOrder::day_first)) == "2018-09-06");
  CHECK(spelled(read_written_day("6-9-2018", DayOrder::month_first)) == "2018-06-09");
  CHECK(spelled(read_written_day("4/29/2019", DayOrder::day_first)) == "2019-04-29");
  CHECK(order_shown_by("29/04/2019") == DayOrder::day_first);
  CHECK(order_shown_by("4/29/2019") == DayOrder::month_first);
  CHECK(order_shown_by("3/4/2019") == DayOrder::unknown);
  CHECK(order_shown_by("2019-04-29") == DayOrder::unknown);
}

// 0x01d4dfd0fb4eb361 units of 100 ns after 1601 is 2019-03-21 10:12 UTC.
TEST_CASE("a FILETIME in hexadecimal is a day") {
  CHECK(spelled(read_filetime_day("01d4dfd0fb4eb361")) == "2019-03-21");
  CHECK(spelled(read_filetime_day("01D4DFD0FB4EB361")) == "2019-03-21");
  for (const char* text : {"", "01d4dfd0", "0000000000000000", "ffffffffffffffff", "01d4dfd0fb4eb36g"})
    CHECK_MESSAGE(spelled(read_filetime_day(text)) == "-", text);
}

TEST_CASE("a file name tells its day in a word of its own") {
  const std::pair<const char*, const char*> cases[] = {
      {"in/7_sp1_x64_20190305_qfe.txt", "2019-03-05"},
      {"in\\pc1 2019-03-05.txt", "2019-03-05"},
      {"20190305.txt", "2019-03-05"},
      {"in/20190305/pc1.txt", "-"},
      {"pc120190305.txt", "-"},
      {"pc_201903051.txt", "-"},
      {"20190305_20190306.txt", "-"},
      {"20190305_2019-03-05.txt", "2019-03-05"},
      {"pc_20191305.txt", "-"},
      {"", "-"},
  };
  for (const auto& c : cases) CHECK_MESSAGE(spelled(day_in_file_name(c.first)) == c.second, c.first);
}

}  // namespace
}  // namespace shoal::ingest
