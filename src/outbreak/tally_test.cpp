#include "outbreak/tally.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

TEST_CASE("a tally's mean and variance are those of its values, whoever added them") {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares off it 32.
  Tally left, right;
  for (const int value : {2, 4, 4, 4}) left.add(value);
  for (const int value : {5, 5, 7, 9}) right.add(value);
  Tally both = right;
  both.add(left);
  left.add(right);
  CHECK(both == left);
  CHECK(both.mean() == 5);
  CHECK(both.variance() == doctest::Approx(32.0 / 7).epsilon(1e-12));
  // Cubes off it: -27, three times -1, 8 and 64, 42 in all; over 8, and 2^3.
  CHECK(both.skewness() == doctest::Approx(42.0 / 64).epsilon(1e-12));
}

TEST_CASE("fewer than thirty values bound nothing") {
  Tally few;
  for (int i = 0; i < 29; i++) few.add(1);
  CHECK(few.interval(0.95, 1) == Interval{1, -INFINITY, INFINITY});
  few.add(1);
  CHECK(few.interval(0.95, 1) == Interval{1, 1, 1});
}

TEST_CASE("Student's quantiles are those that integrating its density gives") {
  const double known[][3] = {{0.975, 29, 2.04523},    {0.9995, 60, 3.46020},    {0.995, 100, 2.62589},
                             {0.999975, 63, 4.35448}, {0.999975, 199, 4.14628}, {0.999999, 29, 5.91711}};
  for (const auto& row : known) {
    CAPTURE(row[0]);
    CAPTURE(row[1]);
    CHECK(student_quantile(row[0], row[1]) == doctest::Approx(row[2]).epsilon(1e-3));
  }
}

/// In how many of 1,000 trials all of 40 intervals cover their mean, each of `values` values that are 1 with a chance
/// of `in_hundred` in a hundred and 0 otherwise.
int trials_that_cover(std::uint64_t seed, std::uint64_t in_hundred, int values) {
  Random random(seed);
  int all_cover = 0;
  for (int trial = 0; trial < 1000; trial++) {
    bool covers = true;
    for (int statement = 0; statement < 40; statement++) {
      Tally tally;
      for (int i = 0; i < values; i++) tally.add(random.below(100) < in_hundred ? 1 : 0);
      const Interval interval = tally.interval(0.95, 40);
      const double truth = static_cast<double>(in_hundred) / 100;
      covers = covers && interval.low <= truth && interval.high >= truth;
    }
    all_cover += covers ? 1 : 0;
  }
  return all_cover;
}

TEST_CASE("ninety-five of a hundred simultaneous intervals cover all their means, of skewed values too") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  // By independence (1 - 0.05 / 40)^40 = 0.951, with a standard error of 0.0068.
  const int even = trials_that_cover(seed, 50, 200), rare = trials_that_cover(seed, 5, 200),
            often = trials_that_cover(seed, 97, 400);
  CAPTURE(even);
  CAPTURE(rare);
  CAPTURE(often);
  CHECK(even > 930);
  CHECK(rare > 930);
  CHECK(often > 930);
}

TEST_CASE("of values within bounds, a few bound their mean by what coins would do") {
  const double level = 0.95;  // Of one statement, 0.025 are outside on either side.
  CHECK(Tally().interval_within(-5, 7, level, 1) == Interval{0, -5, 7});
  Tally nothing, half;
  for (int i = 0; i < 10; i++) nothing.add(0), half.add(i % 2 == 0 ? 0 : 100);
  // Ten times nothing with a chance of 0.025, each with 1 - m: m = 1 - 0.025^(1/10).
  CHECK(nothing.interval_within(0, 1, level, 1).high == doctest::Approx(0.308497).epsilon(1e-6));
  CHECK(nothing.interval_within(0, 1, level, 1).low == doctest::Approx(0));
  // From a half to m is -ln(4 m (1 - m)) / 2: m = (1 +- sqrt(1 - 0.025^(1/5))) / 2.
  CHECK(half.interval_within(0, 100, level, 1).mean == 50);
  CHECK(half.interval_within(0, 100, level, 1).high == doctest::Approx(86.118685).epsilon(1e-6));
  CHECK(half.interval_within(0, 100, level, 1).low == doctest::Approx(13.881315).epsilon(1e-6));
  // The same of coins that show 100 and -100: nothing is twice as far from either.
  CHECK(nothing.interval_within(-100, 100, level, 1).high == doctest::Approx(72.237369).epsilon(1e-6));
}

TEST_CASE("ninety-five of a hundred bound what is within bounds, however few and skewed the values are") {
  const std::uint64_t seed = 20261127;
  CAPTURE(seed);
  Random random(seed);
  for (const std::uint64_t in_hundred : {2U, 30U, 97U})
    for (const int values : {1, 8, 60}) {
      CAPTURE(in_hundred);
      CAPTURE(values);
      int outside = 0;
      for (int trial = 0; trial < 1000; trial++) {
        Tally tally;
        for (int i = 0; i < values; i++) tally.add(random.below(100) < in_hundred ? 10 : 0);
        const Interval of = tally.interval_within(0, 10, 0.95, 1);
        const double truth = static_cast<double>(in_hundred) / 10;
        outside += of.low > truth || of.high < truth ? 1 : 0;
      }
      CHECK(outside <= 50);
    }
}

}  // namespace
}  // namespace shoal::outbreak
