#include "outbreak_baselines.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "base/assert.hpp"
#include "base/random.hpp"
#include "usage.hpp"

namespace shoal::bench {

using outbreak::DeviceIndex;
using outbreak::Scenario;

namespace {

bool is_open(const Scenario& scenario, DeviceIndex from, DeviceIndex to) {
  const std::size_t zones = scenario.zones.size();
  return scenario.reaches[0].pairs[scenario.devices[from].zone * zones + scenario.devices[to].zone] != 0;
}

/// One of so many, at most 2^32, without the division that a remainder takes.
std::size_t drawn_of(Random& random, std::size_t count) { return ((random.next() >> 32) * count) >> 32; }

/// Until the next of something that happens so often.
double drawn_wait(Random& random, double per_second) {
  return -std::log(static_cast<double>((random.next() >> 11) + 1) * 0x1p-53) / per_second;
}

}  // namespace

Baseline attempt_by_attempt(const Scenario& scenario, std::size_t lost_max, double attempts_max) {
  std::vector<DeviceIndex> at;  // By address; devices first in each zone.
  std::vector<std::size_t> zone_begins;
  for (const outbreak::Zone& zone : scenario.zones) {
    zone_begins.push_back(at.size());
    const auto rest = static_cast<std::size_t>(std::min<std::uint64_t>(zone.addresses, 512));
    at.resize(at.size() + std::max(rest, scenario.zones.size() == 1 ? scenario.devices.size() : rest), UINT32_MAX);
  }
  std::vector<std::size_t> next = zone_begins;
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++) at[next[scenario.devices[d].zone]++] = d;
  std::vector<bool> is_lost(scenario.devices.size());
  std::vector<DeviceIndex> lost = {0};
  is_lost[0] = true;
  Random random(1);
  const auto bound = static_cast<std::uint64_t>(scenario.worm.scans[0].anywhere_addresses);
  double attempts = 0, time = 0;
  const double began = user_seconds();
  while (lost.size() < lost_max && attempts < attempts_max) {
    attempts++;
    const DeviceIndex from = lost[drawn_of(random, lost.size())];
    time += drawn_wait(random, static_cast<double>(lost.size()));
    const std::uint64_t address = drawn_of(random, bound);
    if (address >= at.size() || at[address] == UINT32_MAX || is_lost[at[address]]) continue;
    const DeviceIndex to = at[address];
    if (!is_open(scenario, from, to)) continue;
    is_lost[to] = true;
    lost.push_back(to);
  }
  SHOAL_ASSERT(time > 0);
  return {user_seconds() - began, attempts, 0};
}

Baseline thinned(const Scenario& scenario, std::size_t lost_max, int outbreaks) {
  const outbreak::Scan& scan = scenario.worm.scans[0];
  const std::size_t devices = scenario.devices.size();
  const double finds = scan.per_second * static_cast<double>(devices) / scan.anywhere_addresses;
  Random random(1);
  std::vector<bool> is_lost(devices);
  std::vector<DeviceIndex> lost;
  double attempts = 0, time = 0;
  const double began = user_seconds();
  for (int i = 0; i < outbreaks; i++) {
    is_lost.assign(devices, false);
    lost.assign(1, static_cast<DeviceIndex>(random.below(devices)));
    is_lost[lost[0]] = true;
    while (lost.size() < lost_max) {
      attempts++;
      time += drawn_wait(random, finds * static_cast<double>(lost.size()));
      const DeviceIndex from = lost[drawn_of(random, lost.size())];
      const auto to = static_cast<DeviceIndex>(drawn_of(random, devices));
      if (is_lost[to] || !is_open(scenario, from, to)) continue;
      is_lost[to] = true;
      lost.push_back(to);
    }
  }
  SHOAL_ASSERT(time > 0);
  return {(user_seconds() - began) / outbreaks, attempts / outbreaks, 0};
}

Baseline day_by_day(const outbreak::Links& links, DeviceIndex people, DeviceIndex first, int days) {
  Random random(1);
  std::vector<std::uint8_t> was_infected(people);
  std::vector<DeviceIndex> infected, still;
  for (DeviceIndex i = 0; i < first; i++) {
    const auto person = static_cast<DeviceIndex>(std::uint64_t{i} * people / first);
    was_infected[person] = 1;
    infected.push_back(person);
  }
  double spared = people - static_cast<double>(infected.size());
  const double began = user_seconds();
  for (int day = 0; day < days; day++) {
    still.clear();
    for (const DeviceIndex person : infected) {
      for (std::uint32_t i = links.begins[person]; i < links.begins[person + 1]; i++) {
        const DeviceIndex other = links.to[i];
        if (was_infected[other] != 0 || !random.chance(0.1)) continue;
        was_infected[other] = 1;
        still.push_back(other);
        spared--;
      }
      if (!random.chance(0.3)) still.push_back(person);
    }
    std::swap(infected, still);
  }
  return {user_seconds() - began, 0, spared};
}

}  // namespace shoal::bench
