// One way in which a programme may go: what its people, its estimates and its suppliers turn out to be.
#pragma once

#include <cstdint>

#include "plan/lanes.hpp"
#include "plan/priors.hpp"

namespace shoal::plan {

/// Scenario `number` of `seed`. Each cause draws from a sequence of its own, and each application and week from its own
/// place in it, so that a scenario stays the same scenario when an input changes (common random numbers). Nothing new
/// is found from week `found_until` on.
Scenario drawn_scenario(const LanePlan& plan, const Priors& priors, Week found_until, std::uint64_t seed,
                        std::uint64_t number);

/// The scenario in which all goes as planned.
Scenario planned_scenario(const LanePlan& plan);

}  // namespace shoal::plan
