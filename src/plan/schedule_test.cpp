#include "plan/schedule.hpp"

#include <doctest/doctest.h>

namespace shoal::plan {
namespace {

/// One team with 100 a week but for a week of leave, five weeks.
Problem mending(std::vector<Mode> modes) {
  Problem problem;
  problem.weeks = 5;
  problem.capacity.assign(5, 100);
  problem.teams = {{"packagers", {100, 0, 100, 100, 100}}};
  problem.sites = {{"Croydon", {}}};
  for (ApplicationIndex a = 0; a < modes.size(); a++) {
    problem.applications.push_back({"A" + std::to_string(a), {modes[a]}});
    problem.add({1, 1000, 1, 0, 0, 1}, {a});
  }
  return problem;
}

std::vector<Week> ready_in_order(const Problem& problem, std::vector<ApplicationIndex> order) {
  return ready_weeks(problem, {{std::move(order)}, std::vector<std::uint8_t>(problem.applications.size())});
}

TEST_CASE("an application is ready in the first week by whose end its team has spent all up to it") {
  const Problem problem = mending({{0, 100, 1}, {0, 50, 1}, {0, 100, 1}, {0, 151, 1}});
  CHECK(ready_in_order(problem, {0, 1, 2, 3}) == std::vector<Week>{0, 2, 3, never});
  CHECK(ready_in_order(problem, {3, 2, 1, 0}) == std::vector<Week>{never, 4, 3, 2});
}

TEST_CASE("an application is ready no sooner than its least weeks from the week in which it is begun") {
  const Problem problem = mending({{0, 100, 1}, {0, 10, 2}, {0, 0, 3}, {0, 10, 1}});
  // The first takes all of week 0; the second is begun in week 2, after the leave.
  CHECK(ready_in_order(problem, {0, 1, 2, 3}) == std::vector<Week>{0, 3, 4, 2});
}

TEST_CASE("what takes no effort is ready in week 0 even where the team begins later") {
  Problem problem = mending({{0, 0, 1}, {0, 1, 1}});
  problem.teams[0].capacity = {0, 0, 1, 0, 0};
  CHECK(ready_in_order(problem, {0, 1}) == std::vector<Week>{0, 2});
}

TEST_CASE("an order takes up what is waited for, and puts first what a person wants first") {
  Problem problem = mending({{0, 1, 1}, {0, 1, 1}, {0, 1, 1}, {0, 1, 1}});
  problem.applications.push_back({"nobody can", {}});
  problem.applications.push_back({"nobody waits", {{0, 1, 1}}});
  problem.add({1, 1000, 1, 0, 0, 1}, {4});
  problem.first = {3, 5, 1, 3};
  const std::vector<double> key{2, 1, 1, 0, 0, 0};
  CHECK(order_by(problem, key, std::vector<std::uint8_t>(6)).teams ==
        std::vector<std::vector<ApplicationIndex>>{{3, 1, 2, 0}});
}

}  // namespace
}  // namespace shoal::plan
