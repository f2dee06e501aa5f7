// The devices that will be hit within a short time: among a few, who is next is found sooner than among all lanes, and
// what several hits add is added to all lanes at once.
//
// Nobody else can be hit meanwhile: so many hits add no more than so many times the largest rate, and a device that
// withstands what its lane would feel even then is not hit. That is what a look finds out. Then the few are put in the
// order in which they would be hit if nothing were added, and their times are taken in that order, each with what those
// before it add. If the times ascend, that order is right: would another come first, it would come before them with
// less pressure, and so would the time that was taken for it with more. If they do not, all is as before the look, and
// the soonest of the few is looked for again after each hit.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "outbreak/lane_vectors.hpp"
#include "outbreak/plain_spread.hpp"

namespace shoal::outbreak {

class SoonHit {
 public:
  /// `spread` outlives this; so does what it points to.
  explicit SoonHit(const PlainSpread& spread)
      : spread_(&spread),
        sum_before_(spread.lane_count),
        before_before_(spread.lane_count),
        limit_(spread.lane_count),
        nothing_(spread.lane_count),
        words_((spread.lane_count + 63) / 64) {}

  /// Chooses how far to look after `now`, and lets those be hit who are hit until then; `now` becomes when the last
  /// was. False where nobody is hit before the limits, or too many at once: then the lanes have to be looked at one by
  /// one.
  template <std::size_t width>
  SHOAL_INLINE bool pass(Seconds& now) {
    const std::size_t lost = spread_->lost->size();
    if (lost >= spread_->limits.lost_max || now >= spread_->limits.until) return false;
    hits_max_ = static_cast<std::uint32_t>(std::min<std::size_t>(hits_at_once, spread_->limits.lost_max - lost));
    for (int tries = 0; tries < 16; tries++) {
      const Seconds horizon = std::min(now + ahead_, spread_->limits.until);
      find<width>(now, horizon);
      if (!collect()) {
        ahead_ *= 0.5;
        continue;
      }
      order<width>(now, horizon);
      if (!hit_in_order<width>(now, horizon)) [[unlikely]]
        hit_one_by_one<width>(now, horizon);
      if (hits_ > 0) {
        take();
        now = last_;
        if (hits_ < wanted * 3 / 4) ahead_ *= 1.2;
        if (hits_ > wanted * 5 / 4 || size_ > 2 * wanted) ahead_ *= 0.8;
        return true;
      }
      if (horizon >= spread_->limits.until) return false;
      ahead_ *= 4;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t wanted = 12, hits_at_once = 20, most = 32, added_at_once = 4;
  static constexpr double margin = 1 + 0x1p-40;  // More than what rounding could do.

  /// Which lanes' next devices might be hit until the horizon: those that withstand no more than the lane's limit.
  template <std::size_t width>
  SHOAL_INLINE void find(Seconds now, Seconds horizon) {
    using Vectors = LaneVectors<width>;
    const LaneParts lanes = spread_->lanes;
    const double slack = (hits_max_ + 1) * spread_->most * (horizon - now);
    const std::size_t lane_count = spread_->lane_count;
    double *const limits = limit_.data(), *const sums = sum_before_.data(), *const befores = before_before_.data();
    for (std::size_t first = 0; first < lane_count; first += 64) {
      typename Vectors::Whole found = {}, bit;
      const std::size_t end = std::min(first + 64, lane_count);
      for (std::size_t i = first; i < end; i += width) {
        typename Vectors::Real sum, before, threshold;
        Vectors::read(sum, lanes.sum + i);
        Vectors::read(before, lanes.before + i);
        Vectors::read(threshold, lanes.threshold + i);
        const typename Vectors::Real limit = (sum * horizon + slack) * margin - before;
        std::memcpy(limits + i, &limit, sizeof limit);
        std::memcpy(sums + i, &sum, sizeof sum);
        std::memcpy(befores + i, &before, sizeof before);
        std::memcpy(&bit, lane_bits.data() + (i - first), sizeof bit);
        found |= (threshold <= limit) & bit;
      }
      std::uint64_t word = 0;
      for (std::size_t i = 0; i < width; i++) word |= static_cast<std::uint64_t>(found[i]);
      words_[first / 64] = word;
    }
  }

  /// Looks up who it is. False where they are too many.
  SHOAL_INLINE bool collect() {
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < words_.size(); i++)
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        const int bit = std::countr_zero(word);
        size = collect_from(static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(bit), size);
        if (size > most) return false;
      }
    size_ = size;
    return true;
  }

