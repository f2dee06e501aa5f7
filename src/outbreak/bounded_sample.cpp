#include "outbreak/bounded_sample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/pinned_math.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::array<double, 10> stakes = {1,       7.0 / 8, 6.0 / 8, 5.0 / 8,  4.0 / 8,
                                           3.0 / 8, 2.0 / 8, 1.0 / 8, 1.0 / 32, 1.0 / 128};

/// The logarithm of what one has who puts `stake` of it on each of `values` being more than `mean`.
double log_of_one(const std::vector<double>& values, double mean, double stake) {
  constexpr std::size_t at_once = 8;  // Of factors below 2^100, no more than a product holds.
  double product = 1;
  std::int64_t halvings = 0;
  for (std::size_t i = 0; i < values.size(); i++) {
    product *= 1 - stake + stake * (values[i] / mean);
    if (i % at_once != at_once - 1) continue;
    int exponent = 0;
    product = std::frexp(product, &exponent);
    halvings -= exponent;
  }
  return pinned_log(product) - static_cast<double>(halvings) * std::numbers::ln2;
}

/// The same of all players together.
double log_of_all(const std::vector<double>& values, double mean) {
  std::array<double, stakes.size()> logs{};
  std::transform(stakes.begin(), stakes.end(), logs.begin(),
                 [&](double stake) { return log_of_one(values, mean, stake); });
  const double most = *std::max_element(logs.begin(), logs.end());
  double sum = 0;
  for (const double log : logs) sum += pinned_exp(log - most);
  return most + pinned_log(sum / static_cast<double>(stakes.size()));
}

/// The least mean, in [0, 1], of which the players would have no more than e^most; the less it is the more they have.
double least_mean(const std::vector<double>& values, double most) {
  double out = 0, in = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  for (int halves = 0; halves < 60; halves++) {
    const double middle = out + (in - out) / 2;
    (middle > 0 && log_of_all(values, middle) > most ? out : in) = middle;
  }
  return out;
}

}  // namespace

Interval BoundedSample::interval(std::int64_t least, std::int64_t most, double level, std::uint64_t statements) const {
  const auto low = static_cast<double>(least), high = static_cast<double>(most), range = high - low;
  if (values_.empty()) return {std::clamp(0.0, low, high), low, high};
  std::vector<double> above, below;
  for (const std::int64_t value : values_) {
    const double scaled = std::clamp((static_cast<double>(value) - low) / range, 0.0, 1.0);
    above.push_back(scaled);
    below.push_back(1 - scaled);
  }
  const double enough = -pinned_log(one_sided_error(level, statements));
  const std::int64_t sum = std::accumulate(values_.begin(), values_.end(), std::int64_t{0});
  return {static_cast<double>(sum) / static_cast<double>(values_.size()), low + range * least_mean(above, enough),
          high - range * least_mean(below, enough)};
}

}  // namespace shoal::outbreak
