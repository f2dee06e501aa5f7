// What an action changes in a scenario, without building the scenario anew: so that thousands of actions can be tried
// on the same replicates.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// Several may be joined; each only takes away what a worm can do, but for `reaction_sooner` where the response is told
/// by what is lost.
struct Protection {
  std::vector<DeviceIndex> safe;  ///< Ascending. No attempt of any exploit does anything there.
  std::vector<std::pair<KindIndex, ExploitIndex>> patched;  ///< Devices of the kind are safe from the exploit.
  struct Closed {
    ReachIndex reach = 0;
    ZoneIndex from = 0, to = 0;  ///< Not the same.
  };
  std::vector<Closed> closed;
  std::vector<std::uint32_t> useless;  ///< Credentials that open nothing any more.
  Seconds reaction_sooner = 0;         ///< 0 or more.
};

/// What both do together.
Protection joined(const Protection& one, const Protection& other);
/// What all of them do together.
Protection joined(std::span<const Protection* const> protections);

}  // namespace shoal::outbreak
