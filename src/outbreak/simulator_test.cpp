#include "outbreak/simulator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/sanitized.hpp"
#include "outbreak/brute_force.hpp"
#include "outbreak/made_statistics.hpp"
#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

/// Three sites with two zones each, few addresses, two kinds of which one may not be open at all.
Scenario small_estate() {
  Scenario scenario = many_sites(3, 2, 0.06, 0.5, 5);
  for (Zone& zone : scenario.zones) zone.addresses = 64;
  scenario.kinds.push_back({"Windows XP SP2", {{0.7, 0.3, 0.4}}});
  for (std::size_t d = 0; d < scenario.devices.size(); d += 3) scenario.devices[d].kind = 1;
  scenario.until = 40;
  return scenario;
}

/// Means of what is lost by a quarter, by half, and in the end, and of what is crashed: simulated, and by brute force.
void compare(const char* what, const Scenario& scenario) {
  CAPTURE(what);
  REQUIRE(check(scenario));
  const std::uint64_t seed = 21;
  CAPTURE(seed);
  const std::vector<Seconds> times = {scenario.until / 4, scenario.until / 2, scenario.until};
  const Layout layout(scenario);
  RunOptions options;
  options.times = times;
  Simulator simulator(layout, options);
  Random random(seed);
  std::vector<Sample> fast(4), slow(4);
  for (std::uint64_t r = 0; r < thinned<std::uint64_t>(200, 6); r++) {
    const Loss loss = simulator.run(seed, r);
    const BruteLoss brute = brute_force(scenario, times, random);
    for (std::size_t t = 0; t < 3; t++) {
      fast[t].values.push_back(simulator.lost_by()[t]);
      slow[t].values.push_back(brute.lost_by[t]);
    }
    fast[3].values.push_back(loss.crashed);
    slow[3].values.push_back(brute.crashed);
  }
  for (std::size_t t = 0; t < 4; t++) {
    const double z = z_between(fast[t], slow[t]), mean = fast[t].mean();
    CAPTURE(t);
    CAPTURE(mean);
    CAPTURE(z);
    CHECK(std::abs(z) < 3.5);
  }
}

TEST_CASE("as much is lost as where every attempt is drawn") {
  Scenario scenario = small_estate();
  Scan scan = scan_of(5, 2048);
  scan.in_zone = 0.1;
  scan.in_site = 0.2;
  SUBCASE("by a scan") {
    scenario.worm.scans = {scan};
    compare("scan", scenario);
  }
  SUBCASE("by a scan that ends, through limited uplinks") {
    scenario.worm.scans = {scan};
    scenario.worm.latent = {Span::Law::fixed, 1, 0};
    scenario.worm.active = {Span::Law::exponential, 8, 0};
    scenario.zones[0].uplink = 3;
    scenario.zones[3].uplink = 7.3;
    compare("uplinks", scenario);
  }
  SUBCASE("by a scan until zones are cut from each other") {
    scan.per_second = 10;
    scenario.worm.scans = {scan};
    scenario.worm.latent = {Span::Law::exponential, 1, 0};
    scenario.response = Response{4, {Span::Law::exponential, 2, 0}, {Span::Law::fixed, 1, 0}, true, false};
    compare("cut", scenario);
  }
  SUBCASE("by a scan until devices are switched off") {
    scenario.worm.scans = {scan};
    scenario.response = Response{10, {Span::Law::fixed, 2, 0}, {Span::Law::exponential, 5, 0}, false, true};
    compare("off", scenario);
  }
  SUBCASE("by a sweep and a little scanning") {
    scan.per_second = 0.4;
    scenario.worm.scans = {scan};
    scenario.worm.sweeps = {{0, 8, true}};
    scenario.worm.latent = {Span::Law::fixed, 0.5, 0};
    compare("sweep", scenario);
  }
  SUBCASE("with credentials, until zones are cut from each other") {
    const auto devices = static_cast<DeviceIndex>(scenario.devices.size());
    scenario.credentials = {{"helpdesk", {0, 7, 30}, {}}, {"backup", {}, {}}};
    for (DeviceIndex d = 0; d < devices; d++) {
      if (d % 2 == 0) scenario.credentials[0].opens.push_back(d);
      if (d % 5 == 0) scenario.credentials[1].lies_on.push_back(d);
      if (d % 3 == 0) scenario.credentials[1].opens.push_back(d);
    }
    scenario.entry.devices = {0};
    scenario.worm.thefts = {{0, 4, 0.8, true}};
    scenario.response = Response{12, {Span::Law::exponential, 2, 0}, {Span::Law::fixed, 1, 0}, true, false};
    compare("theft", scenario);
  }
  SUBCASE("along links") {
    const auto devices = static_cast<DeviceIndex>(scenario.devices.size());
    Links links;
    links.per_second = 0.1;
    links.begins = {0};
    Random random(3);
    for (DeviceIndex d = 0; d < devices; d++) {
      for (int i = 0; i < 3; i++) links.to.push_back(static_cast<DeviceIndex>(random.below(devices)));
      links.begins.push_back(static_cast<std::uint32_t>(links.to.size()));
    }
    scenario.worm.links = {links};
    scenario.worm.active = {Span::Law::exponential, 15, 0};
    compare("links", scenario);
  }
}

}  // namespace

