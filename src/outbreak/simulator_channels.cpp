// What a simulator does of links and sweeps, of which every attempt that matters is an event of its own; and the way by
// which an infection came.
#include <algorithm>
#include <optional>

#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::uint32_t links_at_once = 32;  // Of a device; few have more.

}  // namespace

void Simulator::begin_links(DeviceIndex device, Seconds end) {
  const Seconds last = std::min(end, scenario().until);
  for (std::size_t c = 0; c < scenario().worm.links.size(); c++) {
    const Links& links = scenario().worm.links[c];
    if (!(links.per_second * link_chance_[c] > 0)) continue;
    const std::uint32_t last_link = links.begins[device + 1];
    for (std::uint32_t i = links.begins[device]; i < last_link; i += links_at_once)
      put_links(device, c, i, i + std::min(links_at_once, last_link - i), last);
  }
}

/// Links `first` to `end` of a device. Whether a target is gone or an attempt comes too late cannot be predicted, so
/// those that remain are counted without a branch.
void Simulator::put_links(DeviceIndex device, std::size_t c, std::uint32_t first, std::uint32_t end, Seconds last) {
  const Links& links = scenario().worm.links[c];
  const double most = links.per_second * link_chance_[c];
  const std::uint64_t base = chance_.base(Topic::link, c);
  std::uint32_t left[links_at_once], soon[links_at_once];
  double attempts[links_at_once];
  std::uint32_t lefts = 0, soons = 0;
  for (std::uint32_t i = first; i < end; i++) {
    left[lefts] = i;
    lefts += gone_.test(links.to[i]) ? 0U : 1U;
  }
  for (std::uint32_t n = 0; n < lefts; n++) {
    const double drawn = quick_minus_log(Chance::unit_of(Chance::bits_of(base, left[n])));
    soon[soons] = left[n];
    attempts[soons] = drawn;
    soons += now_ + drawn / most <= last ? 1U : 0U;
  }
  const bool is_same = is_link_chance_same_[c] != 0 && is_sure_[links.exploit] != 0;
  for (std::uint32_t n = 0; n < soons; n++) {
    const DeviceIndex target = links.to[soon[n]];
    Seconds at = now_ + attempts[n] / most;
    if (!is_same) {
      const double chance = layout_->chances[scenario().devices[target].kind * is_sure_.size() + links.exploit];
      at = now_ + attempts[n] / (links.per_second * chance);
      if (!(at <= last) || !is_open(target, links.exploit)) continue;
    }
    events_.put({.at = at,
                 .device = device,
                 .target = target,
                 .pass = soon[n],
                 .what = Event::What::link,
                 .channel = static_cast<std::uint8_t>(c)});
  }
}

/// Most links lie far apart in memory: what the events after the next will ask for is fetched while others are handled.
void Simulator::fetch_links() const {
  const Event* soon = events_.ahead(8);
  if (soon != nullptr && soon->what == Event::What::link && !gone_.test(soon->target)) {
    const Links& links = scenario().worm.links[soon->channel];
    __builtin_prefetch(&links.to[links.begins[soon->target]]);
    __builtin_prefetch(&scenario().devices[soon->target]);
  }
  const Event* later = events_.ahead(20);
  if (later != nullptr && later->what == Event::What::link)
    __builtin_prefetch(&scenario().worm.links[later->channel].begins[later->target]);
}

void Simulator::link(const Event& event) {
  fetch_links();
  const Links& links = scenario().worm.links[event.channel];
  if (!active_.test(event.device) || gone_.test(event.target)) return;
  if (is_cut_ && zone_of(event.target) != zone_of(event.device)) return;
  attempt(event.target, links.exploit, chance_.unit(Topic::outcome, event.pass, event.channel, 1),
          options_.ways ? zone_of(event.device) : none);
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
