#include "ingest/written_day.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

bool is_word_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::optional<Day> calendar_day(std::uint32_t year, std::uint32_t month, std::uint32_t day) {
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (year < 1990 || year > 2099 || !date.ok()) return std::nullopt;
  return Day(date);
}

// Three numbers with one separator between them, the year being the one with four digits.
struct Parts {
  char separator = 0;
  bool year_first = false;
  std::uint32_t year = 0;
  std::array<std::uint32_t, 2> others{};  // in the order of the text
};

std::optional<Parts> parts_of(std::string_view text) {
  const auto at = text.find_first_of("/-.");
  if (at == text.npos || text.size() > 10) return std::nullopt;
  const auto pieces = split(text, text[at]);
  if (pieces.size() != 3) return std::nullopt;
  const bool year_first = pieces[0].size() == 4;
  const std::string_view year = year_first ? pieces[0] : pieces[2];
  const std::string_view first = year_first ? pieces[1] : pieces[0];
  const std::string_view second = year_first ? pieces[2] : pieces[1];
  if (year.size() != 4 || first.size() > 2 || second.size() > 2) return std::nullopt;
  const auto year_number = parse_number(year);
  const auto first_number = parse_number(first);
  const auto second_number = parse_number(second);
  if (!year_number || !first_number || !second_number) return std::nullopt;
  return Parts{text[at], year_first, *year_number, {*first_number, *second_number}};
}

DayOrder order_of(const Parts& parts) {
  if (parts.year_first) return DayOrder::unknown;
  if (parts.separator == '.') return DayOrder::day_first;
  if (parts.others[0] > 12 && parts.others[1] <= 12) return DayOrder::day_first;
  if (parts.others[1] > 12 && parts.others[0] <= 12) return DayOrder::month_first;
  return DayOrder::unknown;
}

}  // namespace

DayOrder order_shown_by(std::string_view text) {
  const auto parts = parts_of(text);
  return parts ? order_of(*parts) : DayOrder::unknown;
}

std::optional<Day> read_written_day(std::string_view text, DayOrder order) {
  if (text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit))
    return calendar_day(*parse_number(text.substr(0, 4)), *parse_number(text.substr(4, 2)),
                        *parse_number(text.substr(6, 2)));
  const auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  const auto [first, second] = parts->others;
  if (parts->year_first) return calendar_day(parts->year, first, second);
  if (const DayOrder shown = order_of(*parts); shown != DayOrder::unknown) order = shown;
  if (order == DayOrder::day_first || first == second) return calendar_day(parts->year, second, first);
  if (order == DayOrder::month_first) return calendar_day(parts->year, first, second);
  return std::nullopt;
}

std::optional<Day> read_filetime_day(std::uint64_t units) {
  constexpr std::uint64_t units_per_day = 10'000'000ULL * 60 * 60 * 24;
  constexpr std::uint64_t days_from_1601_to_1970 = 134'774;
  const std::uint64_t days = units / units_per_day;
  if (days < days_from_1601_to_1970) return std::nullopt;
  const std::chrono::year_month_day date(Day(std::chrono::days(days - days_from_1601_to_1970)));
  if (days > days_from_1601_to_1970 + 100'000) return std::nullopt;
  return calendar_day(static_cast<std::uint32_t>(static_cast<int>(date.year())), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()));
}

std::optional<Day> read_filetime_day(std::string_view digits) {
  if (digits.size() != 16) return std::nullopt;
  const auto units = parse_whole(digits, 16);
  return units ? read_filetime_day(*units) : std::nullopt;
}

std::optional<Day> day_in_file_name(std::string_view place) {
  const std::string_view name = place.substr(place.find_last_of("/\\") + 1);
  std::optional<Day> found;
  for (std::size_t at = 0; at < name.size(); at++) {
    if (!is_digit(name[at]) || (at > 0 && is_word_character(name[at - 1]))) continue;
    for (const std::size_t length : {std::size_t{8}, std::size_t{10}}) {
      const std::string_view word = name.substr(at, length);
      const bool whole = word.size() == length && (at + length == name.size() || !is_word_character(name[at + length]));
      if (!whole || (length == 10 && (word[4] != '-' || word[7] != '-'))) continue;
      const auto day = read_written_day(word);
      if (!day || (length == 8 && !std::all_of(word.begin(), word.end(), is_digit))) continue;
      if (found && *found != *day) return std::nullopt;
      found = day;
    }
  }
  return found;
}

}  // namespace shoal::ingest
