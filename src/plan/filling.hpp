// From ready weeks to the devices that move each week.
#pragma once

#include <span>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// Who moves when, given when applications are ready.
struct Filling {
  std::vector<Move> moves;          ///< By week, then class.
  std::vector<LeftOver> left_over;  ///< By class.
  Exposure exposure = 0;
  Week finish = -1;  ///< The last week in which a device moves; -1 where none does.
};

/// By class, the first week in which its devices may move; `never` if that is not within the programme.
std::vector<Week> class_releases(const Problem& problem, std::span<const Week> ready);

/// Classes from the heaviest per slot to the lightest, equal ones as they were given.
std::vector<ClassIndex> by_weight_per_slot(const Problem& problem);

/// Moves, in any order, with what follows from them.
Filling filling_of(const Problem& problem, std::vector<Move> moves);

/// The plan that these make together.
Plan plan_with(Order order, std::vector<Week> ready, Filling filling);

/// Each week those who weigh most per slot, as far as the week and their site have room; of equal ones the class that
/// was given first. No filling has less exposure where sites have no capacity of their own and every device takes one
/// slot; else it is a good one.
Filling fill_greedily(const Problem& problem, std::span<const Week> ready);

/// The filling of least exposure where every device takes one slot, by a flow of least cost over sites and weeks; the
/// greedy one where that is as good, where devices take several slots, and where the flow would take minutes.
Filling fill_best(const Problem& problem, std::span<const Week> ready);

/// The exposure of all devices if these move and the others stay, by the definition of `Problem`.
Exposure exposure_of(const Problem& problem, std::span<const Move> moves);

}  // namespace shoal::plan
