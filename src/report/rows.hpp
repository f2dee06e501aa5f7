// One row for each finding of each device: what every list that leaves shoal holds, whatever its format. A finding is
// an open vulnerability, or a program of somebody else that gets no updates for everybody any more.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "report/subject.hpp"

namespace shoal::report {

constexpr auto row_columns = std::to_array<std::string_view>({"device",
                                                              "place",
                                                              "release",
                                                              "support",
                                                              "support_until",
                                                              "state",
                                                              "seen",
                                                              "cve",
                                                              "verdict",
                                                              "because",
                                                              "updates",
                                                              "obtainable",
                                                              "known_exploited",
                                                              "unassessable",
                                                              "tags",
                                                              "deadline",
                                                              "overdue_days",
                                                              "deadline_estimated",
                                                              "policy",
                                                              "kind",
                                                              "program",
                                                              "program_until",
                                                              "program_paid_until",
                                                              "probability",
                                                              "nearest_relative"});
using RowCells = std::array<std::string, row_columns.size()>;

/// Calls `take` with each row: of each device all open vulnerabilities, those that it presumably has (with at least
/// list_probability), then all programs without updates, and one row where it has none of these. The cell `kind` says
/// which: "vulnerability", "program" or "device"; the cells of other kinds are empty. The order is that of the devices
/// and of their state's findings.
void each_row(const Subject& subject, const std::function<void(const RowCells&)>& take);

/// What a list holds, in one line that goes with it: how many rows of how many devices, which filter, both days, the
/// pack, and the SHA-256 of the rows as CSV. Whoever is handed the list can tell whether it is whole.
std::string manifest(const Subject& subject, std::uint64_t rows, const std::string& sha256);

/// The same, for a list that is not CSV: writes the rows as CSV to nowhere for their hash.
std::string manifest(const Subject& subject);

/// The rows as CSV with a header (RFC 4180), and the manifest as its last row, which begins with "#manifest". Cells
/// that a spreadsheet would take for a formula begin with an apostrophe. The hash in the manifest is of all bytes
/// before it.
void write_csv(const Subject& subject, std::ostream& out);

/// The rows as an .xlsx workbook at `path`: sheets of 1,000,000 rows with the header, then a sheet with the manifest.
/// Every cell is text, so that none is a formula, and says what the CSV says but for the apostrophes.
/// Errors: unavailable "report.cannot_write".
Result<void> write_xlsx(const Subject& subject, const std::string& path);

}  // namespace shoal::report
