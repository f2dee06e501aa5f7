#include "plan/forecast.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

#include "base/sanitized.hpp"
#include "plan/made_programme.hpp"
#include "plan/scenario.hpp"
#include "plan/variates.hpp"

namespace shoal::plan {
namespace {

/// Every application in the order of its number, in its first mode.
Order by_number(const Problem& problem) {
  Order order;
  order.teams.resize(problem.teams.size());
  order.mode.assign(problem.applications.size(), 0);
  for (ApplicationIndex a = 0; a < problem.applications.size(); a++)
    order.teams[problem.applications[a].modes[0].team].push_back(a);
  return order;
}

/// All that can be uncertain, is.
Priors uncertain() {
  Priors priors;
  priors.effort = {0, 4, 0.5, 8};
  priors.team = {0, 0.5, 0.15, 8};
  priors.moving = {0, 2, 0.2, 8};
  priors.devices = {0.001, 2};
  priors.applications = {0.005, 2};
  priors.slip_chance = 0.4;
  priors.slip_weeks = 4;
  return priors;
}

Forecast forecast_of(const Problem& problem, const Priors& priors, std::uint32_t scenarios = 200,
                     std::optional<Week> found_until = {}) {
  const auto made = forecast(problem, by_number(problem), priors, {scenarios, 1, found_until}, for_each_in_turn);
  REQUIRE(made);
  return *made;
}

/// One application of so much effort, one team that does 100 a week, room for all.
Problem one_application(Effort effort, Week weeks) {
  Problem problem;
  problem.weeks = weeks;
  problem.capacity.assign(static_cast<std::size_t>(weeks), 1000);
  problem.teams = {{"packagers", std::vector<Effort>(static_cast<std::size_t>(weeks), 100)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", {{0, effort, 1}}}};
  problem.add({10, 1000, 1, 0, 0, 1}, {0});
  return problem;
}

/// More weeks, with the capacities of the first.
Problem lengthened(Problem problem, Week weeks) {
  problem.weeks = weeks;
  problem.capacity.resize(static_cast<std::size_t>(weeks), problem.capacity[0]);
  for (Team& team : problem.teams) team.capacity.resize(static_cast<std::size_t>(weeks), team.capacity[0]);
  return problem;
}

/// The definition of a plan, device by device: exposure and finish.
std::pair<Exposure, Week> by_definition(const Problem& problem, const Order& order) {
  std::vector<Week> ready(problem.applications.size(), never);
  for (std::size_t t = 0; t < order.teams.size(); t++) {
    Effort left = 0;
    std::size_t next = 0;
    Effort need = order.teams[t].empty() ? 0 : problem.applications[order.teams[t][0]].modes[0].effort;
    for (Week week = 0; week < problem.weeks; week++) {
      left += problem.teams[t].capacity[static_cast<std::size_t>(week)];
      while (next < order.teams[t].size() && need <= left) {
        left -= need;
        ready[order.teams[t][next++]] = week;
        if (next < order.teams[t].size()) need = problem.applications[order.teams[t][next]].modes[0].effort;
      }
    }
  }
  struct Waiting {
    std::int32_t weight;
    Week from;
  };
  std::vector<Waiting> waiting;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    Week from = problem.classes[c].release;
    for (const ApplicationIndex a : problem.waits_for(c)) from = std::max(from, ready[a] + problem.classes[c].lag);
    waiting.insert(waiting.end(), static_cast<std::size_t>(problem.classes[c].devices),
                   {problem.classes[c].weight, from});
  }
  std::stable_sort(waiting.begin(), waiting.end(), [](auto& a, auto& b) { return a.weight > b.weight; });
  Exposure exposure = 0;
  Week finish = -1;
  for (Week week = 0; week < problem.weeks; week++) {
    std::int32_t room = problem.capacity[static_cast<std::size_t>(week)];
    std::erase_if(waiting, [&](const Waiting& device) {
      if (device.from > week || room == 0) return false;
      room--, finish = week, exposure += Exposure{device.weight} * (week + 1);
      return true;
    });
  }
  for (const Waiting& device : waiting) exposure += Exposure{device.weight} * problem.weeks;
  return {exposure, waiting.empty() ? finish : never};
}

TEST_CASE("without chance every scenario is the plan, as its definition counts it") {
  for (std::uint64_t seed = 0; seed < 12; seed++) {
    CAPTURE(seed);
    Problem problem = made_programme(tiny_programme(), seed);
    if (seed % 3 == 0) problem = lengthened(problem, 300);  // Weeks that need more than a byte.
    if (seed % 3 == 1) problem.weeks = 9, problem = lengthened(problem, 9);
    const auto [exposure, finish] = by_definition(problem, by_number(problem));
    const Forecast made = forecast_of(problem, Priors{}, 40);
    CHECK(made.planned == finish);
    CHECK(made.planned_exposure == exposure);
    CHECK(made.finish == Quantiles{finish, finish, finish, finish});
    CHECK(made.exposure == Quantiles{exposure, exposure, exposure, exposure});
    CHECK(made.on_time == (finish == never ? 0 : 40));
  }
}

TEST_CASE("with one application and room for all, the finish has the quantiles of its effort") {
  Priors priors;
  priors.effort = {0, certain, 0.5, certain};
  const Forecast made = forecast_of(one_application(1020, 120), priors, 10'000);
  // It moves in the week after; week ceil(10.2 e^(z / 2)) for z = -1.2816, 0, 0.8416, 1.2816.
  CHECK(made.finish == Quantiles{6, 11, 16, 20});
  CHECK(made.planned == 11);
  CHECK(made.on_time == doctest::Approx(10'000 * 0.5597).epsilon(0.03));  // z <= 2 ln(11 / 10.2)
}

TEST_CASE("scenarios that do not end within the programme are counted, and their quantiles are never") {
  Priors priors;
  priors.effort = {0, certain, 0.5, certain};
  const Forecast made = forecast_of(one_application(1020, 16), priors, 10'000);
  // Devices must move by week 15: z <= 2 ln(15 / 10.2), 77.97 of 100.
  CHECK(made.beyond == doctest::Approx(10'000 * 0.2203).epsilon(0.06));
  CHECK(std::accumulate(made.finishes.begin(), made.finishes.end(), made.beyond) == made.scenarios);
  CHECK(made.finish.p80 == never);
}

TEST_CASE("all devices are left at the beginning, those that can never move until the end") {
  Problem problem = made_programme(tiny_programme(), 1);
  problem.add({7, 1000, 1, 0, never, 1}, {});
  problem = lengthened(problem, 120);
  const Forecast made = forecast_of(problem, uncertain());
  CHECK(made.left.front() == Quantiles{307, 307, 307, 307});
  CHECK(made.left.back().p10 == 7);
  CHECK(made.devices_stuck == 7);
  CHECK(made.finish.p50 < never);
}

TEST_CASE("devices that turn out to exist are left until they move, and none is lost") {
  Priors priors;
  priors.devices = {0.01, certain};
  Problem problem = one_application(500, 60);
  problem.classes[0].devices = 1000;
  const Order order = by_number(problem);
  const LanePlan plan = lane_plan(problem, order);
  const Scenario scenario = drawn_scenario(plan, priors, 20, 1, 1);
  std::int64_t found = 0;
  for (const auto& lot : scenario.found) found += lot.devices;
  CHECK(found == doctest::Approx(200).epsilon(0.3));
  const ScenarioResult result = run_lanes(plan, {scenario}).front();
  CHECK(result.left[4] > 1000);
  CHECK(result.left.back() == 0);
}

TEST_CASE("a forecast is the same in any order and on two threads") {
  const Problem problem = made_programme(tiny_programme(), 5);
  const Order order = by_number(problem);
  const auto backwards = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    while (count > 0) work(--count);
  };
  const auto threads = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    const auto half = [&](std::size_t first) {
      for (std::size_t i = first; i < count; i += 2) work(i);
    };
    std::thread other(half, 1);
    half(0);
    other.join();
  };
  const ForecastRules rules{333, 9, {}};
  const auto first = forecast(problem, order, uncertain(), rules, for_each_in_turn);
  REQUIRE(first);
  for (const ForEach& for_each : {ForEach(backwards), ForEach(threads)}) {
    const auto again = forecast(problem, order, uncertain(), rules, for_each);
    REQUIRE(again);
    CHECK(*again == *first);
  }
}

TEST_CASE("a longer programme has the same scenarios") {
  const Problem problem = lengthened(made_programme(tiny_programme(), 6), 100);
  const Forecast made = forecast_of(problem, uncertain(), 320, 20);
  const Forecast longer = forecast_of(lengthened(problem, 300), uncertain(), 320, 20);
  REQUIRE(made.beyond == 0);
  CHECK(longer.finish == made.finish);
  CHECK(longer.exposure == made.exposure);
}

TEST_CASE("no scenario ends later or exposes more when there are more people or more slots") {
  const Problem problem = lengthened(made_programme(tiny_programme(), 7), 150);
  Problem people = problem, slots = problem;
  for (Effort& week : people.teams[0].capacity) week += week / 5;
  for (std::int32_t& week : slots.capacity) week += week / 10 + 1;
  const Order order = by_number(problem);
  Priors priors = uncertain();
  // Who works faster may have begun something else when an application is found, and mends it after that.
  priors.applications = {};
  const LanePlan before = lane_plan(problem, order);
  for (const Problem* more : {&people, &slots}) {
    const LanePlan after = lane_plan(*more, order);
    for (std::uint64_t s = 0; s < 200; s++) {
      CAPTURE(s);
      const auto one = run_lanes(before, {drawn_scenario(before, priors, 20, 1, s)}).front();
      const auto other = run_lanes(after, {drawn_scenario(after, priors, 20, 1, s)}).front();
      CHECK(other.finish <= one.finish);
      CHECK(other.exposure <= one.exposure);
    }
  }
}

TEST_CASE("a site with no room keeps its devices while others move") {
  Problem problem = one_application(100, 10);
  problem.sites = {{"Croydon", std::vector<std::int32_t>(10, 3)}, {"Sutton", {}}};
  problem.add({20, 1000, 1, 1, 0, 1}, {0});
  const Forecast made = forecast_of(problem, Priors{}, 1);
  // Ready in week 0; Sutton's 20 move in week 1, Croydon's 10 three a week until week 4.
  CHECK(made.planned == 4);
  CHECK(made.planned_exposure == 1000 * (20 * 2 + 3 * 2 + 3 * 3 + 3 * 4 + 1 * 5));
}

/// So many applications of 300 each, one after the other, and a device for each.
Problem in_a_row(ApplicationIndex applications) {
  Problem problem = one_application(300, 400);
  for (ApplicationIndex a = 1; a < applications; a++) {
    problem.applications.push_back({"A" + std::to_string(a), {{0, 300, 1}}});
    problem.add({1, 1000, 1, 0, 0, 1}, {a});
  }
  return problem;
}

TEST_CASE("after a third of a programme of unknown bias and spread, eight finishes in ten are from P10 to P90") {
  int within = 0;
  for (std::uint64_t seed = 0; seed < thinned(200U, 10U); seed++) {
    Random random(seed);
    const double bias = 0.25 * normal(random), spread = 0.3 + 0.4 * open_unit(random);
    Priors priors;
    priors.effort = {0, 4, 0.5, 8};
    History history;
    double effort = 0;
    for (int a = 0; a < 30; a++) {
      const double actual = 300 * std::exp(bias + spread * normal(random));
      if (a < 10)
        history.efforts.push_back({300, actual});
      else
        effort += actual;
    }
    const Forecast made = forecast_of(in_a_row(20), calibrated(priors, history), 200);
    const auto finish = static_cast<Week>(std::ceil(effort / 100));
    within += finish >= made.finish.p10 && finish <= made.finish.p90;
  }
  if (is_sanitized) return;
  // Three standard errors of 200 draws, and what rounding to weeks adds.
  CHECK(within >= 143);
  CHECK(within <= 180);
}

TEST_CASE("rules and orders that do not fit are refused") {
  const Problem problem = one_application(100, 10);
  const auto refused = [&](const Order& order, ForecastRules rules) {
    const auto made = forecast(problem, order, Priors{}, rules, for_each_in_turn);
    return made ? "none" : made.error().message;
  };
  CHECK(refused({{{0, 0}}, {0}}, {}) == "the order names application 0 twice, or one that nobody mends");
  CHECK(refused({{{0}}, {}}, {}) == "the order has modes for 0 applications, not 1");
  CHECK(refused({{{0}}, {0}}, {0, 1, {}}) == "a forecast has 1 to a million scenarios, not 0");
}

}  // namespace
}  // namespace shoal::plan
