// Outbreaks of which theory knows the outcome in closed form. Seeds are fixed; |z| < 3.5 everywhere.
#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "outbreak/made_statistics.hpp"
#include "outbreak/plain_scenario.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

constexpr double z_max = 3.5;

/// When so many are infected, in each of some replicates.
Sample times_to(const Scenario& scenario, std::uint32_t lost, int replicates, std::uint64_t seed) {
  const Layout layout(scenario);
  RunOptions options;
  options.stop_at = lost;
  Simulator simulator(layout, options);
  Sample sample;
  for (int r = 0; r < replicates; r++) {
    simulator.run(seed, static_cast<std::uint64_t>(r));
    sample.values.push_back(simulator.ended_at());
  }
  return sample;
}

Sample losses(const Scenario& scenario, int replicates, std::uint64_t seed) {
  const Layout layout(scenario);
  Simulator simulator(layout);
  Sample sample;
  for (int r = 0; r < replicates; r++)
    sample.values.push_back(simulator.run(seed, static_cast<std::uint64_t>(r)).devices());
  return sample;
}

TEST_CASE("a worm that scans at random needs as long to half of all as a pure birth process") {
  struct Historic {
    const char* name;
    std::uint32_t devices;
    double per_second, addresses;
    int replicates;
  };
  const Historic worms[] = {{"XP in a /8", thinned(17'882U, 1'788U), 30, 0x1p24, thinned(250, 5)},
                            {"like Slammer", thinned(73'581U, 735U), 4000, 0x1p32, thinned(30, 5)},
                            {"like Code Red", thinned(360'313U, 3'603U), 5.967, 0x1p32, thinned(8, 4)}};
  for (const Historic& worm : worms) {
    const std::uint64_t seed = 11;
    CAPTURE(worm.name);
    CAPTURE(seed);
    Scenario scenario = one_zone(worm.devices, static_cast<std::uint64_t>(worm.addresses));
    scenario.worm.scans = {scan_of(worm.per_second, worm.addresses)};
    // Times from i to i + 1 infected are exponential, so their cumulants add up.
    double mean = 0, variance = 0, fourth = 0;
    const std::uint32_t half = worm.devices / 2;
    for (double i = 1; i < half; i++) {
      const double span = worm.addresses / (worm.per_second * i * (worm.devices - i));
      mean += span;
      variance += span * span;
      fourth += 6 * span * span * span * span;
    }
    const Sample sample = times_to(scenario, half, worm.replicates, seed);
    const double z_of_mean = (sample.mean() - mean) / std::sqrt(variance / sample.size());
    const double z_of_variance = (sample.variance() - variance) /
                                 std::sqrt(fourth / sample.size() + 2 * variance * variance / (sample.size() - 1));
    CAPTURE(z_of_mean);
    CAPTURE(z_of_variance);
    CHECK(std::abs(z_of_mean) < z_max);
    CHECK(std::abs(z_of_variance) < z_max);
  }
}

TEST_CASE("where the infected recover, as many escape as the equation of the final size says") {
  const std::uint32_t devices = 20'000, began = 200;
  const double basic = 1.8;  // Infections by one of the first.
  for (const Span::Law law : {Span::Law::exponential, Span::Law::fixed}) {
    const std::uint64_t seed = 12;
    CAPTURE(seed);
    Scenario scenario = one_zone(devices, 1U << 20);
    scenario.worm.scans = {scan_of(10, 0x1p20)};
    scenario.worm.active = {law, basic / (10 * devices / 0x1p20), 0};
    scenario.entry.count = began;
    double escaped = 0.5;
    for (int i = 0; i < 200; i++) escaped = (1 - 1.0 * began / devices) * std::exp(-basic * (1 - escaped));
    const double z = losses(scenario, thinned(40, 4), seed).z(devices * (1 - escaped));
    CAPTURE(z);
    CHECK(std::abs(z) < z_max);
  }
}

/// Half of all devices have one link, the other half four, joined at random; each link both ways.
Scenario of_links(std::uint32_t devices, double transmissibility, Random& random) {
  Scenario scenario = one_zone(devices, devices);
  std::vector<DeviceIndex> ends;
  for (DeviceIndex d = 0; d < devices; d++) ends.insert(ends.end(), d % 2 == 0 ? 1 : 4, d);
  for (std::size_t i = ends.size() - 1; i > 0; i--) std::swap(ends[i], ends[random.below(i + 1)]);
  std::vector<std::vector<DeviceIndex>> links(devices);
  for (std::size_t i = 0; i + 1 < ends.size(); i += 2) {
    links[ends[i]].push_back(ends[i + 1]);
    links[ends[i + 1]].push_back(ends[i]);
  }
  Links laid;
  laid.per_second = 1;
  laid.begins = {0};
  for (const auto& of_device : links) {
    laid.to.insert(laid.to.end(), of_device.begin(), of_device.end());
    laid.begins.push_back(static_cast<std::uint32_t>(laid.to.size()));
  }
  scenario.worm.links = {std::move(laid)};
  scenario.worm.active = {Span::Law::fixed, -std::log(1 - transmissibility), 0};
  scenario.until = 1e6;
  return scenario;
}

// Newman, Spread of epidemic disease on networks (2002): with G0 and G1 the generating functions of degrees.
TEST_CASE(
    "along links at random, outbreaks above the threshold are as likely and as large as generating functions say") {
  const std::uint32_t devices = 10'000;
  const double passes = 0.6;
  double u = 0.5;
  for (int i = 0; i < 500; i++) u = 1 - passes + passes * (1 + 4 * u * u * u) / 5;
  const double giant = 1 - (u + u * u * u * u) / 2;
  const std::uint64_t seed = 13;
  CAPTURE(seed);
  Random random(seed);
  Sample sizes, shares;
  for (int graph = 0; graph < thinned(20, 2); graph++) {
    const Scenario scenario = of_links(devices, passes, random);
    Sample large;
    const Sample all = losses(scenario, 20, seed + static_cast<std::uint64_t>(graph));
    for (const double size : all.values)
      if (size > devices / 20.0) large.values.push_back(size);
    if (!large.values.empty()) sizes.values.push_back(large.mean());
    shares.values.push_back(large.size() / all.size());
  }
  const double z_of_size = sizes.z(devices * giant), z_of_share = shares.z(giant);
  CAPTURE(z_of_size);
  CAPTURE(z_of_share);
  CHECK(std::abs(z_of_size) < z_max);
  CHECK(std::abs(z_of_share) < z_max);
}

TEST_CASE("along links at random, outbreaks below the threshold are as small as generating functions say") {
  const double passes = 0.25;  // The threshold is at 5/12.
  const std::uint64_t seed = 14;
  CAPTURE(seed);
  Random random(seed);
  Sample means;
  for (int graph = 0; graph < thinned(20, 10); graph++) {
    const Scenario scenario = of_links(10'000, passes, random);
    means.values.push_back(losses(scenario, 400, seed + static_cast<std::uint64_t>(graph)).mean());
  }
  const double z = means.z(1 + passes * 2.5 / (1 - passes * 12 / 5));
  CAPTURE(z);
  CHECK(std::abs(z) < z_max);
}

/// What one device is expected to have become after `time`: the row sum of e^(rates * time), by its series.
double expected_growth(const std::vector<std::vector<double>>& rates, std::size_t from, double time) {
  std::vector<double> term(rates.size(), 0.0);
  term[from] = 1;
  double sum = 1;
  for (int n = 1; n < 200; n++) {
    std::vector<double> next(rates.size(), 0.0);
    for (std::size_t a = 0; a < rates.size(); a++)
      for (std::size_t b = 0; b < rates.size(); b++) next[b] += term[a] * rates[a][b] * time / n;
    term = next;
    for (const double part : term) sum += part;
  }
  return sum;
}

TEST_CASE("a worm that prefers its neighbours grows at first by the matrix of its branching") {
  // Two zones at one site and one at another, which reaches nobody else.
  const std::uint32_t of_zone = 30'000;
  const std::uint64_t seed = 15;
  CAPTURE(seed);
  Scenario scenario = one_zone(0, 1U << 20);
  scenario.sites = {"Croydon", "Barnet"};
  scenario.zones = {{.name = "1", .site = 0, .addresses = 1U << 18},
                    {.name = "2", .site = 0, .addresses = 1U << 19},
                    {.name = "3", .site = 1, .addresses = 1U << 18}};
  scenario.reaches[0].pairs = {1, 1, 1, 1, 1, 1, 0, 0, 1};
  for (ZoneIndex zone = 0; zone < 3; zone++) scenario.devices.insert(scenario.devices.end(), of_zone, {zone, 0, false});
  Scan scan = scan_of(1, 0x1p21);
  scan.in_zone = 0.3;
  scan.in_site = 0.3;
  scenario.worm.scans = {scan};
  scenario.entry.zone_weights = {1, 0, 0};
  const double any = 0.4 * of_zone / 0x1p21, site = 0.3 * of_zone / (0x1p18 + 0x1p19);
  const double near1 = 0.3 * of_zone / 0x1p18, near2 = 0.3 * of_zone / 0x1p19;
  const std::vector<std::vector<double>> rates = {{any + site + near1, any + site, any},
                                                  {any + site, any + site + near2, any},
                                                  {0, 0, any + 0.3 * of_zone / 0x1p18 + near1}};
  scenario.until = 75;
  const Sample sample = losses(scenario, thinned(300, 10), seed);
  const double z = sample.z(expected_growth(rates, 0, scenario.until));
  CAPTURE(sample.mean());
  CAPTURE(z);
  CHECK(std::abs(z) < z_max);
}

TEST_CASE("of all devices that an attempt does something to, as many crash as their chances say") {
  const std::uint64_t seed = 16;
  CAPTURE(seed);
  Scenario scenario = one_zone(5'000, 1U << 16);
  scenario.kinds[0].by_exploit[0] = {1, 0.3, 0.2};
  scenario.worm.scans = {scan_of(10, 0x1p16)};
  const Layout layout(scenario);
  Simulator simulator(layout);
  Sample crashed;
  for (std::uint64_t r = 0; r < thinned<std::uint64_t>(30, 5); r++) {
    const Loss loss = simulator.run(seed, r);
    REQUIRE(loss.devices() == 5'000);
    crashed.values.push_back(loss.crashed);
  }
  const double z = (crashed.mean() - 4'999 * 0.4) / std::sqrt(4'999 * 0.4 * 0.6 / crashed.size());
  CAPTURE(z);
  CHECK(std::abs(z) < z_max);
}

TEST_CASE("what is attempted on through a full uplink grows no further than the uplink lets it") {
  const std::uint64_t seed = 17;
  CAPTURE(seed);
  // Ten sources behind an uplink that four and a quarter fill, and others that only crash.
  Scenario scenario = one_zone(10, 256);
  scenario.zones.push_back({.name = "VLAN 2", .site = 0, .addresses = 1U << 16});
  scenario.zones[0].uplink = 42.5;
  scenario.reaches[0].pairs = {1, 1, 1, 1};
  scenario.kinds.push_back({"Windows XP SP2", {{1, 0, 1}}});
  scenario.devices.insert(scenario.devices.end(), 20'000, {1, 1, false});
  for (DeviceIndex d = 0; d < 10; d++) scenario.entry.devices.push_back(d);
  scenario.worm.scans = {scan_of(10, 0x1p16)};
  scenario.until = 400;
  const double hit = 1 - std::exp(-42.5 * scenario.until / 0x1p16);
  Sample sample = losses(scenario, thinned(50, 5), seed);
  const double z = (sample.mean() - 10 - 20'000 * hit) / std::sqrt(20'000 * hit * (1 - hit) / sample.size());
  CAPTURE(z);
  CHECK(std::abs(z) < z_max);
}

}  // namespace
}  // namespace shoal::outbreak
