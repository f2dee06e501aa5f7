#include "knowledge/table.hpp"

#include <algorithm>
#include <fstream>

#include "base/assert.hpp"
#include "base/csv.hpp"
#include "base/read_all.hpp"
#include "base/text.hpp"

namespace shoal::knowledge {
namespace {

Error bad_table(const std::string& place, const std::string& what) {
  return Error{ErrorKind::invalid_input, "knowledge.bad_table", place + ": " + what};
}

std::string place_of(const std::string& name, std::size_t line) { return name + " line " + std::to_string(line); }

}  // namespace

Error bad_row(const Table::Row& row, const std::string& what) {
  return Error{ErrorKind::invalid_input, "knowledge.bad_row", row.place() + ": " + what};
}

std::string cited(const Table::Row& row) {
  std::string text = std::string(row["citation"]) + ", read " + std::string(row["read"]);
  if (row["verified"] == "unverified") text += ", unverified";
  return text;
}

std::vector<std::string> list_of(std::string_view cell, char separator) {
  std::vector<std::string> items;
  for (const std::string_view item : split(cell, separator))
    if (!trimmed(item).empty()) items.emplace_back(trimmed(item));
  return items;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorKind::not_found, "knowledge.no_file", "cannot read " + path.string()};
  return read_all(in);
}

Result<Table> Table::read(const std::filesystem::path& path, std::initializer_list<std::string_view> columns) {
  auto bytes = read_file(path);
  if (!bytes) return Error{ErrorKind::not_found, "knowledge.no_table", "no table at " + path.string()};
  return parse(std::move(*bytes), path.string(), columns);
}

Result<Table> Table::parse(std::string bytes, std::string place, std::initializer_list<std::string_view> columns) {
  Table table;
  table.name_ = std::move(place);
  table.bytes_ = std::move(bytes);
  std::string_view text = table.bytes_;
  std::size_t skipped = 0;
  while (text.starts_with('#')) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    skipped++;
  }
  CsvReader reader(text);
  CsvRow row;
  for (;;) {
    const auto more = reader.next(row);
    if (!more) return bad_table(table.name_, more.error().message);
    if (!*more) break;
    if (table.columns_.empty()) {
      table.columns_ = row.fields;
      continue;
    }
    const std::size_t line = row.line + skipped;
    if (row.fields.size() != table.columns_.size())
      return bad_table(
          place_of(table.name_, line),
          std::to_string(row.fields.size()) + " fields where the header has " + std::to_string(table.columns_.size()));
    table.rows_.push_back({line, row.fields});
  }
  // Asked for by its name, the second would never be read.
  for (auto column = table.columns_.begin(); column != table.columns_.end(); column++)
    if (std::find(table.columns_.begin(), column, *column) != column)
      return bad_table(table.name_, "the column " + *column + " stands twice");
  for (const std::string_view column : columns)
    if (std::find(table.columns_.begin(), table.columns_.end(), column) == table.columns_.end())
      return bad_table(table.name_, "no column " + std::string(column));
  return table;
}

std::string_view Table::Row::operator[](std::string_view column) const {
  const auto found = std::find(table_->columns_.begin(), table_->columns_.end(), column);
  SHOAL_ASSERT(found != table_->columns_.end());
  return trimmed(table_->rows_[at_].fields[static_cast<std::size_t>(found - table_->columns_.begin())]);
}

std::string Table::Row::place() const { return place_of(table_->name_, table_->rows_[at_].line); }

}  // namespace shoal::knowledge
