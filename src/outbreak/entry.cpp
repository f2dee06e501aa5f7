#include "outbreak/entry.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

#include "base/bits.hpp"

namespace shoal::outbreak {
namespace {

/// One of the zone's devices that can be infected and is not in `taken`, each as likely; none if there is none.
DeviceIndex drawn_in_zone(const Layout& layout, const std::vector<std::uint8_t>& truths, ZoneIndex zone,
                          const Bits& taken, Random& random) {
  const std::span<const DeviceIndex> devices(&layout.zone_devices[0] + layout.zone_begins[zone],
                                             &layout.zone_devices[0] + layout.zone_begins[zone + 1]);
  const auto is_fit = [&](DeviceIndex device) {
    return can_be_infected(layout, truths, device) && !taken.test(device);
  };
  if (devices.empty()) return none;
  for (int tries = 0; tries < 64; tries++) {  // Most often the first is fit; then nobody needs to look at all.
    const DeviceIndex device = devices[random.below(devices.size())];
    if (is_fit(device)) return device;
  }
  std::vector<DeviceIndex> fit;
  std::copy_if(devices.begin(), devices.end(), std::back_inserter(fit), is_fit);
  return fit.empty() ? none : fit[random.below(fit.size())];
}

}  // namespace

bool can_be_infected(const Layout& layout, const std::vector<std::uint8_t>& truths, DeviceIndex device) {
  const Scenario& scenario = layout.scenario();
  if (!layout.is_opened.empty() && layout.is_opened[device] != 0) return true;
  const KindIndex kind = scenario.devices[device].kind;
  const std::size_t exploits = scenario.exploits.size();
  for (std::size_t e = 0; e < exploits; e++)
    if (layout.is_used[e] != 0 && truths[kind * exploits + e] != 0 && scenario.kinds[kind].by_exploit[e].infect > 0)
      return true;
  return false;
}

std::vector<std::uint8_t> drawn_truths(const Layout& layout, const Chance& chance) {
  const Scenario& scenario = layout.scenario();
  const std::size_t exploits = scenario.exploits.size();
  std::vector<std::uint8_t> truths(scenario.kinds.size() * exploits);
  for (std::size_t k = 0; k < scenario.kinds.size(); k++)
    for (std::size_t e = 0; e < exploits; e++) {
      const double holds = scenario.kinds[k].by_exploit[e].holds;
      truths[k * exploits + e] = holds >= 1 || (holds > 0 && chance.unit(Topic::holds, k, e) < holds) ? 1 : 0;
    }
  return truths;
}

std::vector<DeviceIndex> drawn_entry(const Layout& layout, const Chance& chance,
                                     const std::vector<std::uint8_t>& truths) {
  const Entry& entry = layout.scenario().entry;
  if (!entry.devices.empty()) return entry.devices;
  std::vector<DeviceIndex> begun;
  Bits taken(layout.scenario().devices.size());
  std::vector<double> weights = entry.zone_weights;
  Random random(chance.bits(Topic::entry, 0));
  double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  while (begun.size() < entry.count && sum > 0) {
    const double drawn = static_cast<double>(random.next() >> 11) * 0x1p-53 * sum;
    double passed = 0;
    ZoneIndex zone = 0, last = 0;
    for (; zone < weights.size(); zone++) {
      if (weights[zone] > 0) last = zone;
      passed += weights[zone];
      if (drawn < passed) break;
    }
    if (zone == weights.size()) zone = last;  // By rounding alone.
    const DeviceIndex device = drawn_in_zone(layout, truths, zone, taken, random);
    if (device != none) {
      begun.push_back(device);
      taken.set(device);
      continue;
    }
    weights[zone] = 0;
    sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  }
  return begun;
}

}  // namespace shoal::outbreak
