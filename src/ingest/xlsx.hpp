// The rows of an .xlsx workbook as text, as its cells show themselves.
//
// What the columns mean is device_list.hpp's question. Formulas give their last value; formats matter only where they
// tell a day from a number.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::ingest {

/// One row that has any cell. `cells` reaches to the last cell that is there; cells between are empty.
struct SheetRow {
  std::uint32_t number = 0;  ///< As in the sheet: 1 is the first.
  bool from_1904 = false;    ///< The workbook counts days from 1904 on; matters for those stored as bare numbers.
  std::vector<std::string> cells;
};

/// Limits of what is read. Excel's own are 16,384 columns and 32,767 characters in a cell.
inline constexpr std::size_t columns_max = 16'384;
inline constexpr std::size_t cell_bytes_max = 131'068;
inline constexpr std::size_t shared_bytes_max = std::size_t{512} * 1024 * 1024;
inline constexpr std::size_t sheets_max = 256;

/// Whether `bytes` are a workbook: a zip with xl/workbook.xml, or a compound file, which is what a password makes of
/// one and what the older .xls is.
bool is_workbook(std::string_view bytes);

/// Calls `take` with the name of each sheet, hidden ones included, in the workbook's order, and each of its rows in
/// theirs. A number whose format is one of days is given as yyyy-mm-dd, with hh:mm:ss behind a blank where it has a
/// time; "TRUE" and "FALSE"; every other number as it is stored. `take` gives false to be spared the rest of that
/// sheet.
///
/// Errors, all invalid_input: "ingest.encrypted" where a password protects the workbook; "ingest.old_spreadsheet" where
/// it is an .xls; "ingest.bad_spreadsheet" where zip, XML or a reference inside is damaged; "ingest.too_large" beyond a
/// limit above. Rows that came before have been taken by then.
Result<void> read_workbook(std::string_view bytes,
                           const std::function<bool(const std::string& sheet, SheetRow& row)>& take);

}  // namespace shoal::ingest
