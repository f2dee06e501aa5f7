// How much is lost by each of some times, counted while an outbreak goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

class LostBy {
 public:
  /// By `times`, which ascend.
  explicit LostBy(std::vector<Seconds> times) : times_(std::move(times)), counts_(times_.size()) {}

  void clear() { next_ = 0; }
  /// The first time that is not passed; `forever` where all are.
  Seconds next_time() const {
    if (next_ == times_.size()) return forever;
    return times_[next_];
  }
  /// Something will happen at `at`, and so much is lost before that.
  void pass(Seconds at, std::size_t lost) {
    for (; next_time() < at; next_++) counts_[next_] = static_cast<std::uint32_t>(lost);
  }

  /// By time, those that are passed.
  std::span<const std::uint32_t> counts() const { return std::span(counts_).first(next_); }

 private:
  std::vector<Seconds> times_;
  std::vector<std::uint32_t> counts_;
  std::size_t next_ = 0;
};

}  // namespace shoal::outbreak
