// How much more a team's capacity is worth in a week than that of all teams together, as an order of mending tells it.
//
// Prices that all teams share are found in a fraction of the time that each team's own take. Where an order is known,
// it tells teams apart: devices wait for what is ready last, and the team that mends it is the one to be quicker.
#pragma once

#include <span>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// By team x week: what the team's capacity is worth as a multiple of what it is worth for all teams; 1 where the order
/// tells nothing, never 0. `moving` are prices of slots, by week, as in `Prices`. A rough guess: good to begin a search
/// for prices with, and no more.
std::vector<double> team_factors(const Problem& problem, const Order& order, std::span<const double> moving);

}  // namespace shoal::plan
