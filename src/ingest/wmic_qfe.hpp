// What `wmic qfe` prints: the updates of a device and nothing of its operating system.
//
// Three spellings are read, recognised by their own words, which Windows does not translate: the table (columns of
// fixed width under a heading, any subset of them), `/format:csv` ("Node,HotFixID,...") and `list full`
// ("HotFixID=KB4012598"). On Windows XP and Server 2003 an update installed before its service pack is called "File 1"
// and its number stands under ServicePackInEffect. A listing is complete: its end is the end of what the device has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::ingest {

/// More rows than one file has: 2,000 machines asked with /node make 500,000 rows at most.
inline constexpr std::size_t qfe_rows_max = 500'000;

/// One device's part of a listing.
struct QfeListing {
  estate::Observation seen;  ///< `device` is the CSName (or Node) of the rows, empty where the listing has none.
  /// What stands before the backslash of InstalledBy ("PC-0815\User") where all rows agree and it is not NT AUTHORITY.
  /// It may be the device, and it may just as well be the domain of whoever installed the updates, so it is no claim of
  /// a name.
  std::string device_candidate;
};

/// Whether `text` is a listing in one of the three spellings, with a column HotFixID.
bool is_wmic_qfe(std::string_view text);

/// Reads the UTF-8 `text` of a listing that came from `place`. Rows of several devices become one listing each, in the
/// order in which they appear.
///
/// InstalledOn is kept only where it can be read in one way: "5/22/2015" can, "3/2/2019" cannot, whatever the other
/// rows show, because every installer wrote its own locale's form; "20190321" and a FILETIME in hexadecimal can.
/// `not_before` is the newest of these days. `updates_listed` is true, also of a listing without rows;
/// `updates_declared` is absent. A last row without a line end that is shorter than the heading was cut: `cut_short` is
/// set, and a number that touches the cut is not counted as an entry. A row that does not keep to the columns gives the
/// first word in it that is a KB number, or counts as nameless.
///
/// Errors, all invalid_input: "ingest.not_an_inventory" where is_wmic_qfe is false; "ingest.too_many_lines";
/// "ingest.too_many_entries" beyond `qfe_rows_max`; "base.bad_csv".
Result<std::vector<QfeListing>> read_wmic_qfe(std::string_view text, std::string_view place);

}  // namespace shoal::ingest
