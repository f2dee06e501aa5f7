// One row of a CSV file (RFC 4180) that a spreadsheet may open.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace shoal::report {

/// The cells with commas between them and a line end behind. A cell that a spreadsheet would take for a formula begins
/// with an apostrophe: what stands in it came from outside.
std::string csv_line(std::span<const std::string> cells);
std::string csv_line(std::span<const std::string_view> cells);

}  // namespace shoal::report
