#include "outbreak/plain_spread.hpp"

#include <algorithm>

#include "outbreak/lane_vectors.hpp"
#include "outbreak/likely_next.hpp"

namespace shoal::outbreak {
namespace {

/// Takes the next device of the lane, and gives the threshold of the one after it.
SHOAL_INLINE double take_device(const PlainSpread& spread, const Lane& lane, double threshold) {
  std::uint32_t list = lane.first_list;
  while (lane.last_list - lane.first_list > 1 && spread.heads[list] != threshold) list++;
  Thresholds& thresholds = *spread.thresholds;
  const DeviceIndex device = thresholds.device(list);
  spread.gone->set(device);
  spread.lost->push_back(device);
  thresholds.advance(list);
  while (thresholds.has_device(list) && spread.gone->test(thresholds.device(list))) thresholds.advance(list);
  double least = spread.heads[list] = thresholds.has_device(list) ? thresholds.threshold(list) : forever;
  for (std::uint32_t i = lane.first_list; i < lane.last_list; i++) least = std::min(least, spread.heads[i]);
  return least;
}

/// One lane needs no vectors.
NextHit spread_in_one(const PlainSpread& spread, NextHit next, Seconds& last) {
  const double rate = spread.rows[0];
  double sum = *spread.lanes.sum, before = *spread.lanes.before, threshold = *spread.lanes.threshold;
  while (next.at <= spread.limits.until && spread.lost->size() < spread.limits.lost_max) {
    last = std::max(last, next.at);
    threshold = take_device(spread, *spread.lists, threshold);
    sum += rate;
    before += rate * last;
    next.at = (threshold + before) / sum;
  }
  *spread.lanes.sum = sum;
  *spread.lanes.before = before;
  *spread.lanes.threshold = threshold;
  return next;
}

template <std::size_t width>
SHOAL_INLINE NextHit spread_among(const PlainSpread& given, NextHit next, Seconds& last) {
  const PlainSpread spread = given;
  LikelyNext likely(spread.lane_count);
  Seconds at = last;
  while (next.at <= spread.limits.until && spread.lost->size() < spread.limits.lost_max) {
    at = std::max(at, next.at);
    const double threshold = take_device(spread, spread.lists[next.lane], spread.lanes.threshold[next.lane]);
    const double* row = spread.rows + spread.lane_group[next.lane] * spread.lane_count;
    const LaneChange change = {row, 1, at, next.lane, threshold};
    likely.take(next.lane, threshold);
    if (!likely.is_empty()) {
      next = next_with_guess<width>(spread.lanes, spread.lane_count, change, likely.lane());
      continue;
    }
    next = next_of<width, true>(spread.lanes, spread.lane_count, change);
    likely.survey(spread.lanes, next.at);
  }
  last = at;
  return next;
}

NextHit among_plain(const PlainSpread& spread, NextHit next, Seconds& last) {
  return spread_among<2>(spread, next, last);
}
SHOAL_TARGET_AVX2 NextHit among_avx2(const PlainSpread& spread, NextHit next, Seconds& last) {
  return spread_among<4>(spread, next, last);
}
SHOAL_TARGET_AVX512 NextHit among_avx512(const PlainSpread& spread, NextHit next, Seconds& last) {
  return spread_among<8>(spread, next, last);
}

using Among = NextHit (*)(const PlainSpread&, NextHit, Seconds&);
const Among among = for_this_machine<Among>(among_plain, among_avx2, among_avx512);

}  // namespace

NextHit spread(const PlainSpread& spread, NextHit next, Seconds& last) {
  return spread.lane_count == 1 ? spread_in_one(spread, next, last) : among(spread, next, last);
}

}  // namespace shoal::outbreak
