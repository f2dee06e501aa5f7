#include "plan/start_weeks.hpp"

namespace shoal::plan {

std::vector<Week> start_weeks(const Problem& problem, const Order& order) {
  std::vector<Week> starts(problem.applications.size(), never);
  for (std::size_t team = 0; team < order.teams.size(); team++) {
    const std::vector<Effort>& capacity = problem.teams[team].capacity;
    // What the team can have spent by the end of `week`, and what those before the next one take.
    Effort spent = capacity.empty() ? 0 : capacity[0], before = 0;
    std::size_t week = 0;
    for (const ApplicationIndex a : order.teams[team]) {
      const Effort effort = problem.applications[a].modes[order.mode[a]].effort;
      // The first hundredth of a day that is spent on it.
      const Effort first = before + (effort > 0 ? 1 : 0);
      while (week < capacity.size() && spent < first)
        if (++week < capacity.size()) spent += capacity[week];
      if (week == capacity.size()) break;
      starts[a] = static_cast<Week>(week);
      before += effort;
    }
  }
  return starts;
}

}  // namespace shoal::plan
