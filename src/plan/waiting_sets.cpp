#include "plan/waiting_sets.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace shoal::plan {
namespace {

constexpr std::size_t weight_levels_max = 256;
constexpr std::int64_t units_max = std::int64_t{1} << 30;  // Two of them still fit into 32 bits.

/// Which level each weight of a unit is.
struct Levels {
  std::vector<std::int64_t> least;   ///< Ascending: the least weight of each level.
  std::vector<std::int64_t> weight;  ///< By level, of a unit.

  std::uint32_t of(std::int64_t unit_weight) const {
    return static_cast<std::uint32_t>(std::upper_bound(least.begin(), least.end(), unit_weight) - least.begin() - 1);
  }
};

std::int64_t unit_weight_of(const DeviceClass& devices) {
  return (std::int64_t{devices.weight} + devices.slots / 2) / devices.slots;
}

Levels levels_of(const Problem& problem) {
  std::vector<std::int64_t> distinct;
  for (const DeviceClass& devices : problem.classes) distinct.push_back(unit_weight_of(devices));
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (distinct.size() <= weight_levels_max) return {distinct, distinct};

  Levels levels;
  for (std::size_t i = 0; i < weight_levels_max; i++)
    levels.least.push_back(distinct[i * distinct.size() / weight_levels_max]);
  // The weights of 10^9 devices, 10^6 each, fit into 64 bits.
  std::vector<std::int64_t> sum(weight_levels_max), devices_in(weight_levels_max);
  for (const DeviceClass& devices : problem.classes) {
    const std::uint32_t level = levels.of(unit_weight_of(devices));
    sum[level] += unit_weight_of(devices) * devices.devices;
    devices_in[level] += devices.devices;
  }
  for (std::size_t i = 0; i < weight_levels_max; i++)
    levels.weight.push_back((sum[i] + devices_in[i] / 2) / devices_in[i]);
  return levels;
}

/// By site, its lane; fills in what the lanes hold.
std::vector<std::uint32_t> make_lanes(WaitingSets& sets, const Problem& problem, std::int64_t divisor) {
  std::vector<SiteIndex> limited;
  for (SiteIndex s = 0; s < problem.sites.size(); s++)
    if (!problem.sites[s].capacity.empty()) limited.push_back(s);
  std::vector<std::uint32_t> lane_of(problem.sites.size());
  if (limited.empty()) return lane_of;
  std::fill(lane_of.begin(), lane_of.end(), static_cast<std::uint32_t>(limited.size()));
  for (std::uint32_t lane = 0; lane < limited.size(); lane++) lane_of[limited[lane]] = lane;

  sets.lanes = (limited.size() + 1 + 7) / 8 * 8;
  sets.lane_capacity.assign(sets.weeks * sets.lanes, static_cast<std::int32_t>(units_max));
  for (std::size_t week = 0; week < sets.weeks; week++)
    for (std::size_t lane = 0; lane < limited.size(); lane++)
      sets.lane_capacity[week * sets.lanes + lane] =
          static_cast<std::int32_t>(std::min(problem.sites[limited[lane]].capacity[week] / divisor, units_max));
  return lane_of;
}

/// By class, a number that only those share that wait for the same applications.
std::vector<std::uint64_t> fingerprints(const Problem& problem) {
  std::vector<std::uint64_t> prints(problem.classes.size());
  for (ClassIndex c = 0; c < prints.size(); c++) {
    std::uint64_t print = 0x9E3779B97F4A7C15U;
    for (const ApplicationIndex a : problem.waits_for(c)) {
      print = (print ^ a) * 0xBF58476D1CE4E5B9U;
      print ^= print >> 29;
    }
    prints[c] = print;
  }
  return prints;
}

/// Classes so that those with the same applications are neighbours. That two sets have one fingerprint would do no
/// harm: the sets themselves are compared then.
std::vector<ClassIndex> by_applications(const Problem& problem) {
  const std::vector<std::uint64_t> prints = fingerprints(problem);
  std::vector<ClassIndex> sorted(problem.classes.size());
  std::iota(sorted.begin(), sorted.end(), ClassIndex{0});
  std::sort(sorted.begin(), sorted.end(), [&](ClassIndex x, ClassIndex y) {
    if (prints[x] != prints[y]) return prints[x] < prints[y];
    const auto a = problem.waits_for(x), b = problem.waits_for(y);
    if (!std::equal(a.begin(), a.end(), b.begin(), b.end()))
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
    return x < y;
  });
  return sorted;
}

/// Sorts parts from `begin` on and joins those that are alike.
void join_alike(std::vector<WaitingPart>& parts, std::size_t begin) {
  const auto key = [](const WaitingPart& part) { return std::tuple(part.release, part.lag, part.cell); };
  const auto first = parts.begin() + static_cast<std::ptrdiff_t>(begin);
  std::sort(first, parts.end(), [&](const WaitingPart& a, const WaitingPart& b) {
    return std::tuple(key(a), a.units) < std::tuple(key(b), b.units);
  });
  std::size_t kept = begin;
  for (std::size_t i = begin; i < parts.size(); i++)
    if (kept > begin && key(parts[kept - 1]) == key(parts[i]))
      parts[kept - 1].units += parts[i].units;
    else
      parts[kept++] = parts[i];
  parts.resize(kept);
}

void list_sets(WaitingSets& sets, std::size_t applications) {
  sets.sets_begin.assign(applications + 1, 0);
  for (const ApplicationIndex a : sets.applications) sets.sets_begin[a + 1]++;
  std::partial_sum(sets.sets_begin.begin(), sets.sets_begin.end(), sets.sets_begin.begin());
  sets.sets.resize(sets.applications.size());
  std::vector<std::uint32_t> next(sets.sets_begin.begin(), sets.sets_begin.end() - 1);
  for (std::uint32_t set = 0; set < sets.set_count(); set++)
    for (const ApplicationIndex a : sets.applications_of(set)) sets.sets[next[a]++] = set;
}

/// How a class is counted.
struct Counting {
  Levels levels;
  std::int64_t divisor = 1;  ///< So many slots are one unit: 1 but for estates of more than 2^30 slots.
  std::vector<std::uint32_t> lane_of;

