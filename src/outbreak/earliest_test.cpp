#include "outbreak/earliest.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

TEST_CASE("the first of the soonest clocks is told, whichever was set last") {
  const std::uint64_t seed = 11;
  CAPTURE(seed);
  Random random(seed);
  for (const std::size_t clocks : {1U, 2U, 7U, 64U, 100U}) {
    CAPTURE(clocks);
    Earliest earliest(clocks);
    std::vector<Seconds> at(clocks, forever);
    CHECK(earliest.clock() == 0);
    CHECK(earliest.at() == forever);
    for (int i = 0; i < 2000; i++) {
      const auto clock = static_cast<std::uint32_t>(random.below(clocks));
      // Few times, so that many clocks strike at once.
      at[clock] = random.below(8) == 0 ? forever : static_cast<Seconds>(random.below(9));
      earliest.set(clock, at[clock]);
      const auto first = std::min_element(at.begin(), at.end());
      REQUIRE(earliest.at() == *first);
      REQUIRE(earliest.clock() == static_cast<std::uint32_t>(first - at.begin()));
    }
  }
}

}  // namespace
}  // namespace shoal::outbreak
