#include "outbreak/plain_spread.hpp"

#include <algorithm>

#include "outbreak/lane_vectors.hpp"
#include "outbreak/soon_hit.hpp"

namespace shoal::outbreak {
namespace {

/// Takes the next device of the lane, and gives the threshold of the one after it.
SHOAL_INLINE double take_device(const PlainSpread& spread, const Lane& lane, double threshold) {
  const std::uint32_t list = spread.thresholds->list_of(lane, threshold);
  const DeviceIndex device = spread.thresholds->device(list);
  spread.gone->set(device);
  spread.lost->push_back(device);
  spread.thresholds->advance(list, *spread.gone);
  return spread.thresholds->least(lane);
}

/// One lane needs no vectors.
NextHit spread_in_one(const PlainSpread& spread, NextHit next, Seconds& last) {
  const double rate = spread.rows[0];
  double sum = *spread.lanes.sum, before = *spread.lanes.before, threshold = *spread.lanes.threshold;
  while (next.at <= spread.limits.until && spread.lost->size() < spread.limits.lost_max) {
    last = std::max(last, next.at);
    const double felt = threshold;
    threshold = take_device(spread, *spread.lists, threshold);
    sum += rate;
    before += rate * last;
    // As (threshold + before) / sum, but no division waits for the one before it.
    next.at = last + (threshold - felt) / sum;
  }
  *spread.lanes.sum = sum;
  *spread.lanes.before = before;
  *spread.lanes.threshold = threshold;
  return next;
}

/// Many hits at a time where there are many sources, else one by one.
template <std::size_t width>
SHOAL_INLINE NextHit spread_among(const PlainSpread& given, NextHit next, Seconds& last) {
  constexpr std::size_t sources_min = 64;  // With fewer, each changes too much.
  const PlainSpread spread = given;
  SoonHit soon(spread);
  Seconds at = last;
  while (next.at <= spread.limits.until && spread.lost->size() < spread.limits.lost_max) {
    at = std::max(at, next.at);
    const double threshold = take_device(spread, spread.lists[next.lane], spread.lanes.threshold[next.lane]);
    const LaneChange change = {spread.row(next.lane), 1, at, next.lane, threshold};
    next = next_of<width, true>(spread.lanes, spread.lane_count, change);
    if (spread.lost->size() < sources_min) continue;
    while (soon.pass<width>(at)) {
    }
    next = next_of<width, false>(spread.lanes, spread.lane_count, {nullptr, 0, 0, -1, 0});
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
