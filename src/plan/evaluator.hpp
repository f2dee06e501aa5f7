// The exposure of an order, kept up to date while a search changes when applications are ready.
//
// Devices are counted by the week in which they are released and by weight. Heavier devices go first, so those of at
// least some weight are a queue that lighter ones never hold up: its length at the end of a week is what it was, plus
// the released, less the capacity, and not below 0. Exposure is a weighted sum of these lengths, and a change is
// followed only until the queues are as they were. Where sites have capacities of their own the queues meet in each
// site, and the week is filled level by level as `fill_greedily` does.
//
// All is in whole numbers: after any number of changes the value is what a new evaluator would find.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/waiting_sets.hpp"

namespace shoal::plan {

/// An application is ready in another week than before.
struct ReadyChange {
  ApplicationIndex application = 0;
  std::uint16_t week = 0;  ///< From 0 to `weeks`, which is never.
};

/// Keeps one exposure. Between `change` and its `keep` or `undo` there is nothing else to be called.
class Evaluator {
 public:
  /// `ready` by application. Both are looked at for as long as this lives; `sets` is not copied.
  Evaluator(const WaitingSets& sets, std::span<const Week> ready);

  /// Of all devices over all weeks, as `sets` counts it.
  Exposure exposure() const { return exposure_; }
  std::uint16_t ready(ApplicationIndex application) const { return ready_[application]; }
  /// The week in which the last application of a set is ready.
  std::uint16_t latest(std::uint32_t set) const { return latest_[set]; }

  /// What the exposure would be with these changes; no application twice.
  Exposure change(std::span<const ReadyChange> changes);
  void keep();
  void undo();

  /// Elementary steps done so far; one is two or three nanoseconds, so that work can be bounded without a clock.
  std::int64_t steps() const { return steps_; }

 private:
  struct Moved {
    std::uint32_t set;
    std::uint16_t from;
  };
  struct Weeks {
    std::size_t begin = 0, end = 0;
  };

  void raise(const ReadyChange& change);
  void lower(ApplicationIndex application, std::uint16_t from);
  void move_set(std::uint32_t set, std::uint16_t to);
  std::size_t row_of(const WaitingPart& part, std::uint16_t latest) const;
  void find_rows(std::span<const ReadyChange> changes);
  void count_queues();
  Exposure release_cost(std::size_t week) const;
  Exposure queue_by_weight(std::size_t week);
  Exposure queue_by_site(std::size_t week);
  void share_out(std::int32_t left, std::int32_t wanted);

  const WaitingSets& sets_;
  std::size_t stride_;                  ///< Levels x lanes.
  std::vector<std::int64_t> rise_;      ///< By level, how much more it weighs than the one below it.
  std::vector<std::uint16_t> ready_;    ///< By application.
  std::vector<std::uint16_t> latest_;   ///< By set.
  std::vector<std::int32_t> released_;  ///< Week x levels x lanes, `weeks` + 1 rows: how many units.
  std::vector<std::int32_t> queues_;    ///< Alike: at the end of a week, of this level (by site) or of it and heavier.
  std::vector<std::int32_t> tried_;     ///< What they are with the changes, in `tried_weeks_`.
  /// By week, what those cost who are released in it until then and in it, and those who stay in the queues at its end;
  /// in the last row, those who are never released.
  std::vector<Exposure> cost_;
  std::vector<Exposure> tried_cost_;
  std::vector<std::int32_t> rest_;  ///< By lane, room in the week that is being filled.
  std::vector<std::int32_t> taken_;
  Weeks rows_;                       ///< Those of `released_` that a change may touch,
  std::vector<std::int32_t> saved_;  ///< and what they were.
  Weeks tried_weeks_;                ///< Whose queues were counted anew.
  std::size_t lag_min_ = 1, lag_max_ = 1;
  std::vector<Moved> moved_;
  std::vector<ReadyChange> before_;  ///< What `ready_` was.
  Exposure exposure_ = 0, kept_exposure_ = 0;
  std::int64_t steps_ = 0;
};

}  // namespace shoal::plan
