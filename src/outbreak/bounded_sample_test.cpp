#include "outbreak/bounded_sample.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

constexpr double sure_enough =
    0.95;  // Of one statement, 0.025 are outside on either side: 40 times as much is too much.

/// What the ten players stake.
constexpr double stakes[] = {0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1, 0.03125, 0.0078125};

BoundedSample sample_of(int count, const std::function<std::int64_t(int)>& value) {
  BoundedSample sample;
  for (int i = 0; i < count; i++) sample.add(value(i));
  return sample;
}

TEST_CASE("what bets on one value pay is in closed form") {
  CHECK(BoundedSample().interval(-5, 7, sure_enough, 1) == Interval{0, -5, 7});
  // On average they stake s: of one value x they have 1 - s + s x / m. That is 40 at m = s x / (39 + s).
  const double s = std::accumulate(std::begin(stakes), std::end(stakes), 0.0) / 10;
  const Interval of_one = sample_of(1, [](int) { return 60; }).interval(0, 100, sure_enough, 1);
  CHECK(of_one.mean == 60);
  CHECK(of_one.low == doctest::Approx(100 * s * 0.6 / (39 + s)).epsilon(1e-9));
  CHECK(of_one.high == doctest::Approx(100 - 100 * s * 0.4 / (39 + s)).epsilon(1e-9));
  // The same of other bounds.
  const Interval moved = sample_of(1, [](int) { return 20; }).interval(-100, 100, sure_enough, 1);
  CHECK(moved.low == doctest::Approx(2 * of_one.low - 100).epsilon(1e-9));
  CHECK(moved.high == doctest::Approx(2 * of_one.high - 100).epsilon(1e-9));
}

TEST_CASE("what bets on many values pay is what a player has after each of them") {
  // Ten of 100 and thirty of 40, of 0 to 100: at the ends of the interval, they have 40 times as much.
  const Interval of = sample_of(40, [](int i) { return i % 4 == 0 ? 100 : 40; }).interval(0, 100, sure_enough, 1);
  CHECK(of.mean == 55);
  const auto capital = [](double mean, double often, double seldom) {
    double sum = 0;
    for (const double c : stakes)
      sum += std::pow(1 - c + c * often / mean, 30) * std::pow(1 - c + c * seldom / mean, 10) / 10;
    return sum;
  };
  CHECK(capital(of.low, 40, 100) == doctest::Approx(40).epsilon(1e-6));
  CHECK(capital(100 - of.high, 60, 0) == doctest::Approx(40).epsilon(1e-6));
  // More values than a product can hold.
  const Interval many = sample_of(20'000, [](int i) { return i % 2; }).interval(0, 1, sure_enough, 1);
  CHECK(many.low > 0.48);
  CHECK(many.low < 0.5);
  CHECK(many.high == doctest::Approx(1 - many.low).epsilon(1e-9));
}

TEST_CASE("values that lie near to each other bound their mean more narrowly than coins of the same mean") {
  BoundedSample near;
  Tally coins;
  for (int i = 0; i < 40; i++) {
    near.add(i % 2 == 0 ? 380 : 420);
    coins.add(i % 5 < 2 ? 1000 : 0);
  }
  const Interval of_near = near.interval(0, 1000, sure_enough, 100),
                 of_coins = coins.interval_within(0, 1000, sure_enough, 100);
  CHECK(of_near.mean == of_coins.mean);
  CHECK(2 * (of_near.high - of_near.low) < of_coins.high - of_coins.low);
}

TEST_CASE("ninety-five of a hundred hold the mean, whatever is within the bounds") {
  const std::uint64_t seed = 20261128;
  CAPTURE(seed);
  Random random(seed);
  struct Law {
    const char* name;
    double mean;
    std::function<std::int64_t()> draw;
  };
  const Law laws[] = {
      {"seldom all", 2, [&] { return random.below(100) < 2 ? 100 : 0; }},
      {"often all", 97, [&] { return random.below(100) < 97 ? 100 : 0; }},
      {"none or some", 36, [&] { return random.below(4) == 0 ? 0 : 40 + static_cast<std::int64_t>(random.below(17)); }},
      {"any", 50, [&] { return static_cast<std::int64_t>(random.below(101)); }}};
  for (const Law& law : laws)
    for (const int values : {1, 8, 60}) {
      CAPTURE(law.name);
      CAPTURE(values);
      int outside = 0;
      for (int trial = 0; trial < 1000; trial++) {
        const Interval of = sample_of(values, [&](int) { return law.draw(); }).interval(0, 100, sure_enough, 1);
        outside += of.low > law.mean || of.high < law.mean ? 1 : 0;
      }
      CHECK(outside <= 50);
    }
}

}  // namespace
}  // namespace shoal::outbreak
