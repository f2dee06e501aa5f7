#include "plan/team_factors.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "plan/schedule.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t weeks_apart = 8;

/// Two teams that mend an application each, both ready in the first week, with so many devices that wait for it.
Problem teams_apart(std::int32_t first, std::int32_t second, Week release = 0) {
  Problem problem;
  problem.weeks = weeks_apart;
  problem.capacity.assign(weeks_apart, 1000);
  problem.teams = {{"A", std::vector<Effort>(weeks_apart, 100)}, {"B", std::vector<Effort>(weeks_apart, 100)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", {{0, 100, 1}}}, {"PNC", {{1, 100, 1}}}};
  problem.add({first, 10, 1, 0, 0, 1}, std::vector<ApplicationIndex>{0});
  problem.add({second, 10, 1, 0, release, 1}, std::vector<ApplicationIndex>{1});
  return problem;
}

std::vector<double> factors_of(const Problem& problem, const std::vector<double>& moving) {
  return team_factors(problem, order_by(problem, std::vector<double>(2), {0, 0}), moving);
}

/// By team, where a factor is the same in all weeks.
void check_factors(const std::vector<double>& factors, double first, double second) {
  REQUIRE(factors.size() == 2 * weeks_apart);
  for (std::size_t i = 0; i < factors.size(); i++)
    CHECK(factors[i] == doctest::Approx(i < weeks_apart ? first : second));
}

const std::vector<double> free_slots(weeks_apart, 0.0);

TEST_CASE("a team is worth what waits for its applications, beside what waits for all") {
  // 30 and 10 devices for as much effort: all are worth 20 for each team's effort.
  check_factors(factors_of(teams_apart(30, 10), free_slots), 1.5, 0.5);
}

TEST_CASE("what a device has to pay for its slot is not worth anything to a team") {
  // A slot is 4 dearer in the second week, in which they move, than in the third; so of 10 each there are 6 left.
  std::vector<double> moving(weeks_apart, 0.0);
  moving[1] = 4;
  check_factors(factors_of(teams_apart(30, 10), moving), 1.5, 0.5);
  moving[1] = 40;
  check_factors(factors_of(teams_apart(30, 10), moving), 1, 1);
}

TEST_CASE("devices that wait for a date hurry nobody") {
  check_factors(factors_of(teams_apart(30, 10, 5), free_slots), 2, 0.05);
}

TEST_CASE("devices that wait for two teams ready in the same week are shared between them") {
  Problem problem = teams_apart(30, 0);
  problem.add({20, 10, 1, 0, 0, 1}, std::vector<ApplicationIndex>{0, 1});
  check_factors(factors_of(problem, free_slots), 1.6, 0.4);
}

}  // namespace
}  // namespace shoal::plan
