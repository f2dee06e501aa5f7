// Which of many clocks strikes first: a tournament, so that one that changes costs its way to the top.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

class Earliest {
 public:
  explicit Earliest(std::size_t clocks) {
    while (leaves_ < clocks) leaves_ *= 2;
    clear();
  }
  void clear() {
    at_.assign(2 * leaves_, forever);
    clocks_.resize(2 * leaves_);
    for (std::size_t i = 0; i < leaves_; i++) clocks_[leaves_ + i] = static_cast<std::uint32_t>(i);
    for (std::size_t i = leaves_ - 1; i > 0; i--) clocks_[i] = clocks_[2 * i];
  }
  void set(std::uint32_t clock, Seconds at) {
    std::size_t i = leaves_ + clock;
    at_[i] = at;
    for (; i > 1; i /= 2) {
      // Which of two is sooner cannot be guessed, so that there is no branch: of two at once, the left one is taken.
      const Seconds other = at_[i ^ 1];
      const auto is_other = static_cast<std::uint32_t>(other < at) | (static_cast<std::uint32_t>(other == at) & i & 1U);
      clock ^= (clock ^ clocks_[i ^ 1]) & (0U - static_cast<std::uint32_t>(is_other));
      at = std::min(at, other);
      if (at_[i / 2] == at && clocks_[i / 2] == clock) return;
      at_[i / 2] = at;
      clocks_[i / 2] = clock;
    }
  }
  /// The first of those that are first.
  std::uint32_t clock() const { return leaves_ == 1 ? 0 : clocks_[1]; }
  Seconds at() const { return at_[1]; }

 private:
  std::size_t leaves_ = 1;
  // By node, the root being 1: the first below it.
  std::vector<Seconds> at_;
  std::vector<std::uint32_t> clocks_;
};

}  // namespace shoal::outbreak
