// Scenarios of known shape, for tests and measurements.
#pragma once

#include <cstdint>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// One site, one zone, `devices` devices of one kind that any attempt infects, no worm; begins at one of them.
Scenario one_zone(std::uint32_t devices, std::uint64_t addresses);

/// `sites` sites with `zones` zones of 256 addresses each, of which `share` are devices of one kind that any attempt
/// infects; from site to site `reach` of all pairs are open. No worm; begins anywhere.
Scenario many_sites(std::uint32_t sites, std::uint32_t zones, double share, double reach, std::uint64_t seed);

/// A scan by one exploit, of an address space of so many addresses.
Scan scan_of(double per_second, double addresses);

}  // namespace shoal::outbreak
