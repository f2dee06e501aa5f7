#include "plan/replan.hpp"

#include <algorithm>
#include <optional>

#include "plan/schedule.hpp"
#include "plan/usual_orders.hpp"
#include "plan/waiting_sets.hpp"

namespace shoal::plan {
namespace {

/// The mode of least effort of a team, of those of an application; nothing if it has none.
std::optional<std::uint8_t> mode_of(const Application& application, TeamIndex team) {
  std::optional<std::uint8_t> found;
  for (std::size_t m = 0; m < application.modes.size(); m++)
    if (application.modes[m].team == team && (!found || application.modes[m].effort < application.modes[*found].effort))
      found = static_cast<std::uint8_t>(m);
  return found;
}

}  // namespace

Order continued(const Problem& problem, std::span<const std::vector<ApplicationIndex>> before) {
  std::vector<std::uint8_t> mode = cheapest_modes(problem);
  // What stood in the order before comes before what did not.
  constexpr double behind = 1e9;
  std::vector<double> key(problem.applications.size(), behind);
  for (TeamIndex t = 0; t < before.size(); t++)
    for (std::size_t rank = 0; rank < before[t].size(); rank++) {
      const ApplicationIndex a = before[t][rank];
      if (const auto kept = mode_of(problem.applications[a], t)) {
        mode[a] = *kept;
        key[a] = static_cast<double>(rank);
      }
    }
  const std::vector<double> weight = weight_by_effort(problem, mode);
  for (ApplicationIndex a = 0; a < key.size(); a++)
    if (key[a] == behind) key[a] += 1 / (1 + weight[a]);
  return order_by(problem, key, std::move(mode));
}

KeptPlan replan(const Problem& problem, std::span<const std::vector<ApplicationIndex>> before,
                std::span<const Week> announced, Exposure change_cost, std::span<const Order> others,
                const SearchOptions& options) {
  const Order start = continued(problem, before);
  KeptPlan best = plan_keeping(problem, start, announced, change_cost);
  const auto consider = [&](const Order& order) {
    KeptPlan kept = plan_keeping(problem, order, announced, change_cost);
    if (kept.cost < best.cost) best = std::move(kept);
  };
  const WaitingSets sets(problem);
  consider(search(problem, sets, std::span(&start, 1), options).order);
  for (const Order& order : others) consider(order);
  return best;
}

}  // namespace shoal::plan
