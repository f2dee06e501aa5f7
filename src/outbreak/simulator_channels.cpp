// What a simulator does of links, of which every attempt that matters is an event of its own, and of sweeps; and the
// way by which an infection came.
#include <algorithm>

#include "outbreak/simulator.hpp"

namespace shoal::outbreak {

void Simulator::link(std::size_t channel) {
  const LinkAttempts::Attempt next = links_[channel].take();
  const bool is_source_asked = is_killed_ || is_cut_ || options_.ways;
  const DeviceIndex source = is_source_asked ? links_[channel].source_of(next.link) : next.target;
  if (is_killed_ && !active_.test(source)) return;
  if (is_cut_ && zone_of(next.target) != zone_of(source)) return;
  attempt(next.target, scenario().worm.links[channel].exploit, options_.ways ? zone_of(source) : none);
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
  Seconds killed = forever;
  if (scenario().worm.kill_switch && scenario().zones[zone_of(device)].reaches_kill_switch)
    killed = *scenario().worm.kill_switch;
  return {device, channel, swept_from_[device], end, killed};
}

void Simulator::put_visit(const SweepHits::Source& source, const SweepHits::Visit& visit) {
  if (visit.at < source.ends)
    agenda_.put({.at = visit.at,
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
  const std::span<const DeviceIndex> sources = sources_.all();
  Random random(chance_.bits(Topic::way, hit.device));
  // Most sources weigh the same, so that one drawn at random is soon taken.
  for (int tries = 0; tries < 1000; tries++) {
    const DeviceIndex source = sources[random.below(sources.size())];
    const double weight = pressure_->part_of(hit, source, carried_of(source));
    if (random.chance(weight / most)) return zone_of(source);
  }
  double sum = 0;
  for (const DeviceIndex source : sources) sum += pressure_->part_of(hit, source, carried_of(source));
  double left = static_cast<double>(random.next() >> 11) * 0x1p-53 * sum;
  DeviceIndex last = sources.back();
  for (const DeviceIndex source : sources) {
    const double weight = pressure_->part_of(hit, source, carried_of(source));
    if (weight > 0) last = source;
    left -= weight;
    if (left < 0) break;
  }
  return zone_of(last);
}

/// Of what was lost by a scan that went on by itself, from place `first` on; each is a source for those after it.
void Simulator::draw_ways(std::size_t first) {
  came_from_.reserve(lost_.size());
  sources_.reserve(lost_.size());
  for (std::size_t i = first; i < lost_.size(); i++) {
    const DeviceIndex device = lost_[i];
    came_from_.push_back(drawn_way({device, 0, pressure_->lane_of(device)}));
    sources_.add(device);
  }
}

}  // namespace shoal::outbreak
