#include "outbreak/paired.hpp"

#include <doctest/doctest.h>

#include "base/sanitized.hpp"
#include "outbreak/made_pairs.hpp"
#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

TEST_CASE("more protection never loses more, where nothing but chance and protection decides") {
  const std::uint64_t seed = 31;
  CAPTURE(seed);
  const PairsHeld held = hold_pairs(thinned<std::uint64_t>(5'000, 200), seed);
  CHECK(held.violations == 0);
  CHECK(held.differing > held.pairs / 10);
}

TEST_CASE("a protection that was of no matter is answered without a run, as a run would") {
  const std::uint64_t seed = 32;
  CAPTURE(seed);
  Random random(seed);
  int of_no_matter = 0;
  for (int estate = 0; estate < thinned(40, 4); estate++) {
    Scenario scenario = monotone_estate(random);
    scenario.until = 12;  // So that some are spared.
    scenario.response = Response{3, {}, {}, true, false};
    const Layout layout(scenario);
    Paired paired(layout);
    Simulator simulator(layout);
    for (std::uint64_t r = 0; r < 5; r++) {
      CHECK(paired.begin(seed, r) == simulator.run(seed, r));
      for (int i = 0; i < 5; i++) {
        Protection protection = made_protection(scenario, random, true);
        if (protection.safe.size() > 2) protection.safe.resize(2);
        if (i % 2 == 0) protection.patched.clear();
        of_no_matter += paired.matters(protection) ? 0 : 1;
        CHECK(paired.with(protection) == simulator.run(seed, r, protection));
      }
    }
  }
  CHECK(of_no_matter > 10);
}

TEST_CASE("what a run comes to does not depend on what was run before") {
  const std::uint64_t seed = 33;
  CAPTURE(seed);
  Random random(seed);
  const Scenario scenario = monotone_estate(random);
  const Layout layout(scenario);
  Simulator used(layout);
  for (std::uint64_t r = 0; r < 20; r++) {
    const Protection protection = made_protection(scenario, random, true);
    Simulator fresh(layout);
    const Loss expected = fresh.run(seed, r / 2, protection);
    const std::vector<DeviceIndex> order(fresh.lost().begin(), fresh.lost().end());
    CHECK(used.run(seed, r / 2, protection) == expected);
    CHECK(std::vector<DeviceIndex>(used.lost().begin(), used.lost().end()) == order);
  }
}

}  // namespace
}  // namespace shoal::outbreak
