#include "plan/levers.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "plan/lanes.hpp"
#include "plan/scenario.hpp"

namespace shoal::plan {
namespace {

/// `more` per `of` added to each week.
template <typename Number>
void add_share(std::vector<Number>& weeks, std::int64_t more, std::int64_t of) {
  for (Number& week : weeks) week = static_cast<Number>(week + (std::int64_t{week} * more + of / 2) / of);
}

/// `problem` in which nobody waits for `application`.
Problem without_application(const Problem& problem, ApplicationIndex application) {
  Problem rest;
  rest.weeks = problem.weeks, rest.capacity = problem.capacity, rest.teams = problem.teams, rest.sites = problem.sites;
  rest.applications = problem.applications, rest.first = problem.first;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const auto waits = problem.waits_for(c);
    std::vector<ApplicationIndex> others(waits.begin(), waits.end());
    std::erase(others, application);
    rest.add(problem.classes[c], std::move(others));
  }
  // It stays in its queue, so that draws stay in step, and takes no time there.
  for (Mode& mode : rest.applications[application].modes) mode.effort = 0, mode.least_weeks = 1;
  return rest;
}

Problem changed_by(const Problem& problem, const Lever& lever, const LeverRules& rules) {
  if (lever.kind == LeverKind::application) return without_application(problem, lever.which);
  Problem changed = problem;
  if (lever.kind == LeverKind::people)
    add_share(changed.teams[lever.which].capacity, lever.amount, rules.people[lever.which]);
  if (lever.kind == LeverKind::slots) {
    add_share(changed.capacity, lever.amount, 100);
    for (Site& site : changed.sites) add_share(site.capacity, lever.amount, 100);
  }
  if (lever.kind == LeverKind::hardware)
    for (DeviceClass& devices : changed.classes)
      // Week 0 is no delivery any more, and could not be late: the first week is what a delivery can be.
      if (devices.release > 1 && devices.release < never)
        devices.release = std::max<Week>(1, devices.release - lever.amount);
  return changed;
}

/// The changes to try, with nothing gained yet.
std::vector<Lever> changes(const Problem& problem, const Order& order, const LeverRules& rules) {
  std::vector<Lever> result;
  for (std::uint32_t t = 0; t < std::min(problem.teams.size(), rules.people.size()); t++)
    for (std::int32_t more = 1; more <= 2 && rules.people[t] > 0; more++)
      result.push_back({LeverKind::people, t, more});
  for (const std::int32_t percent : rules.slots) result.push_back({LeverKind::slots, 0, percent});
  const auto held = held_up(problem, order);
  std::vector<ApplicationIndex> by_held(held.size());
  std::iota(by_held.begin(), by_held.end(), ApplicationIndex{0});
  std::stable_sort(by_held.begin(), by_held.end(), [&](auto a, auto b) { return held[a] > held[b]; });
  for (std::size_t i = 0; i < std::min(rules.applications, by_held.size()) && held[by_held[i]] > 0; i++)
    result.push_back({LeverKind::application, by_held[i], 1});
  const bool has_hardware = std::any_of(problem.classes.begin(), problem.classes.end(), [](const DeviceClass& devices) {
    return devices.release > 1 && devices.release < never;
  });
  if (has_hardware && rules.hardware_sooner > 0) result.push_back({LeverKind::hardware, 0, rules.hardware_sooner});
  return result;
}

double mean_finish(const Forecast& forecast) {
  double sum = static_cast<double>(forecast.beyond) * static_cast<double>(forecast.finishes.size());
  for (std::size_t week = 0; week < forecast.finishes.size(); week++)
    sum += static_cast<double>(forecast.finishes[week]) * static_cast<double>(week);
  return sum / forecast.scenarios;
}

void set_gain(const Forecast& before, const Forecast& after, Lever& lever) {
  const auto weeks = static_cast<std::int64_t>(before.finishes.size());
  lever.weeks_p50 = std::min(before.finish.p50, weeks) - std::min(after.finish.p50, weeks);
  lever.weeks_p80 = std::min(before.finish.p80, weeks) - std::min(after.finish.p80, weeks);
  lever.weeks_mean = mean_finish(before) - mean_finish(after);
  lever.exposure = before.exposure_mean - after.exposure_mean;
}

}  // namespace

std::vector<Exposure> held_up(const Problem& problem, const Order& order) {
  const LanePlan plan = lane_plan(problem, order);
  const Scenario planned = planned_scenario(plan);
  std::vector<Exposure> held(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const DeviceClass& devices = problem.classes[c];
    std::int64_t last = devices.release - devices.lag + 1, before = last;
    const ApplicationIndex* holds = nullptr;
    for (const ApplicationIndex& a : problem.waits_for(c)) {
      const std::int64_t ready = planned.ready[a];
      if (ready > last)
        before = last, last = ready, holds = &a;
      else
        before = std::max(before, ready);
    }
    if (holds && devices.release < never)
      held[*holds] += Exposure{devices.weight} * devices.devices * (last - std::max<std::int64_t>(before, 0));
  }
  return held;
}

Result<std::vector<Lever>> levers(const Problem& problem, const Order& order, const Priors& priors,
                                  const LeverRules& rules, const ForEach& for_each) {
  ForecastRules same = rules.forecast;
  const Forecast before = SHOAL_TRY(forecast(problem, order, priors, same, for_each));
  // What is found until when is luck, too, and must not change because the planned finish does.
  if (!same.found_until) same.found_until = before.planned;
  auto result = changes(problem, order, rules);
  for (Lever& lever : result) {
    const Problem changed = changed_by(problem, lever, rules);
    set_gain(before, SHOAL_TRY(forecast(changed, order, priors, same, for_each)), lever);
  }
  std::stable_sort(result.begin(), result.end(), [](const Lever& a, const Lever& b) {
    return std::tuple(a.weeks_mean, a.exposure) > std::tuple(b.weeks_mean, b.exposure);
  });
  return result;
}

}  // namespace shoal::plan
