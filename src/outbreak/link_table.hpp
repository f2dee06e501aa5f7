// To whom each device has links, in half a line of memory where that will do: links lie far apart, and reading them is
// what an outbreak along links mostly waits for.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "outbreak/large_pages.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

class LinkTable {
 public:
  /// `links` outlives this.
  explicit LinkTable(const Links& links);

  /// Links of one device: positions in `Links::to`, and where they lead.
  struct Of {
    std::uint32_t first = 0, count = 0;
    const DeviceIndex* to = nullptr;  ///< Until the next call at the latest.
  };
  /// `room` is for links that have to be put together.
  static constexpr std::uint32_t few = 13;
  Of of(DeviceIndex device, std::array<DeviceIndex, few>& room) const {
    const Near& near = near_[device];
    if (near.count > few) return {near.first, begins_end(device) - near.first, &links_->to[near.first]};
    for (std::uint32_t i = 0; i < few; i++) room[i] = device + static_cast<std::uint32_t>(near.steps[i]);
    if (near.has_far) put_far(near, room);
    return {near.first, near.count, room.data()};
  }
  /// Asks for what of() will read; fetch_far() some time after fetch().
  void fetch(DeviceIndex device) const { __builtin_prefetch(&near_[device]); }
  void fetch_far(DeviceIndex device) const {
    const Near& near = near_[device];
    if (!near.has_far) return;
    __builtin_prefetch(links_->to.data() + near.first);
    __builtin_prefetch(links_->to.data() + near.first + 8);
  }

  std::size_t bytes() const { return near_.size() * sizeof(Near); }

 private:
  static constexpr std::int16_t far = INT16_MIN;
  /// What the links of a device have in common, and how many devices further each leads; `far` where that says nothing.
  struct alignas(32) Near {
    std::uint32_t first = 0;
    std::uint8_t count = 0;  // More than `few`: as Links::begins says.
    bool has_far = false;
    std::array<std::int16_t, few> steps = {};
  };
  static_assert(sizeof(Near) == 32);

  std::uint32_t begins_end(DeviceIndex device) const { return links_->begins[device + 1]; }
  void put_far(const Near& near, std::array<DeviceIndex, few>& room) const {
    for (std::uint32_t i = 0; i < near.count; i++)
      if (near.steps[i] == far) room[i] = links_->to[near.first + i];
  }

  const Links* links_;
  LargeVector<Near> near_;
};

}  // namespace shoal::outbreak
