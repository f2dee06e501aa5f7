// What a simulator does of links, of which every attempt that matters is an event of its own, and of sweeps; and the
// way by which an infection came.
#include <algorithm>

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
  attempt(event.target, links.exploit, options_.ways ? zone_of(event.device) : none);
}

void Simulator::begin_sweeps(DeviceIndex device, Seconds end) {
  for (std::size_t c = 0; c < scenario().worm.sweeps.size(); c++) {
    if (!(scenario().worm.sweeps[c].per_second > 0)) continue;
    swept_from_[device] = now_;
    const SweepHits::Source source = sweeping(device, static_cast<std::uint8_t>(c), end);
    put_visit(source, sweep_hits_->begin(source));
  }
}

SweepHits::Source Simulator::sweeping(DeviceIndex device, std::uint8_t channel, Seconds end) const {
  const bool is_killed = scenario().worm.kill_switch && scenario().zones[zone_of(device)].reaches_kill_switch;
  return {device, channel, swept_from_[device], end, is_killed ? *scenario().worm.kill_switch : forever};
}

void Simulator::put_visit(const SweepHits::Source& source, const SweepHits::Visit& visit) {
  if (visit.at < source.ends)
    events_.put({.at = visit.at,
                 .device = source.device,
                 .target = visit.piece,
                 .what = Event::What::sweep,
                 .channel = source.channel});
}

void Simulator::visit(const Event& event) {
  if (!active_.test(event.device)) return;
  const Seconds end = swept_from_[event.device] + drawn(scenario().worm.active, chance_, Topic::active, event.device);
  const SweepHits::Source source = sweeping(event.device, event.channel, end);
  put_visit(source, sweep_hits_->visit(source, event.target));
}

void Simulator::sweep() {
  const SweepHits::Hit hit = sweep_hits_->take();
  if (!gone_.test(hit.device)) attempt(hit.device, scenario().worm.sweeps[hit.channel].exploit, zone_of(hit.device));
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
