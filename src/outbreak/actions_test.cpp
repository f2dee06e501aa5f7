#include "outbreak/actions.hpp"

#include <doctest/doctest.h>

#include "outbreak/made_description.hpp"

namespace shoal::outbreak {
namespace {

/// Two sites, three devices of which one is patched, one password.
Description with_actions() {
  Description made;
  made.worm = "plain";
  made.zones = {{"a1", "A", 256, 100, false, 2}, {"a2", "A", 256, 100, false, 3}, {"b1", "B", 256, 100, false, 4}};
  made.kinds = {{"XP", "windows-xp-sp3", {}, {}}, {"XP patched", "windows-xp-sp3", {"MS17-010"}, {}}};
  made.devices = {{"d0", "a1", 0, {}, false, 2},
                  {"d1", "a2", 1, {}, false, 3},
                  {"d2", "a2", 0, {}, false, 4},
                  {"d3", "b1", 1, {}, false, 5}};
  made.ways = {{"a1", "b1", "*", true, 2}, {"b1", "a2", "*", true, 3}, {"a1", "a2", "*", true, 4}};
  made.unlisted_ways_open = false;
  made.credentials = {{"local", "*", true, true, {}, 2}, {"nowhere", "d0", false, true, {}, 3}};
  made.response = Response{};
  return made;
}

OutbreakFacts stealing_facts() {
  OutbreakFacts facts = plain_facts();
  facts.worms[0].values.push_back({WormPart::theft, "", "445/tcp", "per-second", {1, 1, 1}, {}});
  return facts;
}

const Efforts different{1, 10, 100, 1000, 7, 3, 50, 20, 2, 5};

std::string list_of(const ActionList& list) {
  std::string made;
  for (const Action& each : list.actions) {
    made += each.name + " " + std::to_string(each.effort) + ":";
    for (const DeviceIndex d : each.protection.safe) made += " safe " + std::to_string(d);
    for (const auto& [kind, exploit] : each.protection.patched)
      made += " patched " + std::to_string(kind) + "/" + std::to_string(exploit);
    for (const Protection::Closed& closed : each.protection.closed)
      made += " " + std::to_string(closed.from) + ">" + std::to_string(closed.to);
    for (const std::uint32_t credential : each.protection.useless) made += " useless " + std::to_string(credential);
    if (each.protection.reaction_sooner > 0) made += " sooner";
    made += "\n";
  }
  return made;
}

TEST_CASE("a scenario offers what changes it, each with the effort of what it concerns") {
  const auto prepared = prepare(with_actions(), stealing_facts());
  REQUIRE(prepared);
  CHECK(list_of(candidate_actions(*prepared, different)) ==
        "patch MS17-010 on XP 21: patched 0/0\n"
        "SMBv1 off at A 2100: safe 0 safe 2\n"
        "close 445/tcp between A and B 7: 0>2 2>1\n"
        "migrate A 103: safe 0 safe 2\n"
        "tier local 28: useless 0\n"
        "react an hour sooner 5: sooner\n");
}

TEST_CASE("with one site it is zones that are closed from each other, and no more pairs than asked for") {
  Description description = with_actions();
  for (DescribedZone& zone : description.zones) zone.site = "A";
  const auto prepared = prepare(description, plain_facts());
  REQUIRE(prepared);
  const ActionList list = candidate_actions(*prepared, different, 2);
  CHECK(list.left_out ==
        std::vector<std::string>{
            "of 3 pairs that are open on 445/tcp, the 2 with the most devices at both ends are tried"});
  CHECK(list_of(list).find("close 445/tcp between a1 and a2 7: 0>1\nclose 445/tcp between a2 and b1 7: 2>1\n") !=
        std::string::npos);
}

TEST_CASE("the table of efforts is whole, or refused") {
  const std::string header = "effort,person_days,per,why,verified,citation,read\n";
  const auto refusal = [&](const std::string& rows) { return read_efforts(header + rows).error().message; };
  CHECK(refusal("patch-kind,1.5,,,,,\n") == "there is no row for patch-device");
  CHECK(refusal("patch-kind,1.5,,,,,\npatch-kind,1.5,,,,,\n") == "line 3: patch-kind is given twice");
  CHECK(refusal("patch-cat,1.5,,,,,\n") == "line 2: there is no effort of this name: patch-cat");
  CHECK(refusal("patch-kind,-1,,,,,\n") == "line 2: person_days is not a number within its bounds: -1");
}

}  // namespace
}  // namespace shoal::outbreak
