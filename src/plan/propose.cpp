#include "plan/propose.hpp"

#include <utility>

#include "plan/filling.hpp"
#include "plan/rounding.hpp"
#include "plan/schedule.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {

Plan plan_of(const Problem& problem, Order order) {
  std::vector<Week> ready = ready_weeks(problem, order);
  Filling filling = fill_best(problem, ready);
  return plan_with(std::move(order), std::move(ready), std::move(filling));
}

Plan greedy_plan_of(const Problem& problem, Order order) {
  std::vector<Week> ready = ready_weeks(problem, order);
  Filling filling = fill_greedily(problem, ready);
  return plan_with(std::move(order), std::move(ready), std::move(filling));
}

Plan propose(const Problem& problem, const Relaxation& relaxation, const SearchOptions& options) {
  std::vector<Order> starts = rounded_orders(problem, relaxation);
  for (UsualOrder& usual : usual_orders(problem)) starts.push_back(std::move(usual.order));
  const WaitingSets sets(problem);
  return plan_of(problem, search(problem, sets, starts, options).order);
}

}  // namespace shoal::plan
