// From a problem and what the proof of its bound tells, to a plan.
#pragma once

#include "plan/plan.hpp"
#include "plan/problem.hpp"
#include "plan/search.hpp"

namespace shoal::plan {

/// The plan of an order: the best filling of its ready weeks.
Plan plan_of(const Problem& problem, Order order);
/// The same with the greedy filling, which takes no time.
Plan greedy_plan_of(const Problem& problem, Order order);

/// A good plan of a problem that `check` accepts: a search from what the relaxation rounds to and from the usual
/// orders. No worse than any of these as the search counts (`WaitingSets`). A relaxation that holds nothing is none.
Plan propose(const Problem& problem, const Relaxation& relaxation, const SearchOptions& options);

}  // namespace shoal::plan
