// When each application is begun, by an order of mending: the left ends of bars in a picture of it.
#pragma once

#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// By application, the first week in which its team works on it, one after the other; of one that takes no effort, the
/// week in which those before it are done. `never` where that is not within the programme, and for those that stand in
/// no team's order. A team's weeks do not fall along its order. `order` must be one of `problem`.
std::vector<Week> start_weeks(const Problem& problem, const Order& order);

}  // namespace shoal::plan
