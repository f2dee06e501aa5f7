#include "outbreak/made_pairs.hpp"

#include "outbreak/plain_scenario.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

double between(Random& random, double least, double most) {
  return least + (most - least) * static_cast<double>(random.next() >> 11) * 0x1p-53;
}

void add_kinds(Scenario& scenario, Random& random) {
  scenario.exploits.push_back("MS08-067");
  scenario.kinds = {{"infected by either", {{1, 1, 0}, {1, 0.4, 0}}},
                    {"crashes by one", {{1, 0, 0.5}, {0, 0, 0}}},
                    {"perhaps open", {{0.5, 0.7, 0}, {0.8, 0.2, 0}}},
                    {"infected or crashed", {{1, 0.6, 0.2}, {1, 0.3, 0.1}}}};
  for (ScenarioDevice& device : scenario.devices) device.kind = static_cast<KindIndex>(random.below(4));
}

void add_channels(Scenario& scenario, Random& random) {
  const auto devices = static_cast<DeviceIndex>(scenario.devices.size());
  Scan scan = scan_of(between(random, 0.5, 6), 4096);
  scan.in_zone = between(random, 0, 0.4);
  scan.in_site = between(random, 0, 0.4);
  scenario.worm.scans = {scan};
  if (random.chance(0.5)) scenario.worm.sweeps = {{1, between(random, 1, 20), random.chance(0.5)}};
  if (random.chance(0.5)) {
    scenario.credentials = {{"helpdesk", {}, {}}, {"backup", {}, {}}};
    for (Credential& credential : scenario.credentials)
      for (DeviceIndex d = 0; d < devices; d++) {
        if (random.chance(0.1)) credential.lies_on.push_back(d);
        // What an exploit crashes must not be infected otherwise.
        if (scenario.devices[d].kind % 2 == 0 && random.chance(0.4)) credential.opens.push_back(d);
      }
    // Nor may what a device does depend on how it was entered: with protection it may be entered otherwise.
    scenario.worm.thefts = {{0, between(random, 0.2, 3), 0.8, false}};
  }
  if (random.chance(0.5)) {
    Links links{1, between(random, 0.01, 0.2), {0}, {}};
    for (DeviceIndex d = 0; d < devices; d++) {
      for (int i = 0; i < 2; i++) links.to.push_back(static_cast<DeviceIndex>(random.below(devices)));
      links.begins.push_back(static_cast<std::uint32_t>(links.to.size()));
    }
    scenario.worm.links = {links};
  }
  if (random.chance(0.5)) scenario.worm.latent = {Span::Law::exponential, 2, 0};
  if (random.chance(0.5)) scenario.worm.active = {Span::Law::exponential, 20, 0};
}

}  // namespace

Scenario monotone_estate(Random& random) {
  Scenario scenario = many_sites(2, 2, 0.04, 0.7, random.next());
  for (Zone& zone : scenario.zones) {
    zone.addresses = 64;
    zone.reaches_kill_switch = random.chance(0.5);
  }
  add_kinds(scenario, random);
  add_channels(scenario, random);
  if (random.chance(0.3)) scenario.worm.kill_switch = 25;
  // Sources that end and share an uplink get more out if protection lets them come one after the other.
  const bool is_endless = scenario.worm.active.typical == forever;
  if (is_endless && random.chance(0.3)) scenario.zones[0].uplink = between(random, 1, 20);
  scenario.entry.count = 2;
  scenario.until = 40;
  return scenario;
}

Protection made_protection(const Scenario& scenario, Random& random, bool may_close) {
  Protection protection;
  const double safe = between(random, 0, 0.3);
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++)
    if (random.chance(safe)) protection.safe.push_back(d);
  if (random.chance(0.3)) protection.patched = {{static_cast<KindIndex>(random.below(4)), 0}};
  if (!scenario.credentials.empty() && random.chance(0.3)) protection.useless = {0};
  if (may_close && random.chance(0.5)) {
    const auto from = static_cast<ZoneIndex>(random.below(4)), to = static_cast<ZoneIndex>(random.below(4));
    if (from != to) protection.closed = {{0, from, to}};
  }
  return protection;
}

PairsHeld hold_pairs(std::uint64_t pairs, std::uint64_t seed) {
  PairsHeld held;
  Random random(seed);
  while (held.pairs < pairs) {
    const Scenario scenario = monotone_estate(random);
    const Layout layout(scenario);
    Simulator simulator(layout);
    for (int protections = 0; protections < 5; protections++) {
      const Protection less = made_protection(scenario, random, protections == 0);
      Protection more = joined(less, made_protection(scenario, random, false));
      std::vector<std::uint32_t> losses;
      for (std::uint64_t r = 0; r < 10; r++) losses.push_back(simulator.run(seed, r, less).devices());
      for (std::uint64_t r = 0; r < 10; r++) {
        const std::uint32_t with_more = simulator.run(seed, r, more).devices();
        held.violations += with_more > losses[r] ? 1 : 0;
        held.differing += with_more != losses[r] ? 1 : 0;
      }
      held.pairs += 10;
    }
  }
  return held;
}

}  // namespace shoal::outbreak
