#include "plan/usual_orders.hpp"

#include <doctest/doctest.h>

#include "plan/rounding.hpp"

namespace shoal::plan {
namespace {

Problem four_applications() {
  Problem problem;
  problem.weeks = 2;
  problem.capacity = {9, 9};
  problem.teams = {{"packagers", {100, 100}}, {"vendors", {100, 100}}};
  problem.sites = {{"Croydon", {}}};
  problem.applications = {
      {"Delta", {{0, 40, 1}}}, {"Charlie", {{1, 90, 1}, {0, 10, 1}}}, {"Bravo", {{0, 20, 1}}}, {"Alpha", {{1, 5, 1}}}};
  problem.add({5, 100, 1, 0, 0, 1}, {0, 3});
  problem.add({1, 1000, 1, 0, 0, 1}, {1, 2});
  problem.add({3, 10, 1, 0, 0, 1}, {2});
  return problem;
}

std::string spelled(const Problem& problem, const Order& order) {
  std::string text;
  for (const auto& team : order.teams) {
    for (const ApplicationIndex a : team) text += problem.applications[a].name + " ";
    text += "| ";
  }
  return text;
}

TEST_CASE("the usual orders are those that people say they use") {
  const Problem problem = four_applications();
  std::string text;
  for (const UsualOrder& usual : usual_orders(problem))
    text += std::string(usual.rule) + ": " + spelled(problem, usual.order) + "\n";
  CHECK(text ==
        "most-used: Delta Bravo Charlie | Alpha | \n"
        "weighted-by-effort: Charlie Bravo Delta | Alpha | \n"
        "alphabetical: Bravo Charlie Delta | Alpha | \n"
        "as-listed: Delta Charlie Bravo | Alpha | \n");
}

TEST_CASE("a relaxation is rounded by when a part of an application is ready, by its modes") {
  const Problem problem = four_applications();
  Relaxation relaxation;
  // Charlie has a little early and the rest late; Bravo half and half; Delta all in the second week.
  relaxation.ready = {0, 1, 0.4F, 0.7F, 0.5F, 1, 0, 0};
  relaxation.mode = {0, 1, 0, 0};
  std::string text;
  for (const Order& order : rounded_orders(problem, relaxation)) text += spelled(problem, order) + "\n";
  CHECK(text ==
        "Bravo Charlie Delta | Alpha | \n"
        "Bravo Charlie Delta | Alpha | \n"
        "Bravo Delta Charlie | Alpha | \n"
        "Bravo Delta Charlie | Alpha | \n"
        "Bravo Charlie Delta | Alpha | \n");
  CHECK(rounded_orders(problem, {}).empty());
}

}  // namespace
}  // namespace shoal::plan
