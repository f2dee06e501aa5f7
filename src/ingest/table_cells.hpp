// Cells of tables that people keep.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::ingest {

/// "HEADER is not WHAT: CELL", as the reason for which a row is set aside.
Error bad_cell(std::string_view header, std::string_view what, std::string_view cell);

/// "yes" or "no", of either case; `blank` where the cell is empty.
Result<bool> yes_or_no(std::string_view header, std::string_view cell, bool blank = false);

/// The names of a cell, parted by semicolons or bars.
std::vector<std::string> names_in(std::string_view cell);

}  // namespace shoal::ingest
