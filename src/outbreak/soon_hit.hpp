// The devices that will be hit within a short time, taken from their lanes beforehand: among a few, who is next is
// found sooner than among all lanes, and what many hits add is added to all lanes at once.
//
// Nobody else can be hit meanwhile: so many hits add no more than so many times the largest rate, and a device that
// withstands what its lane would feel even then stays in its lane. That is what a look finds out. Then the few are put
// in the order in which they would be hit if nothing were added, and their times are taken in that order, each with
// what those before it add. If the times ascend, that order is right: would another come first, it would come before
// them with less pressure, and so would the time that was taken for it with more. If they do not, the soonest of the
// few is looked for again after each hit.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "outbreak/lane_vectors.hpp"
#include "outbreak/plain_spread.hpp"

namespace shoal::outbreak {

class SoonHit {
 public:
  /// `spread` outlives this; so does what it points to.
  explicit SoonHit(const PlainSpread& spread)
      : spread_(&spread), found_(spread.lane_count), flags_(spread.lane_count) {}

  /// Chooses how far to look after `now`, and takes from their lanes who might be hit until then. False where nobody is
  /// hit before the limits, or there are too many at once: then the lanes have to be looked at one by one.
  template <std::size_t width>
  SHOAL_INLINE bool look(Seconds now) {
    const std::size_t left = spread_->limits.lost_max - spread_->lost->size();
    if (spread_->lost->size() >= spread_->limits.lost_max || now >= spread_->limits.until) return false;
    hits_max_ = std::min<std::size_t>(hits_at_once, left);
    for (int tries = 0; tries < 16; tries++) {
      horizon_ = std::min(now + ahead_, spread_->limits.until);
      slack_ = static_cast<double>(hits_max_ + 1) * spread_->most * (horizon_ - now);
      if (!take<width>()) {
        ahead_ *= 0.25;
        return false;
      }
      order<width>();
      time(now);
      if (hits_ > 0) return true;
      if (horizon_ >= spread_->limits.until) return false;
      ahead_ *= 4;
    }
    return false;
  }

  /// Lets those be hit who are hit until then; `now` becomes when the last was.
  template <std::size_t width>
  SHOAL_INLINE void pass(Seconds& now) {
    const double* rows[hits_at_once];
    for (std::uint32_t i = 0; i < hits_; i++) {
      rows[i] = spread_->row(few_[i].lane);
      spread_->gone->set(few_[i].device);
      spread_->lost->push_back(few_[i].device);
    }
    now = at_[hits_ - 1];
    add<width>(rows);
    if (hits_ < wanted * 3 / 4) ahead_ *= 1.2;
    if (hits_ > wanted * 5 / 4 || size_ > 2 * wanted) ahead_ *= 0.8;
    std::copy(few_ + hits_, few_ + size_, few_);
    size_ -= hits_;
    hits_ = 0;
  }

  /// Gives those that were taken back to their lanes.
  void put_back() {
    for (std::uint32_t i = 0; i < size_; i++) spread_->thresholds->go_back(few_[i].list, few_[i].place);
    for (std::uint32_t i = 0; i < size_; i++) {
      spread_->heads[few_[i].list] = spread_->thresholds->threshold(few_[i].list);
      spread_->lanes.threshold[few_[i].lane] = least_head(*spread_, spread_->lists[few_[i].lane]);
    }
    size_ = 0;
  }

 private:
  static constexpr std::uint32_t wanted = 10, hits_at_once = 16, most = 32;
  static constexpr double margin = 1 + 0x1p-40;  // More than what rounding could do.

  struct Device {
    double threshold;
    std::uint32_t lane, list, place;
    DeviceIndex device;
  };

  /// Whether the lane's next device might be hit until the horizon.
  bool is_soon(std::uint32_t lane) const {
    const LaneParts& lanes = spread_->lanes;
    return lanes.threshold[lane] + lanes.before[lane] <= (lanes.sum[lane] * horizon_ + slack_) * margin;
  }

  template <std::size_t width>
  SHOAL_INLINE bool take() {
    const std::uint32_t found = find<width>();
    for (std::uint32_t i = 0; i < found; i++)
      for (const std::uint32_t lane = found_[i]; is_soon(lane);) {
        if (size_ == most) return false;
        take_from(lane);
      }
    return true;
  }

  /// Which lanes' next devices might be hit until the horizon; gives how many.
  template <std::size_t width>
  SHOAL_INLINE std::uint32_t find() {
    using Vectors = LaneVectors<width>;
    const LaneParts& lanes = spread_->lanes;
    for (std::size_t i = 0; i < spread_->lane_count; i += width) {
      typename Vectors::Real sum, before, threshold;
      Vectors::read(sum, lanes.sum + i);
      Vectors::read(before, lanes.before + i);
      Vectors::read(threshold, lanes.threshold + i);
      const typename Vectors::Real limit = (sum * horizon_ + slack_) * margin;
      const typename Vectors::Whole is_found = threshold + before <= limit;
      std::memcpy(&flags_[i], &is_found, sizeof is_found);
    }
    std::uint32_t found = 0;  // Counted without a branch, since nobody could predict it.
    for (std::uint32_t lane = 0; lane < spread_->lane_count; lane++) {
      found_[found] = lane;
      found += flags_[lane] != 0 ? 1U : 0U;
    }
    return found;
  }

