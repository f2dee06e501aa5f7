#include "plan/relaxation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <thread>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "plan/made_programme.hpp"

namespace shoal::plan {
namespace {

/// So small that every order of the applications can be tried.
Problem drawn_problem(std::uint64_t seed) {
  Random random(seed);
  Problem problem;
  problem.weeks = static_cast<Week>(4 + random.below(8));
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  const std::size_t teams = 1 + random.below(2);
  for (std::size_t t = 0; t < teams; t++) {
    Team team{"T" + std::to_string(t), {}};
    for (std::size_t w = 0; w < weeks; w++)
      team.capacity.push_back(random.below(8) == 0 ? 0 : static_cast<Effort>(1 + random.below(150)));
    problem.teams.push_back(std::move(team));
  }
  for (std::size_t w = 0; w < weeks; w++)
    problem.capacity.push_back(random.below(8) == 0 ? 0 : static_cast<std::int32_t>(random.below(12)));
  problem.sites = {{"S", {}}};
  const std::size_t applications = 1 + random.below(6);
  for (std::size_t a = 0; a < applications; a++) {
    Application application{"A" + std::to_string(a), {}};
    for (std::size_t modes = random.below(4) == 0 ? random.below(3) : 1; modes > 0; modes--)
      application.modes.push_back({static_cast<TeamIndex>(random.below(teams)),
                                   static_cast<Effort>(1 + random.below(200)),
                                   random.below(4) == 0 ? static_cast<Week>(1 + random.below(3)) : 1});
    problem.applications.push_back(std::move(application));
  }
  for (std::size_t c = 2 + random.below(10); c > 0; c--) {
    std::vector<ApplicationIndex> needs;
    for (ApplicationIndex a = 0; a < applications; a++)
      if (random.below(3) == 0) needs.push_back(a);
    const auto release = random.below(4) == 0 ? static_cast<Week>(random.below(weeks + 2)) : 0;
    problem.add({static_cast<std::int32_t>(1 + random.below(6)), static_cast<std::int32_t>(random.below(5)), 1, 0,
                 release, static_cast<Week>(random.below(5) == 0 ? 2 : 1)},
                needs);
  }
  return problem;
}

/// The same, of two sites that are limited each for itself and not together.
Problem drawn_sites(std::uint64_t seed) {
  Problem problem = drawn_problem(seed);
  Random random(seed + 1000);
  problem.capacity.assign(problem.capacity.size(), 1000);
  problem.sites = {{"S", {}}, {"T", {}}};
  for (Site& site : problem.sites)
    for (Week w = 0; w < problem.weeks; w++) site.capacity.push_back(static_cast<std::int32_t>(random.below(5)));
  for (DeviceClass& devices : problem.classes) devices.site = static_cast<SiteIndex>(random.below(2));
  return problem;
}

/// The same, where nearly everybody waits for two applications, which take long, and some do without one of them.
Problem drawn_keys(std::uint64_t seed) {
  const Problem drawn = drawn_problem(seed);
  Random random(seed + 2000);
  Problem problem;
  problem.weeks = drawn.weeks;
  problem.capacity = drawn.capacity;
  problem.teams = drawn.teams;
  problem.sites = drawn.sites;
  problem.applications = drawn.applications;
  for (std::size_t a = 0; a < std::min<std::size_t>(2, problem.applications.size()); a++)
    for (Mode& mode : problem.applications[a].modes) mode.effort += static_cast<Effort>(random.below(150));
  for (ClassIndex c = 0; c < drawn.classes.size(); c++) {
    std::vector<ApplicationIndex> needs;
    for (ApplicationIndex a = 0; a < problem.applications.size(); a++)
      if (a < 2 ? random.below(6) != 0 : random.below(4) == 0) needs.push_back(a);
    problem.add(drawn.classes[c], needs);
  }
  return problem;
}

/// When applications are ready that each team mends in the order of `order`.
std::vector<Week> weeks_by_hand(const Problem& problem, std::span<const ApplicationIndex> order,
                                std::span<const std::size_t> modes) {
  std::vector<Week> ready(problem.applications.size(), never);
  std::vector<Effort> done(problem.teams.size());
  for (const ApplicationIndex a : order) {
    if (problem.applications[a].modes.empty()) continue;
    const Mode& mode = problem.applications[a].modes[modes[a]];
    const Effort before = done[mode.team];
    const Effort after = done[mode.team] += mode.effort;
    Week begun = never;
    Week spent = never;
    Effort sum = 0;
    for (Week week = 0; week < problem.weeks; week++) {
      sum += problem.teams[mode.team].capacity[static_cast<std::size_t>(week)];
      if (sum > before) begun = std::min(begun, week);
      if (sum >= after) spent = std::min(spent, week);
    }
    const Week last = std::max(spent, begun + mode.least_weeks - 1);
    ready[a] = last < problem.weeks ? last : never;
  }
  return ready;
}

/// The least exposure with these weeks: heaviest first is best where all take one slot, and either no site is limited
/// or all are and the whole is not.
Exposure filled(const Problem& problem, std::span<const Week> ready) {
  std::vector<ClassIndex> heaviest(problem.classes.size());
  std::iota(heaviest.begin(), heaviest.end(), 0);
  std::ranges::stable_sort(heaviest, std::greater(), [&](ClassIndex c) { return problem.classes[c].weight; });
  std::vector<std::int32_t> left;
  std::vector<Week> from;
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    left.push_back(problem.classes[c].devices);
    Week week = problem.classes[c].release;
    for (const ApplicationIndex a : problem.waits_for(c)) week = std::max(week, ready[a] + problem.classes[c].lag);
    from.push_back(week);
  }
  Exposure exposure = 0;
  for (Week week = 0; week < problem.weeks; week++) {
    std::vector<std::int32_t> rooms;
    for (const Site& site : problem.sites)
      rooms.push_back((site.capacity.empty() ? problem.capacity : site.capacity)[static_cast<std::size_t>(week)]);
    for (const ClassIndex c : heaviest) {
      exposure += Exposure{left[c]} * problem.classes[c].weight;
      if (week < from[c]) continue;
      std::int32_t& room = rooms[problem.classes[c].site];
      const std::int32_t moved = std::min(room, left[c]);
      left[c] -= moved;
      room -= moved;
    }
  }
  return exposure;
}

Exposure best_of_all_orders(const Problem& problem) {
  std::vector<ApplicationIndex> order(problem.applications.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<std::size_t> modes(order.size());
  Exposure best = std::numeric_limits<Exposure>::max();
  for (;;) {
    std::ranges::sort(order);
    do best = std::min(best, filled(problem, weeks_by_hand(problem, order, modes)));
    while (std::ranges::next_permutation(order).found);
    std::size_t a = 0;
    while (a < modes.size() && modes[a] + 1 >= problem.applications[a].modes.size()) modes[a++] = 0;
    if (a == modes.size()) return best;
    modes[a]++;
  }
}

/// That no order of problems 1 to `seeds` has less exposure than the bound, and that the bound is worth having.
void hold_against_all_orders(Problem (*draw)(std::uint64_t), std::uint64_t seeds, const RelaxationOptions& options = {},
                             Exposure percent = 97) {
  Exposure bounds = 0;
  Exposure bests = 0;
  for (std::uint64_t seed = 1; seed <= seeds; seed++) {
    CAPTURE(seed);
    const Problem problem = draw(seed);
    REQUIRE(check(problem));
    const Exposure best = best_of_all_orders(problem);
    const Exposure bound = relax(problem, options).bound;
    CHECK(bound <= best);
    bounds += bound;
    bests += best;
  }
  CAPTURE(bounds);
  CAPTURE(bests);
  CHECK(bounds * 100 >= bests * percent);
}

TEST_CASE("no order of the applications has less exposure than the bound") {
  hold_against_all_orders(drawn_problem, 200);
}

TEST_CASE("no order has less exposure than the bound where nearly everybody waits for the same applications") {
  hold_against_all_orders(drawn_keys, 200, {}, 98);
}

TEST_CASE("no order has less exposure than the bound where sites are limited") {
  hold_against_all_orders(drawn_sites, 50);
}

TEST_CASE("no order has less exposure than the bound where weeks share prices") {
  RelaxationOptions few;
  few.prices_max = 6;
  hold_against_all_orders(drawn_problem, 50, few, 94);
  hold_against_all_orders(drawn_sites, 50, few, 94);
}

TEST_CASE("sites that share prices between weeks bring the bound nearer than no prices would") {
  ProgrammeShape shape = tiny_programme();
  shape.site_slack = 0.5;
  Exposure with = 0;
  Exposure without = 0;
  for (std::uint64_t seed = 1; seed <= thinned(5U, 2U); seed++) {
    Problem problem = made_programme(shape, seed);
    RelaxationOptions few;
    few.prices_max = 40;
    const Exposure bound = relax(problem, few).bound;
    CHECK(bound <= relax(problem, {}).bound + bound / 1000);
    with += bound;
    for (Site& site : problem.sites) site.capacity.clear();
    without += relax(problem, few).bound;
  }
  CHECK(with * 100 > without * 103);
}

TEST_CASE("weeks of many teams that share prices keep most of the bound, since no week takes what another leaves") {
  ProgrammeShape shape = tiny_programme();
  shape.teams = 6;
  Exposure few_prices = 0;
  Exposure all_prices = 0;
  for (std::uint64_t seed = 1; seed <= 5; seed++) {
    const Problem problem = made_programme(shape, seed);
    RelaxationOptions few;
    few.prices_max = shape.teams * 2;
    few_prices += relax(problem, few).bound;
    all_prices += relax(problem, {}).bound;
  }
  CAPTURE(few_prices);
  CAPTURE(all_prices);
  CHECK(few_prices <= all_prices * 1001 / 1000);
  CHECK(few_prices * 10'000 >= all_prices * 9955);
}

using MakeOptions = std::function<RelaxationOptions(std::uint64_t)>;

// Of drawn problems: that the bound holds, and whether prices proved it. Options by seed.
void check_bounds(bool are_priced, const MakeOptions& make_options) {
  for (std::uint64_t seed = 1; seed <= 40; seed++) {
    CAPTURE(seed);
    const Problem problem = drawn_problem(seed);
    const Relaxation relaxation = relax(problem, make_options(seed));
    CHECK(relaxation.is_priced == are_priced);
    CHECK(relaxation.bound <= best_of_all_orders(problem));
  }
}

TEST_CASE("a search that is stopped at once still has a bound that holds") {
  check_bounds(true, [](std::uint64_t) {
    RelaxationOptions options;
    options.should_stop = [] { return true; };
    return options;
  });
}

TEST_CASE("a search that is stopped at once has a bound that holds where weeks of sites share prices") {
  for (std::uint64_t seed = 1; seed <= 20; seed++) {
    CAPTURE(seed);
    const Problem problem = drawn_sites(seed);
    RelaxationOptions options;
    options.prices_max = 4;
    options.should_stop = [] { return true; };
    CHECK(relax(problem, options).bound <= best_of_all_orders(problem));
  }
}

TEST_CASE("a search that is cancelled before it began has a bound that holds, and says that no prices proved it") {
  check_bounds(false, [](std::uint64_t) {
    RelaxationOptions options;
    options.is_cancelled = [] { return true; };
    return options;
  });
}

TEST_CASE("where devices wait for no application, room alone tells the least exposure") {
  for (std::uint64_t seed = 1; seed <= 40; seed++) {
    CAPTURE(seed);
    const Problem drawn = drawn_problem(seed);
    Problem problem;
    problem.weeks = drawn.weeks;
    problem.capacity = drawn.capacity;
    problem.sites = drawn.sites;
    for (const DeviceClass& devices : drawn.classes) problem.add(devices, {});
    RelaxationOptions options;
    options.is_cancelled = [] { return true; };
    CHECK(relax(problem, options).bound == filled(problem, {}));
  }
}

TEST_CASE("a search that is cancelled within a round still has a bound that holds") {
  for (std::uint64_t seed = 1; seed <= 40; seed++) {
    CAPTURE(seed);
    const Problem problem = drawn_problem(seed);
    RelaxationOptions options;
    options.pairs_of_sample = 1 + seed % 20;
    std::uint64_t asked = 0;
    options.is_cancelled = [&] { return ++asked > 3 * seed; };
    CHECK(relax(problem, options).bound <= best_of_all_orders(problem));
  }
}

TEST_CASE("a search that is told to stop within a round ends one on all devices, in a hurry") {
  check_bounds(true, [](std::uint64_t seed) {
    RelaxationOptions options;
    options.pairs_of_sample = 1 + seed % 20;
    options.should_stop = [asked = std::uint64_t{0}, seed]() mutable { return ++asked > 3 * seed; };
    return options;
  });
}

TEST_CASE("the relaxation has the same bytes for any number of threads") {
  const Problem problem = made_programme(tiny_programme(), 3);
  RelaxationOptions options;
  const Relaxation in_turn = relax(problem, options);
  options.for_each = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < 3; t++)
      threads.emplace_back([&, t] {
        for (std::size_t i = count; i-- > 0;)
          if (i % 3 == t) work(i);
      });
    for (std::thread& thread : threads) thread.join();
  };
  const Relaxation at_once = relax(problem, options);
  CHECK(at_once.bound == in_turn.bound);
  CHECK(at_once.ready == in_turn.ready);
  CHECK(at_once.mode == in_turn.mode);
}

TEST_CASE("what is ready does not fall") {
  const Problem problem = made_programme(tiny_programme(), 5);
  const Relaxation relaxation = relax(problem, {});
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  REQUIRE(relaxation.ready.size() == problem.applications.size() * weeks);
  for (std::size_t i = 0; i < relaxation.ready.size(); i++) {
    CHECK(relaxation.ready[i] <= 1);
    if (i % weeks != 0) CHECK(relaxation.ready[i] >= relaxation.ready[i - 1]);
  }
}

}  // namespace
}  // namespace shoal::plan
