#include "plan/levers.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal::plan {
namespace {

/// Two teams of two people, two applications; ten devices wait for the first, three for both, five for hardware.
Problem two_teams() {
  Problem problem;
  problem.weeks = 40;
  problem.capacity.assign(40, 100);
  problem.teams = {{"packagers", std::vector<Effort>(40, 100)}, {"developers", std::vector<Effort>(40, 100)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", {{0, 400, 1}}}, {"CRIS", {{1, 1000, 1}}}};
  problem.add({10, 1000, 1, 0, 0, 1}, {0});
  problem.add({3, 1000, 1, 0, 0, 1}, {0, 1});
  problem.add({5, 1000, 1, 0, 6, 1}, {});
  return problem;
}

const Order both{{{0}, {1}}, {0, 0}};

std::string spelled_levers(const std::vector<Lever>& found) {
  const char* const kinds[] = {"people", "slots", "application", "hardware"};
  std::string text;
  for (const Lever& lever : found)
    text += std::string(kinds[static_cast<int>(lever.kind)]) + " " + std::to_string(lever.which) + " +" +
            std::to_string(lever.amount) + ": " + std::to_string(lever.weeks_p50) + " weeks, " +
            std::to_string(static_cast<std::int64_t>(lever.exposure)) + "\n";
  return text;
}

TEST_CASE("what moves the date most comes first, and what it gains is the plan's difference where there is no chance") {
  LeverRules rules;
  rules.forecast.scenarios = 1;
  rules.people = {2, 2};
  const auto found = levers(two_teams(), both, Priors{}, rules, for_each_in_turn);
  REQUIRE(found);
  // HOLMES is ready in week 3, CRIS in 9. With a third developer CRIS is ready in week 6, with a fourth in 4. Without
  // CRIS its three devices move in week 4, and the last are those whose hardware comes in week 6.
  CHECK(spelled_levers(*found) ==
        "application 1 +1: 4 weeks, 18000\n"
        "people 1 +2: 4 weeks, 15000\n"
        "people 1 +1: 3 weeks, 9000\n"
        "application 0 +1: 0 weeks, 40000\n"
        "people 0 +2: 0 weeks, 20000\n"
        "hardware 0 +4: 0 weeks, 20000\n"
        "people 0 +1: 0 weeks, 10000\n"
        "slots 0 +10: 0 weeks, 0\n"
        "slots 0 +25: 0 weeks, 0\n");
}

TEST_CASE("what an application holds up is the time from its devices' last but one to it") {
  CHECK(held_up(two_teams(), both) == std::vector<Exposure>{40'000, 18'000});
}

TEST_CASE("with common random numbers no more people and no more slots ever lose anything") {
  Priors priors;
  priors.effort = {0, 4, 0.5, 8};
  priors.team = {0, 0.5, 0.15, 8};
  priors.moving = {0, 2, 0.2, 8};
  priors.slip_chance = 0.4, priors.slip_weeks = 4;
  LeverRules rules;
  rules.forecast.scenarios = 500;
  rules.people = {2, 2};
  Problem problem = two_teams();
  problem.capacity.assign(40, 2);
  const auto found = levers(problem, both, priors, rules, for_each_in_turn);
  REQUIRE(found);
  CHECK(found->size() == 9);
  for (const Lever& lever : *found) {
    CHECK(lever.weeks_p50 >= 0);
    CHECK(lever.weeks_p80 >= 0);
    CHECK(lever.weeks_mean >= 0);
    CHECK(lever.exposure >= 0);
  }
}

}  // namespace
}  // namespace shoal::plan
