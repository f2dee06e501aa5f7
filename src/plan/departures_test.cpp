#include "plan/departures.hpp"

#include <doctest/doctest.h>

namespace shoal::plan {
namespace {

/// Two teams of 100 a week for 9 weeks; applications of 100 for the first team but the last, which is the second's.
Problem five_applications() {
  Problem problem;
  problem.weeks = 9;
  problem.capacity.assign(9, 9);
  problem.teams = {{"packaging", std::vector<Effort>(9, 100)}, {"vendor", std::vector<Effort>(9, 100)}};
  problem.sites = {{"Croydon", {}}};
  for (int i = 0; i < 4; i++) problem.applications.push_back({"A", {{0, 100, 1}}});
  problem.applications.push_back({"V", {{1, 400, 1}}});
  return problem;
}

/// Blocks by application, and the weeks in which they are ready, of an order of the first team.
std::vector<Departed> departed(const Problem& problem, std::vector<std::uint32_t> blocks, std::vector<Week> ready) {
  Blocks of;
  of.of = std::move(blocks);
  Plan plan;
  plan.order = {{{0, 1, 2, 3}, {4}}, {0, 0, 0, 0, 0}};
  plan.ready = std::move(ready);
  return departures_of(problem, plan, of);
}

TEST_CASE("what is in the order of blocks needs no reason") {
  CHECK(departed(five_applications(), {0, 0, 1, 2, 0}, {0, 1, 2, 3, 3}).empty());
}

TEST_CASE("the fewest applications depart from blocks, and where nothing else is known the search found them so") {
  Problem problem = five_applications();
  for (ApplicationIndex a = 0; a < 5; a++) problem.add({1, 1000, 1, 0, 0, 1}, {a});
  CHECK(departed(problem, {3, 0, 1, 2, 0}, {0, 1, 2, 3, 3}) == std::vector<Departed>{{0, true, Departure::found, 0}});
  CHECK(departed(problem, {1, 2, 3, 0, 0}, {0, 1, 2, 3, 3}) == std::vector<Departed>{{3, false, Departure::found, 0}});
}

TEST_CASE("what is ready in the same week as what it changed places with departs for no reason that matters") {
  Problem problem = five_applications();
  problem.teams[0].capacity.assign(9, 400);
  CHECK(departed(problem, {3, 0, 1, 2, 0}, {0, 0, 0, 0, 3}) ==
        std::vector<Departed>{{0, true, Departure::same_week, 0}});
  CHECK(departed(problem, {1, 2, 3, 0, 0}, {0, 0, 0, 0, 3}) ==
        std::vector<Departed>{{3, false, Departure::same_week, 0}});
}

TEST_CASE("what a person wants first departs, and not those that it pushes back") {
  Problem problem = five_applications();
  problem.first = {0, 1};
  CHECK(departed(problem, {8, 7, 1, 2, 0}, {0, 1, 2, 3, 3}) ==
        std::vector<Departed>{{0, true, Departure::wanted_first, 0}, {1, true, Departure::wanted_first, 0}});
  CHECK(departed(problem, {0, 1, 1, 2, 0}, {0, 1, 2, 3, 3}).empty());
}

TEST_CASE("what takes its weeks whatever is spent on it is begun sooner") {
  Problem problem = five_applications();
  problem.applications[0].modes[0].least_weeks = 4;
  CHECK(departed(problem, {3, 0, 1, 2, 0}, {3, 1, 2, 4, 3}) ==
        std::vector<Departed>{{0, true, Departure::least_weeks, 0}});
}

TEST_CASE("what frees pilots is mended sooner, as others wait for them") {
  Problem problem = five_applications();
  problem.add({1, 1000, 1, 0, 0, 1}, {0});
  problem.add({50, 1000, 1, 0, 0, 3}, {1});
  CHECK(departed(problem, {3, 0, 1, 2, 0}, {0, 1, 2, 3, 3}) == std::vector<Departed>{{0, true, Departure::pilots, 0}});
}

TEST_CASE("what nobody could use sooner is mended later") {
  Problem problem = five_applications();
  problem.add({1, 1000, 1, 0, 4, 1}, {3});
  CHECK(departed(problem, {1, 2, 3, 0, 0}, {0, 1, 2, 3, 3}) ==
        std::vector<Departed>{{3, false, Departure::released, 0}});
  problem.add({2, 1000, 1, 0, 0, 1}, {3, 4});
  CHECK(departed(problem, {1, 2, 3, 0, 0}, {0, 1, 2, 3, 3}) ==
        std::vector<Departed>{{3, false, Departure::other_team, 4}});
  // The vendor is ready sooner than that, so that they do wait for it.
  CHECK(departed(problem, {1, 2, 3, 0, 0}, {0, 1, 2, 3, 2}) == std::vector<Departed>{{3, false, Departure::found, 0}});
}

}  // namespace
}  // namespace shoal::plan
