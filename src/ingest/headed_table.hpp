// Small tables that people keep: CSV whose first row says what its columns are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/result.hpp"
#include "estate/device.hpp"

namespace shoal::ingest {

/// What was read of a table, and what was not.
struct ReadTable {
  std::vector<estate::SetAside> set_aside;
  std::vector<std::string> ignored;  ///< Headers of columns that mean nothing here.
};

/// Reads the rows of a table. Cells are parted by commas, or by semicolons where the first line has no comma. Headers
/// stand in any order and case; blank lines are passed over. A row is set aside, as "ingest.broken_row", where it has
/// another number of cells than there are headers, is not CSV, or its reader refuses it. The first 1,000 of them stand
/// one by one and the others together, counted: a file of another kind must not fill the memory with sentences.
class HeadedTable {
 public:
  struct Column {
    std::string_view header;  ///< In lower case.
    bool is_required = true;
  };
  /// What a table must have: `code` is that of its errors.
  struct Kind {
    std::string_view code;
    std::span<const Column> columns;
  };

  /// `text` is UTF-8 without a byte order mark; it and `kind` must outlive the table. `place` is its path.
  /// Errors: invalid_input `kind.code` where a required column lacks or a column stands twice.
  static Result<HeadedTable> open(std::string_view text, std::string place, const Kind& kind);

  /// Goes to the next row that has its cells; false behind the last one.
  bool next();

  /// The cell of the row under `kind.columns[column]`, without blanks around it; empty where there is no such column.
  std::string_view cell(std::size_t column) const;
  /// Whether the table has that column.
  bool has(std::size_t column) const { return at_[column] < cells_; }
  std::uint32_t line() const { return static_cast<std::uint32_t>(row_.line); }

  /// Sets the row aside: `reason` is half a sentence.
  void refuse(const std::string& reason);

  const std::vector<estate::SetAside>& set_aside() const { return set_aside_; }
  /// Headers of columns that mean nothing here, in their order.
  const std::vector<std::string>& ignored() const { return ignored_; }

 private:
  HeadedTable(std::string_view text, std::string place, const Kind& kind);
  Result<void> read_headers();
  std::string required_headers() const;
  Error wrong(const std::string& what) const;
  void set_aside_row(const std::string& reason);

  CsvReader csv_;
  std::string place_;
  Kind kind_;
  CsvRow row_;
  std::vector<std::size_t> at_;  // Where each of the kind's columns stands; `cells_` where it does not.
  std::size_t cells_ = 0;        // As many as there are headers.
  std::vector<estate::SetAside> set_aside_;
  std::vector<std::string> ignored_;
};

}  // namespace shoal::ingest
