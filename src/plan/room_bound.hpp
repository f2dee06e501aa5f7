// What no plan can beat whatever prices are: every application is ready as soon as it could be if it came first, and
// all that keeps devices is the room to move them. Quickly told, and far from the best where mending takes longer than
// moving.
#pragma once

#include "plan/mending.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// The least exposure where the heaviest of those that can move do so each week, in fractions where they take several
/// slots. What sites have room for is not looked at, nor that applications are not all first.
double room_bound(const Problem& problem, const Mending& mending);

}  // namespace shoal::plan
