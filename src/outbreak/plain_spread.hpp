// The loop for the plainest of worms, of which most attempts anywhere are: one scan, infectious at once and for good.
//
// It does exactly what a simulator does hit by hit, with everything but the hit left out.
#pragma once

#include <algorithm>
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
  double* heads = nullptr;  ///< By list: the threshold of its next device.
  Bits* gone = nullptr;
  std::vector<DeviceIndex>* lost = nullptr;
  double most = 0;  ///< The largest of the rows' rates.
  SpreadLimits limits;

  /// What a device of the lane adds once it is hit.
  const double* row(std::uint32_t lane) const { return rows + std::size_t{lane_group[lane]} * lane_count; }
};

/// Of the lane's lists, that of which the next device has the lane's threshold.
inline std::uint32_t first_list(const PlainSpread& spread, const Lane& lane, double threshold) {
  std::uint32_t list = lane.first_list;
  while (lane.last_list - lane.first_list > 1 && spread.heads[list] != threshold) list++;
  return list;
}

/// The least of what the lane's next devices withstand.
inline double least_head(const PlainSpread& spread, const Lane& lane) {
  double least = spread.heads[lane.first_list];
  for (std::uint32_t list = lane.first_list + 1; list < lane.last_list; list++)
    least = std::min(least, spread.heads[list]);
  return least;
}

/// Leaves out the list's next device and those that are gone; gives the lane's threshold then.
inline double next_threshold(const PlainSpread& spread, const Lane& lane, std::uint32_t list) {
  Thresholds& thresholds = *spread.thresholds;
  thresholds.advance(list);
  while (thresholds.has_device(list) && spread.gone->test(thresholds.device(list))) thresholds.advance(list);
  spread.heads[list] = thresholds.has_device(list) ? thresholds.threshold(list) : forever;
  return least_head(spread, lane);
}

/// Goes on from `next`; gives the first hit that it did not handle. `last` becomes the time of the last that it did.
NextHit spread(const PlainSpread& spread, NextHit next, Seconds& last);

}  // namespace shoal::outbreak
