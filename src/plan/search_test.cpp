#include "plan/search.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/sanitized.hpp"
#include "plan/evaluator.hpp"
#include "plan/made_programme.hpp"
#include "plan/propose.hpp"
#include "plan/schedule.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {
namespace {

std::vector<Order> usual_starts(const Problem& problem) {
  std::vector<Order> starts;
  for (const UsualOrder& usual : usual_orders(problem)) starts.push_back(usual.order);
  return starts;
}

SearchOptions short_search(std::uint64_t seed) {
  SearchOptions options;
  options.seed = seed;
  options.moves_max = 20'000;
  return options;
}

/// Least exposure by trying all orders of one team.
Exposure least_of_orders(const Problem& problem) {
  Order order = usual_orders(problem)[3].order;
  std::sort(order.teams[0].begin(), order.teams[0].end());
  Exposure least = plan_of(problem, order).exposure;
  while (std::next_permutation(order.teams[0].begin(), order.teams[0].end()))
    least = std::min(least, plan_of(problem, order).exposure);
  return least;
}

TEST_CASE("a search finds the best of all orders where these can be tried one by one") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = 40;
  shape.blocking = 7;
  shape.teams = 1;
  shape.sites = 1;
  for (std::uint64_t seed = 1; seed <= thinned(6U, 2U); seed++) {
    CAPTURE(seed);
    const Problem problem = made_programme(shape, seed);
    const WaitingSets sets(problem);
    CHECK(search(problem, sets, usual_starts(problem), short_search(seed)).exposure == least_of_orders(problem));
  }
}

/// Some applications can be mended by either team, some take long, and two come first.
Problem with_alternatives(std::uint64_t seed) {
  Problem problem = made_programme(tiny_programme(), seed);
  for (std::size_t a = 0; a < problem.applications.size(); a += 2) {
    const Mode mode = problem.applications[a].modes[0];
    problem.applications[a].modes.push_back({1 - mode.team, mode.effort * 3 / 4, 2});
    problem.applications[a].modes.push_back({mode.team, mode.effort * 2, 1});
  }
  problem.applications[3].modes[0].least_weeks = 4;
  problem.first = {5, 8};
  return problem;
}

TEST_CASE("what a search finds costs what a new count of its order says, with modes and waits and what comes first") {
  for (std::uint64_t seed = 1; seed <= 5; seed++) {
    CAPTURE(seed);
    const Problem problem = with_alternatives(seed);
    const WaitingSets sets(problem);
    const auto starts = usual_starts(problem);
    const Found found = search(problem, sets, starts, short_search(seed));
    CHECK(found.exposure == Evaluator(sets, ready_weeks(problem, found.order)).exposure());
    CHECK(found.exposure == plan_of(problem, found.order).exposure);
    for (const Order& start : starts) CHECK(found.exposure <= plan_of(problem, start).exposure);

    const auto fronts = pinned(problem, found.order.mode);
    std::vector<ApplicationIndex> all;
    for (std::size_t team = 0; team < fronts.size(); team++) {
      const auto& order = found.order.teams[team];
      CHECK(std::equal(fronts[team].begin(), fronts[team].end(), order.begin()));
      for (const ApplicationIndex a : order) CHECK(problem.applications[a].modes[found.order.mode[a]].team == team);
      all.insert(all.end(), order.begin(), order.end());
    }
    std::sort(all.begin(), all.end());
    std::vector<ApplicationIndex> awaited;
    for (ApplicationIndex a = 0; a < 16; a++)
      if (to_be_mended(problem)[a]) awaited.push_back(a);
    CHECK(all == awaited);
  }
}

void for_each_in_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::thread> threads;
  for (std::size_t i = count; i-- > 0;) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("the same seed and limits find the same, with any number of threads") {
  const Problem problem = with_alternatives(2);
  const WaitingSets sets(problem);
  SearchOptions options = short_search(9);
  options.moves_max = 3'000;
  options.searches = 3;
  const Found in_turn = search(problem, sets, usual_starts(problem), options);
  options.for_each = for_each_in_threads;
  const Found at_once = search(problem, sets, usual_starts(problem), options);
  CHECK(in_turn.order == at_once.order);
  CHECK(in_turn.moves == at_once.moves);
}

TEST_CASE("a search that knows how much of its time is spent comes to rest, and finds more than one that is cut off") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = thinned(2'000, 400);
  shape.blocking = thinned(80, 30);
  const Problem problem = made_programme(shape, 2);
  const WaitingSets sets(problem);
  Exposure rested = 0;
  Exposure cut = 0;
  for (std::uint64_t seed = 1; seed <= 3; seed++) {
    SearchOptions options = short_search(seed);
    options.moves_max = 1'000'000'000;
    int asked = 0;
    options.spent = [&] { return asked++ / 100.0; };
    const Found by_time = search(problem, sets, usual_starts(problem), options);
    rested += by_time.exposure;
    asked = 0;
    options.spent = nullptr;
    options.should_stop = [&] { return asked++ >= 100; };
    const Found by_stop = search(problem, sets, usual_starts(problem), options);
    cut += by_stop.exposure;
    CHECK(by_time.moves == by_stop.moves);
  }
  CHECK(rested < cut);
}

TEST_CASE("a search that is stopped gives back the best so far, of which it told") {
  const Problem problem = made_programme(tiny_programme(), 1);
  const WaitingSets sets(problem);
  SearchOptions options = short_search(1);
  int asked = 0;
  Exposure told = 0;
  options.should_stop = [&] { return ++asked > 4; };
  options.progress = [&](std::size_t, Exposure best) { told = best; };
  const Found found = search(problem, sets, usual_starts(problem), options);
  CHECK(found.moves < options.moves_max);
  CHECK(found.exposure == told);
}

TEST_CASE("a plan's exposure is what its moves come to, and a problem without devices has an empty one") {
  ProgrammeShape shape = tiny_programme();
  shape.site_slack = 1.1;
  const Problem problem = made_programme(shape, 4);
  const Plan plan = propose(problem, {}, short_search(4));
  std::vector<std::int64_t> left;
  for (const DeviceClass& devices : problem.classes) left.push_back(devices.devices);
  Exposure counted = 0;
  for (const Move& move : plan.moves) {
    counted += Exposure{move.devices} * problem.classes[move.devices_of].weight * (move.week + 1);
    left[move.devices_of] -= move.devices;
  }
  for (const LeftOver& over : plan.left_over) {
    counted += Exposure{over.devices} * problem.classes[over.devices_of].weight * problem.weeks;
    left[over.devices_of] -= over.devices;
  }
  CHECK(plan.exposure == counted);
  CHECK(left == std::vector<std::int64_t>(left.size()));
  CHECK(plan.ready == ready_weeks(problem, plan.order));

  Problem empty;
  empty.weeks = 1;
  empty.capacity = {1};
  const Plan nothing = propose(empty, {}, short_search(1));
  CHECK(nothing.exposure == 0);
  CHECK(nothing.finish == -1);
}

}  // namespace
}  // namespace shoal::plan
