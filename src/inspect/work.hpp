// How much may be done for one file: a file names its own tables, and can name them a million times.
#pragma once

#include <cstdint>

namespace shoal::inspect {

/// A budget of steps. A step is one entry of a table, one node of a tree, or 64 bytes that are looked at.
class Work {
 public:
  explicit Work(std::uint64_t steps) : left_(steps) {}

  /// Takes `steps`; false, from then on always, where they are not left.
  bool spend(std::uint64_t steps = 1) {
    if (steps > left_) {
      exhausted_ = true;
      left_ = 0;
    } else {
      left_ -= steps;
    }
    return !exhausted_;
  }
  bool exhausted() const { return exhausted_; }
  std::uint64_t left() const { return left_; }

 private:
  std::uint64_t left_;
  bool exhausted_ = false;
};

/// What one file may take: 50 ms of any machine that runs shoal.
inline constexpr std::uint64_t file_steps_max = 3'000'000;

}  // namespace shoal::inspect
