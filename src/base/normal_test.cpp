#include "base/normal.hpp"

#include <doctest/doctest.h>

namespace shoal {
namespace {

TEST_CASE("normal quantiles are those of the tables") {
  // From Python's statistics.NormalDist.
  const double known[][2] = {{0.5, 0.0},
                             {0.9, 1.2815515655446008},
                             {0.975, 1.9599639845400536},
                             {0.999, 3.090232306167813},
                             {1e-6, -4.753424308822899},
                             {1e-12, -7.034483825301132}};
  for (const auto& row : known) {
    CAPTURE(row[0]);
    CHECK(normal_quantile(row[0]) == doctest::Approx(row[1]).epsilon(1e-14));
  }
}

}  // namespace
}  // namespace shoal
