#include "plan/waiting.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/random.hpp"

namespace shoal::plan {
namespace {

/// How many devices those of a class that are in the sample stand for.
double sampled(const DeviceClass& devices, ClassIndex index, const Sample& sample) {
  if (sample.share >= 1) return devices.devices;
  Random random = Random::numbered(sample.seed, index);
  int taken = 0;
  for (std::int32_t d = 0; d < devices.devices; d++) taken += random.chance(sample.share) ? 1 : 0;
  return taken / sample.share;
}

/// Orders classes so that those of one group are neighbours, and in it those that are worth the same.
class Neighbours {
 public:
  explicit Neighbours(const Problem& problem) : problem_(problem) {}

  int compare_groups(ClassIndex a, ClassIndex b) const {
    const Week lag_a = problem_.classes[a].lag;
    const Week lag_b = problem_.classes[b].lag;
    if (lag_a != lag_b) return lag_a < lag_b ? -1 : 1;
    const auto needs_a = problem_.waits_for(a);
    const auto needs_b = problem_.waits_for(b);
    if (std::ranges::equal(needs_a, needs_b)) return 0;
    return std::ranges::lexicographical_compare(needs_a, needs_b) ? -1 : 1;
  }
  bool operator()(ClassIndex a, ClassIndex b) const {
    const int order = compare_groups(a, b);
    return order != 0 ? order < 0 : a < b;
  }

 private:
  const Problem& problem_;
};

bool alike(const WaitingClass& a, const WaitingClass& b) {
  return a.earliest == b.earliest && a.site == b.site && a.exposure * b.slots == b.exposure * a.slots;
}

void add_class(std::vector<WaitingClass>& classes, std::size_t begin, const WaitingClass& added) {
  for (std::size_t i = begin; i < classes.size(); i++)
    if (alike(classes[i], added)) {
      classes[i].exposure += added.exposure;
      classes[i].slots += added.slots;
      return;
    }
  classes.push_back(added);
}

/// By site, the site that stands for it: itself where it is limited, else one of those that are not.
std::vector<SiteIndex> merged_sites(const Problem& problem) {
  std::vector<SiteIndex> merged(problem.sites.size());
  std::optional<SiteIndex> unlimited;
  for (SiteIndex s = 0; s < merged.size(); s++) {
    const bool is_own = is_limited(problem, problem.sites[s]);
    if (!is_own && !unlimited) unlimited = s;
    merged[s] = is_own ? s : *unlimited;
  }
  return merged;
}

/// Adds the group of `members`, of which some may be left over.
void add_group(Waiting& waiting, const Problem& problem, const Mending& mending, const Sample& sample,
               std::span<const SiteIndex> sites, std::span<const ClassIndex> members) {
  const auto needs = problem.waits_for(members[0]);
  const Week ready = mending.earliest(needs);
  if (ready == never) return;
  std::vector<WaitingClass>& classes = needs.empty() ? waiting.free : waiting.classes;
  const std::size_t begin = classes.size();
  for (const ClassIndex c : members) {
    const DeviceClass& devices = problem.classes[c];
    const double number = sampled(devices, c, sample);
    const Week earliest = needs.empty() ? devices.release : std::max(devices.release, ready + devices.lag);
    if (number <= 0 || devices.weight == 0 || earliest >= problem.weeks - 1) continue;
    add_class(classes, begin, {number * devices.weight, number * devices.slots, earliest, sites[devices.site]});
  }
  if (needs.empty() || classes.size() == begin) return;
  waiting.graph.add_group(needs);
  waiting.begins.push_back(static_cast<std::uint32_t>(classes.size()));
  waiting.lag.push_back(problem.classes[members[0]].lag);
}

}  // namespace

bool is_limited(const Problem& problem, const Site& site) {
  return !std::ranges::equal(site.capacity, problem.capacity, [](std::int32_t of_site, std::int32_t of_all) {
    return of_site >= of_all;
  }) && !site.capacity.empty();
}

Waiting merge_waiting(const Problem& problem, const Mending& mending, const Sample& sample) {
  std::vector<ClassIndex> order(problem.classes.size());
  std::iota(order.begin(), order.end(), 0);
  const Neighbours neighbours(problem);
  std::sort(order.begin(), order.end(), neighbours);
  Waiting waiting{ClosureGraph(problem.applications.size()), {}, {0}, {}, {}};
  const std::vector<SiteIndex> sites = merged_sites(problem);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && neighbours.compare_groups(order[begin], order[end]) == 0) end++;
    add_group(waiting, problem, mending, sample, sites, std::span(order).subspan(begin, end - begin));
    begin = end;
  }
  waiting.graph.finish();
  return waiting;
}

}  // namespace shoal::plan
