#include "plan/room_bound.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "plan/filling.hpp"

namespace shoal::plan {
namespace {

/// Devices that are released in one week and weigh the same for each slot.
struct Release {
  Week week = 0;
  double slot_weight = 0;
  std::int64_t slots = 0;
};

double slot_weight_of(const DeviceClass& devices) { return static_cast<double>(devices.weight) / devices.slots; }

/// By week; those that cannot move within the programme are not among them.
std::vector<Release> releases_of(const Problem& problem, const Mending& mending) {
  std::vector<Release> releases;
  releases.reserve(problem.classes.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const DeviceClass& devices = problem.classes[c];
    const auto needs = problem.waits_for(c);
    const Week ready = needs.empty() ? -devices.lag : mending.earliest(needs);
    const std::int64_t week = std::max<std::int64_t>(devices.release, std::int64_t{ready} + devices.lag);
    if (week < problem.weeks)
      releases.push_back(
          {static_cast<Week>(week), slot_weight_of(devices), std::int64_t{devices.devices} * devices.slots});
  }
  std::ranges::stable_sort(releases, {}, &Release::week);
  return releases;
}

/// From the heaviest to the lightest.
std::vector<double> distinct_weights(const std::vector<Release>& releases) {
  std::vector<double> weights;
  weights.reserve(releases.size());
  for (const Release& release : releases) weights.push_back(release.slot_weight);
  std::ranges::sort(weights, std::greater());
  weights.erase(std::unique(weights.begin(), weights.end()), weights.end());
  return weights;
}

}  // namespace

double room_bound(const Problem& problem, const Mending& mending) {
  const std::vector<Release> releases = releases_of(problem, mending);
  const std::vector<double> weights = distinct_weights(releases);
  std::vector<std::int64_t> waiting(weights.size());  // Slots, by weight.
  double saved = 0;
  auto next = releases.begin();
  for (Week week = 0; week < problem.weeks; week++) {
    for (; next != releases.end() && next->week == week; ++next)
      waiting[static_cast<std::size_t>(std::ranges::lower_bound(weights, next->slot_weight, std::greater()) -
                                       weights.begin())] += next->slots;
    std::int64_t room = problem.capacity[static_cast<std::size_t>(week)];
    for (std::size_t level = 0; level < weights.size() && room > 0; level++) {
      const std::int64_t moved = std::min(room, waiting[level]);
      waiting[level] -= moved;
      room -= moved;
      saved += static_cast<double>(moved) * weights[level] * (problem.weeks - week - 1);
    }
  }
  const auto unmoved = static_cast<double>(exposure_of(problem, {}));
  // Sums of millions of numbers of one sign are right to 1e-10 of them.
  return unmoved - saved - 1e-10 * unmoved;
}

}  // namespace shoal::plan
