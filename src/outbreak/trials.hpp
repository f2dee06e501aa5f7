// The trials that a ranking makes, by simulating.
#pragma once

#include <cstdint>
#include <functional>

#include "outbreak/ranking.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// Makes trials of `scenario`, which must hold and outlive them, for rank(). A protection that concerns nothing that
/// was lost without it is not simulated again.
std::function<Trial()> trials(const Scenario& scenario, std::uint64_t seed);

}  // namespace shoal::outbreak
