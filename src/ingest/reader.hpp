// The one entrance for inventories: bytes to observations, the format recognised by what is in them.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "ingest/list_columns.hpp"

namespace shoal::ingest {

/// The largest inventory that is read. Callers that open files compare the size with it first, and do not read more.
inline constexpr std::size_t inventory_bytes_max = std::size_t{64} * 1024 * 1024;

/// The largest list of devices: a million rows of twenty columns are a tenth of it.
inline constexpr std::size_t list_bytes_max = std::size_t{2} * 1024 * 1024 * 1024;

/// So many bytes of a file's beginning decide whether it may be a list.
inline constexpr std::size_t beginning_bytes = std::size_t{64} * 1024;

/// How large an inventory may be that begins with these bytes: `list_bytes_max` for a list, else
/// `inventory_bytes_max`.
std::size_t bytes_max_for(std::string_view beginning, const ListSettings& lists);

/// What an inventory claims.
struct Inventory {
  std::vector<estate::Observation> observations;
  std::vector<estate::SetAside> rows;  ///< Broken rows of a list.
  std::vector<std::size_t> mapped;     ///< Which of ListSettings::mapped() found a column here.
};

/// Reads an inventory of any kind and encoding that we know: systeminfo (text, CSV), wmic qfe (table, CSV, list),
/// exports of the registry (.reg) and lists of devices (CSV with any separator, XLSX). Archives are not unpacked here:
/// see archive.hpp. The file's name is never evidence of its format. Never without an observation or a row that was set
/// aside: a file that has neither is an error. `place` is the path that the observations carry; it may tell the day
/// (`seen_on`), nothing else.
///
/// Errors, all invalid_input but for the last:
///  "ingest.empty"             the file has no bytes, or nothing but blanks
///  "ingest.too_large"         more than bytes_max_for()
///  "ingest.not_an_inventory"  neither text that we know nor, by its first bytes, text at all
///  "ingest.document"          a spreadsheet or another document that is a zip by its bytes
///  "ingest.bad_encoding"      a text with NUL bytes that is not UTF-16
///  "ingest.cut_short"         the beginning of a systeminfo output that ends before the version
///  "ingest.no_version"        a systeminfo output without a version
///  "ingest.several_devices"   a registry export of more than one machine
///  "ingest.too_many_lines", "ingest.too_many_entries"  beyond the limits that the readers name
///  "base.bad_csv"             a CSV listing of wmic whose quotes do not close
///  "ingest.no_devices", "ingest.ambiguous_day"  of lists: see device_list.hpp
///  "ingest.encrypted", "ingest.old_spreadsheet", "ingest.bad_spreadsheet"  of workbooks: see xlsx.hpp
///  "ingest.two_columns"       conflict: two columns of a list with one header
Result<Inventory> read_inventory(std::string_view bytes, std::string_view place, const ListSettings& lists);

}  // namespace shoal::ingest
