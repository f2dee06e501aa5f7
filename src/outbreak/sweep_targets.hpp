// Which devices of a zone a sweep has still to try, so that the next one is found without a look at those that are lost
// or were never open.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

/// Of one run. Zones are prepared when their first source begins: most outbreaks reach few of many.
class SweepTargets {
 public:
  /// `layout` outlives this.
  explicit SweepTargets(const Layout& layout);

  /// Begins a run.
  void clear();

  /// The first place in [from, to) of the zone, counted from its first device, at which sweep `sweep` does something;
  /// `to` where there is none. `is_open` is kinds x exploits; devices that are `gone` stay so until clear().
  std::uint32_t next(std::size_t sweep, ZoneIndex zone, std::uint32_t from, std::uint32_t to,
                     const std::vector<std::uint8_t>& is_open, const Bits& gone);

 private:
  void prepare(std::size_t sweep, ZoneIndex zone, const std::vector<std::uint8_t>& is_open);

  const Layout* layout_;
  std::vector<Bits> open_;                              // By sweep: positions in Layout::zone_devices.
  std::vector<std::vector<std::uint8_t>> is_prepared_;  // By sweep and zone.
  std::vector<std::vector<ZoneIndex>> prepared_;
};

}  // namespace shoal::outbreak