  WaitingPart part_of(const DeviceClass& devices, const WaitingSets& sets) const {
    const auto clipped = [&](Week week) { return static_cast<std::uint16_t>(std::min<Week>(week, sets.weeks)); };
    const std::uint32_t level = levels.of(unit_weight_of(devices));
    const std::int64_t units = std::int64_t{devices.devices} * devices.slots / divisor;
    return {clipped(devices.release), clipped(devices.lag),
            level * static_cast<std::uint32_t>(sets.lanes) + lane_of[devices.site], static_cast<std::int32_t>(units)};
  }
};

/// Adds classes that wait for the same.
void add_set(WaitingSets& sets, const Problem& problem, std::span<const ClassIndex> classes, const Counting& counting) {
  const auto needs = problem.waits_for(classes[0]);
  std::int64_t weight = 0;
  for (const ClassIndex c : classes) weight += std::int64_t{problem.classes[c].devices} * problem.classes[c].weight;
  if (std::ranges::any_of(needs, [&](ApplicationIndex a) { return problem.applications[a].modes.empty(); })) {
    sets.stranded += weight * problem.weeks;
    return;
  }
  std::vector<WaitingPart>& into = needs.empty() ? sets.free : sets.parts;
  const std::size_t begin = into.size();
  for (const ClassIndex c : classes) into.push_back(counting.part_of(problem.classes[c], sets));
  join_alike(into, begin);
  if (needs.empty()) return;
  sets.parts_begin.push_back(static_cast<std::uint32_t>(sets.parts.size()));
  sets.applications.insert(sets.applications.end(), needs.begin(), needs.end());
  sets.applications_begin.push_back(static_cast<std::uint32_t>(sets.applications.size()));
  sets.set_weight.push_back(weight);
}

}  // namespace

WaitingSets::WaitingSets(const Problem& problem) : weeks(static_cast<std::uint16_t>(problem.weeks)) {
  Counting counting{levels_of(problem), 1, {}};
  level_weight = counting.levels.weight;
  std::int64_t units = 0;
  for (const DeviceClass& devices : problem.classes) {
    units += std::int64_t{devices.devices} * devices.slots;
    is_exact = is_exact && devices.slots == 1;
  }
  counting.divisor = units / units_max + 1;
  counting.lane_of = make_lanes(*this, problem, counting.divisor);
  for (const std::int32_t week : problem.capacity)
    capacity.push_back(static_cast<std::int32_t>(std::min(week / counting.divisor, units_max)));
  is_exact = is_exact && lanes == 1 && counting.divisor == 1 && counting.levels.least == counting.levels.weight;

  const std::vector<ClassIndex> sorted = by_applications(problem);
  for (auto begin = sorted.begin(); begin != sorted.end();) {
    const auto needs = problem.waits_for(*begin);
    const auto end = std::find_if(begin, sorted.end(),
                                  [&](ClassIndex c) { return !std::ranges::equal(problem.waits_for(c), needs); });
    add_set(*this, problem, std::span(begin, end), counting);
    begin = end;
  }
  list_sets(*this, problem.applications.size());
}

}  // namespace shoal::plan
