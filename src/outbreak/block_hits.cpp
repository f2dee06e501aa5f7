#include "outbreak/block_hits.hpp"

#include <algorithm>

namespace shoal::outbreak {

BlockHits::BlockHits(const Layout& layout)
    : layout_(&layout),
      earliest_(layout.blocks.size()),
      next_(layout.blocks.size()),
      waiting_(1),
      waits_at_(std::max<std::size_t>(layout.blocks.size(), 1), 0) {
  lanes_.resize(layout.lanes.size());
  for (std::uint32_t block = 0; block < layout.blocks.size(); block++) {
    if (layout.blocks[block].lanes <= 1) continue;  // Asking one takes no longer.
    waits_at_[block] = static_cast<std::uint32_t>(waiting_.size());
    waiting_.emplace_back();
  }
}

void BlockHits::clear() {
  lanes_.clear();
  earliest_.clear();
  for (Waiting& waiting : waiting_) waiting.count = 0;
  unsettled_ = none;
}

void BlockHits::set_next(std::uint32_t block, const NextHit& next) {
  next_[block] = next;
  earliest_.set(block, next.at);
  if (unsettled_ == block) unsettled_ = none;
}

void BlockHits::add(std::uint32_t block, const Push& push) {
  add_waiting(block);
  const Block& one = layout_->blocks[block];
  set_next(block, lanes_.add(one.first_lane, one.lanes, push.row, push.weight, push.at));
}

void BlockHits::add_later(std::uint32_t block, const Push& push, double already) {
  Seconds bound = forever;
  if (!may_wait(block, push, already, bound)) {
    add(block, push);
    return;
  }
  Waiting& waiting = waiting_of(block);
  waiting.pushes[waiting.count++] = push;
  set_next(block, {bound, next_[block].lane});
}

/// A lane that would be hit in `wait` under S is hit in wait * S / (S + more) under more.
bool BlockHits::may_wait(std::uint32_t block, const Push& push, double already, Seconds& bound) const {
  const Waiting& waiting = waiting_of(block);
  if (waits_at_[block] == 0 || unsettled_ == block || !(already >= 1) || waiting.count == waiting.pushes.size())
    return false;
  constexpr double rounding = 1e-9;  // Far more than what the arithmetic of lanes rounds.
  bound = next_[block].at;
  if (push.weight > 0) bound = push.at + (bound - push.at) * (already / (already + push.weight)) * (1 - rounding);
  return bound > push.at * (1 + rounding);
}

void BlockHits::add_waiting(std::uint32_t block) {
  Waiting& waiting = waiting_of(block);
  if (waiting.count == 0) return;
  const Block& one = layout_->blocks[block];
  lanes_.add_all(one.first_lane, one.lanes, waiting.pushes.data(), waiting.count);
  waiting.count = 0;
}

void BlockHits::silence(Seconds at) {
  for (std::uint32_t block = 0; block < next_.size(); block++) {
    add_waiting(block);
    lanes_.silence(layout_->blocks[block].first_lane, layout_->blocks[block].lanes, at);
    earliest_.set(block, forever);
  }
}

void BlockHits::make_next_sure() {
  unsettled_ = next_block();
  settle();
}

void BlockHits::take_next(double threshold) {
  const std::uint32_t block = next_block();
  lanes_.set_threshold(next_lane(), threshold);
  unsettled_ = block;
}

void BlockHits::settle() {
  if (unsettled_ == none) return;
  add_waiting(unsettled_);
  const Block& one = layout_->blocks[unsettled_];
  set_next(unsettled_, lanes_.next(one.first_lane, one.lanes));
}

}  // namespace shoal::outbreak
