// What was known on a day: the second of the two clocks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/day.hpp"

namespace shoal::update {

/// Decides which rows of a pack had been published by one day.
///
/// The pack's rows come from dated snapshots of the vendor's lists. A row is known from the snapshot in which it first
/// stood; between two snapshots, and before the first, also from the day that the row itself carries. Such an answer is
/// approximate, since that day is when the vendor last revised the entry, not always when it first published it.
class KnownAt {
 public:
  /// `snapshots` ascending. A day before the first snapshot is allowed and gives an approximate answer.
  KnownAt(std::span<const Day> snapshots, Day day) : day_(day) {
    const auto next = std::upper_bound(snapshots.begin(), snapshots.end(), day);
    seen_ = static_cast<std::uint8_t>(next - snapshots.begin());
    if (seen_ > 0) last_snapshot_ = snapshots[seen_ - 1U];
    exact_ = seen_ > 0 && (last_snapshot_ == day || seen_ == snapshots.size());
  }

  Day day() const { return day_; }

  /// Whether the answer rests on a snapshot alone: the day is one, or lies after the last.
  bool exact() const { return exact_; }

  /// Whether a row that first stood in snapshot `first_seen` and carries the day `dated` was known.
  bool knows(std::uint8_t first_seen, Day dated) const {
    if (first_seen < seen_) return true;
    return !exact_ && dated <= day_ && (seen_ == 0 || dated > last_snapshot_);
  }

 private:
  Day day_;
  Day last_snapshot_;
  std::uint8_t seen_ = 0;  // How many snapshots had been taken by then.
  bool exact_ = false;
};

}  // namespace shoal::update
