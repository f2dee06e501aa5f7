#include "plan/never_falling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace shoal::plan {
namespace {

std::vector<float> never_falling(std::vector<float> row) {
  make_never_falling(row);
  return row;
}

double squares_between(const std::vector<float>& one, const std::vector<float>& other) {
  double sum = 0;
  for (std::size_t i = 0; i < one.size(); i++) sum += (one[i] - other[i]) * (one[i] - other[i]);
  return sum;
}

/// The least sum of squares from `row` to rows from `from` on that never fall, of whole twelfths.
double least_squares(const std::vector<float>& row, std::size_t at = 0, int from = 0) {
  if (at == row.size()) return 0;
  double least = 1e9;
  for (int twelfths = from; twelfths <= 12; twelfths++) {
    const double off = row[at] - twelfths / 12.0;
    least = std::min(least, off * off + least_squares(row, at + 1, twelfths));
  }
  return least;
}

TEST_CASE("what falls becomes its mean, and as much before it as is above that") {
  CHECK(never_falling({0.25F, 0.75F, 0.5F, 1}) == std::vector<float>{0.25F, 0.625F, 0.625F, 1});
  CHECK(never_falling({0.5F, 1, 0, 0.5F}) == std::vector<float>{0.5F, 0.5F, 0.5F, 0.5F});
  CHECK(never_falling({1, 0.5F, 0}) == std::vector<float>{0.5F, 0.5F, 0.5F});
  CHECK(never_falling({0, 0.5F, 0.5F, 1}) == std::vector<float>{0, 0.5F, 0.5F, 1});
  CHECK(never_falling({}).empty());
}

TEST_CASE("nothing that never falls is nearer") {
  for (std::uint64_t seed = 1; seed <= 50; seed++) {
    CAPTURE(seed);
    Random random(seed);
    std::vector<float> row(4);
    for (float& ready : row) ready = static_cast<float>(random.below(13)) / 12;
    const std::vector<float> made = never_falling(row);
    for (std::size_t i = 1; i < made.size(); i++) CHECK(made[i] >= made[i - 1]);
    // Means of up to four twelfths need not be twelfths: nearer than those, and no nearer than that allows.
    CHECK(squares_between(row, made) <= least_squares(row) + 1e-6);
  }
}

}  // namespace
}  // namespace shoal::plan
