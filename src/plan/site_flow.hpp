// Who moves when where sites have capacities of their own: the cheapest of all fillings, by a flow.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// Moves of least exposure, given the first week in which each class may move. Every device takes one slot. In no
/// order. None where sites, weights and weeks are so many that it would take minutes: more than 400,000 nodes.
std::optional<std::vector<Move>> least_cost_moves(const Problem& problem, std::span<const Week> releases);

}  // namespace shoal::plan
