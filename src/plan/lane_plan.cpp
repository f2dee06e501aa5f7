#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "plan/lanes.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t levels_max = 64;
constexpr std::int64_t sampled_max = 100'000;

/// Classes that can move at all, by what they wait for.
std::vector<ClassIndex> movable_by_set(const Problem& problem, const std::vector<bool>& mended, LanePlan& plan) {
  std::vector<ClassIndex> movable;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const DeviceClass& devices = problem.classes[c];
    const auto waits = problem.waits_for(c);
    if (devices.release < never && std::all_of(waits.begin(), waits.end(), [&](auto a) { return mended[a]; })) {
      movable.push_back(c);
      plan.devices += devices.devices;
      continue;
    }
    plan.devices_stuck += devices.devices;
    plan.exposure_stuck += Exposure{devices.weight} * devices.devices * problem.weeks;
  }
  std::stable_sort(movable.begin(), movable.end(), [&](ClassIndex a, ClassIndex b) {
    const auto x = problem.waits_for(a), y = problem.waits_for(b);
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
  });
  return movable;
}

using LevelKey = std::pair<std::int32_t, std::int32_t>;  // Weight and slots.

/// Whether level a moves before level b: by weight per slot, then weight.
bool moves_before(const LevelKey& a, const LevelKey& b) {
  const std::int64_t x = std::int64_t{a.first} * b.second, y = std::int64_t{b.first} * a.second;
  return x != y ? x > y : a > b;
}

/// The levels, and which one each key is of. Neighbours of equal slots are merged until there are few enough.
std::map<LevelKey, std::uint32_t> find_levels(const Problem& problem, const std::vector<ClassIndex>& movable,
                                              LanePlan& plan) {
  std::map<LevelKey, std::int64_t> devices;
  for (const ClassIndex c : movable)
    devices[{problem.classes[c].weight, problem.classes[c].slots}] += problem.classes[c].devices;
  std::vector<LevelKey> keys;
  keys.reserve(devices.size());
  for (const auto& [key, number] : devices) keys.push_back(key);
  std::sort(keys.begin(), keys.end(), moves_before);

  const std::int64_t share = keys.size() <= levels_max ? 0 : plan.devices / static_cast<std::int64_t>(levels_max) + 1;
  std::map<LevelKey, std::uint32_t> level_of;
  std::vector<std::int64_t> number, sum;
  for (const LevelKey& key : keys) {
    if (number.empty() || number.back() >= share || plan.levels.back().slots != key.second) {
      plan.levels.push_back({0, key.second});
      number.push_back(0), sum.push_back(0);
    }
    level_of[key] = static_cast<std::uint32_t>(plan.levels.size() - 1);
    number.back() += devices[key];
    sum.back() += devices[key] * key.first;
  }
  for (std::size_t k = 0; k < plan.levels.size(); k++) plan.levels[k].weight = (sum[k] + number[k] / 2) / number[k];
  return level_of;
}

void find_releases(const Problem& problem, const std::vector<ClassIndex>& movable, LanePlan& plan) {
  for (const ClassIndex c : movable) plan.releases.push_back(std::min(problem.classes[c].release, problem.weeks));
  std::sort(plan.releases.begin(), plan.releases.end());
  plan.releases.erase(std::unique(plan.releases.begin(), plan.releases.end()), plan.releases.end());
}

/// Number of the set of class c, which is added if it is not the last one's.
std::uint32_t set_of(const Problem& problem, ClassIndex c, LanePlan& plan) {
  const auto waits = problem.waits_for(c);
  if (waits.empty()) return no_set;
  const std::size_t sets = plan.set_begins.size() - 1;
  const bool is_last = sets > 0 && std::equal(plan.set_applications.begin() + plan.set_begins[sets - 1],
                                              plan.set_applications.end(), waits.begin(), waits.end());
  if (is_last) return static_cast<std::uint32_t>(sets - 1);
  plan.set_applications.insert(plan.set_applications.end(), waits.begin(), waits.end());
  plan.set_begins.push_back(static_cast<std::uint32_t>(plan.set_applications.size()));
  return static_cast<std::uint32_t>(sets);
}

/// Joins items that differ in nothing but their number.
void merge_items(std::vector<LaneItem>& items) {
  const auto key = [](const LaneItem& item) { return std::tuple(item.cell, item.set, item.release, item.wait); };
  std::stable_sort(items.begin(), items.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::vector<LaneItem> merged;
  for (const LaneItem& item : items) {
    if (!merged.empty() && key(merged.back()) == key(item))
      merged.back().devices += item.devices;
    else
      merged.push_back(item);
  }
  items = std::move(merged);
}

/// Every device, or every so many-th of a large estate, so that one drawn from these is like one drawn from all.
void sample_devices(LanePlan& plan) {
  const std::int64_t every = std::max<std::int64_t>(1, plan.devices / sampled_max);
  std::int64_t skip = 0;
  for (std::uint32_t i = 0; i < plan.items.size(); i++)
    for (skip += plan.items[i].devices; skip >= every; skip -= every) plan.item_of_device.push_back(i);
}

}  // namespace

LanePlan lane_plan(const Problem& problem, const Order& order) {
  LanePlan plan;
  plan.problem = &problem, plan.order = &order;
  std::vector<bool> mended(problem.applications.size());
  for (const auto& team : order.teams)
    for (const ApplicationIndex a : team) mended[a] = true;
  for (ApplicationIndex a = 0; a < mended.size(); a++)
    if (mended[a]) plan.mended.push_back(a);
  if (std::any_of(problem.sites.begin(), problem.sites.end(), [](const Site& site) { return !site.capacity.empty(); }))
    plan.sites = problem.sites.size();

  const auto movable = movable_by_set(problem, mended, plan);
  const auto level_of = find_levels(problem, movable, plan);
  find_releases(problem, movable, plan);
  plan.set_begins = {0};
  for (const ClassIndex c : movable) {
    const DeviceClass& devices = problem.classes[c];
    const Week release = std::min(devices.release, problem.weeks);
    const auto at = std::lower_bound(plan.releases.begin(), plan.releases.end(), release) - plan.releases.begin();
    const auto level = level_of.at({devices.weight, devices.slots});
    const std::size_t site = plan.sites > 1 ? devices.site : 0;
    plan.items.push_back({set_of(problem, c, plan), static_cast<std::uint32_t>(at),
                          static_cast<std::uint32_t>(std::min(devices.lag - 1, problem.weeks)),
                          static_cast<std::uint32_t>(level * plan.sites + site), devices.devices});
  }
  merge_items(plan.items);
  sample_devices(plan);
  return plan;
}

}  // namespace shoal::plan
