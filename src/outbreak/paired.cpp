#include "outbreak/paired.hpp"

#include <algorithm>
#include <optional>

namespace shoal::outbreak {
namespace {

bool is_endless(const Span& active) { return active.law == Span::Law::fixed && active.typical == forever; }

/// Whether what a device does once it is lost is the same by whatever it was entered.
bool have_one_fate(const Layout& layout) {
  const Scenario& scenario = layout.scenario();
  const std::size_t exploits = scenario.exploits.size();
  std::vector<std::uint8_t> may_crash(scenario.kinds.size(), 0);
  for (std::size_t k = 0; k < scenario.kinds.size(); k++) {
    std::optional<double> share;
    for (std::size_t e = 0; e < exploits; e++) {
      if (layout.is_used[e] == 0 || !(layout.chances[k * exploits + e] > 0)) continue;
      const Susceptibility& one = scenario.kinds[k].by_exploit[e];
      const double crashes = one.crash / (one.infect + one.crash);
      if (share && *share != crashes) return false;
      share = crashes;
      if (crashes > 0) may_crash[k] = 1;
    }
  }
  for (DeviceIndex d = 0; d < layout.is_opened.size(); d++)
    if (layout.is_opened[d] != 0 && may_crash[scenario.devices[d].kind] != 0) return false;
  return true;
}

}  // namespace

// Sources that end may outlast others if they begin later: then they must not share an uplink, nor meet devices that,
// once zones are cut from each other, withstand anew.
bool is_monotone(const Layout& layout) {
  const Scenario& scenario = layout.scenario();
  const Worm& worm = scenario.worm;
  const bool is_cut = scenario.response && scenario.response->cuts_zones;
  if (!is_endless(worm.active) && (layout.has_uplinks || is_cut)) return false;
  if (std::any_of(worm.thefts.begin(), worm.thefts.end(), [](const Theft& theft) { return theft.carried; }))
    return false;
  return have_one_fate(layout);
}

Paired::Paired(const Layout& layout)
    : layout_(&layout),
      simulator_(layout),
      lost_(layout.scenario().devices.size()),
      infected_(layout.scenario().devices.size()),
      is_monotone_(outbreak::is_monotone(layout)) {}

const Loss& Paired::begin(std::uint64_t seed, std::uint64_t replicate) {
  seed_ = seed;
  replicate_ = replicate;
  loss_ = simulator_.run(seed, replicate);
  has_reacted_ = simulator_.was_reaction();
  reacted_at_ = simulator_.reacted_at();
  lost_before_reaction_ = simulator_.lost_before_reaction();
  lost_.clear();
  infected_.clear();
  const Scenario& scenario = layout_->scenario();
  lost_by_kind_.assign(scenario.kinds.size(), 0);
  infected_by_zone_.assign(scenario.zones.size(), 0);
  lost_by_zone_.assign(scenario.zones.size(), 0);
  was_spared_.assign(scenario.zones.size(), 0);
  for (const DeviceIndex device : simulator_.lost()) {
    lost_.set(device);
    lost_by_kind_[scenario.devices[device].kind]++;
    lost_by_zone_[scenario.devices[device].zone]++;
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

bool Paired::may_be_alike(const Protection& protection) const {
  return is_monotone_ && protection.safe.empty() && protection.patched.empty() && !(protection.reaction_sooner > 0);
}

bool Paired::is_alike(const Protection& protection) {
  const Loss with_all = simulator_.run(seed_, replicate_, protection);
  if (with_all == loss_ && simulator_.reacted_at() == reacted_at_ &&
      simulator_.lost_before_reaction() == lost_before_reaction_)
    return true;
  lost_with_.assign(lost_by_zone_.size(), 0);
  for (const DeviceIndex device : simulator_.lost()) lost_with_[layout_->scenario().devices[device].zone]++;
  for (std::size_t z = 0; z < lost_with_.size(); z++)
    if (lost_with_[z] < lost_by_zone_[z]) was_spared_[z] = 1;
  return false;
}

bool Paired::is_suspect(const Protection& protection) const {
  return !protection.useless.empty() ||
         std::any_of(protection.closed.begin(), protection.closed.end(),
                     [&](const Protection::Closed& closed) { return was_spared_[closed.to] != 0; });
}

Loss Paired::with(const Protection& protection) {
  return matters(protection) ? simulator_.run(seed_, replicate_, protection) : loss_;
}

}  // namespace shoal::outbreak
