#include "plan/pilots.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "plan/made_pilots.hpp"

namespace shoal::plan {
namespace {

std::string spelled_pilots(const Pilots& pilots) {
  std::string text;
  for (const PilotChoice& choice : pilots.chosen) {
    text += std::to_string(choice.devices) + " of " + std::to_string(choice.group) + ":";
    for (const Pair& pair : choice.first)
      text += " " + std::to_string(pair.application) + "/" + std::to_string(pair.hardware);
    text += "\n";
  }
  for (const UncoveredPair& pair : pilots.uncovered)
    text += std::to_string(pair.pair.application) + "/" + std::to_string(pair.pair.hardware) + " on " +
            std::to_string(pair.devices) + " has " + std::to_string(pair.pilots) +
            (pair.why == Uncovered::rare ? ": rare\n" : ": nobody may\n");
  return text + std::to_string(pilots.covered) + " of " + std::to_string(pilots.pairs) + " pairs, " +
         std::to_string(pilots.pilots) + " pilots, at least " + std::to_string(pilots.bound);
}

std::string choice_for(const std::vector<PilotGroup>& groups, std::int32_t devices_min, std::int32_t pilots_min) {
  PilotRules rules;
  rules.devices_min = devices_min;
  rules.pilots_min = pilots_min;
  const auto chosen = choose_pilots(groups, rules, for_each_in_turn);
  return chosen ? spelled_pilots(*chosen) : chosen.error().message;
}

std::vector<PilotGroup> random_groups(Random& random) {
  std::vector<PilotGroup> groups(4 + random.below(5));
  for (PilotGroup& group : groups) {
    group.devices = static_cast<std::int32_t>(1 + random.below(2));
    group.demanded = random.below(8) == 0 ? 1 : 0;
    group.allowed = random.below(6) == 0 ? group.demanded : group.devices;
    group.hardware = static_cast<std::uint32_t>(random.below(2));
    for (ApplicationIndex a = 0; a < 6; a++)
      if (random.below(3) == 0) group.applications.push_back(a);
  }
  return groups;
}

/// The fewest pilots, by trying all numbers of all groups.
std::int64_t fewest_by_trying(const std::vector<PilotGroup>& groups, const PilotRules& rules) {
  std::map<Pair, std::int64_t> devices, may;
  for (const PilotGroup& group : groups)
    for (const ApplicationIndex a : group.applications) {
      devices[{a, group.hardware}] += group.devices;
      may[{a, group.hardware}] += group.allowed;
    }
  std::vector<std::int32_t> taken;
  taken.reserve(groups.size());
  for (const PilotGroup& group : groups) taken.push_back(group.demanded);
  std::int64_t fewest = 1'000'000;
  for (;;) {
    std::map<Pair, std::int64_t> pilots;
    std::int64_t number = 0;
    for (std::size_t g = 0; g < groups.size(); g++) {
      number += taken[g];
      for (const ApplicationIndex a : groups[g].applications) pilots[{a, groups[g].hardware}] += taken[g];
    }
    const bool enough = std::all_of(devices.begin(), devices.end(), [&](const auto& used) {
      return used.second < rules.devices_min ||
             pilots[used.first] >= std::min<std::int64_t>(rules.pilots_min, may[used.first]);
    });
    if (enough) fewest = std::min(fewest, number);
    std::size_t g = 0;
    while (g < groups.size() && taken[g] == groups[g].allowed) taken[g] = groups[g].demanded, g++;
    if (g == groups.size()) return fewest;
    taken[g]++;
  }
}

TEST_CASE("of devices that do the same, the fewest and then the lightest are pilots") {
  // Group 2 has what 0 and 1 have together; 3 has the same and is less trouble.
  const std::vector<PilotGroup> groups{
      {5, 0, 5, 1, 0, {7}}, {5, 0, 5, 1, 0, {8}}, {5, 0, 5, 4, 0, {7, 8}}, {5, 0, 5, 2, 0, {7, 8}}};
  CHECK(choice_for(groups, 5, 1) == "1 of 3: 7/0 8/0\n2 of 2 pairs, 1 pilots, at least 1");
}

TEST_CASE("an application needs a pilot on each hardware model on which it is in use") {
  const std::vector<PilotGroup> groups{{9, 0, 9, 1, 4, {7}}, {9, 0, 9, 1, 2, {7}}};
  CHECK(choice_for(groups, 5, 1) == "1 of 1: 7/2\n1 of 0: 7/4\n2 of 2 pairs, 2 pilots, at least 2");
}

TEST_CASE("pairs without enough pilots are listed with how many devices have them, and why") {
  const std::vector<PilotGroup> groups{{4, 0, 4, 1, 0, {1, 3}}, {6, 0, 0, 1, 0, {2, 3}}, {5, 0, 1, 1, 0, {4}}};
  CHECK(choice_for(groups, 5, 2) ==
        "2 of 0: 1/0 3/0\n1 of 2: 4/0\n2/0 on 6 has 0: nobody may\n4/0 on 5 has 1: nobody may\n"
        "2 of 4 pairs, 3 pilots, at least 3");
  CHECK(choice_for(groups, 50, 1) ==
        "1/0 on 4 has 0: rare\n2/0 on 6 has 0: rare\n3/0 on 10 has 0: rare\n4/0 on 5 has 0: rare\n"
        "0 of 4 pairs, 0 pilots, at least 0");
}

TEST_CASE("pilots whom people demand are in, and count for what they have") {
  const std::vector<PilotGroup> groups{{5, 0, 5, 1, 0, {7, 8}}, {5, 1, 5, 9, 0, {7}}, {5, 0, 5, 1, 0, {8}}};
  CHECK(choice_for(groups, 5, 1) == "1 of 0: 7/0 8/0\n1 of 1:\n2 of 2 pairs, 2 pilots, at least 2");
}

TEST_CASE("groups that contradict themselves are refused by number and value") {
  CHECK(choice_for({{0, 0, 0, 1, 0, {}}}, 5, 1) == "pilot group 0 has no devices");
  CHECK(choice_for({{3, 2, 1, 1, 0, {}}}, 5, 1) ==
        "pilot group 0 allows 1 pilots of 3 devices, of which 2 are demanded");
  CHECK(choice_for({}, 0, 1) == "pairs count from at least one device on, not 0");
}

TEST_CASE("on estates small enough to try everything, there are as few pilots as can be, and the bound is not above") {
  for (std::uint64_t seed = 0; seed < 300; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const auto groups = random_groups(random);
    PilotRules rules;
    rules.devices_min = static_cast<std::int32_t>(1 + random.below(3));
    rules.pilots_min = static_cast<std::int32_t>(1 + random.below(2));
    rules.effort.steps = 2000;
    const auto chosen = choose_pilots(groups, rules, for_each_in_turn);
    REQUIRE(chosen);
    const std::int64_t fewest = fewest_by_trying(groups, rules);
    CHECK(chosen->pilots == fewest);
    CHECK(chosen->bound <= fewest);
    CHECK(chosen->pairs == chosen->covered + std::ssize(chosen->uncovered));
  }
}

TEST_CASE("six thousand devices have few pilots, every pair in use on five has one, and the proof is near") {
  const auto groups = made_pilots({6'000, 300, 20, 6}, 1);
  PilotRules rules;
  rules.effort.steps = 20'000;
  rules.effort.cases = 5;
  const auto chosen = choose_pilots(groups, rules, for_each_in_turn);
  REQUIRE(chosen);
  CHECK(std::none_of(chosen->uncovered.begin(), chosen->uncovered.end(),
                     [](const UncoveredPair& pair) { return pair.devices >= 5; }));
  CHECK(chosen->bound <= chosen->pilots);
  CHECK((chosen->pilots - chosen->bound) * 100 <= 5 * chosen->bound);
}

TEST_CASE("pilots do not depend on which hardware model is looked at first") {
  const auto groups = made_pilots({2'000, 200, 12, 4}, 3);
  PilotRules rules;
  rules.effort.steps = 2'000;
  const auto backwards = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    while (count > 0) work(--count);
  };
  const auto one = choose_pilots(groups, rules, for_each_in_turn), other = choose_pilots(groups, rules, backwards);
  REQUIRE(one);
  REQUIRE(other);
  CHECK(spelled_pilots(*one) == spelled_pilots(*other));
}

}  // namespace
}  // namespace shoal::plan
