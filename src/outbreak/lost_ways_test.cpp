#include "outbreak/lost_ways.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace shoal::outbreak {
namespace {

/// Zones by one letter each, those of a site one after the other; ways as pairs of letters, both ways.
Scenario zones_with_ways(const std::vector<std::string>& sites, const std::vector<std::string>& ways) {
  Scenario scenario;
  std::string names;
  for (SiteIndex s = 0; s < sites.size(); s++)
    for (const char name : sites[s]) {
      names += name;
      scenario.zones.push_back({std::string(1, name), s});
    }
  scenario.reaches.push_back({"445/tcp", std::vector<std::uint8_t>(names.size() * names.size(), 0)});
  for (std::size_t z = 0; z < names.size(); z++) scenario.reaches[0].pairs[z * names.size() + z] = 1;
  for (const std::string& way : ways) {
    const std::size_t one = names.find(way[0]), other = names.find(way[1]);
    scenario.reaches[0].pairs[one * names.size() + other] = scenario.reaches[0].pairs[other * names.size() + one] = 1;
  }
  return scenario;
}

/// The names of zones that lose ways where these pairs are closed both ways.
std::string losing(const Scenario& scenario, const std::vector<std::string>& pairs) {
  std::vector<Protection::Closed> closed;
  const auto zone = [&](char name) {
    ZoneIndex z = 0;
    while (scenario.zones[z].name[0] != name) z++;
    return z;
  };
  for (const std::string& pair : pairs) {
    closed.push_back({0, zone(pair[0]), zone(pair[1])});
    closed.push_back({0, zone(pair[1]), zone(pair[0])});
  }
  const auto loses = zones_that_lose_ways(scenario, closed);
  std::string names;
  for (ZoneIndex z = 0; z < loses.size(); z++)
    if (loses[z] != 0) names += scenario.zones[z].name;
  return names;
}

TEST_CASE("whoever can reach a zone by no way any more has lost ways") {
  const Scenario chain = zones_with_ways({"a", "b", "c", "d"}, {"ab", "bc", "cd"});
  CHECK(losing(chain, {"bc"}) == "abcd");
  CHECK(losing(chain, {"ac"}).empty());  // It is not open.
  // A pair of six each open to three others: the long way round is left, but a third of the steps is lost.
  const Scenario ring = zones_with_ways({"a", "b", "c", "d", "e"}, {"ab", "bc", "cd", "de", "ea"});
  CHECK(losing(ring, {"ab"}) == "ab");
}

TEST_CASE("one way of many that are left is nothing special for an outbreak that begins at its end") {
  const Scenario all = zones_with_ways({"a", "b", "c", "d", "e", "f"}, {"ab", "ac", "ad", "ae", "af", "bc", "bd", "be",
                                                                        "bf", "cd", "ce", "cf", "de", "df", "ef"});
  CHECK(losing(all, {"ab"}).empty());
  CHECK(losing(all, {"ab", "ac"}) == "a");
  const Scenario star = zones_with_ways({"h", "a", "b", "c", "d", "e"}, {"ha", "hb", "hc", "hd", "he"});
  CHECK(losing(star, {"ha"}) == "habcde");
}

TEST_CASE("zones of the own site are no ways out of it") {
  // From a, one way in five leads out of the site and is the only one.
  const Scenario sites = zones_with_ways({"abcde", "xy", "z"}, {"ab", "ac", "ad", "ae", "ax", "xy", "az", "xz", "yz"});
  CHECK(losing(sites, {"ax"}) == "ax");
  // Two of four in its own site.
  CHECK(losing(sites, {"ab"}) == "abcdexyz");
}

}  // namespace
}  // namespace shoal::outbreak