  void take_from(std::uint32_t lane) {
    const Lane& lists = spread_->lists[lane];
    const double threshold = spread_->lanes.threshold[lane];
    const std::uint32_t list = first_list(*spread_, lists, threshold);
    const Thresholds& thresholds = *spread_->thresholds;
    few_[size_++] = {threshold, lane, list, thresholds.place(list), thresholds.device(list)};
    spread_->lanes.threshold[lane] = next_threshold(*spread_, lists, list);
  }

  /// By when they would be hit if nothing were added. Each goes to the place that its rank gives it, for which no
  /// branch is needed.
  template <std::size_t width>
  SHOAL_INLINE void order() {
    using Vectors = LaneVectors<width>;
    const LaneParts& lanes = spread_->lanes;
    alignas(64) Seconds at[most] = {};
    alignas(64) std::int64_t rank[most];
    Device given[most];
    for (std::uint32_t i = 0; i < size_; i++) {
      given[i] = few_[i];
      at[i] = (few_[i].threshold + lanes.before[few_[i].lane]) / lanes.sum[few_[i].lane];
    }
    for (std::size_t first = 0; first < size_; first += width) {
      typename Vectors::Real some;
      typename Vectors::Whole place, ranks = {};
      Vectors::read(some, at + first);
      Vectors::number(place, first);
      for (std::uint32_t j = 0; j < size_; j++) {
        // Of two at the same time, the first stays the first.
        const typename Vectors::Whole more = ranks + 1, of_equals = place > std::int64_t{j} ? more : ranks;
        ranks = some > at[j] ? more : ranks;
        ranks = some == at[j] ? of_equals : ranks;
      }
      std::memcpy(rank + first, &ranks, sizeof ranks);
    }
    for (std::uint32_t i = 0; i < size_; i++) few_[rank[i]] = given[i];
  }

  /// When device `i` of the few would be hit, after the first `hits` of them.
  SHOAL_INLINE Seconds time_after(std::uint32_t i, std::uint32_t hits) const {
    const std::uint32_t lane = few_[i].lane;
    double sum = spread_->lanes.sum[lane], before = spread_->lanes.before[lane];
    for (std::uint32_t hit = 0; hit < hits; hit++) {
      const double more = rows_[hit][lane];
      sum += more;
      before += more * at_[hit];
    }
    return (few_[i].threshold + before) / sum;
  }

  /// When those are hit who are hit until the horizon; those come first then.
  SHOAL_INLINE void time(Seconds now) {
    hits_ = 0;
    Seconds last = now;
    bool is_right = true;
    for (std::uint32_t i = 0; i < size_; i++) {
      const Seconds at = time_after(i, hits_);
      is_right = is_right && at >= last;
      if (hits_ < i || hits_ == hits_max_ || !(at <= horizon_)) continue;
      rows_[hits_] = spread_->row(few_[i].lane);
      at_[hits_++] = last = at;
    }
    if (!is_right) [[unlikely]]
      time_one_by_one(now);
  }

  void time_one_by_one(Seconds now) {
    Seconds last = now;
    for (hits_ = 0; hits_ < std::min<std::size_t>(hits_max_, size_); hits_++) {
      std::uint32_t next = hits_;
      Seconds first = forever;
      for (std::uint32_t i = hits_; i < size_; i++) {
        const Seconds at = time_after(i, hits_);
        if (!(at < first)) continue;
        first = at;
        next = i;
      }
      if (!(first <= horizon_)) return;
      std::swap(few_[hits_], few_[next]);
      rows_[hits_] = spread_->row(few_[hits_].lane);
      at_[hits_] = last = std::max(last, first);
    }
  }

  /// What the hits add to all lanes.
  template <std::size_t width>
  SHOAL_INLINE void add(const double* const* rows) {
    using Vectors = LaneVectors<width>;
    const LaneParts& lanes = spread_->lanes;
    for (std::size_t i = 0; i < spread_->lane_count; i += width) {
      typename Vectors::Real sum, before, more;
      Vectors::read(sum, lanes.sum + i);
      Vectors::read(before, lanes.before + i);
      for (std::uint32_t hit = 0; hit < hits_; hit++) {
        Vectors::read(more, rows[hit] + i);
        sum += more;
        before += more * at_[hit];
      }
      std::memcpy(lanes.sum + i, &sum, sizeof sum);
      std::memcpy(lanes.before + i, &before, sizeof before);
    }
  }

  const PlainSpread* spread_;
  std::vector<std::uint32_t> found_;
  std::vector<std::int64_t> flags_;
  Device few_[most];
  const double* rows_[hits_at_once];
  Seconds at_[hits_at_once];
  std::uint32_t size_ = 0, hits_ = 0;
  std::size_t hits_max_ = 0;
  Seconds ahead_ = 1, horizon_ = 0;
  double slack_ = 0;
};

}  // namespace shoal::outbreak
