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

/// What the only lane feels: pressure is sum * time - before.
struct Felt {
  double rate, sum, before, threshold;

  /// One more source from `at` on, after whose hit one is next who withstands `next`; gives when that is hit.
  /// As (next + before) / sum, but no division waits for the one before it.
  SHOAL_INLINE Seconds add(Seconds at, double next) {
    sum += rate;
    before += rate * at;
    const Seconds then = at + (next - threshold) / sum;
    threshold = next;
    return then;
  }
};

/// Those of a list whose thresholds are known, until one comes who is gone already.
SHOAL_INLINE void spread_in_list(const PlainSpread& spread, std::uint32_t index, Felt& felt, Seconds& next,
                                 Seconds& last) {
  constexpr std::uint32_t at_once = 64;
  DeviceIndex hit[at_once];
  std::uint32_t hits = 0;
  const Thresholds::List list = spread.thresholds->list(index);
  const std::size_t left = spread.limits.lost_max - spread.lost->size();
  const auto hits_max =
      static_cast<std::uint32_t>(std::min<std::size_t>(std::min(list.known - list.at - 1, at_once), left));
  Bits& gone = *spread.gone;
  while (hits < hits_max && next <= spread.limits.until) {
    const std::uint32_t after = list.at + hits + 1;
    if (gone.test(list.device(after))) break;
    hit[hits] = list.device(after - 1);
    gone.set(hit[hits++]);
    last = next;
    next = felt.add(last, list.values[after]);
  }
  spread.thresholds->go_to(index, list.at + hits);
  spread.lost->insert(spread.lost->end(), hit, hit + hits);
}

/// One lane needs no vectors.
NextHit spread_in_one(const PlainSpread& spread, NextHit next, Seconds& last) {
  Felt felt{spread.rows[0], *spread.lanes.sum, *spread.lanes.before, *spread.lanes.threshold};
  const Lane lane = *spread.lists;
  const bool is_one_list = lane.last_list - lane.first_list == 1;
  while (next.at <= spread.limits.until && spread.lost->size() < spread.limits.lost_max) {
    last = std::max(last, next.at);
    next.at = felt.add(last, take_device(spread, lane, felt.threshold));
    if (is_one_list && spread.thresholds->threshold(lane.first_list) < forever)
      spread_in_list(spread, lane.first_list, felt, next.at, last);
  }
  *spread.lanes.sum = felt.sum;
  *spread.lanes.before = felt.before;
  *spread.lanes.threshold = felt.threshold;
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
