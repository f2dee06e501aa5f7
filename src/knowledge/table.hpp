// Our own fact tables: the CSV files of data/, with their header and their comments.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::knowledge {

/// A table of data/: comment lines (#) at the top, a header, rows of as many fields.
class Table {
 public:
  /// One row, by column name.
  class Row {
   public:
    /// The cell, trimmed. Asking for a column that read() was not asked to require is a bug, and stops the process.
    std::string_view operator[](std::string_view column) const;
    /// The file and line, for messages: "data/lifecycle/releases.csv line 12".
    std::string place() const;

   private:
    friend class Table;
    Row(const Table& table, std::size_t at) : table_(&table), at_(at) {}
    const Table* table_;
    std::size_t at_;
  };

  /// Reads the table at `path`, which must have at least `columns`.
  /// Errors: not_found "knowledge.no_table" where the file cannot be read; invalid_input "knowledge.bad_table" where a
  /// column is missing or stands twice, a row has another number of fields than the header, or the CSV is broken.
  static Result<Table> read(const std::filesystem::path& path, std::initializer_list<std::string_view> columns);
  /// The same from a table's bytes. `place` is what messages call it.
  static Result<Table> parse(std::string bytes, std::string place, std::initializer_list<std::string_view> columns);

  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t size() const { return rows_.size(); }
  Row operator[](std::size_t at) const { return Row(*this, at); }
  /// The file's bytes, for hashing.
  const std::string& bytes() const { return bytes_; }

 private:
  struct Line {
    std::size_t line;
    std::vector<std::string> fields;
  };
  std::string name_, bytes_;
  std::vector<std::string> columns_;
  std::vector<Line> rows_;
};

/// The error of a row that says what it should not: invalid_input "knowledge.bad_row", with its place.
Error bad_row(const Table::Row& row, const std::string& what);

/// Where the row's fact is from: its citation, when that was read, and "unverified" where it was not verified. The
/// table must have been asked to require those three columns.
std::string cited(const Table::Row& row);

/// The items of a cell that holds several, trimmed; empty ones are none.
std::vector<std::string> list_of(std::string_view cell, char separator = ';');

/// All bytes of the file at `path`. Errors: not_found "knowledge.no_file".
Result<std::string> read_file(const std::filesystem::path& path);

}  // namespace shoal::knowledge