  /// Gives how many there are then; more than `most` where they are too many.
  SHOAL_INLINE std::uint32_t collect_from(std::uint32_t lane, std::uint32_t size) {
    Thresholds& thresholds = *spread_->thresholds;
    const Bits& gone = *spread_->gone;
    const std::uint32_t last_list = spread_->lists[lane].last_list;
    const double limit = limit_[lane];
    for (std::uint32_t list = spread_->lists[lane].first_list; list < last_list; list++) {
      const Thresholds::List& in = thresholds.list(list);
      for (std::uint32_t at = in.at; in.values[at] <= limit;) {
        if (size == most) return most + 1;
        threshold_[size] = in.values[at];
        lane_[size] = lane;
        list_[size] = list;
        device_[size] = in.device(at);
        at = thresholds.place_after(in, at, gone);
        next_[size++] = at;
      }
    }
    return size;
  }

  /// By when they would be hit if nothing were added, to some 20 bits; of two at the same time, the first stays the
  /// first. Each goes to the place that its rank gives it, for which no branch is needed.
  template <std::size_t width>
  SHOAL_INLINE void order(Seconds now, Seconds horizon) {
    using Short = typename VectorTypes<width>::Short;
    constexpr double latest = 0x1p26 - 1;
    const std::uint32_t size = size_;
    const double per_second = 0x1p25 / (horizon - now);
    const LaneParts lanes = spread_->lanes;
    alignas(64) double at[most];
    alignas(64) std::int32_t keys[most], ranks[most];
    for (std::uint32_t i = 0; i < size; i++)
      at[i] = ((threshold_[i] + lanes.before[lane_[i]]) / lanes.sum[lane_[i]] - now) * per_second;
    for (std::uint32_t i = 0; i < size; i++) {
      const double within = at[i] < latest ? at[i] : latest;
      keys[i] = static_cast<std::int32_t>(within > 0 ? within : 0) * static_cast<std::int32_t>(most) +
                static_cast<std::int32_t>(i);
    }
    const std::uint32_t padded = (size + 2 * width - 1) / (2 * width) * (2 * width);
    for (std::uint32_t i = size; i < padded; i++) keys[i] = 0;
    for (std::uint32_t first = 0; first < padded; first += 2 * width) {
      Short some, rank = {};
      std::memcpy(&some, keys + first, sizeof some);
      for (std::uint32_t j = 0; j < size; j++) rank -= some > keys[j];
      std::memcpy(ranks + first, &rank, sizeof rank);
    }
    for (std::uint32_t i = 0; i < size; i++) order_[ranks[i]] = i;
  }

  /// What some hits that are not yet added to the lanes add.
  struct Added {
    const double* rows[added_at_once];
    Seconds at[added_at_once];
  };

  /// When device `i` of the few would be hit, after those of `hits` hits.
  SHOAL_INLINE Seconds time_after(std::uint32_t i, const Added& added, std::uint32_t hits) const {
    const std::uint32_t lane = lane_[i];
    double sum = spread_->lanes.sum[lane], before = spread_->lanes.before[lane];
    for (std::uint32_t hit = 0; hit < hits; hit++) {
      const double more = added.rows[hit][lane];
      sum += more;
      before += more * added.at[hit];
    }
    return (threshold_[i] + before) / sum;
  }

  /// Lets those be hit who are hit until the horizon; those come first then. False where the order is wrong.
  template <std::size_t width>
  SHOAL_INLINE bool hit_in_order(Seconds now, Seconds horizon) {
    const std::uint32_t size = size_, hits_max = std::min(hits_max_, size);
    std::uint32_t hits = 0;
    bool is_right = true, is_more = true;
    for (std::uint32_t first = 0; first < size; first += added_at_once) {
      Added added;
      std::uint32_t adds = 0;
      const std::uint32_t end = std::min(first + added_at_once, size);
      for (std::uint32_t i = first; i < end; i++) {
        const Seconds at = time_after(order_[i], added, adds);
        is_right = is_right && at >= now;
        is_more = is_more && hits < hits_max && at <= horizon;
        if (!is_more) continue;
        added.rows[adds] = spread_->row(lane_[order_[i]]);
        added.at[adds++] = now = at;
        hits++;
      }
      if (adds > 0) add<width>(added, adds);
    }
    hits_ = hits;
    last_ = now;
    return is_right;
  }

