// What a simulator does of people's response, and of a worm's own end.
#include <algorithm>

#include "outbreak/simulator.hpp"

namespace shoal::outbreak {

void Simulator::notice() {
  is_noticed_ = true;
  const Response& response = *scenario().response;
  const Seconds detection = drawn(response.detection, chance_, Topic::detection, 0);
  const Seconds reaction = drawn(response.reaction, chance_, Topic::reaction, 0);
  agenda_.put({.at = now_ + detection + std::max(0.0, reaction - reaction_sooner_), .what = Event::What::react});
}

void Simulator::react() {
  has_reacted_ = true;
  reacted_at_ = now_;
  lost_before_reaction_ = lost_.size();
  if (scenario().response->switches_off) is_over_ = true;
  if (is_over_ || !scenario().response->cuts_zones) return;
  is_cut_ = true;
  pressure_->cut(now_);
  active_.each([&](std::size_t device) {
    const auto source = static_cast<DeviceIndex>(device);
    pressure_->add_source(source, carried_of(source), now_);
  });
}

void Simulator::kill_switch() {
  is_killed_ = true;
  std::vector<DeviceIndex> ending;
  active_.each([&](std::size_t device) {
    if (scenario().zones[zone_of(static_cast<DeviceIndex>(device))].reaches_kill_switch)
      ending.push_back(static_cast<DeviceIndex>(device));
  });
  for (const DeviceIndex device : ending) end_source(device);
}

}  // namespace shoal::outbreak
