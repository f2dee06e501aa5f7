#include "plan/replan.hpp"

#include <doctest/doctest.h>

#include <string>

#include "plan/made_programme.hpp"
#include "plan/propose.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {
namespace {

/// By class, the week of most of its devices.
std::vector<Week> announced_by(const Problem& problem, const Plan& plan) {
  std::vector<Week> weeks(problem.classes.size(), not_announced);
  std::vector<std::int32_t> most(problem.classes.size());
  for (const Move& move : plan.moves)
    if (move.devices > most[move.devices_of]) {
      most[move.devices_of] = move.devices;
      weeks[move.devices_of] = move.week;
    }
  return weeks;
}

TEST_CASE("the order before goes on: what is gone is left out, and what is new comes behind it, the heaviest first") {
  Problem problem;
  problem.weeks = 9;
  problem.capacity.assign(9, 5);
  problem.teams = {{"packaging", std::vector<Effort>(9, 100)}, {"vendor", std::vector<Effort>(9, 100)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"A", {{0, 100, 1}}}, {"B", {{0, 100, 1}}}, {"C", {{0, 100, 1}, {1, 300, 1}}},
                          {"D", {{0, 100, 1}}}, {"E", {{0, 100, 1}}}, {"nobody waits", {{0, 100, 1}}}};
  problem.add({1, 1000, 1, 0, 0, 1}, {0, 1, 2});
  problem.add({5, 1000, 1, 0, 0, 1}, {3});
  problem.add({9, 1000, 1, 0, 0, 1}, {4});
  const std::vector<std::vector<ApplicationIndex>> before{{1, 0}, {2}};
  const Order order = continued(problem, before);
  CHECK(order.teams == std::vector<std::vector<ApplicationIndex>>{{1, 0, 4, 3}, {2}});
  CHECK(order.mode == std::vector<std::uint8_t>{0, 0, 1, 0, 0, 0});
}

TEST_CASE("when nothing has happened, nothing that was announced changes") {
  ProgrammeShape shape;
  shape.devices = 1'000;
  shape.blocking = 40;
  const Problem problem = made_programme(shape, 5);
  const Plan plan = plan_of(problem, usual_orders(problem)[0].order);
  // A class whose devices were announced for several weeks is not one of this test.
  std::vector<Week> announced = announced_by(problem, plan);
  SearchOptions options;
  options.moves_max = 1000;
  const KeptPlan kept = replan(problem, plan.order.teams, announced, 1'000'000'000, {}, options);
  CHECK(kept.changes.size() <= plan.moves.size() - problem.classes.size() + plan.left_over.size());
  CHECK(kept.plan.order == plan.order);
}

TEST_CASE("a plan made again costs no more than going on as before") {
  ProgrammeShape shape;
  shape.devices = 1'000;
  shape.blocking = 40;
  for (std::uint64_t seed = 1; seed <= 5; seed++) {
    CAPTURE(seed);
    Problem problem = made_programme(shape, seed);
    const Plan plan = plan_of(problem, usual_orders(problem)[1].order);
    const std::vector<Week> announced = announced_by(problem, plan);
    // The first applications take twice as long as was thought.
    for (std::size_t i = 0; i < 3 && i < plan.order.teams[0].size(); i++)
      problem.applications[plan.order.teams[0][i]].modes[0].effort *= 2;
    SearchOptions options;
    options.moves_max = 2000;
    const KeptPlan as_before = plan_keeping(problem, continued(problem, plan.order.teams), announced, 4000);
    const KeptPlan again = replan(problem, plan.order.teams, announced, 4000, {}, options);
    CHECK(again.cost <= as_before.cost);
    std::int64_t devices = again.kept;
    for (const Change& change : again.changes) devices += change.devices;
    for (ClassIndex c = 0; c < announced.size(); c++)
      if (announced[c] >= 0) devices -= problem.classes[c].devices;
    CHECK(devices == 0);  // Each that was announced is kept or changed.
  }
}

}  // namespace
}  // namespace shoal::plan
