#include "base/pinned_math.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"

namespace shoal {
namespace {

TEST_CASE("exp and log agree with the C library's to some units in the last place, and undo each other") {
  const std::uint64_t seed = 4;
  INFO("seed ", seed);
  Random random(seed);
  for (int i = 0; i < 20000; i++) {
    const double x = (static_cast<double>(random.next() >> 11) * 0x1p-53 - 0.5) * 80;
    CHECK(std::abs(pinned_exp(x) / std::exp(x) - 1) < 4e-15);
    CHECK(std::abs(pinned_log(std::exp(x)) - x) < 1e-13);
  }
}

TEST_CASE("exp and log say what they should at their edges") {
  CHECK(pinned_exp(0) == 1);
  CHECK(pinned_log(1) == 0);
  CHECK(pinned_exp(-1000) == 0);
  CHECK(std::isinf(pinned_exp(1000)));
  CHECK(std::isinf(pinned_log(0)));
  CHECK(std::isnan(pinned_log(-1)));
  CHECK(logistic(0) == 0.5);
  CHECK(logistic(-800) == 0);
  CHECK(logistic(800) == 1);
}

}  // namespace
}  // namespace shoal
