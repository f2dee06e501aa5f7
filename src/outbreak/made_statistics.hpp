// How far means and variances of samples are from what theory says, in standard errors.
#pragma once

#include <cmath>
#include <vector>

namespace shoal::outbreak {

struct Sample {
  std::vector<double> values;

  double size() const { return static_cast<double>(values.size()); }
  double mean() const {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / size();
  }
  double variance() const {
    const double middle = mean();
    double sum = 0;
    for (const double value : values) sum += (value - middle) * (value - middle);
    return sum / (size() - 1);
  }
  /// Of the mean, judged by the sample's own variance.
  double z(double expected) const { return (mean() - expected) / std::sqrt(variance() / size()); }
};

inline double z_between(const Sample& one, const Sample& other) {
  const double error = std::sqrt(one.variance() / one.size() + other.variance() / other.size());
  return one.mean() == other.mean() ? 0 : (one.mean() - other.mean()) / error;
}

}  // namespace shoal::outbreak
