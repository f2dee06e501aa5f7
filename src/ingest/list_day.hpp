// Days as lists of devices write them, with a time or without.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {

/// What a cell says.
struct ListDay {
  enum class Kind {
    none,       ///< Nothing, or "never".
    day,        ///< `day` is set.
    ambiguous,  ///< `text` can be read in two ways.
    unreadable  ///< It is no day that we know.
  };
  Kind kind = Kind::none;
  Day day{};
  std::string_view text;               ///< The day without its time.
  DayOrder shows = DayOrder::unknown;  ///< The order that it proves.
};

/// Reads "2026-01-05", "05.01.2026 10:11", "1/5/2026 10:11:12 AM", "2026-01-05T10:11:12Z", "20260105101112.0Z" and a
/// FILETIME in decimal digits, "133801234567890123". 0, "never" and days of 1601 or the year 1, which programs write
/// for never, are none.
ListDay read_list_day(std::string_view cell);

/// The day of an ambiguous text in the order that is known. `order` must not be unknown.
Day day_in_order(std::string_view text, DayOrder order);

}  // namespace shoal::ingest
