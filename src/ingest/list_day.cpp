#include "ingest/list_day.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::ingest {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// What programs and people write where there is no day.
bool is_never(std::string_view text) {
  constexpr std::string_view words[] = {"never", "n/a", "na", "-", "null", "none", "unknown", "nie"};
  if (std::all_of(text.begin(), text.end(), [](char c) { return c == '0'; })) return true;
  const auto is = [&](std::string_view word) { return equal_ignoring_case(text, word); };
  if (std::any_of(std::begin(words), std::end(words), is)) return true;
  return text.find("1601") != text.npos || text.find("0001") == 0 || text.ends_with("/0001") || text.ends_with(".0001");
}

ListDay filetime_day(std::string_view digits) {
  constexpr std::uint64_t units_per_day = 10'000'000ULL * 60 * 60 * 24;
  constexpr std::uint64_t days_from_1601_to_1970 = 134'774;
  constexpr std::uint64_t days_from_1601_to_2100 = 182'256;
  std::uint64_t units = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), units);
  const std::uint64_t days = units / units_per_day;
  if (units == 0x7FFF'FFFF'FFFF'FFFF) return {};  // the directory's never
  if (failed != std::errc{} || days < days_from_1601_to_1970 || days >= days_from_1601_to_2100)
    return {ListDay::Kind::unreadable, {}, digits, DayOrder::unknown};
  return {ListDay::Kind::day, Day(std::chrono::days(days - days_from_1601_to_1970)), digits, DayOrder::unknown};
}

// "2026-01-05" of "2026-01-05T10:11:12Z".
std::string_view without_time(std::string_view cell) {
  cell = cell.substr(0, cell.find(' '));
  if (const auto at = cell.find_first_of("T,"); at != cell.npos) cell = cell.substr(0, at);
  return cell;
}

}  // namespace

ListDay read_list_day(std::string_view cell) {
  cell = trimmed(cell);
  if (is_never(cell)) return {};
  if (cell.size() >= 17 && all_digits(cell)) return filetime_day(cell);
  std::string_view text = without_time(cell);
  if (cell.size() >= 14 && all_digits(cell.substr(0, 14))) text = cell.substr(0, 8);
  if (is_never(text)) return {};
  ListDay read{ListDay::Kind::unreadable, {}, text, order_shown_by(text)};
  if (const auto day = read_written_day(text)) {
    read.kind = ListDay::Kind::day;
    read.day = *day;
  } else if (read_written_day(text, DayOrder::day_first)) {
    read.kind = ListDay::Kind::ambiguous;
  }
  return read;
}

Day day_in_order(std::string_view text, DayOrder order) {
  const auto day = read_written_day(text, order);
  SHOAL_ASSERT(day);
  return *day;
}

}  // namespace shoal::ingest
