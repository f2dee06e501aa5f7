// The orders in which people mend applications when nothing else tells them: what a plan is compared with.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// A rule of thumb and the order that it gives.
struct UsualOrder {
  std::string_view rule;  ///< "most-used", "weighted-by-effort", "alphabetical", "as-listed".
  Order order;
};

/// Most used first: by the devices that wait for it. Weighted by effort: by the weight of those over its effort. By
/// name. As listed: first in, first out. Each application by its mode of least effort; `problem.first` before all
/// others.
std::vector<UsualOrder> usual_orders(const Problem& problem);

/// By application, what all who wait for it weigh, for each unit of its effort in this mode.
std::vector<double> weight_by_effort(const Problem& problem, std::span<const std::uint8_t> mode);

/// By application, its mode of least effort, the first of equals; 0 where it has none.
std::vector<std::uint8_t> cheapest_modes(const Problem& problem);

}  // namespace shoal::plan
