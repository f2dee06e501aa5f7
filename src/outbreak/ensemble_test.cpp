#include "outbreak/ensemble.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

/// Everything that an ensemble counts: crashes, credentials, a sweep, a response.
Scenario of_everything() {
  Scenario scenario = many_sites(4, 2, 0.3, 0.5, 3);
  scenario.kinds.push_back({"Windows XP SP2", {{0.5, 0.2, 0.3}}});
  for (std::size_t d = 0; d < scenario.devices.size(); d += 3) scenario.devices[d].kind = 1;
  for (std::size_t d = 0; d < scenario.devices.size(); d += 5) scenario.devices[d].has_personal_data = true;
  scenario.credentials = {{"helpdesk", {10, 20, 30}, {}}};
  for (DeviceIndex d = 100; d < 200; d++) scenario.credentials[0].opens.push_back(d);
  Scan scan = scan_of(10, 0x1p16);
  scan.in_zone = 0.2;
  scan.in_site = 0.2;
  scenario.worm.scans = {scan};
  scenario.worm.sweeps = {{0, 1, true}};
  scenario.worm.thefts = {{0, 2, 0.9, true}};
  scenario.worm.latent = {Span::Law::lognormal, 5, 0.5};
  scenario.worm.active = {Span::Law::exponential, 300, 0};
  scenario.worm.kill_switch = 200;
  scenario.zones[1].reaches_kill_switch = true;
  scenario.zones[0].uplink = 100;
  scenario.response = Response{50, {Span::Law::exponential, 20, 0}, {Span::Law::lognormal, 30, 1}, true, false};
  scenario.until = 400;
  return scenario;
}

EnsembleRequest request_of(const Scenario& scenario, std::uint64_t first, std::uint64_t count) {
  EnsembleRequest request;
  request.seed = 7;
  request.first = first;
  request.count = count;
  request.times = {scenario.until / 4, scenario.until / 2, scenario.until};
  return request;
}

TEST_CASE("the same replicates give the same bytes, in whichever order and shards they are run") {
  const Scenario scenario = of_everything();
  EnsembleRequest request = request_of(scenario, 3, 40);
  const auto whole = simulate(scenario, request);
  REQUIRE(whole);
  request.for_each = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i > 0; i--) work(i - 1);
  };
  CHECK(*simulate(scenario, request) == *whole);
  const auto one = simulate(scenario, request_of(scenario, 3, 15)),
             other = simulate(scenario, request_of(scenario, 18, 25));
  REQUIRE(one);
  REQUIRE(other);
  CHECK(*merged(*one, *other) == *whole);
  CHECK(*merged(*other, *one) == *whole);
}

TEST_CASE("every count of an ensemble sums to the others") {
  const Scenario scenario = of_everything();
  const auto made = simulate(scenario, request_of(scenario, 0, 30));
  REQUIRE(made);
  std::uint64_t infected = 0, crashed = 0, lost_at_end = 0, ways = 0, began = 0, zone_lost = 0;
  for (std::size_t i = 0; i < made->losses.size(); i++) {
    infected += made->losses[i].infected;
    crashed += made->losses[i].crashed;
    lost_at_end += made->lost_by[i * 3 + 2];
    CHECK(made->lost_by[i * 3 + 2] == made->losses[i].devices());
    CHECK(made->lost_by[i * 3] <= made->lost_by[i * 3 + 1]);
  }
  for (std::size_t z = 0; z < scenario.zones.size(); z++) zone_lost += made->zone_lost[z * 3 + 2];
  ways = std::accumulate(made->ways.begin(), made->ways.end(), std::uint64_t{0});
  began = std::accumulate(made->began.begin(), made->began.end(), std::uint64_t{0});
  CHECK(std::accumulate(made->infected.begin(), made->infected.end(), std::uint64_t{0}) == infected);
  CHECK(std::accumulate(made->crashed.begin(), made->crashed.end(), std::uint64_t{0}) == crashed);
  CHECK(lost_at_end == infected + crashed);
  CHECK(zone_lost == infected + crashed);
  CHECK(ways + began == infected + crashed);
  CHECK(began == 30);
  CHECK(crashed > 0);
}

TEST_CASE("what does not stand side by side or differs is not merged") {
  const Scenario scenario = of_everything();
  const auto one = simulate(scenario, request_of(scenario, 0, 2)),
             apart = simulate(scenario, request_of(scenario, 3, 2));
  REQUIRE(one);
  REQUIRE(apart);
  CHECK(merged(*one, *apart).error().code == "outbreak.shards_apart");
  CHECK(merged(*one, *one).error().code == "outbreak.shards_apart");
  Ensemble differs = *apart;
  differs.seed = 8;
  CHECK(merged(*one, differs).error().code == "outbreak.shards_differ");
}

}  // namespace
}  // namespace shoal::outbreak
