#include "base/pinned_math.hpp"

#include <cmath>
#include <limits>

namespace shoal {
namespace {

// ln 2 in two parts: the first has so few bits that its product with any exponent is exact.
constexpr double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;

}  // namespace

double pinned_exp(double x) {
  if (std::isnan(x)) return x;
  if (x < -708) return 0;
  if (x > 709) return std::numeric_limits<double>::infinity();
  const double power = std::floor(x / 0.6931471805599453 + 0.5);
  const double rest = (x - power * ln2_high) - power * ln2_low;
  double sum = 1;
  for (int i = 14; i > 0; i--) sum = 1 + rest / i * sum;  // Taylor's series, from its end; |rest| < 0.35.
  return std::ldexp(sum, static_cast<int>(power));
}

double pinned_log(double x) {
  if (std::isnan(x) || x < 0) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return -std::numeric_limits<double>::infinity();
  if (std::isinf(x)) return x;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.7071067811865476) {
    mantissa *= 2;
    exponent--;
  }
  const double s = (mantissa - 1) / (mantissa + 1), square = s * s;
  double sum = 0;
  for (int i = 23; i > 0; i -= 2) sum = sum * square + 1.0 / i;  // artanh; |s| < 0.172.
  return exponent * ln2_high + (2 * s * sum + exponent * ln2_low);
}

double logistic(double x) {
  if (x >= 0) return 1 / (1 + pinned_exp(-x));
  const double odds = pinned_exp(x);
  return odds / (1 + odds);
}

}  // namespace shoal
