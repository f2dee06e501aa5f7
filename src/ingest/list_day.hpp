// Days as lists of devices write them, with a time or without.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {

/// From when spreadsheets count days where they keep them as numbers.
enum class DayCount {
  from_1900,  ///< 45231 is 2023-11-01. What Excel does unless told otherwise.
  from_1904,  ///< 43769 is 2023-11-01. A property of a workbook, of old ones from a Mac above all.
};

/// What a cell says.
struct ListDay {
  enum class Kind {
    none,        ///< Nothing, or "never".
    day,         ///< `day` is set.
    ambiguous,   ///< `text` can be read in two ways.
    short_year,  ///< `text` has a year of two digits, so that not even its place is certain.
    unreadable   ///< It is no day that we know.
  };
  Kind kind = Kind::none;
  Day day{};
  std::string_view text;               ///< The day without its time.
  DayOrder shows = DayOrder::unknown;  ///< The order that it proves.
};

/// Reads "2026-01-05", "05.01.2026 10:11", "1/5/2026 10:11:12 AM", "2026-01-05T10:11:12Z", "20260105101112.0Z" and a
/// FILETIME in decimal digits, "133801234567890123". So is a spreadsheet's number of a day, "45231" or "45231.75",
/// where it lies from 1990 to 2099 by `count`. 0, "never" and days of 1601 or the year 1, which programs write for
/// never, are none.
ListDay read_list_day(std::string_view cell, DayCount count = DayCount::from_1900);

/// The day of an ambiguous text, or of one with a short year, in the order that is known. `order` must not be unknown.
/// A short year is taken to be last, 00 to 89 in this century and 90 to 99 in the one before.
Day day_in_order(std::string_view text, DayOrder order);

}  // namespace shoal::ingest
