#include "base/normal.hpp"

#include <array>
#include <cmath>
#include <cstddef>

#include "base/pinned_math.hpp"

namespace shoal {
namespace {

/// A polynomial, its highest coefficient first.
template <std::size_t size>
double polynomial(const std::array<double, size>& coefficients, double x) {
  double sum = 0;
  for (const double coefficient : coefficients) sum = sum * x + coefficient;
  return sum;
}

double central_quantile(double q) {
  constexpr std::array<double, 8> above{2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
                                        4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
                                        1.3314166789178437745e+2, 3.3871328727963666080e+0};
  constexpr std::array<double, 8> below{
      5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
      5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0};
  const double r = 0.180625 - q * q;
  return q * polynomial(above, r) / polynomial(below, r);
}

/// The quantile's distance from 0 where the smaller tail is exp(-root^2).
double tail_quantile(double root) {
  constexpr std::array<double, 8> near_above{
      7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
      3.64784832476320460504e0,  5.76949722146069140550e0,  4.63033784615654529590e0,  1.42343711074968357734e0};
  constexpr std::array<double, 8> near_below{
      1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
      6.89767334985100004550e-1, 1.67638483018380384940e0,  2.05319162663775882187e0,  1.0};
  constexpr std::array<double, 8> far_above{
      2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
      2.96560571828504891230e-1, 1.78482653991729133580e0,  5.46378491116411436990e0,  6.65790464350110377720e0};
  constexpr std::array<double, 8> far_below{
      2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
      1.48753612908506148525e-2,  1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0};
  if (root <= 5) return polynomial(near_above, root - 1.6) / polynomial(near_below, root - 1.6);
  return polynomial(far_above, root - 5) / polynomial(far_below, root - 5);
}

}  // namespace

double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) return central_quantile(q);
  const double distance = tail_quantile(std::sqrt(-pinned_log(q < 0 ? p : 1 - p)));
  return q < 0 ? -distance : distance;
}

}  // namespace shoal
