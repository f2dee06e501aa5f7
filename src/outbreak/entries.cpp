#include "outbreak/entries.hpp"

#include <algorithm>
#include <numeric>

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

}  // namespace

Result<std::vector<EntryLoss>> entry_losses(const Scenario& scenario, const EntryRequest& request) {
  SHOAL_TRY(check(scenario));
  std::vector<EntryLoss> entries;
  if (!scenario.entry.devices.empty()) return entries;
  const auto& weights = scenario.entry.zone_weights;
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (ZoneIndex zone = 0; zone < weights.size(); zone++)
    if (weights[zone] > 0) entries.push_back({zone, weights[zone] / all, {}, 0});
  std::vector<Tally> tallies(entries.size());
  request.for_each(entries.size(), [&](std::size_t e) {
    const Scenario begun = begun_in(scenario, entries[e].zone);
    const Layout layout(begun);
    Simulator simulator(layout);
    for (std::uint64_t r = 0; r < request.replicates && !request.should_stop(); r++)
      tallies[e].add(simulator.run(request.seed, r).devices());
  });
  for (std::size_t e = 0; e < entries.size(); e++) {
    entries[e].devices = tallies[e].interval(sure_of_entries, entries.size());
    entries[e].replicates = tallies[e].count();
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const EntryLoss& a, const EntryLoss& b) { return a.devices.mean > b.devices.mean; });
  return entries;
}

}  // namespace shoal::outbreak
