#include "ingest/list_day.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::ingest {
namespace {

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

// The whole part of "45231.75", or with a comma as some countries write it; nothing for what is no such number.
std::optional<std::uint32_t> day_number(std::string_view cell) {
  const auto point = cell.find_first_of(".,");
  if (point != cell.npos && !all_digits(cell.substr(point + 1))) return std::nullopt;
  const std::string_view whole = cell.substr(0, point);
  return whole.size() == 5 && all_digits(whole) ? parse_number(whole) : std::nullopt;
}

std::optional<Day> numbered_day(std::string_view cell, DayCount count) {
  using namespace std::chrono;
  const auto number = day_number(cell);
  if (!number) return std::nullopt;
  // Day 1 is 1900-01-01, and Excel counts a 29 February in that year, which was none.
  const Day zero = count == DayCount::from_1904 ? Day(1904y / 1 / 1) : Day(1899y / 12 / 30);
  const Day day = zero + days(*number);
  if (day < Day(1990y / 1 / 1) || day > Day(2099y / 12 / 31)) return std::nullopt;
  return day;
}

// "03/04/2026" of "03/04/26"; nothing for what has no year of two digits at its end.
std::optional<std::string> with_long_year(std::string_view text) {
  const auto at = text.find_first_of("/-.");
  if (at == text.npos) return std::nullopt;
  const auto pieces = split(text, text[at]);
  const auto is_short = [](std::string_view piece) { return piece.size() <= 2 && all_digits(piece); };
  if (pieces.size() != 3 || pieces[2].size() != 2 || !std::all_of(pieces.begin(), pieces.end(), is_short))
    return std::nullopt;
  return std::string(text.substr(0, text.size() - 2)) + (pieces[2] < "90" ? "20" : "19") + std::string(pieces[2]);
}

// "2026-01-05" of "2026-01-05T10:11:12Z".
std::string_view without_time(std::string_view cell) {
  cell = cell.substr(0, cell.find(' '));
  if (const auto at = cell.find_first_of("T,"); at != cell.npos) cell = cell.substr(0, at);
  return cell;
}

}  // namespace

ListDay read_list_day(std::string_view cell, DayCount count) {
  cell = trimmed(cell);
  if (is_never(cell)) return {};
  if (cell.size() >= 17 && all_digits(cell)) return filetime_day(cell);
  if (const auto day = numbered_day(cell, count)) return {ListDay::Kind::day, *day, cell, DayOrder::unknown};
  std::string_view text = without_time(cell);
  if (cell.size() >= 14 && all_digits(cell.substr(0, 14))) text = cell.substr(0, 8);
  if (is_never(text)) return {};
  ListDay read{ListDay::Kind::unreadable, {}, text, order_shown_by(text)};
  if (const auto day = read_written_day(text)) {
    read.kind = ListDay::Kind::day;
    read.day = *day;
  } else if (read_written_day(text, DayOrder::day_first)) {
    read.kind = ListDay::Kind::ambiguous;
  } else if (const auto longer = with_long_year(text); longer && read_written_day(*longer, DayOrder::day_first)) {
    read.kind = ListDay::Kind::short_year;
  }
  return read;
}

Day day_in_order(std::string_view text, DayOrder order) {
  const auto day = read_written_day(with_long_year(text).value_or(std::string(text)), order);
  SHOAL_ASSERT(day);
  return *day;
}

}  // namespace shoal::ingest
