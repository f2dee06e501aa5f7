// What happens in an outbreak at a time of its own, attempts at random and along links aside.
#pragma once

#include <cstdint>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

struct Event {
  enum class What : std::uint8_t { begins, ends, sweep, react, kill_switch };
  Seconds at = 0;
  DeviceIndex device = 0;    ///< Who does it.
  std::uint32_t target = 0;  ///< A piece of the zone, or the credential that opened the device.
  What what = What::begins;
  std::uint8_t channel = 0;

  bool is_before(const Event& other) const {
    if (at != other.at) return at < other.at;
    if (what != other.what) return what < other.what;
    if (channel != other.channel) return channel < other.channel;
    if (device != other.device) return device < other.device;
    return target < other.target;
  }
};

}  // namespace shoal::outbreak
