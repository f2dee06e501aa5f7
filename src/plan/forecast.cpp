#include "plan/forecast.hpp"

#include <algorithm>
#include <numeric>

#include "plan/lanes.hpp"
#include "plan/scenario.hpp"

namespace shoal::plan {
namespace {

constexpr std::uint32_t scenarios_max = 1'000'000;

Error bad_forecast(std::string message) { return {ErrorKind::invalid_input, "plan.bad_forecast", std::move(message)}; }

Result<void> check_order(const Problem& problem, const Order& order) {
  if (order.teams.size() > problem.teams.size()) return bad_forecast("the order has teams that the programme has not");
  if (order.mode.size() != problem.applications.size())
    return bad_forecast("the order has modes for " + std::to_string(order.mode.size()) + " applications, not " +
                        std::to_string(problem.applications.size()));
  std::vector<bool> seen(problem.applications.size());
  for (const auto& team : order.teams)
    for (const ApplicationIndex a : team) {
      if (a >= seen.size() || seen[a] || order.mode[a] >= problem.applications[a].modes.size())
        return bad_forecast("the order names application " + std::to_string(a) + " twice, or one that nobody mends");
      seen[a] = true;
    }
  return {};
}

/// Results of all scenarios, each kind together: columns are what quantiles are taken of.
struct Runs {
  std::vector<Week> finish;
  std::vector<Exposure> exposure;
  std::vector<std::vector<std::int64_t>> left;  ///< By week, by scenario.
};

void run_block(const LanePlan& plan, const Priors& priors, const ForecastRules& rules, std::size_t block, Runs& runs) {
  const std::size_t begin = block * lanes, end = std::min<std::size_t>(begin + lanes, rules.scenarios);
  std::vector<Scenario> scenarios;
  for (std::size_t s = begin; s < end; s++)
    scenarios.push_back(drawn_scenario(plan, priors, *rules.found_until, rules.seed, s));
  const auto results = run_lanes(plan, scenarios);
  for (std::size_t s = begin; s < end; s++) {
    const ScenarioResult& result = results[s - begin];
    runs.finish[s] = result.finish;
    runs.exposure[s] = result.exposure;
    for (std::size_t week = 0; week < result.left.size(); week++) runs.left[week][s] = result.left[week];
  }
}

/// The smallest value that the share p of all does not exceed.
template <typename Value>
std::int64_t quantile(std::vector<Value>& values, std::size_t tenths) {
  const std::size_t at = (values.size() * tenths + 9) / 10 - 1;
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

template <typename Value>
Quantiles quantiles(std::vector<Value>& values) {
  return {quantile(values, 1), quantile(values, 5), quantile(values, 8), quantile(values, 9)};
}

void count_finishes(const Runs& runs, std::size_t weeks, Forecast& forecast) {
  forecast.finishes.assign(weeks, 0);
  for (const Week finish : runs.finish) {
    if (finish == never)
      forecast.beyond++;
    else if (finish >= 0)
      forecast.finishes[static_cast<std::size_t>(finish)]++;
    if (finish <= forecast.planned && finish != never) forecast.on_time++;
  }
}

}  // namespace

Result<Forecast> forecast(const Problem& problem, const Order& order, const Priors& priors, const ForecastRules& given,
                          const ForEach& for_each) {
  SHOAL_TRY(check(problem));
  SHOAL_TRY(check_order(problem, order));
  if (given.scenarios < 1 || given.scenarios > scenarios_max)
    return bad_forecast("a forecast has 1 to a million scenarios, not " + std::to_string(given.scenarios));
  const LanePlan plan = lane_plan(problem, order);
  const ScenarioResult planned = run_lanes(plan, {planned_scenario(plan)}).front();
  ForecastRules rules = given;
  if (!rules.found_until) rules.found_until = planned.finish;

  Runs runs;
  runs.finish.resize(rules.scenarios), runs.exposure.resize(rules.scenarios);
  runs.left.assign(planned.left.size(), std::vector<std::int64_t>(rules.scenarios));
  for_each((rules.scenarios + lanes - 1) / lanes, [&](std::size_t b) { run_block(plan, priors, rules, b, runs); });

  Forecast result;
  result.scenarios = rules.scenarios;
  result.planned = planned.finish, result.planned_exposure = planned.exposure;
  result.devices_stuck = plan.devices_stuck;
  count_finishes(runs, static_cast<std::size_t>(problem.weeks), result);
  // Summed before quantiles shuffle them: the order of additions decides the last bit.
  for (const Exposure exposure : runs.exposure) result.exposure_mean += static_cast<double>(exposure);
  result.exposure_mean /= rules.scenarios;
  result.finish = quantiles(runs.finish);
  result.exposure = quantiles(runs.exposure);
  for (auto& week : runs.left) result.left.push_back(quantiles(week));
  return result;
}

}  // namespace shoal::plan