  template <std::size_t width>
  SHOAL_INLINE void hit_one_by_one(Seconds now, Seconds horizon) {
    std::copy(sum_before_.begin(), sum_before_.end(), spread_->lanes.sum);
    std::copy(before_before_.begin(), before_before_.end(), spread_->lanes.before);
    last_ = now;
    for (hits_ = 0; hits_ < std::min(hits_max_, size_); hits_++) {
      std::uint32_t next = hits_;
      Seconds first = forever;
      for (std::uint32_t i = hits_; i < size_; i++) {
        const Seconds at = time_after(order_[i], {}, 0);
        if (!(at < first)) continue;
        first = at;
        next = i;
      }
      if (!(first <= horizon)) return;
      // The others stay in order: of one list, whoever withstands as much comes in the list's.
      std::rotate(order_ + hits_, order_ + next, order_ + next + 1);
      last_ = std::max(last_, first);
      Added added;
      added.rows[0] = spread_->row(lane_[order_[hits_]]);
      added.at[0] = last_;
      add<width>(added, 1);
    }
  }

  /// Takes those that are hit from their lists.
  SHOAL_INLINE void take() {
    const std::uint32_t hits = hits_;
    Thresholds& thresholds = *spread_->thresholds;
    const Lane* const lists = spread_->lists;
    double* const threshold = spread_->lanes.threshold;
    Bits& gone = *spread_->gone;
    std::vector<DeviceIndex>& lost = *spread_->lost;
    const std::size_t before = lost.size();
    lost.resize(before + hits);
    DeviceIndex* const into = lost.data() + before;
    for (std::uint32_t i = 0; i < hits; i++) {
      const std::uint32_t one = order_[i], lane = lane_[one];
      into[i] = device_[one];
      gone.set(device_[one]);
      thresholds.go_to(list_[one], next_[one]);
      threshold[lane] = thresholds.least(lists[lane]);
    }
  }

  /// What the hits add to all lanes; where there are fewer than can be added at once, the rest adds nothing.
  template <std::size_t width>
  SHOAL_INLINE void add(Added& added, std::uint32_t adds) {
    using Vectors = LaneVectors<width>;
    for (; adds < added_at_once; adds++) {
      added.rows[adds] = nothing_.data();
      added.at[adds] = 0;
    }
    const LaneParts lanes = spread_->lanes;
    const std::size_t lane_count = spread_->lane_count;
    for (std::size_t i = 0; i < lane_count; i += width) {
      typename Vectors::Real sum, before, more;
      Vectors::read(sum, lanes.sum + i);
      Vectors::read(before, lanes.before + i);
      for (std::uint32_t hit = 0; hit < added_at_once; hit++) {
        Vectors::read(more, added.rows[hit] + i);
        sum += more;
        before += more * added.at[hit];
      }
      std::memcpy(lanes.sum + i, &sum, sizeof sum);
      std::memcpy(lanes.before + i, &before, sizeof before);
    }
  }

  const PlainSpread* spread_;
  std::vector<double> sum_before_, before_before_;  // By lane: what the parts of lanes were at the look.
  std::vector<double> limit_, nothing_;             // By lane.
  std::vector<std::uint64_t> words_;                // By lane, a bit for each that was found.
  // The few, in the order in which they were found.
  double threshold_[most];
  std::uint32_t lane_[most], list_[most], next_[most];  // next_: the place in its list of the device after it.
  DeviceIndex device_[most];
  std::uint32_t order_[most];
  std::uint32_t size_ = 0, hits_ = 0, hits_max_ = 0;
  Seconds last_ = 0, ahead_ = 1;
};

}  // namespace shoal::outbreak
