// Lists of devices, one row each: exports of directories and management systems, and what people keep in spreadsheets.
//
// A list is a table with a header row that columns_of() recognises, wherever above the devices it stands: titles and
// blank rows may come first. The first column with a value counts where several have one meaning, in the order of
// ListColumns::of(); what another of them says differently becomes a tag by its header. Of several days of contact the
// latest counts. Columns without a meaning that we know are tags by their headers.
//
// A row is a device. Where a list names updates or programs, the rows that agree in name and operating system are one
// device: such lists have a row for each update. An empty cell is silence, never "none". Where a list names one update
// of a device and no more, that is taken for the latest and not for all; but for Configuration Manager's view of
// updates, which has every one of them.
//
// Days: yyyy-mm-dd, dd.mm.yyyy, a FILETIME in decimal digits, "20260105101112.0Z", each with a time or without. A day
// like 03/04/2026 has the order that ListSettings says, else the one that any other day of the list shows.
//
// A row that is broken is set aside with its line and the reason: a quote that goes wrong, more cells than headers, too
// few to reach the columns that tell of the device, no name. The list goes on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "ingest/list_columns.hpp"

namespace shoal::ingest {

/// More of a list's broken rows than this are counted and not named.
inline constexpr std::size_t broken_rows_named_max = 100;

/// What a list claims.
struct DeviceList {
  std::vector<estate::Observation> observations;  ///< In the order of the rows. `row` is the line.
  /// Rows that were set aside, all "ingest.broken_row"; beyond the limit above, one entry counts the others.
  std::vector<estate::SetAside> broken;
  std::vector<std::size_t> mapped;  ///< Which of ListSettings::mapped() found a column; ascending.
};

/// Whether a header row of a device list is among the first rows of `text`, parted by commas, semicolons, tabs or bars.
bool is_device_list(std::string_view text, const ListSettings& settings);

/// The headers of a table whose headers tell no device, for an error that helps: "Asset, Kind, Room". Empty where the
/// first two rows do not look like a table of three columns or more.
std::string headers_of_table(std::string_view text);

/// Reads the UTF-8 `text` of a list that came from `place`.
/// Errors: invalid_input "ingest.not_an_inventory" where is_device_list() is false; "ingest.no_devices" where it has
/// no row but the header; "ingest.ambiguous_day" where nothing shows the order of a day, or days show both;
/// "ingest.too_many_lines" beyond 4,000,000,000 rows; conflict "ingest.two_columns".
Result<DeviceList> read_device_list(std::string_view text, std::string_view place, const ListSettings& settings);

/// Reads every sheet of the workbook `bytes` that has the header row of a device list; the others are passed over.
/// Errors: as read_device_list(), and those of read_workbook().
Result<DeviceList> read_device_workbook(std::string_view bytes, std::string_view place, const ListSettings& settings);

}  // namespace shoal::ingest
