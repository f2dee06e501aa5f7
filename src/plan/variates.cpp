#include "plan/variates.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "base/pinned_math.hpp"

namespace shoal::plan {

double normal_mean_above(double z) {
  if (z < -7) return 0;
  if (z > 7) return z + 1 / z;  // Mills' ratio, to 1 in 400.
  double low = 0, high = 1;     // Of the share above z: its quantile is -z.
  for (int i = 0; i < 60; i++) {
    const double middle = (low + high) / 2;
    (normal_quantile(middle) < -z ? low : high) = middle;
  }
  return pinned_exp(-z * z / 2) / 2.5066282746310002 / high;
}

double quick_exp(double x) {
  // 2^(k/64) from a table, the rest, below 0.0055, by five terms of Taylor's series.
  static const std::array<double, 64> roots = [] {
    std::array<double, 64> table{};
    for (std::size_t k = 0; k < table.size(); k++)
      table[k] = pinned_exp(static_cast<double>(k) * (0.6931471805599453 / 64));
    return table;
  }();
  constexpr double step_high = 6.93147180369123816490e-01 / 64, step_low = 1.90821492927058770002e-10 / 64;
  x = std::clamp(x, -700.0, 700.0);
  const auto steps = static_cast<std::int64_t>(x * (64 / 0.6931471805599453) + (x < 0 ? -0.5 : 0.5));
  const double rest = (x - static_cast<double>(steps) * step_high) - static_cast<double>(steps) * step_low;
  const double series = 1 + rest * (1 + rest * (1.0 / 2 + rest * (1.0 / 6 + rest * (1.0 / 24))));
  const std::int64_t power = steps >> 6;
  const auto scale = std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52);
  return roots[static_cast<std::size_t>(steps & 63)] * series * scale;
}

double gamma_variate(double shape, Random& random) {
  // Marsaglia and Tsang, A simple method for generating gamma variables (2000); below 1 by one shape more.
  if (shape < 1) {
    const double more = gamma_variate(shape + 1, random);
    return more * pinned_exp(pinned_log(open_unit(random)) / shape);
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal(random), root = 1 + c * x;
    const double u = open_unit(random);
    if (root <= 0) continue;
    const double v = root * root * root;
    if (pinned_log(u) < 0.5 * x * x + d - d * v + d * pinned_log(v)) return d * v;
  }
}

std::int64_t poisson_variate(double mean, Random& random) {
  if (!(mean > 0)) return 0;
  if (mean > 30) return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * normal(random)));
  const double end = pinned_exp(-mean);
  std::int64_t count = 0;
  for (double product = open_unit(random); product > end; product *= open_unit(random)) count++;
  return count;
}

}  // namespace shoal::plan
