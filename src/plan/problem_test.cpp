#include "plan/problem.hpp"

#include <doctest/doctest.h>

namespace shoal::plan {
namespace {

/// One team, one site, one application, one class, two weeks.
Problem small() {
  Problem problem;
  problem.weeks = 2;
  problem.capacity = {1, 1};
  problem.teams = {{"packagers", {100, 100}}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", {{0, 150, 1}}}};
  problem.add({1, 1000, 1, 0, 0, 1}, {0});
  return problem;
}

std::string refusal(const Problem& problem) {
  const auto checked = check(problem);
  return checked ? "none" : checked.error().message;
}

TEST_CASE("a problem that holds what its fields say is accepted") { CHECK(refusal(small()) == "none"); }

TEST_CASE("a problem that does not hold what its fields say is refused by name and value") {
  Problem problem = small();
  SUBCASE("weeks") {
    problem.weeks = 0;
    CHECK(refusal(problem) == "a programme has 1 to 1000 weeks, not 0");
  }
  SUBCASE("capacity of all") {
    problem.capacity = {1};
    CHECK(refusal(problem) == "the capacity of all sites is given for 1 weeks, and the programme has 2");
  }
  SUBCASE("team") {
    problem.teams[0].capacity[1] = -5;
    CHECK(refusal(problem) == "the capacity of team packagers in week 1 is not from 0 to 1000000000: -5");
  }
  SUBCASE("effort") {
    problem.applications[0].modes[0].effort = -1;
    CHECK(refusal(problem) == "application HOLMES has an effort that is not from 0 to 1000000000: -1");
  }
  SUBCASE("team of an application") {
    problem.applications[0].modes[0].team = 1;
    CHECK(refusal(problem) == "application HOLMES names a team that there is not");
  }
  SUBCASE("application of a class") {
    problem.add({1, 1000, 1, 0, 0, 1}, {1});
    CHECK(refusal(problem) == "class 1 waits for an application that there is not");
  }
  SUBCASE("devices") {
    problem.classes[0].devices = 0;
    CHECK(refusal(problem) == "class 0 has no devices");
  }
}

TEST_CASE("a class waits for each application once, however often it was named") {
  Problem problem = small();
  problem.add({1, 1000, 1, 0, 0, 1}, {7, 3, 7});
  const auto waits = problem.waits_for(1);
  CHECK(std::vector(waits.begin(), waits.end()) == std::vector<ApplicationIndex>{3, 7});
}

}  // namespace
}  // namespace shoal::plan
