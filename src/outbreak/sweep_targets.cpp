#include "outbreak/sweep_targets.hpp"

namespace shoal::outbreak {

SweepTargets::SweepTargets(const Layout& layout) : layout_(&layout) {
  const std::size_t sweeps = layout.scenario().worm.sweeps.size();
  open_.assign(sweeps, Bits(layout.zone_devices.size()));
  is_prepared_.assign(sweeps, std::vector<std::uint8_t>(layout.scenario().zones.size()));
  prepared_.resize(sweeps);
}

void SweepTargets::clear() {
  for (std::size_t sweep = 0; sweep < prepared_.size(); sweep++) {
    for (const ZoneIndex zone : prepared_[sweep]) is_prepared_[sweep][zone] = 0;
    prepared_[sweep].clear();
  }
}

void SweepTargets::prepare(std::size_t sweep, ZoneIndex zone, const std::vector<std::uint8_t>& is_open) {
  const Scenario& scenario = layout_->scenario();
  const ExploitIndex exploit = scenario.worm.sweeps[sweep].exploit;
  const std::size_t exploits = scenario.exploits.size();
  for (std::uint32_t at = layout_->zone_begins[zone]; at < layout_->zone_begins[zone + 1]; at++) {
    const std::size_t pair = scenario.devices[layout_->zone_devices[at]].kind * exploits + exploit;
    if (layout_->chances[pair] > 0 && is_open[pair] != 0)
      open_[sweep].set(at);
    else
      open_[sweep].reset(at);
  }
  is_prepared_[sweep][zone] = 1;
  prepared_[sweep].push_back(zone);
}

std::uint32_t SweepTargets::next(std::size_t sweep, ZoneIndex zone, std::uint32_t from, std::uint32_t to,
                                 const std::vector<std::uint8_t>& is_open, const Bits& gone) {
  if (is_prepared_[sweep][zone] == 0) prepare(sweep, zone, is_open);
  const std::uint32_t begin = layout_->zone_begins[zone];
  for (std::size_t at = open_[sweep].next(begin + from); at < begin + to; at = open_[sweep].next(at + 1)) {
    if (!gone.test(layout_->zone_devices[at])) return static_cast<std::uint32_t>(at - begin);
    open_[sweep].reset(at);
  }
  return to;
}

}  // namespace shoal::outbreak
