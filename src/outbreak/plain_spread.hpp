// The loop for the plainest of worms, of which most attempts anywhere are: one scan, infectious at once and for good.
//
// It does exactly what a simulator does hit by hit, with everything but the hit left out.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bits.hpp"
#include "outbreak/lanes.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/spread.hpp"
#include "outbreak/thresholds.hpp"

namespace shoal::outbreak {

struct PlainSpread {
  LaneParts lanes;              ///< Of the scan's block.
  std::size_t lane_count = 1;   ///< 1, or a multiple of 16.
  const Lane* lists = nullptr;  ///< By lane.
  const double* rows = nullptr;
  const std::uint32_t* lane_group = nullptr;  ///< By lane: the group of its zones, whose row it adds.
  Thresholds* thresholds = nullptr;
  Bits* gone = nullptr;
  std::vector<DeviceIndex>* lost = nullptr;
  double most = 0;  ///< The largest of the rows' rates.
  SpreadLimits limits;

  /// What a device of the lane adds once it is hit.
  const double* row(std::uint32_t lane) const { return rows + std::size_t{lane_group[lane]} * lane_count; }
};

/// Goes on from `next`; gives the first hit that it did not handle. `last` becomes the time of the last that it did.
NextHit spread(const PlainSpread& spread, NextHit next, Seconds& last);

}  // namespace shoal::outbreak
