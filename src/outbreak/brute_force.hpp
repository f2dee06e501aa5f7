// Outbreaks attempt by attempt: every one is drawn, whether or not anybody is there. Slow, and as plain as a scenario
// reads; what the simulator is held against.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

struct BruteLoss {
  std::uint32_t infected = 0, crashed = 0;
  std::vector<std::uint32_t> lost_by;  ///< By time.
};

/// One outbreak of a scenario with scans, sweeps, thefts and links, spans of any law but lognormal, and entry by zones
/// or devices. An uplink is full once its zone's sources, counted, would send more.
BruteLoss brute_force(const Scenario& scenario, const std::vector<Seconds>& times, Random& random);

}  // namespace shoal::outbreak
