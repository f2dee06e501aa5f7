#include <utility>

#include "estate/coverage.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"

namespace shoal::estate {
namespace {

// The estimate as "unseen [low, high]", or why there is none.
std::string spelled(const Coverage& coverage) {
  if (!coverage.unseen) return coverage.why_none;
  const Unseen& unseen = *coverage.unseen;
  return std::to_string(unseen.unseen) + " [" + std::to_string(unseen.low) + ", " + std::to_string(unseen.high) + "]" +
         (unseen.uneven ? ", uneven" : "");
}

// Of sources a, b, c and so on, as many as the table has.
Coverage covered(std::vector<std::uint64_t> devices, const std::vector<Feed>& feeds = {}) {
  Overlap overlap{{}, std::move(devices)};
  for (std::size_t size = 1; size < overlap.devices.size(); size *= 2)
    overlap.sources.emplace_back(1, static_cast<char>('a' + overlap.sources.size()));
  return estimate_coverage(overlap, feeds);
}

TEST_CASE("two sources are estimated by Chapman, with the transformed logit interval") {
  // Ten are marked, fifteen caught, five of them marked: 11 * 16 / 6 - 1 = 28.33 of which 20 were seen. The interval is
  // 10.5 * 5.5 / 5.5 * exp(+-1.96 * 0.7444) - 0.5, that is 1.94 to 44.67.
  const Coverage made = covered({0, 5, 10, 5});
  CHECK(made.seen == 20);
  CHECK(spelled(made) == "8 [1, 45]");
  CHECK(made.unseen->method == "Chapman's estimator from 5 devices that both a and b saw");
  CHECK(made.unseen->assumptions.size() == 4);
  // One knows all that the other knows: 0.5 * 100.5 / 100.5 * exp(1.96 * 2.0050) - 0.5 is 24.94.
  CHECK(spelled(covered({0, 0, 100, 100})) == "0 [0, 25]");
}

// The intervals are those of tests/second/coverage.py, which looks at every model and at every number of devices.
TEST_CASE("three and four sources are estimated as by a second implementation") {
  // Hepatitis A in northern Taiwan, 1995: Chao, Tsay, Lin, Shau, Chao, Statistics in Medicine 20, 2001, table II. In
  // the best model all pairs depend on each other alike.
  CHECK(spelled(covered({0, 69, 55, 21, 63, 17, 18, 28})) == "1016 [385, 2754], uneven");
  const Coverage dependent = covered({0, 250, 90, 360, 150, 120, 45, 170});
  CHECK(spelled(dependent) == "308 [211, 419]");
  CHECK(dependent.unseen->method ==
        "log-linear models of 3 sources, averaged over 4; in the best, a with b depends on each other");
  CHECK(spelled(covered({0, 9, 6, 50, 4, 30, 17, 180, 2, 21, 14, 120, 10, 70, 41, 426})) == "1 [0, 3]");
}

TEST_CASE("where sources are exactly independent the estimate is what independence says") {
  // 8,000 devices, three sources that see each with one half: every cell has 1,000, the last one too. The whole number
  // at which a likelihood is greatest is that or the one below.
  const std::uint64_t half = covered({0, 1000, 1000, 1000, 1000, 1000, 1000, 1000}).unseen->unseen;
  CHECK(half >= 999);
  CHECK(half <= 1000);
  // 10,000 devices; 0.8, 0.7 and 0.6 of them are seen: 0.2 * 0.3 * 0.4 are not.
  const Coverage made = covered({0, 960, 560, 2240, 360, 1440, 840, 3360});
  CHECK(made.unseen->unseen >= 239);
  CHECK(made.unseen->unseen <= 240);
  CHECK(made.unseen->low < 239);
  CHECK(made.unseen->high > 240);
}

TEST_CASE(
    "a source that knows every device that others know leaves nothing unseen, up to an end that more devices lower") {
  // Of the 25 that others know it misses none; 15 it knows alone.
  CHECK(spelled(covered({0, 15, 0, 10, 0, 8, 0, 7})) == "0 [0, 1]");
  CHECK(spelled(covered({0, 150, 0, 150, 0, 100, 0, 100})) == "0 [0, 0]");
}

TEST_CASE("sources that feed each other are one, directly or by a third, and one source estimates nothing") {
  const std::vector<std::uint64_t> devices = {0, 50, 40, 60, 30, 45, 35, 55};
  const Coverage joined = covered(devices, {{0, 2}});
  CHECK(joined.remarks == std::vector<std::string>{"a and c count as one source, since one feeds another"});
  // Seen by a or c only: 50 + 30 + 45; by b only: 40; by both: 60 + 35 + 55.
  CHECK(spelled(joined) == spelled(covered({0, 125, 40, 150})));
  CHECK(spelled(covered(devices, {{0, 2}, {1, 2}})) ==
        "it takes two independent sources, and there is only one: a, b and c");
  CHECK(spelled(covered({0, 50})) == "it takes two independent sources, and there is only one: a");
  CHECK(spelled(covered({0, 0})) == "no source saw a device");
}

TEST_CASE("a source that saw nothing is left out, and says so") {
  const Coverage made = covered({0, 5, 10, 5, 0, 0, 0, 0});
  CHECK(spelled(made) == "8 [1, 45]");
  CHECK(made.remarks == std::vector<std::string>{"c saw no device"});
}

TEST_CASE("what shares no device with the others gives no number") {
  CHECK(spelled(covered({0, 50, 40, 0})) == "a and b share no device, so that they may be about different estates");
  CHECK(spelled(covered({0, 50, 40, 60, 30, 0, 0, 0})) ==
        "c shares no device with any other source, so that it may be about another estate");
}

TEST_CASE("where no model can be checked, or none fits, there is no number") {
  // Each pair depends on each other by itself, differently and strongly.
  CHECK(
      spelled(covered({0, 60, 200, 310, 360, 220, 90, 460})) ==
      "only a model in which every pair of a, b and c depends on each other fits, and nothing is left to check it by");
  // Whoever is in two of four lists is in exactly two.
  CHECK(spelled(covered({0, 100, 100, 900, 100, 900, 900, 10, 100, 900, 900, 10, 900, 10, 10, 800})) ==
        "no model in which sources depend on each other in pairs fits how a, b, c and d overlap");
}

TEST_CASE("devices are counted by who saw them, and those that nobody of these saw are left out") {
  const SourceSet seen_by[] = {1, 3, 3, 0, 2, 1};
  const Overlap made = overlap_of({"ad", "configmgr"}, seen_by);
  CHECK(made.devices == std::vector<std::uint64_t>{0, 2, 1, 2});
}

TEST_CASE("whatever the table, there is an estimate within its interval or a reason") {
  for (std::uint64_t seed = 0; seed < 150; seed++) {
    Random random(seed);
    std::vector<std::uint64_t> devices(std::size_t{8} << random.below(2));
    for (std::size_t set = 1; set < devices.size(); set++) devices[set] = random.chance(0.3) ? 0 : random.below(40);
    const Coverage made = covered(devices);
    CAPTURE(seed);
    CHECK(made.unseen.has_value() == made.why_none.empty());
    if (!made.unseen) continue;
    CHECK(made.unseen->low <= made.unseen->unseen);
    CHECK(made.unseen->unseen <= made.unseen->high);
  }
}

}  // namespace
}  // namespace shoal::estate
