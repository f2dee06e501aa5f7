#include "plan/exact.hpp"

#include <doctest/doctest.h>

#include "plan/made_programme.hpp"
#include "plan/propose.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {
namespace {

SearchOptions enough_moves() {
  SearchOptions options;
  options.moves_max = 50'000;
  return options;
}

TEST_CASE("what a search finds in a small estate is what a solver proves to be best, from a poor plan as well") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = 60;
  shape.blocking = 7;
  for (std::uint64_t seed = 1; seed <= 3; seed++) {
    CAPTURE(seed);
    shape.site_slack = seed == 3 ? 1.1 : 0;
    const Problem problem = made_programme(shape, seed);
    const Plan plan = propose(problem, {}, enough_moves());
    const Exact exact = prove(problem, plan_of(problem, usual_orders(problem)[2].order), {});
    CHECK(exact.is_proven);
    CHECK(exact.plan.exposure == plan.exposure);
    CHECK(exact.bound == plan.exposure);
  }
}

TEST_CASE("a proof holds where applications can be mended in several ways, take weeks, or come first") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = 40;
  shape.blocking = 5;
  for (std::uint64_t seed = 1; seed <= 2; seed++) {
    CAPTURE(seed);
    Problem problem = made_programme(shape, seed);
    problem.applications[0].modes.push_back({1 - problem.applications[0].modes[0].team, 900, 1});
    problem.applications[1].modes[0].least_weeks = 3;
    problem.first = {2};
    const Plan plan = propose(problem, {}, enough_moves());
    const Exact exact = prove(problem, plan, {});
    CHECK(exact.bound <= plan.exposure);
    CHECK(exact.plan.exposure == plan.exposure);
    CHECK(exact.is_proven == (exact.bound == plan.exposure));
  }
}

TEST_CASE("a proof that meets its limit says so and gives the bound that it has") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = 100;
  shape.blocking = 10;
  const Problem problem = made_programme(shape, 1);
  const Plan plan = plan_of(problem, usual_orders(problem)[1].order);
  ExactOptions options;
  options.nodes_max = 1;
  const Exact exact = prove(problem, plan, options);
  CHECK(exact.bound <= exact.plan.exposure);
  CHECK(exact.bound > 0);
}

}  // namespace
}  // namespace shoal::plan
