// What one slot more would have saved in a plan, by week and by site and week: prices of capacity to move that are near
// the best ones if the plan is near the best one.
//
// Whoever moves heaviest first and has one slot more moves the next in line a week sooner, which makes room for the
// next after that in the week that follows, until nobody waits.
#pragma once

#include <span>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// In `Exposure`, 0 or more.
struct SlotPrices {
  std::vector<double> moving;  ///< By week.
  std::vector<double> site;    ///< By site x week: beyond what a slot of all sites is worth; 0 where the site had room.
};

/// `moves` are those of a greedy filling of `ready`, by week.
SlotPrices slot_prices(const Problem& problem, std::span<const Week> ready, std::span<const Move> moves);

}  // namespace shoal::plan
