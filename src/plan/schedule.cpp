#include "plan/schedule.hpp"

#include <algorithm>
#include <numeric>

namespace shoal::plan {

TeamCalendar::TeamCalendar(const Team& team) {
  Effort sum = 0;
  spent_.reserve(team.capacity.size());
  for (const Effort week : team.capacity) spent_.push_back(sum += week);
}

Week TeamCalendar::week_of(Effort effort) const {
  const auto found = std::lower_bound(spent_.begin(), spent_.end(), effort);
  return found == spent_.end() ? never : static_cast<Week>(found - spent_.begin());
}

Effort TeamCalendar::spent_by(Week week) const {
  if (week < 0 || spent_.empty()) return 0;
  return spent_[std::min(static_cast<std::size_t>(week), spent_.size() - 1)];
}

std::vector<bool> to_be_mended(const Problem& problem) {
  std::vector<bool> awaited(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++)
    for (const ApplicationIndex a : problem.waits_for(c)) awaited[a] = !problem.applications[a].modes.empty();
  return awaited;
}

std::vector<std::vector<ApplicationIndex>> pinned(const Problem& problem, std::span<const std::uint8_t> mode) {
  std::vector<std::vector<ApplicationIndex>> teams(problem.teams.size());
  std::vector<bool> left = to_be_mended(problem);
  for (const ApplicationIndex a : problem.first) {
    if (left[a]) teams[problem.applications[a].modes[mode[a]].team].push_back(a);
    left[a] = false;
  }
  return teams;
}

Order order_by(const Problem& problem, std::span<const double> key, std::vector<std::uint8_t> mode) {
  std::vector<bool> left = to_be_mended(problem);
  std::vector<ApplicationIndex> sorted(problem.applications.size());
  std::iota(sorted.begin(), sorted.end(), ApplicationIndex{0});
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto a, auto b) { return key[a] < key[b]; });

  Order order{pinned(problem, mode), std::move(mode)};
  for (const auto& team : order.teams)
    for (const ApplicationIndex a : team) left[a] = false;
  for (const ApplicationIndex a : sorted)
    if (left[a]) order.teams[problem.applications[a].modes[order.mode[a]].team].push_back(a);
  return order;
}

std::vector<Week> ready_weeks(const Problem& problem, const Order& order) {
  std::vector<Week> ready(problem.applications.size(), never);
  for (std::size_t team = 0; team < order.teams.size(); team++) {
    const TeamCalendar calendar(problem.teams[team]);
    Effort spent = 0;
    for (const ApplicationIndex a : order.teams[team]) {
      const Mode& mode = problem.applications[a].modes[order.mode[a]];
      const Week begun = calendar.week_of(spent + (mode.effort > 0 ? 1 : 0));
      spent += mode.effort;
      const Week done = calendar.week_of(spent);
      // `never` is so late that no wait makes a week of it; both are compared with the weeks below.
      const std::int64_t at_least = std::int64_t{begun} + mode.least_weeks - 1;
      const std::int64_t week = std::max<std::int64_t>(done, at_least);
      ready[a] = week < problem.weeks ? static_cast<Week>(week) : never;
    }
  }
  return ready;
}

}  // namespace shoal::plan