/// A scenario whose worm is simulated in a loop of its own, unless it has a kill switch, which here is never reached;
/// along links, unless ways are asked for.
void compare_loops(const Scenario& scenario) {
  REQUIRE(check(scenario));
  Scenario with_switch = scenario;
  if (!with_switch.worm.kill_switch) with_switch.worm.kill_switch = 2 * scenario.until;
  const Layout layout(scenario), layout_with_switch(with_switch);
  RunOptions in_one_loop, one_by_one;
  for (int i = 1; i <= 50; i++) in_one_loop.times.push_back(scenario.until * i / 50);
  in_one_loop.ways = scenario.worm.links.empty();
  one_by_one.times = in_one_loop.times;
  one_by_one.ways = true;
  Simulator quick(layout, in_one_loop), slow(layout_with_switch, one_by_one);
  Protection some_safe;
  for (DeviceIndex d = 0; d < scenario.devices.size(); d += 7) some_safe.safe.push_back(d);
  for (std::uint64_t replicate = 0; replicate < thinned<std::uint64_t>(20, 3); replicate++) {
    CAPTURE(replicate);
    const Protection protection = replicate % 3 == 2 ? some_safe : Protection{};
    quick.run(1, replicate, protection);
    slow.run(1, replicate, protection);
    CHECK(std::equal(quick.lost().begin(), quick.lost().end(), slow.lost().begin(), slow.lost().end()));
    CHECK(std::equal(quick.lost_by().begin(), quick.lost_by().end(), slow.lost_by().begin(), slow.lost_by().end()));
    if (in_one_loop.ways)
      CHECK(std::equal(quick.came_from().begin(), quick.came_from().end(), slow.came_from().begin(),
                       slow.came_from().end()));
    // The one loop has no events for devices that begin to attempt. In one lane it sums in another order.
    if (scenario.worm.latent.typical == 0)
      CHECK(std::abs(quick.ended_at() - slow.ended_at()) <= (layout.lanes.size() == 1 ? 1e-12 * scenario.until : 0));
  }
}

Links ring(DeviceIndex devices, std::uint32_t links, double per_second) {
  Links laid;
  laid.per_second = per_second;
  laid.begins = {0};
  Random random(3);
  for (DeviceIndex d = 0; d < devices; d++) {
    for (std::uint32_t i = 1; i <= (d % 10 == 0 ? 2 * links : links); i++)
      laid.to.push_back(static_cast<DeviceIndex>(random.chance(0.1) ? random.below(devices) : (d + i) % devices));
    laid.begins.push_back(static_cast<std::uint32_t>(laid.to.size()));
  }
  return laid;
}

TEST_CASE("a worm with one way only loses the same as where each hit is handled by itself") {
  Scenario scenario = many_sites(24, 2, 0.2, 0.6, 5);
  scenario.until = 400;
  SUBCASE("by a scan, of which many hits are handled at a time") { scenario.worm.scans = {scan_of(30, 0x1p20)}; }
  SUBCASE("by a scan where all reach each other") {
    scenario = many_sites(24, 2, 0.2, 1, 5);
    scenario.until = 400;
    scenario.worm.scans = {scan_of(30, 0x1p20)};
    scenario.response = Response{900, {Span::Law::fixed, 5, 0}, {Span::Law::exponential, 5, 0}, false, false};
  }
  SUBCASE("by a scan of kinds that withstand more or less") {
    scenario.kinds.push_back({"Windows XP SP2", {{1, 0.3, 0}}});
    scenario.kinds.push_back({"Windows 2000", {{1, 0.6, 0}}});
    for (std::size_t d = 0; d < scenario.devices.size(); d++) scenario.devices[d].kind = static_cast<KindIndex>(d % 3);
    scenario.worm.scans = {scan_of(30, 0x1p20)};
    scenario.worm.scans[0].in_site = 0.2;
  }
  SUBCASE("by a scan that a kill switch ends") {
    scenario.worm.scans = {scan_of(30, 0x1p20)};
    for (std::size_t zone = 0; zone < scenario.zones.size(); zone += 2) scenario.zones[zone].reaches_kill_switch = true;
    scenario.worm.kill_switch = 100;
  }
  SUBCASE("by a scan that ends where devices are switched off") {
    scenario.worm.scans = {scan_of(30, 0x1p20)};
    scenario.response = Response{300, {Span::Law::fixed, 5, 0}, {Span::Law::exponential, 5, 0}, false, true};
  }
  SUBCASE("along links, near ones and far ones") {
    scenario = one_zone(100'000, 100'000);
    scenario.until = 40;
    scenario.worm.links = {ring(100'000, 9, 0.05)};
    scenario.worm.latent = {Span::Law::fixed, 2, 0};
    scenario.worm.active = {Span::Law::exponential, 6, 0};
    scenario.entry.count = 20;
  }
  SUBCASE("along links, until zones are cut from each other") {
    scenario.until = 200;
    scenario.worm.links = {ring(static_cast<DeviceIndex>(scenario.devices.size()), 8, 0.02)};
    scenario.response = Response{500, {Span::Law::fixed, 5, 0}, {Span::Law::exponential, 5, 0}, true, false};
  }
  compare_loops(scenario);
}

}  // namespace shoal::outbreak
