// What room is left to move devices in one week.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "plan/problem.hpp"

namespace shoal::plan {

/// The slots of one week, of all sites together and of each.
class Room {
 public:
  Room(const Problem& problem, Week week) : left_(problem.capacity[static_cast<std::size_t>(week)]) {
    for (const Site& site : problem.sites)
      sites_.push_back(site.capacity.empty() ? left_ : site.capacity[static_cast<std::size_t>(week)]);
  }
  /// Takes as many of `devices` as there is room for, and says how many those were.
  std::int32_t take(const DeviceClass& of, std::int32_t devices) {
    const std::int64_t taken = std::min<std::int64_t>(devices, std::min(left_, sites_[of.site]) / of.slots);
    change(of, -taken * of.slots);
    return static_cast<std::int32_t>(taken);
  }
  /// Gives back what was taken for so many devices.
  void give_back(const DeviceClass& of, std::int32_t devices) { change(of, std::int64_t{devices} * of.slots); }
  bool empty() const { return left_ == 0; }

 private:
  void change(const DeviceClass& of, std::int64_t slots) {
    left_ += slots;
    sites_[of.site] += slots;
  }

  std::int64_t left_;
  std::vector<std::int64_t> sites_;
};

}  // namespace shoal::plan
