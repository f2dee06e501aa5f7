#include "plan/variates.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>

#include "base/pinned_math.hpp"

namespace shoal::plan {
namespace {

TEST_CASE("the mean above a number is the density over the share") {
  // phi(z) / (1 - Phi(z)), from Python's statistics.NormalDist.
  CHECK(normal_mean_above(0) == doctest::Approx(0.7978845608028654));
  CHECK(normal_mean_above(2) == doctest::Approx(2.373215532822843));
  CHECK(normal_mean_above(-1) == doctest::Approx(0.28759997093917833));
  CHECK(normal_mean_above(-40) == 0);
}

TEST_CASE("the quick power of e is the pinned one to eleven digits") {
  for (double x = -30; x < 30; x += 0.0137) {
    CAPTURE(x);
    CHECK(std::abs(quick_exp(x) / pinned_exp(x) - 1) < 1e-11);
  }
  CHECK(quick_exp(0) == 1);
}

/// Mean and variance of 20,000 draws.
template <typename Draw>
std::pair<double, double> moments(Draw draw) {
  Random random(7);
  double sum = 0, squares = 0;
  for (int i = 0; i < 20'000; i++) {
    const auto x = static_cast<double>(draw(random));
    sum += x, squares += x * x;
  }
  const double mean = sum / 20'000;
  return {mean, squares / 20'000 - mean * mean};
}

TEST_CASE("variates have the mean and the variance of their distributions") {
  for (const double shape : {0.4, 1.0, 3.5, 80.0}) {
    CAPTURE(shape);
    const auto [mean, variance] = moments([&](Random& random) { return gamma_variate(shape, random); });
    CHECK(mean == doctest::Approx(shape).epsilon(0.04));
    CHECK(variance == doctest::Approx(shape).epsilon(0.08));
  }
  for (const double often : {0.3, 4.0, 29.0, 31.0, 500.0}) {
    CAPTURE(often);
    const auto [mean, variance] = moments([&](Random& random) { return poisson_variate(often, random); });
    CHECK(mean == doctest::Approx(often).epsilon(0.04));
    CHECK(variance == doctest::Approx(often).epsilon(0.06));
  }
  const auto [mean, variance] = moments([](Random& random) { return normal(random); });
  CHECK(std::abs(mean) < 0.03);
  CHECK(variance == doctest::Approx(1).epsilon(0.04));
}

}  // namespace
}  // namespace shoal::plan
