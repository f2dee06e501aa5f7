#include "plan/usual_orders.hpp"

#include <algorithm>
#include <numeric>

#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// Of each application, what waits for it.
struct Demand {
  std::vector<double> devices, weight;
};

Demand demand_of(const Problem& problem) {
  Demand demand{std::vector<double>(problem.applications.size()), std::vector<double>(problem.applications.size())};
  for (ClassIndex c = 0; c < problem.classes.size(); c++)
    for (const ApplicationIndex a : problem.waits_for(c)) {
      demand.devices[a] += problem.classes[c].devices;
      demand.weight[a] += 1.0 * problem.classes[c].devices * problem.classes[c].weight;
    }
  return demand;
}

std::vector<double> ranks_by_name(const Problem& problem) {
  std::vector<std::size_t> sorted(problem.applications.size());
  std::iota(sorted.begin(), sorted.end(), std::size_t{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
    return problem.applications[a].name < problem.applications[b].name;
  });
  std::vector<double> ranks(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); i++) ranks[sorted[i]] = static_cast<double>(i);
  return ranks;
}

}  // namespace

std::vector<std::uint8_t> cheapest_modes(const Problem& problem) {
  std::vector<std::uint8_t> cheapest;
  for (const Application& application : problem.applications) {
    const auto& modes = application.modes;
    const auto found =
        std::min_element(modes.begin(), modes.end(), [](const Mode& a, const Mode& b) { return a.effort < b.effort; });
    cheapest.push_back(static_cast<std::uint8_t>(found - modes.begin()));
  }
  return cheapest;
}

std::vector<UsualOrder> usual_orders(const Problem& problem) {
  const std::vector<std::uint8_t> mode = cheapest_modes(problem);
  const Demand demand = demand_of(problem);
  std::vector<double> most_used, weighted, listed(problem.applications.size());
  for (std::size_t a = 0; a < mode.size(); a++) {
    const auto& modes = problem.applications[a].modes;
    const double effort = modes.empty() ? 1 : static_cast<double>(std::max<Effort>(modes[mode[a]].effort, 1));
    most_used.push_back(-demand.devices[a]);
    weighted.push_back(-demand.weight[a] / effort);
  }
  return {{"most-used", order_by(problem, most_used, mode)},
          {"weighted-by-effort", order_by(problem, weighted, mode)},
          {"alphabetical", order_by(problem, ranks_by_name(problem), mode)},
          {"as-listed", order_by(problem, listed, mode)}};
}

}  // namespace shoal::plan
