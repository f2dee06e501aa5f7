// The trials that a ranking makes, by simulating.
#pragma once

#include <cstdint>
#include <span>

#include "outbreak/ranking.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// Makes trials of `scenario`, which must hold what `check` says and outlive them, for rank() of `actions`.
MakeTrial trials(const Scenario& scenario, std::uint64_t seed, std::span<const Action> actions);

}  // namespace shoal::outbreak
