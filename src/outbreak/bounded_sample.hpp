// Few values of which nothing is known but their bounds, and how sure their mean is.
#pragma once

#include <cstdint>
#include <vector>

#include "outbreak/tally.hpp"

namespace shoal::outbreak {

/// Kept one by one, since what they say of their mean hangs on more than their sums.
class BoundedSample {
 public:
  void add(std::int64_t value) { values_.push_back(value); }
  void add(const BoundedSample& other) { values_.insert(values_.end(), other.values_.begin(), other.values_.end()); }
  std::uint64_t count() const { return values_.size(); }

  /// Around the mean of values that are all within [least, most], least < most, however few and skewed they are; as
  /// sure as Tally::interval(). Of no values it is [least, most].
  ///
  /// A mean is out of the question where betting that it is more, or less, would have paid too well. With values scaled
  /// to [0, 1], a player who stakes a share c of what he has on each value x being more than m has 1 - c + c x / m
  /// times as much afterwards: as much as before on average, if m is the mean. Ten players begin with a tenth each, of
  /// c = 1/8 to 1 in eighths, and of 1/32 and 1/128 for the day when there are thousands of values. What they have
  /// together exceeds 1 / p with a chance of p at most (Markov). So values that lie near to each other tell more than
  /// coins would (Waudby-Smith, Ramdas: Estimating means of bounded random variables by betting, Journal of the Royal
  /// Statistical Society B 86, 2024; its abstract was read).
  Interval interval(std::int64_t least, std::int64_t most, double level, std::uint64_t statements) const;

 private:
  std::vector<std::int64_t> values_;
};

}  // namespace shoal::outbreak
