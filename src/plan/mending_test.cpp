#include "plan/mending.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shoal::plan {
namespace {

/// One team that does 100 in each of six weeks.
Problem mended(std::vector<Mode> modes) {
  Problem problem;
  problem.weeks = 6;
  problem.capacity.assign(6, 1);
  problem.teams = {{"packagers", std::vector<Effort>(6, 100)}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {{"HOLMES", std::move(modes)}, {"PNC", {{0, 100, 1}}}};
  return problem;
}

/// "week:effort", latest week first.
std::string taken(const Problem& problem, Week ready) {
  std::string text;
  Mending(problem).for_each_taken(problem.applications[0].modes[0], ready, [&](Week week, Effort effort) {
    text += std::to_string(week) + ":" + std::to_string(effort) + " ";
  });
  return text;
}

TEST_CASE("an application that takes longer than a week has taken of the weeks before it is ready") {
  // 250 that are done by the end of week 3 were begun in week 1: 50 by its end, 150 by the end of week 2. What is ready
  // in week 4 has 50 done by the end of week 2. By the end of week 2, then, each week of delay takes 100 off.
  CHECK(taken(mended({{0, 250, 1}}), 3) == "3:100 2:100 1:50 ");
}

TEST_CASE("what is ready in the last week can have been put off no further, and takes all of its effort there") {
  CHECK(taken(mended({{0, 250, 1}}), 5) == "5:250 4:150 3:50 ");
}

TEST_CASE("an application that takes less than a week takes capacity of the week in which it is ready alone") {
  CHECK(taken(mended({{0, 60, 1}}), 3) == "3:60 ");
}

TEST_CASE("devices wait for the sum of the efforts of a team, and for the least time of each application") {
  const std::vector<ApplicationIndex> two{0, 1};
  CHECK(Mending(mended({{0, 250, 1}})).earliest(two) == 3);
  CHECK(Mending(mended({{0, 10, 5}})).earliest(two) == 4);
  CHECK(Mending(mended({{0, 250, 1}, {0, 90, 1}})).earliest(two) == 1);
  CHECK(Mending(mended({{0, 601, 1}})).earliest(two) == never);
  CHECK(Mending(mended({})).earliest(two) == never);
}

}  // namespace
}  // namespace shoal::plan
