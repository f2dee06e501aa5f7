// What a simulator does of links and sweeps, of which every attempt that matters is an event of its own; and the way by
// which an infection came.
#include <algorithm>
#include <optional>

#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
void Simulator::link(std::size_t channel) {
  const Links& links = scenario().worm.links[channel];
  const LinkAttempts::Attempt next = links_[channel].take();
  const bool is_source_asked = is_killed_ || is_cut_ || options_.ways;
  const DeviceIndex source = is_source_asked ? links_[channel].source_of(next.link) : next.target;
  if (is_killed_ && !active_.test(source)) return;
  if (is_cut_ && zone_of(next.target) != zone_of(source)) return;
  attempt(next.target, links.exploit, chance_.unit(Topic::outcome, next.link, channel, 1),
          options_.ways ? zone_of(source) : none);
}

std::uint64_t Simulator::sweep_start(DeviceIndex device, std::uint8_t channel) const {
  const Zone& zone = scenario().zones[zone_of(device)];
  const double drawn = chance_.unit(Topic::sweep, device, channel) * static_cast<double>(zone.addresses);
  return std::min(static_cast<std::uint64_t>(drawn), zone.addresses - 1);
}

void Simulator::begin_sweeps(DeviceIndex device) {
  for (std::size_t c = 0; c < scenario().worm.sweeps.size(); c++)
    if (scenario().worm.sweeps[c].per_second > 0)
      put_next_sweep(
          {.at = now_, .device = device, .what = Event::What::sweep, .channel = static_cast<std::uint8_t>(c)}, true);
}

/// Puts in the next attempt after `before` at a device for which it matters. Devices of a zone have its first
/// addresses, in their order, and each source begins at an address of its own, goes to the last and then on from the
/// first.
void Simulator::put_next_sweep(const Event& before, bool is_first) {
  const Sweep& sweep = scenario().worm.sweeps[before.channel];
  const ZoneIndex zone = zone_of(before.device);
  const std::uint64_t addresses = scenario().zones[zone].addresses, start = sweep_start(before.device, before.channel);
  const std::uint32_t devices = layout_->zone_begins[zone + 1] - layout_->zone_begins[zone];
  const auto turn = static_cast<std::uint32_t>(std::min<std::uint64_t>(start, devices));
  const auto nth_of = [&](std::uint64_t place) { return place >= start ? place - start : place + addresses - start; };
  const auto look = [&](std::uint32_t from, std::uint32_t to) {
    const std::uint32_t found = sweep_targets_->next(before.channel, zone, from, to, is_open_, gone_);
    return found < to ? std::optional(found) : std::nullopt;
  };
  const std::uint32_t last = is_first ? turn : before.target + 1;
  const bool has_turned = !is_first && before.target < turn;
  std::optional<std::uint32_t> place = has_turned ? look(last, turn) : look(last, devices);
  if (!place && !has_turned) place = look(0, turn);
  double tried = is_first ? 1 : -static_cast<double>(nth_of(before.target));
  Event next = before;
  if (!place) {
    if (!sweep.repeats) return;
    place = look(turn, devices);
    if (!place) place = look(0, turn);
    if (!place) return;
    tried += static_cast<double>(addresses);
    next.pass++;
  }
  next.at = before.at + (tried + static_cast<double>(nth_of(*place))) / sweep.per_second;
  next.target = *place;
  events_.put(next);
}

void Simulator::sweep(const Event& event) {
  if (!active_.test(event.device)) return;
  const ZoneIndex zone = zone_of(event.device);
  const ExploitIndex exploit = scenario().worm.sweeps[event.channel].exploit;
  const DeviceIndex target = layout_->zone_devices[layout_->zone_begins[zone] + event.target];
  if (!gone_.test(target)) {
    const double chance = layout_->chances[scenario().devices[target].kind * is_sure_.size() + exploit];
    const double drawn = chance_.unit(Topic::outcome, event.device, target, event.pass * 256ULL + event.channel + 2);
    if (drawn < chance) attempt(target, exploit, drawn / chance, zone);
  }
  if (!is_over_) put_next_sweep(event, false);
}

ZoneIndex Simulator::drawn_way(const Pressure::Hit& hit) const {
  const double most = layout_->blocks[hit.block].most;
  if (!(most > 0)) return zone_of(hit.device);  // Its zone's own block.
  Random random(chance_.bits(Topic::way, hit.device));
  // Most sources weigh the same, so that one drawn at random is soon taken.
  for (int tries = 0; tries < 1000; tries++) {
    const DeviceIndex source = sources_[random.below(sources_.size())];
    const double weight = pressure_->part_of(hit, source, carried_of(source));
    if (random.chance(weight / most)) return zone_of(source);
  }
  double sum = 0;
  for (const DeviceIndex source : sources_) sum += pressure_->part_of(hit, source, carried_of(source));
  double left = static_cast<double>(random.next() >> 11) * 0x1p-53 * sum;
  DeviceIndex last = sources_.back();
  for (const DeviceIndex source : sources_) {
    const double weight = pressure_->part_of(hit, source, carried_of(source));
    if (weight > 0) last = source;
    left -= weight;
    if (left < 0) break;
  }
  return zone_of(last);
}

}  // namespace shoal::outbreak
