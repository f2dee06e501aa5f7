#include "plan/mending.hpp"

#include <algorithm>
#include <limits>

namespace shoal::plan {

Mending::Mending(const Problem& problem) : problem_(problem), weeks_(problem.weeks) {
  for (const Team& team : problem.teams) {
    Effort sum = 0;
    for (const Effort weekly : team.capacity) capacity_to_.push_back(sum += weekly);
  }
  for (const Application& application : problem.applications) {
    Week first = never;
    by_mode_.emplace_back();
    for (const Mode& mode : application.modes) {
      by_mode_.back().push_back(earliest(mode));
      first = std::min(first, by_mode_.back().back());
    }
    earliest_.push_back(first);
  }
}

Week Mending::earliest(const Mode& mode) const {
  // It is begun in week 0 at the soonest.
  const Week week = std::max(week_of(mode.team, mode.effort), mode.least_weeks - 1);
  return week < weeks_ ? week : never;
}

Week Mending::week_of(TeamIndex team, Effort effort) const {
  const auto begin = capacity_to_.begin() + static_cast<std::ptrdiff_t>(team * static_cast<std::size_t>(weeks_));
  const auto found = std::lower_bound(begin, begin + weeks_, effort);
  return found == begin + weeks_ ? never : static_cast<Week>(found - begin);
}

Week Mending::earliest(std::span<const ApplicationIndex> applications) const {
  Week week = 0;
  std::vector<Effort> sums(problem_.teams.size());
  for (const ApplicationIndex a : applications) {
    week = std::max(week, earliest_[a]);
    const std::vector<Mode>& modes = problem_.applications[a].modes;
    if (week == never) return never;
    Effort least = std::numeric_limits<Effort>::max();
    for (const Mode& mode : modes) least = std::min(least, mode.team == modes[0].team ? mode.effort : 0);
    sums[modes[0].team] += least;
  }
  for (TeamIndex team = 0; team < sums.size(); team++) week = std::max(week, week_of(team, sums[team]));
  return week;
}

Mending::Cheapest Mending::cheapest(ApplicationIndex application, Week week, const Prices& prices) const {
  Cheapest best{0, std::numeric_limits<double>::infinity()};
  const std::vector<Mode>& modes = problem_.applications[application].modes;
  for (std::size_t m = 0; m < modes.size(); m++) {
    if (by_mode_[application][m] > week) continue;
    double price = 0;
    const std::size_t row = modes[m].team * static_cast<std::size_t>(weeks_);
    for_each_taken(modes[m], week, [&](Week taken, Effort effort) {
      price += static_cast<double>(effort) * prices.mending[row + static_cast<std::size_t>(taken)];
    });
    if (price < best.price) best = {static_cast<std::uint8_t>(m), price};
  }
  return best;
}

}  // namespace shoal::plan
