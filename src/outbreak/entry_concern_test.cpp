#include "outbreak/entry_concern.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/sanitized.hpp"
#include "outbreak/made_pairs.hpp"
#include "outbreak/paired.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

bool begins_within(const EntryConcern& concern, const Concern& of, std::uint64_t seed, std::uint64_t replicate) {
  const auto begins = concern.begins_at(seed, replicate);
  return std::any_of(begins.begin(), begins.end(), [&](DeviceIndex device) {
    return std::find(of.places.begin(), of.places.end(), device) != of.places.end();
  });
}

TEST_CASE("a replicate begins where it was told to, without simulating it") {
  const std::uint64_t seed = 51;
  CAPTURE(seed);
  Random random(seed);
  for (int estate = 0; estate < thinned(30, 3); estate++) {
    const Scenario scenario = monotone_estate(random);
    const Layout layout(scenario);
    const EntryConcern concern(layout, is_monotone(layout));
    Simulator simulator(layout);
    for (std::uint64_t r = 0; r < 10; r++) {
      simulator.run(seed, r);
      const auto lost = simulator.lost().first(simulator.began());
      CHECK(concern.begins_at(seed, r) == std::vector<DeviceIndex>(lost.begin(), lost.end()));
    }
  }
}

TEST_CASE("the chance that an outbreak begins where a protection matters is that of drawing it") {
  const std::uint64_t seed = 52, draws = thinned<std::uint64_t>(4000, 400);
  CAPTURE(seed);
  Random random(seed);
  int known = 0;
  for (int estate = 0; estate < thinned(60, 6); estate++) {
    Scenario scenario = monotone_estate(random);
    if (estate % 2 == 0) {
      scenario.entry.count = 1;
      for (Kind& kind : scenario.kinds)
        for (Susceptibility& to : kind.by_exploit) to.holds = to.holds > 0.3 ? 1 : 0;
    }
    const Layout layout(scenario);
    const EntryConcern concern(layout, is_monotone(layout));
    const Concern of = concern.of(made_protection(scenario, random, true));
    if (!of.chance) continue;
    known++;
    double met = 0;
    for (std::uint64_t r = 0; r < draws; r++) met += begins_within(concern, of, seed, r) ? 1 : 0;
    const double all = static_cast<double>(draws), error = std::sqrt(*of.chance * (1 - *of.chance) / all);
    CHECK(std::abs(met / all - *of.chance) <= 4.5 * error + 1e-9);
  }
  CHECK(known >= thinned(30, 3));
}

TEST_CASE("what a protection averts where it concerns the beginning is within its bounds") {
  const std::uint64_t seed = 53;
  CAPTURE(seed);
  Random random(seed);
  int concerned = 0, never_less = 0;
  for (int estate = 0; estate < thinned(150, 10); estate++) {
    Scenario scenario = monotone_estate(random);
    if (estate % 2 == 0)
      scenario.response = Response{3, {Span::Law::exponential, 3, 0}, {Span::Law::fixed, 4, 0}, true, estate % 4 == 0};
    const Layout layout(scenario);
    const EntryConcern concern(layout, is_monotone(layout));
    Simulator simulator(layout);
    for (int i = 0; i < 4; i++) {
      const Protection protection = made_protection(scenario, random, true);
      const Concern of = concern.of(protection);
      never_less += of.least == 0 ? 1 : 0;
      for (std::uint64_t r = 0; r < 10; r++) {
        if (!begins_within(concern, of, seed, r)) continue;
        concerned++;
        const std::int64_t averted =
            simulator.run(seed, r).devices() - std::int64_t{simulator.run(seed, r, protection).devices()};
        CHECK(averted >= of.least);
        CHECK(averted <= of.most);
      }
    }
  }
  CHECK(concerned > thinned(500, 30));
  CHECK(never_less > thinned(150, 10));
}

}  // namespace
}  // namespace shoal::outbreak
