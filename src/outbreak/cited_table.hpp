// Tables of facts as data/outbreak has them: CSV with comments, a row of headers, and a citation in each row.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.hpp"
#include "base/result.hpp"
#include "outbreak/range.hpp"

namespace shoal::outbreak {

/// Where a fact comes from. Whoever shows a figure that rests on it shows this too.
struct Cited {
  std::string note;
  std::string verified;  ///< "vendor", "secondary", "definitions" or "unverified".
  std::string citation;
  std::string read;  ///< The day, as the table has it.
};

/// Goes through the rows of such a table.
/// All errors are invalid_input: "base.bad_csv"; "outbreak.bad_table" where a column lacks, a row has another number of
/// cells than there are headers, there are more than 100,000 rows, or a value is not what the table must have.
class CitedTable {
 public:
  /// `csv` and `columns` must outlive the table; each of `columns` must be there, and the columns of Cited but `note`.
  static Result<CitedTable> open(std::string_view csv, std::vector<std::string_view> columns);

  Result<bool> next();
  /// The cell under `header`, without blanks around it; empty where there is no such column.
  std::string_view cell(std::string_view header) const;
  /// The cell as a number of [least, most], or an error.
  Result<double> number(std::string_view header, double least, double most) const;
  /// Three cells as a range.
  Result<Range> range(std::string_view low, std::string_view likely, std::string_view high, double least,
                      double most) const;
  Cited cited() const;
  /// An error on this row.
  Error bad_row(const std::string& what) const;

 private:
  explicit CitedTable(std::string_view csv) : csv_(csv) {}

  CsvReader csv_;
  CsvRow row_;
  std::vector<std::string> headers_;
  std::size_t rows_ = 0;
};

/// The parts of a cell that semicolons part, without blanks around them; those that are empty are left out.
std::vector<std::string> parts_of(std::string_view cell);

/// `text` as a finite number, all of it.
std::optional<double> parse_decimal(std::string_view text);

}  // namespace shoal::outbreak
