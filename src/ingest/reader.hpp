// The one entrance for inventories: bytes to observations, the format recognised by what is in them.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/observation.hpp"

namespace shoal::ingest {

/// The largest inventory that is read. Callers that open files compare the size with it first, and do not read more.
inline constexpr std::size_t inventory_bytes_max = std::size_t{64} * 1024 * 1024;

/// Reads an inventory of any kind and encoding that we know: systeminfo (text, CSV), wmic qfe (table, CSV, list) and
/// exports of the registry (.reg). Archives are not unpacked here: see archive.hpp.
/// The file's name is never evidence of its format. Never an empty vector: a file without observations is an error.
/// `place` is the path that the observations carry; it may tell the day (`seen_on`), nothing else.
///
/// Errors, all invalid_input:
///  "ingest.empty"             the file has no bytes, or nothing but blanks
///  "ingest.too_large"         more than `inventory_bytes_max`
///  "ingest.not_an_inventory"  neither text that we know nor, by its first bytes, text at all
///  "ingest.document"          a spreadsheet or another document that is a zip by its bytes
///  "ingest.bad_encoding"      a text with NUL bytes that is not UTF-16
///  "ingest.cut_short"         the beginning of a systeminfo output that ends before the version
///  "ingest.no_version"        a systeminfo output without a version
///  "ingest.several_devices"   a registry export of more than one machine
///  "ingest.too_many_lines", "ingest.too_many_entries"  beyond the limits that the readers name
///  "base.bad_csv"             a CSV listing of wmic whose quotes do not close
Result<std::vector<estate::Observation>> read_inventory(std::string_view bytes, std::string_view place);

}  // namespace shoal::ingest
