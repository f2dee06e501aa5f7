#include "outbreak/tally.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/normal.hpp"
#include "base/pinned_math.hpp"

namespace shoal::outbreak {
namespace {

/// The number that Hall's transformation takes to `bound`: ((1 + skew x)^3 - 1) / (3 skew) + skew / 2 of x.
double unskewed(double bound, double skew) {
  if (std::abs(skew) < 1e-6) return bound;
  const double cube = 1 + 3 * skew * (bound - skew / 2);
  const double root = cube < 0 ? -pinned_exp(pinned_log(-cube) / 3) : cube > 0 ? pinned_exp(pinned_log(cube) / 3) : 0;
  return (root - 1) / skew;
}

/// x ln(x / y), 0 where x is.
double share_of_divergence(double x, double y) { return x > 0 ? x * (pinned_log(x) - pinned_log(y)) : 0; }

/// How far a coin that falls as `of` is from one that falls as `seen`; both in [0, 1].
double divergence(double seen, double of) {
  return share_of_divergence(seen, of) + share_of_divergence(1 - seen, 1 - of);
}

/// The number between `seen` and `end`, 0 or 1, that is as far from `seen` as `most` says, to the far side by rounding.
double farthest(double seen, double end, double most) {
  double near = seen, far = end;
  for (int halves = 0; halves < 60; halves++) {
    const double middle = near + (far - near) / 2;
    (divergence(seen, middle) > most ? far : near) = middle;
  }
  return far;
}

}  // namespace

bool overlap(const Interval& one, const Interval& other) { return one.low <= other.high && other.low <= one.high; }

double one_sided_error(double level, std::uint64_t statements) {
  return (1 - level) / (2 * static_cast<double>(statements));
}

double Tally::variance() const {
  if (count_ < 2) return 0;
  // n x squares - sum^2 is exact; in floating point it would cancel where all values are nearly the same.
  const Wide off = Wide{count_} * squares_ - Wide{sum_} * sum_;
  return static_cast<double>(off) / (static_cast<double>(count_) * static_cast<double>(count_ - 1));
}

double Tally::skewness() const {
  const double n = static_cast<double>(count_), middle = mean(), square = variance() * (n - 1) / n;
  if (count_ < 2 || square <= 0) return 0;
  const double cubes = static_cast<double>(cubes_) / n, squares = static_cast<double>(squares_) / n;
  return (cubes - 3 * middle * squares + 2 * middle * middle * middle) / (square * std::sqrt(square));
}

Interval Tally::interval(double level, std::uint64_t statements) const {
  constexpr std::uint64_t fewest = 30;
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (count_ < fewest) return {mean(), -infinite, infinite};
  const double n = static_cast<double>(count_), error = std::sqrt(variance() / n);
  const double outside = one_sided_error(level, statements);
  const double bound = student_quantile(1 - outside, n - 1), skew = skewness() / (3 * std::sqrt(n));
  return {mean(), mean() - error * unskewed(bound, skew), mean() - error * unskewed(-bound, skew)};
}

Interval Tally::interval_within(std::int64_t least, std::int64_t most, double level, std::uint64_t statements) const {
  const auto low = static_cast<double>(least), high = static_cast<double>(most);
  if (count_ == 0) return {std::clamp(0.0, low, high), low, high};
  const double outside = one_sided_error(level, statements);
  const double far = -pinned_log(outside) / static_cast<double>(count_);
  const double seen = std::clamp((mean() - low) / (high - low), 0.0, 1.0);
  return {mean(), low + (high - low) * farthest(seen, 0, far), low + (high - low) * farthest(seen, 1, far)};
}

double student_quantile(double p, double freedom) {
  const double z = normal_quantile(p), z2 = z * z, v = freedom;
  const double first = z * (z2 + 1) / 4;
  const double second = z * ((5 * z2 + 16) * z2 + 3) / 96;
  const double third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
  const double fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160;
  return z + (first + (second + (third + fourth / v) / v) / v) / v;
}

}  // namespace shoal::outbreak
