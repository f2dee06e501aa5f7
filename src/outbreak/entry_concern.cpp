#include "outbreak/entry_concern.hpp"

#include <algorithm>

#include "base/bits.hpp"
#include "outbreak/entry.hpp"
#include "outbreak/lost_ways.hpp"

namespace shoal::outbreak {
namespace {

/// Kinds x exploits: what may be true.
std::vector<std::uint8_t> possible_truths(const Scenario& scenario) {
  std::vector<std::uint8_t> truths;
  truths.reserve(scenario.kinds.size() * scenario.exploits.size());
  for (const Kind& kind : scenario.kinds)
    for (const Susceptibility& to : kind.by_exploit) truths.push_back(to.holds > 0 ? 1 : 0);
  return truths;
}

bool is_opened_by_any(const Layout& layout, DeviceIndex device) {
  return !layout.is_opened.empty() && layout.is_opened[device] != 0;
}

/// How many devices a worm can take or crash at all.
std::int64_t losable(const Layout& layout) {
  const Scenario& scenario = layout.scenario();
  const std::size_t exploits = scenario.exploits.size();
  std::vector<std::uint8_t> is_losable(scenario.kinds.size(), 0);
  for (std::size_t k = 0; k < scenario.kinds.size(); k++)
    for (std::size_t e = 0; e < exploits; e++)
      if (layout.is_used[e] != 0 && scenario.kinds[k].by_exploit[e].holds > 0 && layout.chances[k * exploits + e] > 0)
        is_losable[k] = 1;
  std::int64_t count = 0;
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++)
    count += is_losable[scenario.devices[d].kind] != 0 || is_opened_by_any(layout, d) ? 1 : 0;
  return count;
}

}  // namespace

EntryConcern::EntryConcern(const Layout& layout, bool is_monotone)
    : layout_(layout),
      never_loses_more_(is_monotone && !layout.scenario().response),
      may_begin_(layout.scenario().devices.size(), 0),
      most_lost_(losable(layout)) {
  const Scenario& scenario = layout.scenario();
  const Entry& entry = scenario.entry;
  if (!entry.devices.empty()) return;  // Then it always begins alike.
  const auto truths = possible_truths(scenario);
  std::vector<std::uint64_t> fit(scenario.zones.size(), 0);
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++) {
    const ZoneIndex zone = scenario.devices[d].zone;
    if (!(entry.zone_weights[zone] > 0) || !can_be_infected(layout, truths, d)) continue;
    may_begin_[d] = 1;
    fit[zone]++;
  }
  for (const Kind& kind : scenario.kinds)
    for (std::size_t e = 0; e < kind.by_exploit.size(); e++)
      if (layout.is_used[e] != 0 && kind.by_exploit[e].infect > 0 && kind.by_exploit[e].holds > 0 &&
          kind.by_exploit[e].holds < 1)
        is_sure_ = false;
  double sum = 0;
  for (ZoneIndex z = 0; z < fit.size(); z++) sum += fit[z] > 0 ? entry.zone_weights[z] : 0;
  chances_.assign(fit.size(), 0);
  for (ZoneIndex z = 0; z < fit.size(); z++)
    if (fit[z] > 0) chances_[z] = entry.zone_weights[z] / sum / static_cast<double>(fit[z]);
}

bool EntryConcern::can_begin_despite(const Protection& protection, DeviceIndex device) const {
  if (is_opened_by_any(layout_, device)) return true;
  const Scenario& scenario = layout_.scenario();
  const KindIndex kind = scenario.devices[device].kind;
  const std::vector<Susceptibility>& by_exploit = scenario.kinds[kind].by_exploit;
  for (ExploitIndex e = 0; e < by_exploit.size(); e++) {
    if (layout_.is_used[e] == 0 || !(by_exploit[e].holds > 0) || !(by_exploit[e].infect > 0)) continue;
    if (std::find(protection.patched.begin(), protection.patched.end(), std::pair(kind, e)) == protection.patched.end())
      return true;
  }
  return false;
}

Concern EntryConcern::of(const Protection& protection) const {
  const Scenario& scenario = layout_.scenario();
  Bits prevents(scenario.devices.size());
  for (const DeviceIndex d : protection.safe) prevents.set(d);
  std::vector<std::uint8_t> is_patched(scenario.kinds.size(), 0);
  for (const auto& [kind, exploit] : protection.patched) is_patched[kind] = 1;
  Bits hampers(scenario.devices.size());
  for (const std::uint32_t credential : protection.useless)
    for (const DeviceIndex d : scenario.credentials[credential].lies_on) hampers.set(d);
  const auto loses = protection.closed.empty() ? std::vector<std::uint8_t>(scenario.zones.size(), 0)
                                               : zones_that_lose_ways(scenario, protection.closed);
  Concern concern;
  bool prevents_all = scenario.entry.count == 1;
  double chance = 0;
  for (DeviceIndex d = 0; d < scenario.devices.size(); d++) {
    if (may_begin_[d] == 0) continue;
    const ScenarioDevice& device = scenario.devices[d];
    const bool is_prevented = prevents.test(d) || (is_patched[device.kind] != 0 && !can_begin_despite(protection, d));
    if (!is_prevented && !hampers.test(d) && loses[device.zone] == 0) continue;
    prevents_all = prevents_all && is_prevented;
    chance += chances_[device.zone];
    concern.places.push_back(d);
  }
  if (is_sure_ && scenario.entry.count == 1) concern.chance = std::min(chance, 1.0);
  concern.most = most_lost_;
  concern.least = prevents_all || never_loses_more_ ? 0 : -most_lost_;
  return concern;
}

std::vector<DeviceIndex> EntryConcern::begins_at(std::uint64_t seed, std::uint64_t replicate) const {
  const Chance chance(seed, replicate);
  return drawn_entry(layout_, chance, drawn_truths(layout_, chance));
}

}  // namespace shoal::outbreak
