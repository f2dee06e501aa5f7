#include "plan/filling.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "base/assert.hpp"
#include "plan/room.hpp"
#include "plan/site_flow.hpp"

namespace shoal::plan {
namespace {

bool is_before(const Move& a, const Move& b) {
  return a.week != b.week ? a.week < b.week : a.devices_of < b.devices_of;
}

}  // namespace

std::vector<ClassIndex> by_weight_per_slot(const Problem& problem) {
  std::vector<ClassIndex> sorted(problem.classes.size());
  std::iota(sorted.begin(), sorted.end(), ClassIndex{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](ClassIndex x, ClassIndex y) {
    const DeviceClass &a = problem.classes[x], &b = problem.classes[y];
    return std::int64_t{a.weight} * b.slots > std::int64_t{b.weight} * a.slots;
  });
  return sorted;
}

Filling filling_of(const Problem& problem, std::vector<Move> moves) {
  std::sort(moves.begin(), moves.end(), is_before);
  Filling filling;
  std::vector<std::int32_t> left(problem.classes.size());
  for (ClassIndex c = 0; c < left.size(); c++) left[c] = problem.classes[c].devices;
  for (const Move& move : moves) left[move.devices_of] -= move.devices;
  for (ClassIndex c = 0; c < left.size(); c++)
    if (left[c] > 0) filling.left_over.push_back({c, left[c]});
  filling.exposure = exposure_of(problem, moves);
  if (!moves.empty()) filling.finish = moves.back().week;
  filling.moves = std::move(moves);
  return filling;
}

std::vector<Week> class_releases(const Problem& problem, std::span<const Week> ready) {
  std::vector<Week> releases(problem.classes.size());
  for (ClassIndex c = 0; c < releases.size(); c++) {
    std::int64_t release = problem.classes[c].release;
    for (const ApplicationIndex a : problem.waits_for(c))
      release = std::max(release, std::int64_t{ready[a]} + problem.classes[c].lag);
    releases[c] = release < problem.weeks ? static_cast<Week>(release) : never;
  }
  return releases;
}

Plan plan_with(Order order, std::vector<Week> ready, Filling filling) {
  return {std::move(order), std::move(ready), std::move(filling.moves), std::move(filling.left_over),
          filling.exposure, filling.finish};
}

Filling fill_greedily(const Problem& problem, std::span<const Week> ready) {
  const std::vector<Week> releases = class_releases(problem, ready);
  const std::vector<ClassIndex> sorted = by_weight_per_slot(problem);
  // Places in `sorted`, so that a merge of two lists keeps the order by weight.
  std::vector<std::vector<std::uint32_t>> released(static_cast<std::size_t>(problem.weeks));
  std::vector<std::int32_t> left(sorted.size());
  for (std::uint32_t i = 0; i < sorted.size(); i++) {
    left[i] = problem.classes[sorted[i]].devices;
    if (releases[sorted[i]] != never) released[static_cast<std::size_t>(releases[sorted[i]])].push_back(i);
  }
  std::vector<Move> moves;
  std::vector<std::uint32_t> waiting, merged;
  for (Week week = 0; week < problem.weeks; week++) {
    const auto& fresh = released[static_cast<std::size_t>(week)];
    merged.clear();
    std::merge(waiting.begin(), waiting.end(), fresh.begin(), fresh.end(), std::back_inserter(merged));
    Room room(problem, week);
    waiting.clear();
    for (const std::uint32_t i : merged) {
      const std::int32_t taken = room.empty() ? 0 : room.take(problem.classes[sorted[i]], left[i]);
      if (taken > 0) moves.push_back({week, sorted[i], taken});
      if ((left[i] -= taken) > 0) waiting.push_back(i);
    }
  }
  return filling_of(problem, std::move(moves));
}

Filling fill_best(const Problem& problem, std::span<const Week> ready) {
  Filling greedy = fill_greedily(problem, ready);
  const bool is_limited =
      std::any_of(problem.sites.begin(), problem.sites.end(), [](const Site& site) { return !site.capacity.empty(); });
  const bool is_single = std::all_of(problem.classes.begin(), problem.classes.end(),
                                     [](const DeviceClass& devices) { return devices.slots == 1; });
  if (!is_limited || !is_single) return greedy;
  std::optional<std::vector<Move>> moves = least_cost_moves(problem, class_releases(problem, ready));
  if (!moves) return greedy;
  Filling best = filling_of(problem, std::move(*moves));
  SHOAL_ASSERT(best.exposure <= greedy.exposure);
  return best;
}

Exposure exposure_of(const Problem& problem, std::span<const Move> moves) {
  Exposure sum = 0;
  for (const DeviceClass& devices : problem.classes) sum += Exposure{devices.devices} * devices.weight * problem.weeks;
  for (const Move& move : moves)
    sum -= Exposure{move.devices} * problem.classes[move.devices_of].weight * (problem.weeks - move.week - 1);
  return sum;
}

}  // namespace shoal::plan
