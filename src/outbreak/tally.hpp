// Differences between outbreaks with and without an action, counted exactly, and how sure their mean is.
#pragma once

#include <cstdint>

namespace shoal::outbreak {

/// A mean and what it may be as well: the interval covers the true mean with the asked chance.
struct Interval {
  double mean = 0, low = 0, high = 0;
  bool operator==(const Interval&) const = default;
};

/// Whether what one interval holds may be as much as what the other holds.
bool overlap(const Interval& one, const Interval& other);

/// The chance to err on one side of each of `statements` intervals, of which all hold with a chance of `level` or more,
/// whatever they have to do with each other (Bonferroni).
double one_sided_error(double level, std::uint64_t statements);

/// Whole numbers added up. Sums are exact, so it does not matter who added them in which order.
class Tally {
 public:
  /// `value` within plus and minus 2^31; at most 2^32 of them.
  void add(std::int64_t value, std::uint32_t times = 1) {
    const Wide wide = value;
    count_ += times, sum_ += value * times, squares_ += wide * wide * times, cubes_ += wide * wide * wide * times;
  }
  void add(const Tally& other) {
    count_ += other.count_, sum_ += other.sum_, squares_ += other.squares_, cubes_ += other.cubes_;
  }

  std::uint64_t count() const { return count_; }
  std::int64_t sum() const { return sum_; }
  double mean() const { return count_ > 0 ? static_cast<double>(sum_) / static_cast<double>(count_) : 0; }
  /// With count - 1 below; 0 for fewer than two.
  double variance() const;
  /// The mean cube of what values are off their mean, over the standard deviation's cube; 0 where all are the same.
  double skewness() const;

  /// Around the mean, by Student's distribution, so wide that `statements` intervals made alike all cover their means
  /// with a chance of about `level` or more, as one_sided_error() says. What an action
  /// averts is often nothing and seldom much, so skewness is taken out (Hall: On the removal of skewness by
  /// transformation, Journal of the Royal Statistical Society B 54, 1992). Fewer than 30 values are too few for that:
  /// from minus to plus infinity.
  Interval interval(double level, std::uint64_t statements) const;

  /// Around the mean of values that are all within [least, most], least < most, of which nothing else is assumed, nor
  /// that they are many; as sure as interval(). The chance that n values of mean m have a mean of x or beyond is at
  /// most e^(-n d), where d is the divergence of coins that fall as x and as m, with [least, most] scaled to [0, 1]
  /// (Hoeffding: Probability inequalities for sums of bounded random variables, Journal of the American Statistical
  /// Association 58, 1963, theorem 1). Of no values it is [least, most].
  Interval interval_within(std::int64_t least, std::int64_t most, double level, std::uint64_t statements) const;

  bool operator==(const Tally&) const = default;

 private:
  __extension__ using Wide = __int128;

  std::uint64_t count_ = 0;
  std::int64_t sum_ = 0;
  Wide squares_ = 0, cubes_ = 0;
};

/// The number below which a variate of Student's distribution with `freedom` >= 29 degrees of freedom falls with
/// probability `p`, 0 < p < 1, to 1 in 1,000 where p is within 10^-6 and 1 - 10^-6. The expansion by the normal
/// quantile of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
double student_quantile(double p, double freedom);

}  // namespace shoal::outbreak
