// How fast outbreaks are simulated, beside plain loops, in the same run.
#include <cstdio>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "base/random.hpp"
#include "figures.hpp"
#include "outbreak/ensemble.hpp"
#include "outbreak/plain_scenario.hpp"
#include "outbreak/simulator.hpp"
#include "outbreak_baselines.hpp"
#include "usage.hpp"

namespace shoal::bench {
namespace {

using outbreak::DeviceIndex;
using outbreak::Layout;
using outbreak::RunOptions;
using outbreak::Scenario;
using outbreak::Simulator;

struct Timed {
  double seconds_each = 0;  // Processor time; of the best of several batches, since the machine has other work too.
  double losses_each = 0;
};

Timed timed(Simulator& simulator, int batches, int runs) {
  Timed best{1e9, 0};
  std::uint64_t replicate = 0;
  for (int batch = 0; batch < batches; batch++) {
    double losses = 0;
    const double began = user_seconds();
    for (int run = 0; run < runs; run++) losses += simulator.run(1, replicate++).devices();
    const double each = (user_seconds() - began) / runs;
    if (each < best.seconds_each) best = {each, losses / runs};
  }
  return best;
}

/// 32 sites with 4 zones each, of which so many reach each other; 18,000 devices among the 2^24 addresses of a /8.
Scenario met(double reach) {
  Scenario scenario = outbreak::many_sites(32, 4, 0.55, reach, 1);
  scenario.worm.scans = {outbreak::scan_of(30, 0x1p24)};
  return scenario;
}

/// Outbreaks in it a second, to half of its devices and to the end, beside two plain loops.
void bench_met(const Scenario& scenario, const std::string& which, std::vector<Figure>& figures) {
  const Layout layout(scenario);
  RunOptions to_half;
  to_half.stop_at = static_cast<std::uint32_t>(scenario.devices.size() / 2);
  Simulator half(layout, to_half), whole(layout);
  const Timed of_half = timed(half, 10, 100), of_whole = timed(whole, 10, 50);
  const auto lost = static_cast<std::size_t>(of_whole.losses_each);
  const Baseline thinned_half = thinned(scenario, to_half.stop_at, 20), thinned_whole = thinned(scenario, lost, 5);
  const Baseline each = attempt_by_attempt(scenario, to_half.stop_at, 1e18);
  figures.push_back({which + ", to half", 1 / of_half.seconds_each, "/s", 10'000, true});
  figures.push_back({"  for each loss", of_half.seconds_each * 1e9 / of_half.losses_each, "ns", 0, false});
  figures.push_back(
      {"  the same by drawing those attempts only that find a device", 1 / thinned_half.seconds, "/s", 0, true});
  figures.push_back({"    times as fast", thinned_half.seconds / of_half.seconds_each, "", 0, true});
  figures.push_back({"  the same by drawing every attempt", 1 / each.seconds, "/s", 0, true});
  figures.push_back({"    times as fast", each.seconds / of_half.seconds_each, "", 0, true});
  figures.push_back(
      {"    attempts that a second stands for", each.attempts / of_half.seconds_each / 1e9, "G", 0, true});
  figures.push_back({"  to the end", 1 / of_whole.seconds_each, "/s", 1'000, true});
  figures.push_back(
      {"  the same by drawing those attempts only that find a device", 1 / thinned_whole.seconds, "/s", 0, true});
  figures.push_back({"    times as fast", thinned_whole.seconds / of_whole.seconds_each, "", 0, true});
}

}  // namespace

void bench_outbreak_met(std::vector<Figure>& figures) {
  bench_met(met(1), "18,000 devices in a /8, all sites open", figures);
  const Scenario scenario = met(0.6);
  bench_met(scenario, "18,000 devices, 60 % of pairs of sites open", figures);
  outbreak::EnsembleRequest request;
  request.count = 10'000;
  request.times = {scenario.until};
  request.ways = false;
  const double before = peak_megabytes();
  const auto made = outbreak::simulate(scenario, request);
  SHOAL_ASSERT(made);
  figures.push_back({"  10,000 to the end: memory above one's", peak_megabytes() - before, "MB", 20, false});
}

void bench_outbreak_codered(std::vector<Figure>& figures) {
  Scenario scenario = outbreak::one_zone(359'000, std::uint64_t{1} << 32);
  scenario.worm.scans = {outbreak::scan_of(5.967, 0x1p32)};
  const Layout layout(scenario);
  RunOptions options;
  options.stop_at = 358'641;
  Simulator simulator(layout, options);
  const Timed one = timed(simulator, 10, 2);
  figures.push_back({"Code Red v2, 359,000 devices, to 99.9 %", one.seconds_each * 1e3, "ms", 50, false});
  double attempts = 0;  // From i to i + 1 infected it takes 2^32 / (N - i) of them on average.
  for (double i = 1; i < 358'641; i++) attempts += 0x1p32 / (359'000 - i);
  const Baseline some = attempt_by_attempt(scenario, 358'641, 3e7), thin = thinned(scenario, 358'641, 1);
  figures.push_back({"  attempts that a second stands for", attempts / one.seconds_each / 1e12, "T", 1, true});
  figures.push_back({"  times as fast as attempt by attempt",
                     attempts / some.attempts * some.seconds / one.seconds_each, "", 0, true});
  figures.push_back(
      {"  times as fast as by those only that find a device", thin.seconds / one.seconds_each, "", 0, true});
}

void bench_outbreak_dense(std::vector<Figure>& figures) {
  Scenario scenario = outbreak::many_sites(128, 64, 0.5, 0.5, 1);
  scenario.worm.scans = {outbreak::scan_of(10, 2'097'152)};
  const double before = peak_megabytes();
  const Layout layout(scenario);
  Simulator simulator(layout);
  const Timed one = timed(simulator, 8, 1);
  const auto devices = static_cast<double>(scenario.devices.size());
  figures.push_back({"8,192 zones, a million devices, all of them", one.seconds_each * 1e3, "ms", 100, false});
  const auto bytes = static_cast<double>(layout.bytes() + simulator.bytes());
  figures.push_back({"  layout and simulator, for each device", bytes / devices, "bytes", 64, false});
  figures.push_back(
      {"  with what laying out took", (peak_megabytes() - before) * 1048576 / devices, "bytes", 0, false});
  const Baseline each = attempt_by_attempt(scenario, scenario.devices.size() * 99 / 100, 1e18);
  figures.push_back({"  times as fast as attempt by attempt to 99 %", each.seconds / one.seconds_each, "", 0, true});
  figures.push_back({"  attempts of those", each.attempts / 1e6, "M", 0, false});
}

namespace {

/// A ring in which each is linked to the ten next to it, and one link in a hundred leads elsewhere.
outbreak::Links small_world(DeviceIndex devices, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::vector<DeviceIndex>> links(devices);
  for (DeviceIndex from = 0; from < devices; from++)
    for (DeviceIndex step = 1; step <= 5; step++) {
      const auto to = static_cast<DeviceIndex>(random.chance(0.01) ? random.below(devices) : (from + step) % devices);
      links[from].push_back(to);
      links[to].push_back(from);
    }
  outbreak::Links laid;
  laid.begins = {0};
  for (const auto& of_device : links) {
    laid.to.insert(laid.to.end(), of_device.begin(), of_device.end());
    laid.begins.push_back(static_cast<std::uint32_t>(laid.to.size()));
  }
  return laid;
}

}  // namespace

void bench_outbreak_sir(std::vector<Figure>& figures) {
  constexpr double day = 86'400;
  constexpr int days = 100;
  Scenario scenario = outbreak::one_zone(1'000'000, 1'000'000);
  scenario.until = days * day;
  scenario.worm.links = {small_world(1'000'000, 3)};
  // epiworld's steps of a day at 0.1 leave 407,000 to 417,000 of a million; at these rates in continuous time so do we.
  scenario.worm.links[0].per_second = 0.116 / day;
  scenario.worm.active = {outbreak::Span::Law::exponential, day / 0.3, 0};
  scenario.entry.count = 10'000;
  const Layout layout(scenario);
  Simulator simulator(layout);
  const Timed one = timed(simulator, 6, 1);
  const double rate = 1e6 * days / one.seconds_each / 1e6;
  figures.push_back({"a million people, 100 days", one.seconds_each * 1e3, "ms", 0, false});
  figures.push_back(
      {"  never infected, where epiworld has 407 to 417", 1e3 - one.losses_each / 1e3, "thousand", 0, false});
  figures.push_back({"  person-days a second", rate, "M", 0, true});
  const Baseline daily = day_by_day(scenario.worm.links[0], 1'000'000, scenario.entry.count, days);
  figures.push_back({"  day by day, by a plain loop", daily.seconds * 1e3, "ms", 0, false});
  figures.push_back({"    never infected by that", daily.spared / 1e3, "thousand", 0, false});
  figures.push_back({"  times as fast as that", daily.seconds / one.seconds_each, "", 0, true});
  figures.push_back({"  times what epiworld publishes, 143.9 M of 100,000", rate / 143.9, "", 50, true});
  figures.push_back({"  times what epiworld did here with a million, 29.8 M", rate / 29.8, "", 50, true});
}

}  // namespace shoal::bench
