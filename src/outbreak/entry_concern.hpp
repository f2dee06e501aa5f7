// Which protections concern the device with which an outbreak begins, and how likely it is one of theirs.
#pragma once

#include <cstdint>
#include <vector>

#include "outbreak/layout.hpp"
#include "outbreak/protection.hpp"
#include "outbreak/trial.hpp"

namespace shoal::outbreak {

/// Places are devices. A protection concerns an outbreak that begins with a device that it keeps from being infected,
/// on which a credential lies that it makes useless, or in a zone that loses ways (lost_ways.hpp).
class EntryConcern {
 public:
  /// `layout` outlives this. `is_monotone`: whether more protection never loses more in its scenario, while nobody
  /// reacts.
  EntryConcern(const Layout& layout, bool is_monotone);

  /// Its chance is there where an outbreak begins with one device and it is known which can be infected.
  Concern of(const Protection& protection) const;
  std::vector<DeviceIndex> begins_at(std::uint64_t seed, std::uint64_t replicate) const;

 private:
  bool can_begin_despite(const Protection& protection, DeviceIndex device) const;

  const Layout& layout_;
  bool never_loses_more_;
  bool is_sure_ = true;                  // Whether it is known which devices can be infected.
  std::vector<std::uint8_t> may_begin_;  // By device.
  std::vector<double> chances_;          // By zone: that it begins with a certain device there, if that is sure.
  std::int64_t most_lost_ = 0;
};

}  // namespace shoal::outbreak
