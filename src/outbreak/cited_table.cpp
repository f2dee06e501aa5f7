#include "outbreak/cited_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::size_t table_rows_max = 100'000;

Error bad_table(std::string message) { return {ErrorKind::invalid_input, "outbreak.bad_table", std::move(message)}; }

bool is_comment(const CsvRow& row) { return trimmed(row.fields[0]).empty() || row.fields[0].starts_with('#'); }

}  // namespace

Result<CitedTable> CitedTable::open(std::string_view csv, std::vector<std::string_view> columns) {
  CitedTable made(csv);
  bool found = SHOAL_TRY(made.csv_.next(made.row_));
  while (found && is_comment(made.row_)) found = SHOAL_TRY(made.csv_.next(made.row_));
  if (!found) return bad_table("the table has no row of headers");
  for (const std::string& header : made.row_.fields) made.headers_.emplace_back(trimmed(header));
  columns.insert(columns.end(), {"verified", "citation", "read"});
  for (const std::string_view column : columns)
    if (std::count(made.headers_.begin(), made.headers_.end(), column) != 1)
      return made.bad_row("there is not one column headed " + std::string(column));
  return made;
}

Result<bool> CitedTable::next() {
  for (;;) {
    if (!SHOAL_TRY(csv_.next(row_))) return false;
    // Only a first cell may be empty in a row that counts, where it has others.
    if (row_.fields[0].starts_with('#') || (row_.fields.size() == 1 && trimmed(row_.fields[0]).empty())) continue;
    if (row_.fields.size() != headers_.size())
      return bad_row(std::to_string(row_.fields.size()) + " cells under " + std::to_string(headers_.size()) +
                     " headers");
    if (++rows_ > table_rows_max) return bad_row("more than " + grouped(table_rows_max) + " rows");
    return true;
  }
}

std::string_view CitedTable::cell(std::string_view header) const {
  const auto found = std::find(headers_.begin(), headers_.end(), header);
  if (found == headers_.end()) return {};
  return trimmed(row_.fields[static_cast<std::size_t>(found - headers_.begin())]);
}

Result<double> CitedTable::number(std::string_view header, double least, double most) const {
  const auto value = parse_decimal(cell(header));
  if (value && *value >= least && *value <= most) return *value;
  return bad_row(std::string(header) + " is not a number within its bounds: " + std::string(cell(header)));
}

Result<Range> CitedTable::range(std::string_view low, std::string_view likely, std::string_view high, double least,
                                double most) const {
  Range made;
  made.low = SHOAL_TRY(number(low, least, most));
  made.likely = SHOAL_TRY(number(likely, least, most));
  made.high = SHOAL_TRY(number(high, least, most));
  if (made.low > made.likely || made.likely > made.high)
    return bad_row(std::string(low) + ", " + std::string(likely) + " and " + std::string(high) + " do not ascend");
  return made;
}

Cited CitedTable::cited() const {
  return {std::string(cell("note")), std::string(cell("verified")), std::string(cell("citation")),
          std::string(cell("read"))};
}

Error CitedTable::bad_row(const std::string& what) const {
  return bad_table("line " + std::to_string(row_.line) + ": " + printable(what));
}

std::vector<std::string> parts_of(std::string_view cell) {
  std::vector<std::string> made;
  for (const std::string_view part : split(cell, ';'))
    if (const std::string_view name = trimmed(part); !name.empty()) made.emplace_back(name);
  return made;
}

std::optional<double> parse_decimal(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace shoal::outbreak
