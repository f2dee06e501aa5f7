#include "outbreak/entries.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "outbreak/ensemble.hpp"
#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

/// Sites that cannot reach all others, so that it matters where it begins.
Scenario of_unlike_zones() {
  Scenario scenario = many_sites(8, 4, 0.05, 0.3, 5);
  Scan scan = scan_of(1, 0x1p16);
  scan.in_zone = 0.1;
  scenario.worm.scans = {scan};
  scenario.until = 300;
  for (std::size_t zone = 0; zone < scenario.entry.zone_weights.size(); zone++)
    scenario.entry.zone_weights[zone] = static_cast<double>(zone % 3);
  return scenario;
}

/// What an ensemble says that is told to begin in the zone.
Tally by_ensemble(Scenario scenario, ZoneIndex zone, std::uint64_t first, std::uint64_t count) {
  for (std::size_t z = 0; z < scenario.entry.zone_weights.size(); z++)
    scenario.entry.zone_weights[z] = z == zone ? 1 : 0;
  EnsembleRequest request;
  request.seed = 9, request.first = first, request.count = count, request.times = {scenario.until};
  const auto ensemble = simulate(scenario, request);
  REQUIRE(ensemble);
  Tally tally;
  for (const Loss& loss : ensemble->losses) tally.add(loss.devices());
  return tally;
}

std::size_t zones_with_weight(const Scenario& scenario) {
  return static_cast<std::size_t>(
      std::ranges::count_if(scenario.entry.zone_weights, [](double weight) { return weight > 0; }));
}

bool falls(std::span<const EntryLoss> entries) {
  return std::ranges::is_sorted(entries, std::greater(), [](const EntryLoss& each) { return each.devices.mean; });
}

TEST_CASE("what is lost from a zone is what an ensemble loses that begins there") {
  const Scenario scenario = of_unlike_zones();
  EntryRequest request;
  request.seed = 9, request.replicates = 40;
  const auto entries = entry_losses(scenario, request);
  REQUIRE(entries);
  REQUIRE(entries->size() == zones_with_weight(scenario));
  CHECK(falls(*entries));
  double weights = 0;
  for (const EntryLoss& entry : *entries) {
    CHECK(entry.devices == by_ensemble(scenario, entry.zone, 0, 40).interval(0.95, entries->size()));
    CHECK(entry.replicates == 40);
    weights += entry.weight;
  }
  CHECK(weights == doctest::Approx(1));
  request.for_each = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i > 0; i--) work(i - 1);
  };
  CHECK(*entry_losses(scenario, request) == *entries);
}

TEST_CASE("of many zones those with most loss are tried further, on replicates that did not choose them") {
  const Scenario scenario = of_unlike_zones();
  EntryRequest request;
  request.seed = 9, request.replicates = 70, request.leaders = 6, request.first_replicates = 35;
  const auto entries = entry_losses(scenario, request);
  REQUIRE(entries);
  REQUIRE(entries->size() == zones_with_weight(scenario));
  const std::span leaders = std::span(*entries).first(6), others = std::span(*entries).subspan(6);
  CHECK(falls(leaders));
  CHECK(falls(others));
  for (const EntryLoss& entry : others) {
    CHECK(entry.devices == by_ensemble(scenario, entry.zone, 0, 35).interval(0.95, entries->size() + 6));
    CHECK(entry.replicates == 35);
  }
  for (const EntryLoss& entry : leaders) {
    CHECK(entry.devices == by_ensemble(scenario, entry.zone, 35, 70).interval(0.95, entries->size() + 6));
    CHECK(entry.replicates == 70);
    CHECK(by_ensemble(scenario, entry.zone, 0, 35).mean() >= others.front().devices.mean);
  }
}

TEST_CASE("stopped while leaders are tried, all is told by the first replicates") {
  const Scenario scenario = of_unlike_zones();
  EntryRequest request;
  request.seed = 9, request.replicates = 70, request.leaders = 6, request.first_replicates = 35;
  std::uint64_t asked = 0;
  // Each zone asks once before it begins and once before each replicate; the leaders' replicates are under way then.
  const std::uint64_t all = zones_with_weight(scenario) * 36 + 50;
  request.should_stop = [&] { return ++asked > all; };
  const auto entries = entry_losses(scenario, request);
  REQUIRE(entries);
  CHECK(asked > all);
  CHECK(falls(*entries));
  CHECK(std::ranges::all_of(*entries, [](const EntryLoss& each) { return each.replicates == 35; }));
}

TEST_CASE("where the devices are named where it begins, no zone is tried") {
  Scenario scenario = of_unlike_zones();
  scenario.entry.devices = {1};
  CHECK(entry_losses(scenario, {})->empty());
}

}  // namespace
}  // namespace shoal::outbreak
