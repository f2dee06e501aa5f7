// Which lane of which block is hit next.
//
// To ask all lanes of a block who is next takes longer than all else, so it is not asked after each source: a bound
// follows from the last answer, and what sources add waits until something may happen before it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "outbreak/earliest.hpp"
#include "outbreak/lanes.hpp"
#include "outbreak/layout.hpp"

namespace shoal::outbreak {

class BlockHits {
 public:
  /// `layout` outlives this.
  explicit BlockHits(const Layout& layout);
  /// No pressure, nobody to be hit.
  void clear();

  double threshold(std::size_t lane) const { return lanes_.threshold(lane); }
  /// Of a lane that nothing presses on yet.
  void set_threshold(std::size_t lane, double threshold) { lanes_.set_threshold(lane, threshold); }

  /// Lets the block's lanes feel `push`.
  void add(std::uint32_t block, const Push& push);
  /// The same where those who press on the block already are worth `already` of such pushes or more, on each lane: then
  /// it may wait, and its row must stay as it is.
  void add_later(std::uint32_t block, const Push& push, double already);
  /// Takes all pressure from all lanes; what they have felt they keep.
  void silence(Seconds at);

  /// No later than the next hit; it is then if is_next_sure().
  Seconds next_at() const { return earliest_.at(); }
  /// Where it is, if so.
  std::uint32_t next_block() const { return earliest_.clock(); }
  std::uint32_t next_lane() const { return layout_->blocks[next_block()].first_lane + next_[next_block()].lane; }
  bool is_next_sure() const { return waiting_of(next_block()).count == 0; }
  void make_next_sure();
  /// The lane that is hit next withstands this much from here on. Its block must be settled, perhaps after more was
  /// added to it.
  void take_next(double threshold);
  void settle();

  // For a loop that works on the first block's lanes itself; nothing of it may wait.
  LaneParts first_parts() { return lanes_.parts(layout_->blocks[0].first_lane); }
  NextHit first_next() const { return next_[0]; }
  void set_first_next(const NextHit& next) { set_next(0, next); }

  std::size_t bytes() const { return layout_->lanes.size() * 3 * sizeof(double); }

 private:
  /// What was not added to its lanes yet: while nobody can be hit, it is all the same when it is.
  struct Waiting {
    std::array<Push, 8> pushes;
    std::size_t count = 0;
  };
  const Waiting& waiting_of(std::uint32_t block) const { return waiting_[waits_at_[block]]; }
  Waiting& waiting_of(std::uint32_t block) { return waiting_[waits_at_[block]]; }
  bool may_wait(std::uint32_t block, const Push& push, double already, Seconds& bound) const;
  void add_waiting(std::uint32_t block);
  void set_next(std::uint32_t block, const NextHit& next);

  const Layout* layout_;
  Lanes lanes_;
  Earliest earliest_;
  std::vector<NextHit> next_;  // By block; with something that waits, a bound.
  std::vector<Waiting> waiting_;
  std::vector<std::uint32_t> waits_at_;  // By block, in waiting_; all of which nothing may wait share one.
  std::uint32_t unsettled_ = none;       // A block whose next hit is not known.
};

}  // namespace shoal::outbreak
