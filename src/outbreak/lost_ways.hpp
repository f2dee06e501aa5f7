// What an outbreak can no longer reach from where it begins, once pairs of zones are closed.
#pragma once

#include <cstdint>
#include <vector>

#include "outbreak/protection.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// By zone, whether closing these takes much from a worm that begins there: on the port where they are closed it no
/// longer reaches some zone by any way, or a quarter or more of the zones outside its site that it reached in one step
/// (of all zones, where those that are closed are of its own site).
std::vector<std::uint8_t> zones_that_lose_ways(const Scenario& scenario, const std::vector<Protection::Closed>& closed);

}  // namespace shoal::outbreak
