#include "plan/announced.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal::plan {
namespace {

/// Two devices a week for six weeks; one team of 100 a week; application A of 100, B of 100.
Problem six_weeks() {
  Problem problem;
  problem.weeks = 6;
  problem.capacity.assign(6, 2);
  problem.teams = {{"packaging", std::vector<Effort>(6, 100)}};
  problem.sites = {{"Croydon", {}}, {"Sutton", std::vector<std::int32_t>(6, 1)}};
  problem.applications = {{"A", {{0, 100, 1}}}, {"B", {{0, 100, 1}}}};
  return problem;
}

std::string spelled_week(Week week) { return week == never ? "never" : std::to_string(week); }

std::string spelled(const KeptPlan& kept) {
  std::string text;
  for (const Move& move : kept.plan.moves)
    text += "week " + std::to_string(move.week) + ": " + std::to_string(move.devices) + " of " +
            std::to_string(move.devices_of) + "\n";
  for (const Change& change : kept.changes)
    text += std::to_string(change.devices) + " of " + std::to_string(change.devices_of) + " from " +
            spelled_week(change.from) + " to " + spelled_week(change.to) + ": " + std::string(spelled(change.why)) +
            (change.why == ChangeReason::not_ready ? " " + std::to_string(change.application) : "") + "\n";
  return text + "kept " + std::to_string(kept.kept) + ", exposure " + std::to_string(kept.plan.exposure) + ", cost " +
         std::to_string(kept.cost);
}

const Order a_then_b{{{0, 1}}, {0, 0}};

TEST_CASE("who can keep the announced week does, and others fill what is left") {
  Problem problem = six_weeks();
  problem.add({2, 10, 1, 0, 0, 1}, {0});
  problem.add({2, 99, 1, 0, 0, 1}, {0});
  // A is ready in week 0, so that all could move in week 1.
  CHECK(spelled(plan_keeping(problem, a_then_b, std::vector<Week>{1, not_announced}, 1'000'000)) ==
        "week 1: 2 of 0\n"
        "week 2: 2 of 1\n"
        "kept 2, exposure 634, cost 634");
}

TEST_CASE("a change has its reason: an application, a date, room") {
  Problem problem = six_weeks();
  problem.add({1, 10, 1, 0, 0, 1}, {0, 1});  // B is ready in week 1.
  problem.add({1, 10, 1, 0, 4, 1}, {0});
  problem.add({2, 10, 1, 1, 0, 1}, {0});
  CHECK(spelled(plan_keeping(problem, a_then_b, std::vector<Week>{1, 3, 1}, 5)) ==
        "week 1: 1 of 2\n"
        "week 2: 1 of 0\n"
        "week 2: 1 of 2\n"
        "week 4: 1 of 1\n"
        "1 of 0 from 1 to 2: not-ready 1\n"
        "1 of 1 from 3 to 4: released-later\n"
        "1 of 2 from 1 to 2: no-room\n"
        "kept 1, exposure 130, cost 145");
}

TEST_CASE("a week sooner is worth a change where it gains more than that costs") {
  Problem problem = six_weeks();
  problem.add({1, 10, 1, 0, 0, 1}, {0});
  for (const Exposure cost : {Exposure{39}, Exposure{40}}) {
    CAPTURE(cost);
    // From week 5 to week 1 are four weeks of 10.
    CHECK(spelled(plan_keeping(problem, a_then_b, std::vector<Week>{5}, cost)) ==
          (cost == 39 ? "week 1: 1 of 0\n1 of 0 from 5 to 1: sooner\nkept 0, exposure 20, cost 59"
                      : "week 5: 1 of 0\nkept 1, exposure 60, cost 60"));
  }
}

TEST_CASE("who was announced and stays is told") {
  Problem problem = six_weeks();
  problem.add({1, 10, 1, 0, never, 1}, {});
  CHECK(spelled(plan_keeping(problem, a_then_b, std::vector<Week>{2}, 5)) ==
        "1 of 0 from 2 to never: released-later\n"
        "kept 0, exposure 60, cost 65");
}

}  // namespace
}  // namespace shoal::plan
