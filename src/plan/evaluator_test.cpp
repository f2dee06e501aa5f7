#include "plan/evaluator.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "plan/filling.hpp"
#include "plan/made_programme.hpp"
#include "plan/schedule.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {
namespace {

/// Some applications are ready in other weeks, near or far, or never.
std::vector<ReadyChange> some_changes(const Evaluator& evaluator, const Problem& problem, Random& random) {
  std::vector<ReadyChange> changes;
  for (ApplicationIndex a = 0; a < problem.applications.size(); a++) {
    if (random.below(8) != 0 || problem.applications[a].modes.empty()) continue;
    const auto near = static_cast<Week>(evaluator.ready(a)) + static_cast<Week>(random.below(5)) - 2;
    const auto far = static_cast<Week>(random.below(static_cast<std::uint64_t>(problem.weeks) + 1));
    const Week week = std::clamp(random.below(3) == 0 ? far : near, 0, problem.weeks);
    changes.push_back({a, static_cast<std::uint16_t>(week)});
  }
  return changes;
}

std::vector<Week> ready_now(const Evaluator& evaluator, std::size_t applications, Week weeks) {
  std::vector<Week> ready;
  for (ApplicationIndex a = 0; a < applications; a++)
    ready.push_back(evaluator.ready(a) < weeks ? evaluator.ready(a) : never);
  return ready;
}

/// A programme in which lags, releases, freezes, and what nobody can mend all come up.
Problem odd_programme(ProgrammeShape shape, std::uint64_t seed) {
  Problem problem = made_programme(shape, seed);
  Random random(seed);
  for (DeviceClass& devices : problem.classes) {
    devices.lag = static_cast<Week>(1 + random.below(3));
    if (random.below(50) == 0) devices.release = never;
  }
  problem.capacity[3] = problem.capacity[9] = 0;
  problem.applications[5].modes.clear();
  problem.add({7, 300, 1, 0, 2, 3}, {});
  return problem;
}

TEST_CASE("the exposure kept up to date is that of a greedy filling, after any changes, kept or undone") {
  for (std::uint64_t seed = 1; seed <= 6; seed++) {
    CAPTURE(seed);
    const Problem problem = odd_programme(tiny_programme(), seed);
    const std::size_t applications = problem.applications.size();
    const WaitingSets sets(problem);
    CHECK(sets.is_exact);
    Evaluator evaluator(sets, ready_weeks(problem, usual_orders(problem)[0].order));
    Random random(seed);
    Exposure kept = evaluator.exposure();
    for (int i = 0; i < 500; i++) {
      CAPTURE(i);
      const Exposure changed = evaluator.change(some_changes(evaluator, problem, random));
      const auto ready = ready_now(evaluator, applications, problem.weeks);
      REQUIRE(changed == fill_greedily(problem, ready).exposure);
      if (random.below(2) == 0) {
        evaluator.undo();
        REQUIRE(evaluator.exposure() == kept);
      } else {
        evaluator.keep();
        kept = changed;
      }
    }
  }
}

TEST_CASE("the exposure kept up to date is that of a new evaluator where it is not exact") {
  ProgrammeShape shape = tiny_programme();
  shape.site_slack = 1.1;
  shape.sites = 11;
  for (std::uint64_t seed = 1; seed <= 6; seed++) {
    CAPTURE(seed);
    Problem problem = odd_programme(shape, seed);
    problem.sites[2].capacity.clear();
    if (seed % 2 == 0)
      for (std::size_t c = 0; c < problem.classes.size(); c++)
        problem.classes[c].weight = static_cast<std::int32_t>(900 + 7 * c);
    if (seed % 3 == 0) problem.classes[1].slots = 3;
    const std::size_t applications = problem.applications.size();
    const WaitingSets sets(problem);
    CHECK(!sets.is_exact);
    Evaluator evaluator(sets, ready_weeks(problem, usual_orders(problem)[0].order));
    Random random(seed);
    for (int i = 0; i < 60; i++) {
      CAPTURE(i);
      const Exposure changed = evaluator.change(some_changes(evaluator, problem, random));
      REQUIRE(changed == Evaluator(sets, ready_now(evaluator, applications, problem.weeks)).exposure());
      random.below(2) == 0 ? evaluator.undo() : evaluator.keep();
    }
  }
}

TEST_CASE("many weights are counted as levels, within a hundredth of the exposure") {
  Problem problem = made_programme(tiny_programme(), 3);
  for (std::size_t c = 0; c < problem.classes.size(); c++)
    problem.classes[c].weight = static_cast<std::int32_t>(700 + 13 * c);
  for (int i = 0; i < 200; i++) problem.add({1, 5000 + i, 1, 0, 0, 1}, {1});
  const auto ready = ready_weeks(problem, usual_orders(problem)[0].order);
  const WaitingSets sets(problem);
  CHECK(sets.level_weight.size() == 256);
  CHECK(static_cast<double>(Evaluator(sets, ready).exposure()) ==
        doctest::Approx(static_cast<double>(fill_greedily(problem, ready).exposure)).epsilon(0.01));
}

}  // namespace
}  // namespace shoal::plan
