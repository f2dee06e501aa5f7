// Planning again after some weeks: from the order that teams work by, and with as few changes as pay.
#pragma once

#include <span>
#include <vector>

#include "plan/announced.hpp"
#include "plan/search.hpp"

namespace shoal::plan {

/// The order before, by team, as an order of `problem`: what is gone left out, what is new behind it by the weight that
/// it keeps for each person-day, the heaviest first. An application keeps to the mode of least effort of the team under
/// which it stands.
Order continued(const Problem& problem, std::span<const std::vector<ApplicationIndex>> before);

/// The cheapest of the plans of `continued`, of the best order that a search from there finds, and of `others`, where
/// devices keep announced weeks as far as `plan_keeping` lets them.
KeptPlan replan(const Problem& problem, std::span<const std::vector<ApplicationIndex>> before,
                std::span<const Week> announced, Exposure change_cost, std::span<const Order> others,
                const SearchOptions& options);

}  // namespace shoal::plan
