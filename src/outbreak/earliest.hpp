// Which of many clocks strikes first: a tournament, so that one that changes costs its way to the top.
#pragma once

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
    at_.assign(leaves_, forever);
    winners_.resize(2 * leaves_);
    for (std::size_t i = 0; i < leaves_; i++) winners_[leaves_ + i] = static_cast<std::uint32_t>(i);
    for (std::size_t i = leaves_ - 1; i > 0; i--) winners_[i] = winners_[2 * i];
  }
  void set(std::uint32_t clock, Seconds at) {
    at_[clock] = at;
    for (std::size_t i = (leaves_ + clock) / 2; i > 0; i /= 2) {
      const std::uint32_t one = winners_[2 * i], other = winners_[2 * i + 1];
      winners_[i] = at_[other] < at_[one] ? other : one;
    }
  }
  /// The first of those that are first.
  std::uint32_t clock() const { return leaves_ == 1 ? 0 : winners_[1]; }
  Seconds at() const { return at_[clock()]; }

 private:
  std::size_t leaves_ = 1;
  std::vector<Seconds> at_;
  std::vector<std::uint32_t> winners_;
};

}  // namespace shoal::outbreak
