#include "plan/early_weeks.hpp"

#include <algorithm>
#include <limits>

namespace shoal::plan {
namespace {

/// A key is waited for by so much of all that weighs.
constexpr double share_of_keys = 0.6;
constexpr std::size_t keys_max = 8;
/// How many weeks have cases after the first by whose end all keys can be ready.
constexpr Week weeks_after = 3;

/// Applications that most wait for, the most needed first.
std::vector<ApplicationIndex> most_needed(const Problem& problem) {
  std::vector<double> weight(problem.applications.size());
  double all = 0;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const double weighs = static_cast<double>(problem.classes[c].devices) * problem.classes[c].weight;
    all += weighs;
    for (const ApplicationIndex a : problem.waits_for(c)) weight[a] += weighs;
  }
  std::vector<ApplicationIndex> keys;
  for (ApplicationIndex a = 0; a < weight.size(); a++)
    if (weight[a] > 0 && weight[a] >= share_of_keys * all) keys.push_back(a);
  std::ranges::stable_sort(keys, std::greater(), [&](ApplicationIndex a) { return weight[a]; });
  return keys;
}

}  // namespace

EarlyWeeks::EarlyWeeks(const Problem& problem, const Mending& mending)
    : problem_(problem), mending_(mending), keys_(most_needed(problem)) {
  if (keys_.size() > keys_max) keys_.resize(keys_max);
  std::ranges::sort(keys_);
  first_ = keys_.empty() ? never : mending.earliest(keys_);
  if (first_ == never) {
    keys_.clear();
    return;
  }
  end_ = std::min(first_ + weeks_after, problem.weeks - 1);
  first_ = std::min(first_, end_);
  least_.reserve(problem.applications.size());
  for (const Application& application : problem.applications) {
    Effort least = application.modes.empty() ? 0 : std::numeric_limits<Effort>::max();
    for (const Mode& mode : application.modes)
      least = std::min(least, mode.team == application.modes[0].team ? mode.effort : 0);
    least_.push_back(least);
  }
}

double EarlyWeeks::share(ApplicationIndex application, Week week) const {
  const Effort capacity = mending_.capacity_to(team_of(application), week);
  // Without any capacity it cannot be ready, whatever the price.
  return capacity == 0 ? 0 : static_cast<double>(least_[application]) / static_cast<double>(capacity);
}

WithoutKey::WithoutKey(const Waiting& waiting, ApplicationIndex key) : graph(waiting.graph.applications()) {
  for (std::uint32_t g = 0; g < waiting.graph.groups(); g++) {
    if (std::ranges::binary_search(waiting.graph.needs(g), key)) continue;
    groups.push_back(g);
    graph.add_group(waiting.graph.needs(g));
  }
  graph.finish();
}

}  // namespace shoal::plan
