// The devices from which a worm spreads at the moment, in no order: for whoever draws one of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

class Sources {
 public:
  /// Of so many devices.
  explicit Sources(std::size_t devices) : places_(devices) {}

  void clear() { sources_.clear(); }
  void reserve(std::size_t count) { sources_.reserve(count); }
  /// One that is none yet.
  void add(DeviceIndex device) {
    places_[device] = static_cast<std::uint32_t>(sources_.size());
    sources_.push_back(device);
  }
  /// One that is one: the last takes its place.
  void remove(DeviceIndex device) {
    sources_[places_[device]] = sources_.back();
    places_[sources_.back()] = places_[device];
    sources_.pop_back();
  }
  std::span<const DeviceIndex> all() const { return sources_; }

  std::size_t bytes() const { return (sources_.capacity() + places_.capacity()) * 4; }

 private:
  std::vector<DeviceIndex> sources_;
  std::vector<std::uint32_t> places_;  // By device, its place among them.
};

}  // namespace shoal::outbreak
