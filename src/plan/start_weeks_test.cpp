#include "plan/start_weeks.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

namespace shoal::plan {
namespace {

/// A team with these hundredths of a day by week, and applications that take these, in their order.
Problem one_team(std::vector<Effort> capacity, const std::vector<Effort>& efforts) {
  Problem problem;
  problem.weeks = static_cast<Week>(capacity.size());
  problem.teams = {{"packagers", std::move(capacity)}};
  for (const Effort effort : efforts) problem.applications.push_back({"", {{0, effort, 1}}});
  return problem;
}

Order as_listed(const Problem& problem) {
  Order order{{{}}, std::vector<std::uint8_t>(problem.applications.size())};
  for (ApplicationIndex a = 0; a < problem.applications.size(); a++) order.teams[0].push_back(a);
  return order;
}

std::vector<Week> starts(std::vector<Effort> capacity, const std::vector<Effort>& efforts) {
  const Problem problem = one_team(std::move(capacity), efforts);
  return start_weeks(problem, as_listed(problem));
}

TEST_CASE("a team begins an application when it is through with those before, and passes over weeks off") {
  CHECK(starts({100, 100, 0, 100}, {50, 150, 100}) == std::vector<Week>{0, 0, 3});
  CHECK(starts({0, 100, 100}, {100, 100}) == std::vector<Week>{1, 2});
}

TEST_CASE("what takes no effort begins when those before it are done") {
  CHECK(starts({100, 100}, {0, 100, 0, 100, 0}) == std::vector<Week>{0, 0, 0, 1, 1});
}

TEST_CASE("what is begun but not finished has a start, what is never begun has none") {
  CHECK(starts({100, 100}, {150, 60, 10}) == std::vector<Week>{0, 1, never});
  CHECK(starts({100}, {100, 1}) == std::vector<Week>{0, never});
}

TEST_CASE("an application in no order has no start, and teams do not wait for each other") {
  Problem problem = one_team({100, 100}, {150, 70, 10});
  problem.teams.push_back({"vendor", {50, 50}});
  problem.applications[1].modes.push_back({1, 60, 1});
  problem.applications.push_back({"", {{1, 30, 1}}});
  CHECK(start_weeks(problem, {{{0}, {1, 3}}, {0, 1, 0, 0}}) == std::vector<Week>{0, 0, never, 1});
}

/// The same, hundredth by hundredth.
std::vector<Week> counted_out(const Problem& problem) {
  std::vector<Week> made(problem.applications.size(), never);
  std::size_t at = 0;
  Effort left = problem.applications[0].modes[0].effort;
  for (Week week = 0; week < problem.weeks; week++)
    for (Effort unit = 0; unit < problem.teams[0].capacity[static_cast<std::size_t>(week)]; unit++) {
      while (at < made.size() && left == 0) left = ++at < made.size() ? problem.applications[at].modes[0].effort : 0;
      if (at == made.size()) return made;
      if (made[at] == never) made[at] = week;
      left--;
    }
  return made;
}

TEST_CASE("starts are those that spending hundredth by hundredth gives") {
  for (std::uint64_t seed = 1; seed <= 200; seed++) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<Effort> capacity(1 + random.below(8)), efforts(1 + random.below(10));
    for (Effort& each : capacity) each = static_cast<Effort>(random.below(5));
    for (Effort& each : efforts) each = 1 + static_cast<Effort>(random.below(6));
    const Problem problem = one_team(capacity, efforts);
    CHECK(start_weeks(problem, as_listed(problem)) == counted_out(problem));
  }
}

}  // namespace
}  // namespace shoal::plan
