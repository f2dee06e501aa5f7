// Comma-separated values as RFC 4180 has them: the form of our own tables in data/ and of many inventories.
//
// Splits bytes into rows of fields and knows nothing of what they mean. Encoding is the caller's concern: the text is
// UTF-8 by the time it arrives here.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal {

/// One row of a CSV text: its fields, unquoted, and the line on which it begins.
struct CsvRow {
  std::size_t line = 0;  ///< 1 is the first line of the text. A quoted field may span several lines.
  std::vector<std::string> fields;
};

/// Reads rows one at a time from `text`, which must outlive the reader. Fields may be quoted, quotes within are
/// doubled, lines end in LF or CRLF; an empty line is a row with one empty field, except after the last line end.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char separator = ',') : rest_(text), separator_(separator) {}

  /// Reads the next row into `row`, re-using its storage. False at the end of the text.
  /// Errors: invalid_input "base.bad_csv" where a quoted field never closes (the reader is then at its end) or text
  /// follows a closing quote (the rest of that line is skipped, and reading may go on).
  Result<bool> next(CsvRow& row);

 private:
  std::string_view rest_;
  std::size_t line_ = 1;
  char separator_;
};

/// Calls `take` for each row below the header of a table of ours, in which a row whose first field is empty or begins
/// with # is none, and stops at the first that it refuses. Errors: those of CsvReader::next and of `take`.
Result<void> for_each_table_row(std::string_view csv, const std::function<Result<void>(const CsvRow&)>& take);

}  // namespace shoal
