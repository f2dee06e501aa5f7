// One search: simulated annealing from one order.
#pragma once

#include "plan/search.hpp"

namespace shoal::plan {

/// Search number `number` of those that `options` asks for.
Found anneal(const Problem& problem, const WaitingSets& sets, const Order& start, const SearchOptions& options,
             std::size_t number);

}  // namespace shoal::plan
