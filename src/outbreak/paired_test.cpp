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

/// Protections that close a few pairs of zones, or make a credential useless.
std::vector<Protection> small_protections(const Scenario& scenario, Random& random) {
  std::vector<Protection> made(6);
  for (Protection& each : made) {
    const auto from = static_cast<ZoneIndex>(random.below(scenario.zones.size()));
    const auto to = static_cast<ZoneIndex>(random.below(scenario.zones.size()));
    if (from != to) each.closed = {{0, from, to}};
    if (!scenario.credentials.empty() && random.chance(0.2)) each.useless = {0};
  }
  return made;
}

TEST_CASE("where all of many protections together are sure to change nothing, each of them changes nothing") {
  const std::uint64_t seed = 34;
  CAPTURE(seed);
  Random random(seed);
  int asked = 0, alike = 0;
  for (int estate = 0; estate < thinned(60, 6); estate++) {
    Scenario scenario = monotone_estate(random);
    if (random.chance(0.7))
      scenario.response =
          Response{3, {Span::Law::exponential, 3, 0}, {Span::Law::fixed, 4, 0}, random.chance(0.7), random.chance(0.2)};
    const Layout layout(scenario);
    Paired paired(layout);
    Simulator simulator(layout);
    const auto protections = small_protections(scenario, random);
    std::vector<const Protection*> all;
    all.reserve(protections.size());
    for (const Protection& each : protections) all.push_back(&each);
    for (std::uint64_t r = 0; r < 6; r++) {
      const Loss unprotected = paired.begin(seed, r);
      if (!paired.may_be_alike(joined(all))) continue;
      asked++;
      if (!paired.is_alike(joined(all))) continue;
      alike++;
      for (const Protection& each : protections) CHECK(simulator.run(seed, r, each) == unprotected);
    }
  }
  CHECK(alike > asked / 20);
  CHECK(alike < asked);
}

TEST_CASE("what a layout closes is what a layout of the closed scenario has") {
  const std::uint64_t seed = 35;
  CAPTURE(seed);
  Random random(seed);
  for (int estate = 0; estate < thinned(40, 6); estate++) {
    const Scenario scenario = monotone_estate(random);
    const auto protections = small_protections(scenario, random);
    Closures closable;
    for (const Protection& each : protections) closable.push_back(each.closed);
    const Layout told_apart(scenario, {}, closable);
    ClosableLayout closing(told_apart);
    Simulator shared(told_apart);
    for (const Protection& each : protections) {
      CHECK(closing.close(each.closed));
      const Layout closed(scenario, each.closed);
      Simulator own(closed);
      Protection rest = each;
      rest.closed.clear();
      for (std::uint64_t r = 0; r < 3; r++) CHECK(shared.run(seed, r, each) == own.run(seed, r, rest));
    }
  }
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
