// The tables of an outbreak's scenario: CSV, read into its description.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/headed_table.hpp"
#include "outbreak/description.hpp"

namespace shoal::ingest {

// Each adds what its table tells. `text` is UTF-8 without a byte order mark. A row is set aside where a name is blank,
// it stands twice, or a cell is not what it should be. Errors of all: invalid_input "ingest.bad_scenario" where a
// header lacks or stands twice, or more than 1,000 rows are set aside.

/// zone, site; addresses (a number, or "10.1.2.0/24"), internet (yes: without a proxy), uplink (attempts a second).
Result<ReadTable> read_outbreak_zones(std::string_view text, const std::string& place, outbreak::Description& into);

/// device, zone; release (blank for unknown), patched (names parted by semicolons or bars), personal, tier. Errors,
/// also: more than 100,000 kinds of devices.
Result<ReadTable> read_outbreak_devices(std::string_view text, const std::string& place, outbreak::Description& into);

/// from, to; port (blank for all), open (blank for yes).
Result<ReadTable> read_outbreak_ways(std::string_view text, const std::string& place, outbreak::Description& into);

/// credential, devices, role (lies, opens or both); tier.
Result<ReadTable> read_outbreak_credentials(std::string_view text, const std::string& place,
                                            outbreak::Description& into);

/// from, to.
Result<ReadTable> read_outbreak_links(std::string_view text, const std::string& place, outbreak::Description& into);

/// How many addresses a zone has: "254", or those of a network, "10.1.2.0/24". 1 to 2^32; nothing for anything else.
std::optional<std::uint64_t> parse_addresses(std::string_view text);

}  // namespace shoal::ingest
