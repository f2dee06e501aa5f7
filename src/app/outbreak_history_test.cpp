// What happened, simulated from the worms as data/outbreak has them: each figure within the range that was published of
// it. Sources are in the research that data/outbreak/worms.csv cites; what a test states is said beside it.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "app/outbreak_scenario.hpp"
#include "base/sanitized.hpp"
#include "outbreak/ensemble.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/prepare.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::app {
namespace {

using outbreak::Description;
using outbreak::Ensemble;
using outbreak::Prepared;
using outbreak::Seconds;

constexpr Seconds a_minute = 60, an_hour = 3600;
constexpr std::uint64_t internet = std::uint64_t{1} << 32U;

Prepared history_of(const Description& description) {
  const auto tables = outbreak_tables();
  REQUIRE(tables);
  auto prepared = outbreak::prepare(description, tables->facts);
  if (!prepared) FAIL(prepared.error().message);
  return *std::move(prepared);
}

/// One zone with all of `addresses`.
Description one_network(const std::string& worm, std::uint64_t addresses, Seconds until) {
  Description description;
  description.worm = worm;
  description.zones = {{"the network", "the site", addresses}};
  description.entry_zones = {{"the network", 1.0}};
  description.until = until;
  return description;
}

void add_kind(const std::string& name, const std::string& release, std::vector<std::string> patched,
              Description& into) {
  into.kinds.push_back({name, release, std::move(patched), {}});
}

/// `count` devices of the last kind.
void add_devices(std::size_t count, const std::string& zone, Description& into) {
  const auto kind = static_cast<std::uint32_t>(into.kinds.size() - 1);
  const std::size_t from = into.devices.size();
  for (std::size_t i = 0; i < count; i++) {
    into.devices.emplace_back();
    into.devices.back().name = "PC" + std::to_string(from + i);
    into.devices.back().zone = zone, into.devices.back().kind = kind;
  }
}

/// Devices lost by each of `times` in one replicate.
std::vector<std::uint32_t> curve(const Prepared& prepared, std::vector<Seconds> times, std::uint64_t replicate = 0) {
  const outbreak::Layout layout(prepared.scenario);
  outbreak::RunOptions options;
  options.times = std::move(times);
  outbreak::Simulator simulator(layout, options);
  simulator.run(1, replicate);
  const auto lost = simulator.lost_by();
  return {lost.begin(), lost.end()};
}

std::vector<Seconds> every(Seconds step, Seconds until) {
  std::vector<Seconds> times;
  times.reserve(static_cast<std::size_t>(until / step));
  for (Seconds time = step; time <= until; time += step) times.push_back(time);
  return times;
}

/// When so many are lost; `forever` where they never are.
Seconds reached(const std::vector<std::uint32_t>& lost, const std::vector<Seconds>& times, double count) {
  for (std::size_t i = 0; i < lost.size(); i++)
    if (lost[i] >= count) return times[i];
  return outbreak::forever;
}

/// Code Red v2 among `devices` that were open to it.
Description code_red(std::size_t devices) {
  Description description = one_network("code-red-v2", internet, 48 * an_hour);
  add_kind("IIS 5", "iis-5", {}, description);
  add_devices(devices, "the network", description);
  return description;
}

/// Per hour, from how long it takes from a tenth of all to nine: 2 ln 9 / K where growth is logistic.
double growth(const std::vector<std::uint32_t>& lost, const std::vector<Seconds>& times, double devices) {
  return 2 * 2.1972245773 / ((reached(lost, times, 0.9 * devices) - reached(lost, times, 0.1 * devices)) / an_hour);
}

TEST_CASE("history: Code Red v2 grew by 1.8 an hour, by over 2,000 devices a minute, to 359,000 within 14 hours") {
  const std::size_t devices = 359'000;
  const auto times = every(a_minute, 48 * an_hour);
  const auto lost = curve(history_of(code_red(devices)), times);
  // Staniford, Paxson, Weaver fitted K = 1.8 an hour; Moore, Shannon, Brown counted the rest.
  const double k = growth(lost, times, devices);
  CAPTURE(k);
  CHECK(k > 1.7);
  CHECK(k < 1.9);
  std::uint32_t most = 0;
  for (std::size_t i = 1; i < lost.size(); i++) most = std::max(most, lost[i] - lost[i - 1]);
  CAPTURE(most);
  CHECK(most > 2000);
  CHECK(most < 3000);
  CHECK(reached(lost, times, 0.99 * devices) < 14 * an_hour);
}

TEST_CASE("history: when Code Red v2 began anew in August among fewer, it grew by about 0.7 an hour") {
  // "A little less than half as many vulnerable": 0.7 / 1.8 of them.
  const std::size_t devices = 359'000 * 7 / 18;
  const auto times = every(a_minute, 48 * an_hour);
  const double k = growth(curve(history_of(code_red(devices)), times), times, static_cast<double>(devices));
  CAPTURE(k);
  CHECK(k > 0.65);
  CHECK(k < 0.75);
}

/// Slammer among 75,000 devices behind `zones` links that together let 55 million packets a second through.
Description slammer(std::size_t zones) {
  Description description = one_network("slammer", 1, 1800);
  description.zones.clear(), description.entry_zones.clear();
  add_kind("SQL Server 2000", "sql-server-2000", {}, description);
  for (std::size_t z = 0; z < zones; z++) {
    const std::string name = "network " + std::to_string(z);
    description.zones.push_back({name, "the internet", internet / zones, 55e6 / static_cast<double>(zones)});
    description.entry_zones.emplace_back(name, 1.0);
    add_devices(75'000 / zones, name, description);
  }
  description.unlisted_ways_open = true;
  return description;
}

TEST_CASE("history: Slammer doubled in 8.5 seconds until links were full, and had nine in ten after ten minutes") {
  const auto times = every(0.5, 1800);
  std::vector<double> doublings;
  const Prepared prepared = history_of(slammer(750));
  for (std::uint64_t replicate = 0; replicate < thinned(10U, 3U); replicate++) {
    const auto lost = curve(prepared, times, replicate);
    doublings.push_back((reached(lost, times, 1600) - reached(lost, times, 100)) / 4);
    const Seconds most = reached(lost, times, 0.9 * 75'000);
    CAPTURE(most);
    CHECK(most < 10 * a_minute);
    CHECK(most > 2 * a_minute);  // Without links that fill it would be a little over two minutes.
  }
  const double mean = std::accumulate(doublings.begin(), doublings.end(), 0.0) / static_cast<double>(doublings.size());
  CAPTURE(mean);
  CHECK(mean > 7.5);
  CHECK(mean < 9.5);
}

/// 40 networks of 250 devices: one in twenty with Windows XP SP3, the others with Windows 7, none patched; beside them
/// a network that stands for the internet, where it begins.
Description hospitals_of_2017(bool edge_is_open) {
  Description description = one_network("wannacry", 256, 6 * an_hour);
  description.zones.clear();
  description.zones.push_back({"internet", "elsewhere", internet});
  description.entry_zones = {{"internet", 1.0}};
  for (int z = 0; z < 40; z++) description.zones.push_back({"ward " + std::to_string(z), "hospital", 256});
  add_kind("Windows 7 elsewhere", "windows-7-sp1", {}, description);
  add_devices(20, "internet", description);
  add_kind("Windows XP SP3", "windows-xp-sp3", {}, description);
  for (int z = 0; z < 40; z++) add_devices(12, "ward " + std::to_string(z), description);
  add_kind("Windows 7 SP1", "windows-7-sp1", {}, description);
  for (int z = 0; z < 40; z++) add_devices(238, "ward " + std::to_string(z), description);
  description.unlisted_ways_open = true;
  if (!edge_is_open) description.ways.push_back({"internet", "site:hospital", "445/tcp", false});
  // Within a /16, so that attempts anywhere find it.
  description.changes.push_back({"scan", "anywhere-addresses", "", "", 65'536});
  return description;
}

Ensemble history_ensemble(const Prepared& prepared, std::uint64_t count) {
  outbreak::EnsembleRequest request;
  request.count = thinned(count, std::uint64_t{3});
  request.times = {prepared.scenario.until};
  auto ensemble = outbreak::simulate(prepared.scenario, request);
  if (!ensemble) FAIL(ensemble.error().message);
  return *std::move(ensemble);
}

TEST_CASE("history: of WannaCry's infections under one in a thousand was Windows XP, which crashed instead") {
  const Prepared prepared = history_of(hospitals_of_2017(true));
  const Ensemble ensemble = history_ensemble(prepared, 20);
  std::uint64_t xp_infected = 0, xp_crashed = 0, infected = 0;
  for (std::size_t d = 0; d < prepared.scenario.devices.size(); d++) {
    const std::string& kind = prepared.scenario.kinds[prepared.scenario.devices[d].kind].name;
    infected += ensemble.infected[d];
    if (kind.find("XP") == std::string::npos) continue;
    xp_infected += ensemble.infected[d], xp_crashed += ensemble.crashed[d];
  }
  CHECK(infected > 100'000 / 20 * ensemble.losses.size());
  CHECK(xp_infected * 1000 < infected);
  CHECK(xp_crashed > 0);
}

TEST_CASE("history: a firewall that lets nothing of 445 in would have kept WannaCry out") {
  const Prepared closed = history_of(hospitals_of_2017(false)), open = history_of(hospitals_of_2017(true));
  const auto lost_inside = [](const Prepared& prepared) {
    const Ensemble ensemble = history_ensemble(prepared, 20);
    std::uint64_t lost = 0;
    for (std::size_t d = 0; d < prepared.scenario.devices.size(); d++)
      if (prepared.scenario.zones[prepared.scenario.devices[d].zone].site != 0)
        lost += ensemble.infected[d] + ensemble.crashed[d];
    return lost;
  };
  CHECK(closed.scenario.zones[0].site == 0);
  CHECK(lost_inside(closed) == 0);
  CHECK(lost_inside(open) > 0);
}

/// 2,000 devices at ten sites, all patched for MS17-010, with one password for all where it is shared.
Description patched_company(bool password_is_shared) {
  Description description = one_network("notpetya", 256, an_hour);
  description.zones.clear(), description.entry_zones.clear();
  add_kind("Windows 7 SP1, patched", "windows-7-sp1", {"MS17-010"}, description);
  for (int z = 0; z < 10; z++) {
    const std::string name = "floor " + std::to_string(z);
    description.zones.push_back({name, "site " + std::to_string(z), 256});
    add_devices(200, name, description);
  }
  description.entry_devices = {"PC0"};
  description.unlisted_ways_open = true;
  // Each device holds its own password; where they are one password, it lies on all and opens all.
  if (password_is_shared) description.credentials.push_back({"local administrator", "*", true, true, {}});
  return description;
}

TEST_CASE("history: NotPetya takes over nine in ten patched devices within an hour where they share a password") {
  const Prepared shared = history_of(patched_company(true)), own = history_of(patched_company(false));
  for (const outbreak::Loss& loss : history_ensemble(shared, 20).losses) CHECK(loss.devices() > 0.9 * 2000);
  for (const outbreak::Loss& loss : history_ensemble(own, 20).losses) CHECK(loss.devices() < 0.01 * 2000);
}

}  // namespace
}  // namespace shoal::app
