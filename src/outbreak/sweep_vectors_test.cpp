#include "outbreak/sweep_vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

/// A row as sweeps keep it: places in no order, some known to be hit, and nothing behind them.
struct Row {
  std::vector<double> places;
  std::vector<Seconds> at;
};

Row drawn_row(std::size_t kept, Random& random) {
  Row row;
  for (std::size_t i = 0; i < kept; i++) {
    row.places.push_back(static_cast<double>(random.below(254)));
    row.at.push_back(random.below(3) == 0 ? forever : static_cast<Seconds>(random.below(40)));
  }
  const std::size_t room = (kept + places_at_once - 1) / places_at_once * places_at_once;
  row.places.resize(room, no_place);
  row.at.resize(room, forever);
  return row;
}

TEST_CASE("a sweep is sooner at the places where one comes to it step by step before it is hit and before the end") {
  const std::uint64_t seed = 12;
  CAPTURE(seed);
  Random random(seed);
  for (std::size_t kept = 0; kept <= 150; kept++) {
    CAPTURE(kept);
    const Row row = drawn_row(kept, random);
    constexpr std::uint64_t addresses = 256;
    const std::uint64_t start = random.below(addresses);
    const SweepTimes times{3, 0.125, static_cast<double>(start), addresses, kept % 2 == 0 ? forever : 20};
    std::vector<std::uint64_t> expected(row.places.size() / 64 + 1, 0), words(expected.size(), 0);
    for (std::uint64_t step = 0; step < addresses; step++)
      for (std::size_t i = 0; i < kept; i++) {
        if (row.places[i] != static_cast<double>((start + step) % addresses)) continue;
        const Seconds tried = 3 + static_cast<double>(step + 1) * 0.125;  // Eighths are exact.
        CHECK(times.at(row.places[i]) == tried);
        if (tried < row.at[i] && tried < times.bound) expected[i / 64] |= std::uint64_t{1} << (i % 64);
      }
    find_sooner(times, row.places.data(), row.at.data(), row.places.size(), words.data());
    CHECK(words == expected);
  }
}

TEST_CASE("the least of a row and the first place that has it are those of the standard library") {
  const std::uint64_t seed = 13;
  CAPTURE(seed);
  Random random(seed);
  CHECK(least_of(nullptr, 0) == forever);
  for (std::size_t kept = 1; kept <= 150; kept++) {
    CAPTURE(kept);
    const Row row = drawn_row(kept, random);
    const auto least = std::min_element(row.at.begin(), row.at.end());
    CHECK(least_of(row.at.data(), row.at.size()) == *least);
    CHECK(place_of(*least, row.at.data(), row.at.size()) == static_cast<std::size_t>(least - row.at.begin()));
  }
}

}  // namespace
}  // namespace shoal::outbreak
