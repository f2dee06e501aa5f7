// How good plans are and how fast they are found, on programmes of the shape of a police force in 2017.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "app/assess.hpp"
#include "app/embedded.hpp"
#include "figures.hpp"
#include "forecast_coverage.hpp"
#include "plan/exact.hpp"
#include "plan/forecast.hpp"
#include "plan/made_pilots.hpp"
#include "plan/made_programme.hpp"
#include "plan/propose.hpp"
#include "plan/relaxation.hpp"
#include "plan/replan.hpp"
#include "plan/usual_orders.hpp"
#include "usage.hpp"

namespace shoal::bench {
namespace {

using namespace std::chrono;
using plan::Exposure;
using plan::Problem;

struct Planned {
  plan::Relaxation relaxation;
  plan::Plan plan;
  double gap = 0;      // Per cent of the bound.
  double seconds = 0;  // Of all cores together.
};

// Of the time that there is, the most that the bound may take. It mostly needs less, and the search takes the rest.
constexpr double share_of_bound = 0.8;
// Filling what was found takes a little too.
constexpr double share_before_filling = 0.96;

/// Bound and plan within so many processor seconds of all cores together.
Planned planned_within(const Problem& problem, double seconds, const ForEach& for_each) {
  const double began = processor_seconds();
  const auto spent = [&] { return (processor_seconds() - began) / seconds; };
  Planned made;
  plan::RelaxationOptions relaxing;
  relaxing.for_each = for_each;
  relaxing.should_stop = [&] { return spent() > share_of_bound; };
  made.relaxation = plan::relax(problem, relaxing);
  plan::SearchOptions searching;
  searching.for_each = for_each;
  searching.steps_max = INT64_MAX;
  searching.moves_max = INT64_MAX;
  searching.spent = [&] { return spent() / share_before_filling; };
  made.plan = plan::propose(problem, made.relaxation, searching);
  made.seconds = processor_seconds() - began;
  made.gap = 100.0 * static_cast<double>(made.plan.exposure - made.relaxation.bound) /
             static_cast<double>(std::max<Exposure>(made.relaxation.bound, 1));
  return made;
}

Exposure most_used_first(const Problem& problem) {
  return plan::plan_of(problem, plan::usual_orders(problem).front().order).exposure;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void bench_seeds(std::vector<Figure>& figures) {
  std::vector<double> gaps, less;
  double slowest = 0;
  for (std::uint64_t seed = 1; seed <= 20; seed++) {
    const Problem problem = plan::made_programme({}, seed);
    const Planned made = planned_within(problem, 10, for_each_in_turn);
    gaps.push_back(made.gap);
    slowest = std::max(slowest, made.seconds);
    const auto usual = static_cast<double>(most_used_first(problem));
    less.push_back(100 * (usual - static_cast<double>(made.plan.exposure)) / usual);
    std::fprintf(stderr, "seed %d: gap %.2f %%, %.1f s, %.1f %% less than most used first\n", static_cast<int>(seed),
                 made.gap, made.seconds, less.back());
  }
  figures.push_back({"28,000 devices, 600 applications: gap, median of 20 seeds", median(gaps), "%", 1, false});
  figures.push_back({"  the worst of them", *std::max_element(gaps.begin(), gaps.end()), "%", 1, false});
  figures.push_back({"  processor time, one core, the slowest", slowest, "s", 10, false});
  figures.push_back({"  less exposure than by most used first, median", median(less), "%", 10, true});
}

void bench_shapes(std::vector<Figure>& figures) {
  std::vector<std::pair<std::string, plan::ProgrammeShape>> shapes(7);
  shapes[0].first = "one team";
  shapes[0].second.teams = 1;
  shapes[1].first = "twenty teams";
  shapes[1].second.teams = 20;
  shapes[2].first = "equal weights";
  shapes[2].second.equal_weights = true;
  shapes[3].first = "one application that blocks 90 %";
  shapes[3].second.one_blocks_most = true;
  shapes[4].first = "sites with 1.15 of their share";
  shapes[4].second.site_slack = 1.15;
  shapes[5].first = "mending 80 weeks, moving 40";
  shapes[5].second.mending_weeks = 80;
  shapes[5].second.moving_weeks = 40;
  shapes[6].first = "mending 40 weeks, moving 60";
  shapes[6].second.mending_weeks = 40;
  shapes[6].second.moving_weeks = 60;
  for (const auto& [name, shape] : shapes) {
    const Planned made = planned_within(plan::made_programme(shape, 1), 10, for_each_in_turn);
    figures.push_back({"  gap with " + name, made.gap, "%", 1, false});
  }
}

// Both run before what needs less memory, and say what all of this process took.
void bench_large(std::vector<Figure>& figures) {
  const Planned huge = planned_within(plan::made_programme(plan::huge_programme(), 1), 360, app::for_each_in_parallel);
  figures.push_back({"1,000,000 devices, 2,500 applications: gap", huge.gap, "%", 2, false});
  figures.push_back({"  processor time of both cores, for 180 s each", huge.seconds, "s", 360, false});
  figures.push_back({"  peak memory", peak_megabytes() / 1024, "GB", 4, false});
  const Planned large =
      planned_within(plan::made_programme(plan::large_programme(), 1), 120, app::for_each_in_parallel);
  figures.push_back({"100,000 devices, 2,500 applications: gap", large.gap, "%", 0.5, false});
  figures.push_back({"  processor time of both cores, for 60 s each", large.seconds, "s", 120, false});
}

void bench_tiny(std::vector<Figure>& figures) {
  double best = 0, proven = 0, slowest = 0, bound_holds = 0;
  for (std::uint64_t seed = 1; seed <= 20; seed++) {
    const Problem problem = plan::made_programme(plan::tiny_programme(), seed);
    const plan::Relaxation relaxation = plan::relax(problem, {});
    const plan::Plan found = plan::propose(problem, relaxation, {});
    const double began = processor_seconds();
    const plan::Exact exact = plan::prove(problem, found, {});
    slowest = std::max(slowest, processor_seconds() - began);
    proven += exact.is_proven ? 1 : 0;
    best += exact.is_proven && found.exposure == exact.plan.exposure ? 1 : 0;
    bound_holds += relaxation.bound <= exact.plan.exposure ? 1 : 0;
  }
  figures.push_back({"300 devices, 20 seeds: found what Cbc proves to be best", best, "of 20", 20, true});
  figures.push_back({"  proven by Cbc", proven, "of 20", 20, true});
  figures.push_back({"  bound not above it", bound_holds, "of 20", 20, true});
  figures.push_back({"  the slowest proof", slowest, "s", 0, false});
}

void bench_replan(std::vector<Figure>& figures) {
  const Problem before = plan::made_programme({}, 1);
  const Planned made = planned_within(before, 10, for_each_in_turn);
  std::vector<plan::Week> announced(before.classes.size(), plan::not_announced);
  for (const plan::Move& move : made.plan.moves) announced[move.devices_of] = move.week;
  // After a week the first application of each team turns out to take twice as long.
  Problem now = before;
  for (const auto& order : made.plan.order.teams)
    if (!order.empty()) now.applications[order[0]].modes[made.plan.order.mode[order[0]]].effort *= 2;
  plan::SearchOptions searching;
  searching.steps_max = 300'000'000;
  const auto began = steady_clock::now();
  const double processor = processor_seconds();
  const plan::KeptPlan kept = plan::replan(now, made.plan.order.teams, announced, 4000, {}, searching);
  figures.push_back({"planned again after a week, 28,000 devices", processor_seconds() - processor, "s", 1, false});
  figures.push_back({"  on the clock", duration<double>(steady_clock::now() - began).count(), "s", 0, false});
  std::int64_t changed = 0;
  for (const plan::Change& change : kept.changes) changed += change.devices;
  figures.push_back({"  devices that move in another week than announced", static_cast<double>(changed), "", 0, false});
}

void bench_pilots(std::vector<Figure>& figures) {
  const auto groups = plan::made_pilots({}, 1);
  const double began = processor_seconds();
  const auto pilots = plan::choose_pilots(groups, {}, for_each_in_turn);
  SHOAL_ASSERT(pilots);
  figures.push_back({"pilots from 5 devices: gap",
                     100.0 * static_cast<double>(pilots->pilots - pilots->bound) / static_cast<double>(pilots->bound),
                     "%", 3, false});
  figures.push_back({"  processor time", processor_seconds() - began, "s", 0, false});
}

void bench_forecast(std::vector<Figure>& figures) {
  const auto priors = plan::read_priors(app::embedded_priors());
  SHOAL_ASSERT(priors);
  const Problem problem = plan::made_programme({}, 1);
  const plan::Order order = plan::usual_orders(problem).front().order;
  const auto began = steady_clock::now();
  const double processor = processor_seconds();
  const auto parallel = plan::forecast(problem, order, *priors, {}, app::for_each_in_parallel);
  figures.push_back(
      {"forecast, 10,000 scenarios", duration<double>(steady_clock::now() - began).count(), "s", 1, false});
  figures.push_back({"  processor time of both cores", processor_seconds() - processor, "s", 0, false});
  const auto serial = plan::forecast(problem, order, *priors, {}, for_each_in_turn);
  SHOAL_ASSERT(parallel && serial);
  const Coverage coverage = forecast_coverage(*priors, 100, 1, 0.25, true);
  figures.push_back(
      {"80 % interval over 100 programmes covers at least", static_cast<double>(coverage.within), "", 75, true});
  figures.push_back({"  and at most", static_cast<double>(coverage.within), "", 85, false});
  // Threads must not matter, for the plan likewise.
  plan::ProgrammeShape shape;
  shape.devices = 5'000;
  shape.blocking = 150;
  const Problem smaller = plan::made_programme(shape, 3);
  plan::SearchOptions searching;
  searching.searches = 4;
  searching.moves_max = 20'000;
  const auto with = [&](const ForEach& for_each) {
    plan::RelaxationOptions relaxing;
    relaxing.for_each = for_each;
    searching.for_each = for_each;
    return plan::propose(smaller, plan::relax(smaller, relaxing), searching);
  };
  const plan::Plan one = with(for_each_in_turn), two = with(app::for_each_in_parallel);
  const bool is_same = *parallel == *serial && one.order == two.order && one.moves == two.moves;
  figures.push_back({"same bytes with any number of threads", is_same ? 1.0 : 0.0, "", 1, true});
}

}  // namespace

void bench_plan_tiny(std::vector<Figure>& figures) { bench_tiny(figures); }

void bench_plan_forecast(std::vector<Figure>& figures) {
  bench_forecast(figures);
  bench_pilots(figures);
  bench_replan(figures);
}

void bench_plan_seeds(std::vector<Figure>& figures) {
  bench_seeds(figures);
  bench_shapes(figures);
}

void bench_plan_large(std::vector<Figure>& figures) { bench_large(figures); }

}  // namespace shoal::bench
