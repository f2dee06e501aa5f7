// Protections of which one takes away all that the other does and more, for holding the simulator to it.
#pragma once

#include <cstdint>

#include "base/random.hpp"
#include "outbreak/protection.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// A small estate, drawn, in which whether a device is infected or crashes does not depend on the way, sources that end
/// do not share a limited uplink, credentials are not carried, and nobody responds to what is lost: there, more
/// protection can never lose more in any replicate.
Scenario monotone_estate(Random& random);

/// A protection, drawn.
Protection made_protection(const Scenario& scenario, Random& random, bool may_close);

struct PairsHeld {
  std::uint64_t pairs = 0, violations = 0, differing = 0;
};

/// Draws estates, and protections within others; runs both of each pair on the same replicates.
PairsHeld hold_pairs(std::uint64_t pairs, std::uint64_t seed);

}  // namespace shoal::outbreak
