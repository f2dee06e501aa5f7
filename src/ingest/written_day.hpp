// Days as people and consoles write them: read only where there is one way to read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/day.hpp"

namespace shoal::ingest {

/// Which of two small numbers of a written day comes first.
enum class DayOrder { unknown, day_first, month_first };

/// What `text` itself proves: day_first for "29/04/2019", month_first for "4/29/2019", unknown for "3/4/2019", for an
/// ISO day and for whatever is no day.
DayOrder order_shown_by(std::string_view text);

/// The day that `text` names: "2019-03-05" and "2019/3/5" (year first), "20190305", "05.03.2019" (dots are written day
/// first everywhere), "29/04/2019" and "29-4-2019" where one number exceeds 12 or both are equal, or else in `order`.
/// Nothing if it can be read in two ways, names no real day, or lies outside 1990 to 2099 (other calendars: 2562 is a
/// Thai year, 1440 an Islamic one).
std::optional<Day> read_written_day(std::string_view text, DayOrder order = DayOrder::unknown);

/// The day (UTC) of a FILETIME: units of 100 ns since 1601. Nothing outside 1990 to 2099.
std::optional<Day> read_filetime_day(std::uint64_t units);
/// The same, written as 16 hexadecimal digits, "01d4dfd0fb4eb361".
std::optional<Day> read_filetime_day(std::string_view digits);

/// The day in the file name of `place`, as a whole word "yyyymmdd" or as "yyyy-mm-dd" between other characters than
/// letters and digits. Nothing if there is none, or two that differ.
std::optional<Day> day_in_file_name(std::string_view place);

}  // namespace shoal::ingest
