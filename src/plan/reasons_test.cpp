#include "plan/reasons.hpp"

#include <doctest/doctest.h>

namespace shoal::plan {
namespace {

/// One team of 100 a week for 4 weeks; one site of 2 slots of 3; applications of 100, 200 and one that nobody mends.
Problem three_applications() {
  Problem problem;
  problem.weeks = 4;
  problem.capacity = {3, 3, 3, 3};
  problem.teams = {{"packaging", {100, 100, 100, 100}}};
  problem.sites = {{"Croydon", {2, 2, 2, 2}}};
  problem.applications = {{"A", {{0, 100, 1}}}, {"B", {{0, 200, 1}}}, {"C", {}}};
  return problem;
}

TEST_CASE("an application frees those for which it is the last") {
  Problem problem = three_applications();
  problem.add({5, 1000, 1, 0, 0, 1}, {0});
  problem.add({3, 1000, 1, 0, 0, 1}, {0, 1});
  problem.add({2, 1000, 1, 0, 0, 1}, {1, 2});
  Plan plan;
  plan.ready = {0, 2, never};
  CHECK(meanings_of(problem, plan) == std::vector<Meaning>{{8, 5, 5}, {5, 3, 0}, {2, 0, 0}});
}

TEST_CASE("whoever is left over has one reason, the first that holds") {
  Problem problem = three_applications();
  problem.add({1, 1000, 1, 0, never, 1}, {2});
  problem.add({1, 1000, 1, 0, 9, 1}, {2});
  problem.add({1, 1000, 1, 0, 9, 1}, {1});
  problem.add({1, 1000, 1, 0, 0, 1}, {0, 1});
  problem.add({1, 1000, 1, 0, 0, 1}, {0});
  Plan plan;
  plan.ready = {1, 3, never};
  for (ClassIndex c = 0; c < 5; c++) plan.left_over.push_back({c, 1});
  CHECK(reasons_to_stay(problem, plan) == std::vector<Stayed>{{0, 1, Stay::never_released, 0},
                                                              {1, 1, Stay::nobody_mends, 2},
                                                              {2, 1, Stay::released_late, 0},
                                                              {3, 1, Stay::not_ready, 1},
                                                              {4, 1, Stay::no_room, 0}});
}

TEST_CASE("what limits a programme's end by itself is told, the latest first") {
  Problem problem = three_applications();
  problem.add({7, 1000, 1, 0, 0, 1}, {0, 1});
  problem.add({90, 1000, 1, 0, 0, 1}, {2});                                  // Can never move, so they limit nothing.
  CHECK(limits_of(problem) == std::vector<Limit>{{Limit::Kind::team, 0, 3},  // 300 of work: ready in week 2.
                                                 {Limit::Kind::site, 0, 3},  // 7 devices, 2 a week.
                                                 {Limit::Kind::moving, 0, 2}});  // 3 a week.
  // Another team could mend B, so that the first has only A by itself.
  problem.teams.push_back({"vendor", {1, 1, 1, 1}});
  problem.applications[1].modes.push_back({1, 9, 1});
  problem.add({1, 1000, 1, 0, 3, 1}, {});
  CHECK(limits_of(problem) == std::vector<Limit>{{Limit::Kind::site, 0, 3},
                                                 {Limit::Kind::release, 0, 3},
                                                 {Limit::Kind::moving, 0, 2},
                                                 {Limit::Kind::team, 0, 1}});
}

}  // namespace
}  // namespace shoal::plan
