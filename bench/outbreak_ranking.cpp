// How long ranking a thousand actions takes, and whether luck changes what it says.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "app/assess.hpp"
#include "app/outbreak_scenario.hpp"
#include "base/assert.hpp"
#include "figures.hpp"
#include "outbreak/made_description.hpp"
#include "outbreak/ranking.hpp"
#include "outbreak/trials.hpp"
#include "usage.hpp"

namespace shoal::bench {
namespace {

using outbreak::Action;
using outbreak::Averted;
using outbreak::Ranking;

/// 28,000 devices of Windows 7 and XP at 50 sites, of which two in five are open to WannaCry, and people who respond.
outbreak::OutbreakShape ranked_estate() {
  outbreak::OutbreakShape shape = outbreak::hospitals();
  shape.devices = 28'000, shape.sites = 50, shape.zones_per_site = 3, shape.reachable_per_mille = 600;
  return shape;
}

Ranking ranked_with(const outbreak::Prepared& prepared, const std::vector<Action>& actions, std::uint64_t seed) {
  outbreak::RankingRequest request;
  request.for_each = app::for_each_in_parallel;
  auto ranking = outbreak::rank(actions, outbreak::trials(prepared.scenario, seed, actions), request);
  SHOAL_ASSERT(ranking);
  return *std::move(ranking);
}

/// Of the best ten by one ranking, how many are among the best ten of the other, or may be as good as the tenth.
std::size_t best_that_stay(const Ranking& one, const Ranking& other) {
  constexpr std::size_t best = 10;
  const auto end = other.actions.begin() + best;
  return static_cast<std::size_t>(
      std::count_if(one.actions.begin(), one.actions.begin() + best, [&](const Averted& was) {
        return std::any_of(other.actions.begin(), end, [&](const Averted& now) { return now.action == was.action; }) ||
               overlap(was.per_person_day, one.actions[best - 1].per_person_day);
      }));
}

}  // namespace

void bench_outbreak_ranking(std::vector<Figure>& figures) {
  const auto tables = app::outbreak_tables();
  SHOAL_ASSERT(tables);
  const auto prepared = outbreak::prepare(outbreak::made_description(ranked_estate(), 1), tables->facts);
  SHOAL_ASSERT(prepared);
  auto actions = outbreak::candidate_actions(*prepared, tables->efforts, 1000).actions;
  SHOAL_ASSERT(actions.size() >= 1000);
  actions.resize(1000);
  const auto began = std::chrono::steady_clock::now();
  const double worked = processor_seconds();
  const Ranking first = ranked_with(*prepared, actions, 1);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  const double spent = processor_seconds() - worked;
  const Ranking second = ranked_with(*prepared, actions, 2);
  figures.push_back({"ranking 1,000 actions on 28,000 devices", seconds, "s on all cores", 60, false});
  figures.push_back({"the same, of all cores together", spent, "processor s", 120, false});
  figures.push_back({"devices lost in an outbreak there", first.loss.mean, "devices", 0, false});
  figures.push_back({"of the best ten, that stay or overlap with another seed",
                     static_cast<double>(std::min(best_that_stay(first, second), best_that_stay(second, first))),
                     "actions", 10, true});
}

}  // namespace shoal::bench
