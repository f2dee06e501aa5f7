#include "plan/start_weeks.hpp"

#include "plan/schedule.hpp"

namespace shoal::plan {

std::vector<Week> start_weeks(const Problem& problem, const Order& order) {
  std::vector<Week> starts(problem.applications.size(), never);
  for (std::size_t team = 0; team < order.teams.size(); team++) {
    const TeamCalendar calendar(problem.teams[team]);
    Effort before = 0;
    Week week = 0;
    for (const ApplicationIndex a : order.teams[team]) {
      const Effort effort = problem.applications[a].modes[order.mode[a]].effort;
      // The first hundredth of a day that is spent on it.
      week = calendar.week_of(before + (effort > 0 ? 1 : 0), week);
      if (week == never) break;
      starts[a] = week;
      before += effort;
    }
  }
  return starts;
}

}  // namespace shoal::plan
