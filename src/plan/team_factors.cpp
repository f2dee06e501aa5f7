#include "plan/team_factors.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "plan/mending.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

/// Of applications that are ready so many weeks before the last, the share is less by a factor of e.
constexpr double weeks_of_last = 2;
/// Over how many weeks what a team is worth is smoothed: it mends few applications in a week, or none.
constexpr double weeks_of_smoothing = 8;
constexpr double least_factor = 0.05;

/// What it is worth that a device of these can move a week sooner than in `week`.
double worth_of(const Problem& problem, const DeviceClass& devices, Week week, std::span<const double> moving) {
  // Whoever moves in the last week saves nothing by it.
  if (week + 1 >= problem.weeks) return 0;
  return std::max(0.0, devices.weight - devices.slots * price_of_slot(moving, week));
}

/// By application, what it is worth to the devices that wait for it last that it is ready a week sooner.
std::vector<double> worths(const Problem& problem, std::span<const Week> ready, std::span<const double> moving) {
  std::vector<double> worths(problem.applications.size());
  std::vector<double> shares;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const DeviceClass& devices = problem.classes[c];
    const auto needs = problem.waits_for(c);
    Week last = 0;
    for (const ApplicationIndex a : needs) last = std::max(last, ready[a]);
    if (last == never || last > problem.weeks - devices.lag || devices.release > last + devices.lag) continue;
    const double worth = devices.devices * worth_of(problem, devices, last + devices.lag, moving);
    shares.clear();
    double sum = 0;
    for (const ApplicationIndex a : needs) sum += shares.emplace_back(std::exp((ready[a] - last) / weeks_of_last));
    for (std::size_t i = 0; i < needs.size(); i++) worths[needs[i]] += worth * shares[i] / sum;
  }
  return worths;
}

/// What is ready around a week.
struct Mended {
  double worth = 0;
  double effort = 0;

  double worth_of_effort() const { return effort > 0 ? worth / effort : 0; }
};

}  // namespace

std::vector<double> team_factors(const Problem& problem, const Order& order, std::span<const double> moving) {
  const std::vector<Week> ready = ready_weeks(problem, order);
  const std::vector<double> worth = worths(problem, ready, moving);
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<Mended> by_team(problem.teams.size() * weeks), all(weeks);
  for (ApplicationIndex a = 0; a < ready.size(); a++) {
    if (problem.applications[a].modes.empty() || ready[a] == never) continue;
    const Mode& mode = problem.applications[a].modes[order.mode[a]];
    for (std::size_t week = 0; week < weeks; week++) {
      const double off = (ready[a] - static_cast<double>(week)) / weeks_of_smoothing;
      const double near = std::exp(-0.5 * off * off);
      for (Mended* mended : {&by_team[mode.team * weeks + week], &all[week]}) {
        mended->worth += near * worth[a];
        mended->effort += near * static_cast<double>(mode.effort);
      }
    }
  }
  std::vector<double> factors(by_team.size(), 1);
  for (std::size_t i = 0; i < factors.size(); i++)
    if (by_team[i].effort > 0 && all[i % weeks].worth > 0)
      factors[i] = std::max(least_factor, by_team[i].worth_of_effort() / all[i % weeks].worth_of_effort());
  return factors;
}

}  // namespace shoal::plan
