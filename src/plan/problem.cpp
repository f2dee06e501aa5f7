#include "plan/problem.hpp"

#include <algorithm>

namespace shoal::plan {
namespace {

// So that every sum of exposures stays far from the end of 64 bits: 10^9 devices, weight 10^6, 10^3 weeks.
constexpr std::int64_t weight_max = 1'000'000;
constexpr std::int64_t devices_max = 1'000'000'000;
constexpr Week weeks_max = 1000;
constexpr Effort effort_max = 1'000'000'000;

Error bad(std::string message) { return {ErrorKind::invalid_input, "plan.bad_problem", std::move(message)}; }

template <typename Number>
Result<void> check_weeks(const std::vector<Number>& by_week, Week weeks, std::int64_t most, const std::string& whose) {
  if (by_week.size() != static_cast<std::size_t>(weeks))
    return bad(whose + " is given for " + std::to_string(by_week.size()) + " weeks, and the programme has " +
               std::to_string(weeks));
  for (std::size_t week = 0; week < by_week.size(); week++)
    if (by_week[week] < 0 || by_week[week] > most)
      return bad(whose + " in week " + std::to_string(week) + " is not from 0 to " + std::to_string(most) + ": " +
                 std::to_string(by_week[week]));
  return {};
}

Result<void> check_application(const Application& application, std::size_t teams) {
  if (application.modes.size() > 255)
    return bad("application " + application.name + " has more than 255 ways to mend it");
  for (const Mode& mode : application.modes) {
    if (mode.team >= teams) return bad("application " + application.name + " names a team that there is not");
    if (mode.effort < 0 || mode.effort > effort_max)
      return bad("application " + application.name + " has an effort that is not from 0 to " +
                 std::to_string(effort_max) + ": " + std::to_string(mode.effort));
    if (mode.least_weeks < 1)
      return bad("application " + application.name +
                 " takes less than a week at least: " + std::to_string(mode.least_weeks));
  }
  return {};
}

Result<void> check_class(const Problem& problem, ClassIndex index) {
  const DeviceClass& devices = problem.classes[index];
  const std::string place = "class " + std::to_string(index);
  if (devices.devices < 1) return bad(place + " has no devices");
  if (devices.weight < 0 || devices.weight > weight_max)
    return bad(place + " has a weight that is not from 0 to " + std::to_string(weight_max) + ": " +
               std::to_string(devices.weight));
  if (devices.slots < 1) return bad(place + " takes no capacity to move: " + std::to_string(devices.slots));
  if (devices.site >= problem.sites.size()) return bad(place + " is at a site that there is not");
  if (devices.release < 0 || devices.lag < 1) return bad(place + " may move before the programme begins");
  for (const ApplicationIndex application : problem.waits_for(index))
    if (application >= problem.applications.size()) return bad(place + " waits for an application that there is not");
  return {};
}

}  // namespace

void Problem::add(const DeviceClass& devices, std::vector<ApplicationIndex> awaited) {
  std::sort(awaited.begin(), awaited.end());
  awaited.erase(std::unique(awaited.begin(), awaited.end()), awaited.end());
  classes.push_back(devices);
  needs_.insert(needs_.end(), awaited.begin(), awaited.end());
  begins_.push_back(static_cast<std::uint32_t>(needs_.size()));
}

Result<void> check(const Problem& problem) {
  if (problem.weeks < 1 || problem.weeks > weeks_max)
    return bad("a programme has 1 to " + std::to_string(weeks_max) + " weeks, not " + std::to_string(problem.weeks));
  SHOAL_TRY(check_weeks(problem.capacity, problem.weeks, devices_max, "the capacity of all sites"));
  for (const Team& team : problem.teams)
    SHOAL_TRY(check_weeks(team.capacity, problem.weeks, effort_max, "the capacity of team " + team.name));
  for (const Site& site : problem.sites)
    if (!site.capacity.empty())
      SHOAL_TRY(check_weeks(site.capacity, problem.weeks, devices_max, "the capacity of site " + site.name));
  for (const Application& application : problem.applications)
    SHOAL_TRY(check_application(application, problem.teams.size()));
  std::int64_t devices = 0;
  for (ClassIndex i = 0; i < problem.classes.size(); i++) {
    SHOAL_TRY(check_class(problem, i));
    devices += problem.classes[i].devices;
  }
  if (devices > devices_max) return bad("there are more than " + std::to_string(devices_max) + " devices");
  for (const ApplicationIndex application : problem.first)
    if (application >= problem.applications.size()) return bad("what comes first is an application that there is not");
  return {};
}

}  // namespace shoal::plan
