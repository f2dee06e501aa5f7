#include "outbreak/entries.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

#include "outbreak/layout.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

constexpr double sure_of_entries = 0.95;

/// `scenario`, begun in `zone`.
Scenario begun_in(const Scenario& scenario, ZoneIndex zone) {
  Scenario begun = scenario;
  std::fill(begun.entry.zone_weights.begin(), begun.entry.zone_weights.end(), 0.0);
  begun.entry.zone_weights[zone] = 1;
  return begun;
}

/// By entry, what is lost in replicates from `first` to before `last`.
std::vector<Tally> tried(const Scenario& scenario, std::span<const EntryLoss> entries, std::uint64_t first,
                         std::uint64_t last, const EntryRequest& request) {
  std::vector<Tally> tallies(entries.size());
  request.for_each(entries.size(), [&](std::size_t e) {
    if (request.should_stop()) return;
    const Scenario begun = begun_in(scenario, entries[e].zone);
    const Layout layout(begun);
    Simulator simulator(layout);
    for (std::uint64_t r = first; r < last && !request.should_stop(); r++)
      tallies[e].add(simulator.run(request.seed, r).devices());
  });
  return tallies;
}

void set(std::span<EntryLoss> entries, const std::vector<Tally>& tallies, std::uint64_t statements) {
  for (std::size_t e = 0; e < entries.size(); e++) {
    entries[e].devices = tallies[e].interval(sure_of_entries, statements);
    entries[e].replicates = tallies[e].count();
  }
}

void sort_by_loss(std::span<EntryLoss> entries) {
  std::ranges::stable_sort(entries, std::greater(), [](const EntryLoss& each) { return each.devices.mean; });
}

}  // namespace

Result<std::vector<EntryLoss>> entry_losses(const Scenario& scenario, const EntryRequest& request) {
  SHOAL_TRY(check(scenario));
  std::vector<EntryLoss> entries;
  if (!scenario.entry.devices.empty()) return entries;
  const auto& weights = scenario.entry.zone_weights;
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (ZoneIndex zone = 0; zone < weights.size(); zone++)
    if (weights[zone] > 0) entries.push_back({zone, weights[zone] / all, {}, 0});
  const bool is_chosen = entries.size() > request.leaders && request.replicates > request.first_replicates;
  const std::uint64_t first = is_chosen ? request.first_replicates : request.replicates;
  const std::uint64_t statements = entries.size() + (is_chosen ? request.leaders : 0);
  set(entries, tried(scenario, entries, 0, first, request), statements);
  sort_by_loss(entries);
  if (!is_chosen || request.should_stop()) return entries;
  const std::span leaders = std::span(entries).first(request.leaders);
  const std::vector<Tally> further = tried(scenario, leaders, first, first + request.replicates, request);
  // What was stopped knows less of them than the first replicates do.
  if (request.should_stop()) return entries;
  set(leaders, further, statements);
  sort_by_loss(leaders);
  return entries;
}

}  // namespace shoal::outbreak
