#include "outbreak/prepare.hpp"

#include <doctest/doctest.h>

#include "outbreak/made_description.hpp"

namespace shoal::outbreak {
namespace {

/// Two sites of two zones, a device in each; the second is patched.
Description small() {
  Description made;
  made.worm = "plain";
  made.zones = {{"a1", "A", 256, 100, true, 2}, {"a2", "A", 256, 100, false, 3}, {"b1", "B", 1, 100, false, 4}};
  made.kinds = {{"XP", "windows-xp-sp3", {}, {}},
                {"XP patched", "windows-xp-sp3", {"KB4012598"}, {}},
                {"XP perhaps", "windows-xp-sp3", {}, {{"plain", 0.25}}}};
  made.devices = {{"d0", "a1", 0, {}, true, 2},
                  {"d1", "a2", 1, 1, false, 3},
                  {"d2", "b1", 2, {}, false, 4},
                  {"d3", "b1", 0, 0, false, 5}};
  made.unlisted_ways_open = false;
  return made;
}

std::string matrix(const Scenario& scenario) {
  std::string made;
  const std::size_t zones = scenario.zones.size();
  for (std::size_t f = 0; f < zones; f++) {
    for (std::size_t t = 0; t < zones; t++) made += scenario.reaches[0].pairs[f * zones + t] != 0 ? '1' : '0';
    made += ' ';
  }
  return made;
}

std::string refused(const Description& description) {
  const auto made = prepare(description, plain_facts());
  return made ? "none" : std::string(made.error().code) + ": " + made.error().message;
}

TEST_CASE("names become positions, and zones have room for their devices") {
  const auto made = prepare(small(), plain_facts());
  REQUIRE(made);
  const Scenario& scenario = made->scenario;
  CHECK(scenario.sites == std::vector<std::string>{"A", "B"});
  CHECK(scenario.zones[2].site == 1);
  CHECK(scenario.zones[2].addresses == 2);
  CHECK(scenario.devices[2].zone == 2);
  CHECK(scenario.devices[0].has_personal_data);
  CHECK(made->devices == std::vector<std::string>{"d0", "d1", "d2", "d3"});
  CHECK(scenario.exploits == std::vector<std::string>{"plain"});
  CHECK(scenario.until == 86'400);
}

TEST_CASE("a kind is open unless it is patched, or as sure as it is told") {
  const auto made = prepare(small(), plain_facts());
  REQUIRE(made);
  std::vector<std::pair<double, double>> open;
  for (const Kind& kind : made->scenario.kinds) open.emplace_back(kind.by_exploit[0].holds, kind.by_exploit[0].infect);
  CHECK(open == std::vector<std::pair<double, double>>{{1, 1}, {0, 0}, {0.25, 1}});
}

TEST_CASE("ways open and close pairs in their order, and a zone always reaches itself") {
  Description description = small();
  CHECK(matrix(prepare(description, plain_facts())->scenario) == "100 010 001 ");
  description.ways = {{"site:A", "*", "445/tcp", true, 2}, {"*", "b1", "80/tcp", true, 3}};
  CHECK(matrix(prepare(description, plain_facts())->scenario) == "111 111 001 ");
  description.ways.push_back({"a1", "site:B", "*", false, 4});
  CHECK(matrix(prepare(description, plain_facts())->scenario) == "110 111 001 ");
  description.ways.push_back({"*", "*", "*", false, 5});
  CHECK(matrix(prepare(description, plain_facts())->scenario) == "100 010 001 ");
}

TEST_CASE("credentials lie where their rows say, but for devices of another tier where tiers are enforced") {
  Description description = small();
  description.credentials = {{"local", "site:A", true, true, {}, 2},
                             {"local", "d3", true, false, {}, 3},
                             {"local", "d0", true, false, {}, 4},
                             {"domain", "*", true, false, 0, 5},
                             {"domain", "kind:windows-xp-sp3", false, true, 0, 6},
                             {"domain", "tier:1", false, true, 0, 7},
                             {"domain", "zone:b1", false, true, 0, 8}};
  const auto made = prepare(description, plain_facts());
  REQUIRE(made);
  using Devices = std::vector<DeviceIndex>;
  REQUIRE(made->scenario.credentials.size() == 2);
  CHECK(made->scenario.credentials[0].lies_on == Devices{0, 1, 3});
  CHECK(made->scenario.credentials[0].opens == Devices{0, 1});
  CHECK(made->scenario.credentials[1].lies_on == Devices{0, 1, 2, 3});
  CHECK(made->scenario.credentials[1].opens == Devices{0, 1, 2, 3});
  description.tiers_enforced = true;
  CHECK(prepare(description, plain_facts())->scenario.credentials[1].lies_on == Devices{0, 2, 3});
}

TEST_CASE("links are kept by the device that they begin at") {
  OutbreakFacts facts = plain_facts();
  facts.worms[0].values.push_back({WormPart::links, "plain", "", "per-second", {1, 1, 1}, {}});
  Description description = small();
  CHECK(prepare(description, facts)->scenario.worm.links.empty());
  description.links = {{"d2", "d0", 2}, {"d0", "d3", 3}, {"d2", "d1", 4}};
  const auto made = prepare(description, facts);
  REQUIRE(made);
  REQUIRE(made->scenario.worm.links.size() == 1);
  CHECK(made->scenario.worm.links[0].begins == std::vector<std::uint32_t>{0, 1, 1, 3, 3});
  CHECK(made->scenario.worm.links[0].to == std::vector<DeviceIndex>{3, 0, 1});
}

TEST_CASE("what is not told is assumed in the open way, and said") {
  Description description = small();
  description.zones.clear();
  description.unlisted_ways_open = true;
  description.kinds[0].release = "toaster";
  OutbreakFacts facts = plain_facts();
  facts.effects[0].release = "windows-*";
  const auto made = prepare(description, facts);
  REQUIRE(made);
  CHECK(made->assumptions ==
        std::vector<std::string>{
            ("2 of the 2 values of plain are unverified: see data/outbreak/worms.csv"),
            ("no zones are told: each that a device names, 3 of them, is a site of its own with 256 addresses, or as "
             "many as it has devices"),
            ("nothing is told of what plain does to toaster, 2 devices: it is taken to do nothing"),
            ("on 445/tcp, 6 of 6 pairs of zones are open; those that no way speaks of are open"),
            ("where it begins is not told: in any zone, as likely as it has devices"),
            ("how long is not told: 24 hours are simulated"),
            ("no response is told: nobody does anything about it until the end")});
  CHECK(made->scenario.entry.zone_weights == std::vector<double>{1, 1, 2});
}

TEST_CASE("a name that is not that of anything is refused with its line and the nearest one") {
  Description description = small();
  description.worm = "plane";
  CHECK(refused(description) == "outbreak.bad_scenario: there is no worm plane; the nearest is plain");
  description = small();
  description.devices[1].zone = "a3";
  CHECK(refused(description) == "outbreak.bad_scenario: line 3 of the devices: device d1: there is no zone a3");
  description = small();
  description.ways = {{"a1", "C", "*", true, 9}};
  CHECK(refused(description) == "outbreak.bad_scenario: line 9 of the ways: there is no zone or site C");
  description = small();
  description.credentials = {{"x", "kind:windows-9", true, true, {}, 7}};
  CHECK(refused(description) ==
        "outbreak.bad_scenario: line 7 of the credentials: no device is meant by kind:windows-9");
  description = small();
  description.unlisted_ways_open.reset();
  CHECK(refused(description) ==
        ("outbreak.bad_scenario: it is not told whether zones reach each other where no way speaks of them: "
         "unlisted_ways is \"open\" or \"closed\""));
  description = small();
  description.entry_devices = {"d9"};
  CHECK(refused(description) == "outbreak.bad_scenario: the entry names a device that there is not: d9");
  description = small();
  description.devices.clear();
  CHECK(refused(description) == "outbreak.bad_scenario: there are no devices");
}

TEST_CASE("a made scenario has the devices, the sites and about the ways that its shape says") {
  for (std::uint64_t seed = 1; seed <= 3; seed++) {
    CAPTURE(seed);
    const OutbreakShape shape = police_force();
    const auto made = prepare(made_description(shape, seed), plain_facts());
    REQUIRE(made);
    const Scenario& scenario = made->scenario;
    CHECK(scenario.devices.size() == shape.devices);
    CHECK(scenario.sites.size() == 32);
    CHECK(scenario.zones.size() == 128);
    std::vector<std::uint64_t> in_zone(scenario.zones.size()), at_site(32);
    for (const ScenarioDevice& each : scenario.devices) in_zone[each.zone]++, at_site[scenario.zones[each.zone].site]++;
    for (std::size_t z = 0; z < in_zone.size(); z++) CHECK(in_zone[z] <= scenario.zones[z].addresses);
    for (const std::uint64_t devices : at_site) CHECK(devices >= 18'000 / 32 / 5);
    // Of 992 pairs of sites, each open with 0.6: 595 and 15.4; within five of those.
    std::size_t open = 0;
    for (ZoneIndex f = 0; f < 128; f += 4)
      for (ZoneIndex t = 0; t < 128; t += 4)
        if (f != t) open += scenario.reaches[0].pairs[f * 128 + t];
    CHECK(open > 518);
    CHECK(open < 672);
  }
}

TEST_CASE("a made scenario is the same for the same seed, and its devices do not depend on its ways") {
  OutbreakShape shape = police_force();
  shape.devices = 500;
  shape.releases = {{"windows-xp-sp3", 500, 100}, {"windows-7-sp1", 500, 600}};
  const auto spelled = [](const Description& description) {
    std::string made;
    for (const DescribedDevice& each : description.devices)
      made += each.name + each.zone + description.kinds[each.kind].name + (each.has_personal_data ? "p " : " ");
    return made;
  };
  const std::string first = spelled(made_description(shape, 7));
  CHECK(spelled(made_description(shape, 7)) == first);
  CHECK(spelled(made_description(shape, 8)) != first);
  shape.reachable_per_mille = 100;
  CHECK(spelled(made_description(shape, 7)) == first);
}

}  // namespace
}  // namespace shoal::outbreak
