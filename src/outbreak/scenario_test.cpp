#include "outbreak/scenario.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "outbreak/plain_scenario.hpp"

namespace shoal::outbreak {
namespace {

std::string refused_because(const Scenario& scenario) {
  const auto checked = check(scenario);
  if (checked) return "not refused";
  CHECK(checked.error().code == "outbreak.bad_scenario");
  return checked.error().message;
}

TEST_CASE("a scenario that holds what its fields say is accepted") {
  Scenario scenario = many_sites(3, 2, 0.5, 0.5, 1);
  scenario.worm.scans = {scan_of(30, 0x1p24)};
  CHECK(refused_because(scenario) == "not refused");
}

TEST_CASE("a scenario that does not hold together is refused, with what and its value") {
  Scenario scenario = one_zone(3, 256);
  scenario.worm.scans = {scan_of(30, 0x1p24)};
  SUBCASE("zone") {
    scenario.devices[1].zone = 7;
    CHECK(refused_because(scenario) == "device 1 names zone 7, and there are 1");
  }
  SUBCASE("kind") {
    scenario.devices[2].kind = 1;
    CHECK(refused_because(scenario) == "device 2 names kind 1, and there are 1");
  }
  SUBCASE("addresses") {
    scenario.zones[0].addresses = 2;
    CHECK(refused_because(scenario) == "zone VLAN 1 has 3 devices and 2 addresses");
  }
  SUBCASE("reach") {
    scenario.reaches[0].pairs[0] = 0;
    CHECK(refused_because(scenario) == "reach 445/tcp says that zone VLAN 1 does not reach itself");
  }
  SUBCASE("chances") {
    scenario.kinds[0].by_exploit[0].crash = 0.5;
    CHECK(refused_because(scenario) == "the sum of both for kind Windows XP SP3 is not from 0 to 1: 1.5");
  }
  SUBCASE("not a number") {
    scenario.worm.scans[0].per_second = std::numeric_limits<double>::quiet_NaN();
    CHECK(refused_because(scenario) == "the rate of a scan is not from 0 to 1000000000000: not a number");
  }
  SUBCASE("links") {
    scenario.worm.links = {{0, 1, {0, 1, 1, 1}, {3}}};
    CHECK(refused_because(scenario) == "a link names device 3, and there are 3");
  }
  SUBCASE("entry") {
    scenario.entry.zone_weights = {-1};
    CHECK(refused_because(scenario).starts_with("the weight of a zone is not from 0 to 1"));
  }
  SUBCASE("end") {
    scenario.until = 0;
    CHECK(refused_because(scenario) == "the end is not after 0 and at most 1000000000000 seconds: 0");
  }
}

}  // namespace
}  // namespace shoal::outbreak
