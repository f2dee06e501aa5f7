#include "base/cholesky.hpp"

#include <doctest/doctest.h>

namespace {

using shoal::solve_positive_definite;

TEST_CASE("equations with a positive definite matrix are solved") {
  // (4 2; 2 3) x = (8; 7) has x = (1.25; 1.5): 5 + 3 = 8, 2.5 + 4.5 = 7.
  std::vector<double> a = {4, 2, 2, 3}, b = {8, 7};
  REQUIRE(solve_positive_definite(a, b, 0));
  CHECK(b[0] == doctest::Approx(1.25));
  CHECK(b[1] == doctest::Approx(1.5));
}

TEST_CASE("a matrix that is not positive definite, to rounding, is refused") {
  std::vector<double> a = {1, 2, 2, 1}, b = {1, 1};
  CHECK_FALSE(solve_positive_definite(a, b, 0));
  std::vector<double> nearly = {1, 1, 1, 1 + 1e-14}, c = {1, 1};
  CHECK_FALSE(solve_positive_definite(nearly, c, 1e-12));
}

}  // namespace
