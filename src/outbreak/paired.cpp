#include "outbreak/paired.hpp"

#include <algorithm>

namespace shoal::outbreak {

Paired::Paired(const Layout& layout)
    : layout_(&layout),
      simulator_(layout),
      lost_(layout.scenario().devices.size()),
      infected_(layout.scenario().devices.size()) {}

const Loss& Paired::begin(std::uint64_t seed, std::uint64_t replicate) {
  seed_ = seed;
  replicate_ = replicate;
  loss_ = simulator_.run(seed, replicate);
  has_reacted_ = simulator_.was_reaction();
  lost_.clear();
  infected_.clear();
  const Scenario& scenario = layout_->scenario();
  lost_by_kind_.assign(scenario.kinds.size(), 0);
  infected_by_zone_.assign(scenario.zones.size(), 0);
  for (const DeviceIndex device : simulator_.lost()) {
    lost_.set(device);
    lost_by_kind_[scenario.devices[device].kind]++;
    if (simulator_.is_crashed(device)) continue;
    infected_.set(device);
    infected_by_zone_[scenario.devices[device].zone]++;
  }
  return loss_;
}

bool Paired::matters(const Protection& protection) const {
  const auto is_in = [](const Bits& bits) { return [&bits](DeviceIndex device) { return bits.test(device); }; };
  if (protection.reaction_sooner > 0 && has_reacted_) return true;
  if (std::any_of(protection.safe.begin(), protection.safe.end(), is_in(lost_))) return true;
  for (const auto& [kind, exploit] : protection.patched)
    if (lost_by_kind_[kind] > 0 && layout_->is_used[exploit] != 0) return true;
  for (const Protection::Closed& closed : protection.closed)
    if (infected_by_zone_[closed.from] > 0) return true;
  // Whoever carried a credential came to it by way of a device on which it lies.
  return std::any_of(protection.useless.begin(), protection.useless.end(), [&](std::uint32_t credential) {
    const std::vector<DeviceIndex>& lies_on = layout_->scenario().credentials[credential].lies_on;
    return std::any_of(lies_on.begin(), lies_on.end(), is_in(infected_));
  });
}

Loss Paired::with(const Protection& protection) {
  return matters(protection) ? simulator_.run(seed_, replicate_, protection) : loss_;
}

}  // namespace shoal::outbreak
