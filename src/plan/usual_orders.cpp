#include "plan/usual_orders.hpp"

#include <algorithm>
#include <numeric>

#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// By application, what its devices sum up to, each with what `of` says of its class.
template <typename Of>
std::vector<double> sum_of_waiting(const Problem& problem, Of of) {
  std::vector<double> sums(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++)
    for (const ApplicationIndex a : problem.waits_for(c)) sums[a] += of(problem.classes[c]);
  return sums;
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

std::vector<double> weight_by_effort(const Problem& problem, std::span<const std::uint8_t> mode) {
  std::vector<double> weight =
      sum_of_waiting(problem, [](const DeviceClass& devices) { return 1.0 * devices.devices * devices.weight; });
  for (std::size_t a = 0; a < weight.size(); a++)
    if (const auto& modes = problem.applications[a].modes; !modes.empty())
      weight[a] /= static_cast<double>(std::max<Effort>(modes[mode[a]].effort, 1));
  return weight;
}

std::vector<UsualOrder> usual_orders(const Problem& problem) {
  const std::vector<std::uint8_t> mode = cheapest_modes(problem);
  std::vector<double> most_used = sum_of_waiting(problem, [](const DeviceClass& devices) { return devices.devices; });
  std::vector<double> weighted = weight_by_effort(problem, mode);
  // Orders are by rising keys, and these have the largest first.
  for (double& key : most_used) key = -key;
  for (double& key : weighted) key = -key;
  const std::vector<double> listed(problem.applications.size());
  return {{"most-used", order_by(problem, most_used, mode)},
          {"weighted-by-effort", order_by(problem, weighted, mode)},
          {"alphabetical", order_by(problem, ranks_by_name(problem), mode)},
          {"as-listed", order_by(problem, listed, mode)}};
}

}  // namespace shoal::plan
