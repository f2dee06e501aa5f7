#include "app/outbreak_estate.hpp"

#include <doctest/doctest.h>

#include "app/opened_pack.hpp"
#include "app/outbreak_scenario.hpp"

namespace shoal::app {
namespace {

using namespace std::chrono;

estate::Device device_with(const std::string& name, std::optional<estate::OsClaim> os, estate::Tags tags,
                           const std::vector<std::uint32_t>& kbs = {}, bool listed = false) {
  estate::Observation seen;
  seen.source = "device list";
  seen.device = name;
  seen.seen_on = Day{2026y / 11 / 20};
  estate::Claims claims;
  claims.os = std::move(os);
  claims.updates_listed = listed;
  for (const std::uint32_t kb : kbs) claims.updates.push_back({kb, {}, {}, 0});
  seen.claims = std::move(claims);
  seen.tags = std::move(tags);
  estate::Combiner combiner;
  return combiner.combine({std::move(seen)}, {});
}

estate::OsClaim claim(const std::string& name, const std::string& version, std::uint32_t build, std::uint32_t pack_of) {
  estate::OsClaim os;
  os.name = name;
  os.version = version;
  os.build = build;
  os.service_pack = pack_of;
  os.architecture = estate::Architecture::x64;
  return os;
}

const estate::OsClaim seven = claim("Microsoft Windows 7 Professional", "6.1", 7601, 1);

/// Windows 7 without a list of updates, with none of them, and with the one of MS17-010; one of which nothing is told.
Assessed small_register() {
  Assessed made;
  made.reading.devices = {device_with("PC1", seven, {{"site", "HQ"}, {"zone", "office"}}),
                          device_with("PC2", seven, {{"site", "HQ"}, {"zone", "office"}}, {2533552}, true),
                          device_with("PC3", seven, {{"personal-data", "yes"}, {"site", "Branch"}}, {4012212}, true),
                          device_with("PC3", std::nullopt, {})};
  exposure::Assessor assessor(pack().facts, pack().catalogue,
                              {Day{2026y / 11 / 20}, Day{2026y / 11 / 20}, {}, false, true});
  for (const estate::Device& each : made.reading.devices) assessor.add(record_of(each));
  made.assessment = assessor.finish(for_each_in_turn);
  return made;
}

std::string spelled_devices(const outbreak::Prepared& prepared) {
  std::string made;
  for (std::size_t d = 0; d < prepared.devices.size(); d++) {
    const outbreak::ScenarioDevice& each = prepared.scenario.devices[d];
    const outbreak::Kind& kind = prepared.scenario.kinds[each.kind];
    made += prepared.devices[d] + " in " + prepared.scenario.zones[each.zone].name + ": " + kind.name +
            (kind.by_exploit[0].infect > 0 ? " open" : " closed") + (each.has_personal_data ? ", personal\n" : "\n");
  }
  return made;
}

TEST_CASE(
    "a register's devices are open as their own findings say, and what is unassessed is taken for open and told") {
  const OutbreakTables tables = outbreak_tables().value();
  const Assessed assessed = small_register();
  OutbreakRequest request;
  request.worm = "wannacry";
  request.assessed = &assessed;
  const auto loaded = load_outbreak(request, tables);
  REQUIRE(loaded);
  CHECK(spelled_devices(loaded->prepared) ==
        "PC1 in HQ office: Windows 7 SP1, MS17-010 unassessed open\n"
        "PC2 in HQ office: Windows 7 SP1, MS17-010 missing open\n"
        "PC3 in Branch: Windows 7 SP1, MS17-010 fixed closed, personal\n"
        "PC3 (2) in no site told: release not told, MS17-010 unassessed open\n");
  REQUIRE(loaded->counts.size() == 1);
  CHECK(loaded->counts[0].devices == std::array<std::uint64_t, outbreak_standing_count>{1, 0, 0, 2, 1, 0, 0, 0});
  CHECK(loaded->assumptions[0] == "MS17-010, devices by their own findings: 1 missing, 2 unassessed, 1 fixed");
  CHECK(loaded->assumptions[1] == "2 devices are unassessed for MS17-010 and taken for open");

  request.unassessed_open = false;
  const auto closed = load_outbreak(request, tables);
  REQUIRE(closed);
  CHECK(closed->prepared.scenario.kinds[0].by_exploit[0].holds == 0);
  CHECK(closed->prepared.scenario.kinds[1].by_exploit[0].holds == 1);
}

TEST_CASE("devices go into the zones that a scenario has, and what fits nowhere gets one of its own") {
  const Assessed assessed = small_register();
  outbreak::Description made;
  made.zones = {{"lab", "HQ", 256, 100, false, 2}, {"office", "HQ", 256, 100, false, 3}};
  const OutbreakEstate told = describe_estate(assessed, {}, made);
  std::string text;
  for (const outbreak::DescribedDevice& each : made.devices) text += each.name + " " + each.zone + "; ";
  CHECK(text == "PC1 office; PC2 office; PC3 Branch; PC3 (2) no site told; ");
  CHECK(made.unlisted_ways_open == true);
}

TEST_CASE("a device that was not seen for long, or that a person retired, is left out and counted") {
  Assessed assessed = small_register();
  assessed.reading.devices[0].retired = true;
  assessed.assessment.as_of = Day{2027y / 11 / 20};
  outbreak::Description made;
  const OutbreakEstate told = describe_estate(assessed, {}, made);
  CHECK(made.devices.empty());
  CHECK(told.not_in_use == 4);
  CHECK(told.assumptions[0] == "4 devices of the register are silent or retired, and are left out");
}

TEST_CASE("where SMBv1 is known to be off, exploits that need it find nothing") {
  Assessed assessed = small_register();
  estate::Known known = *assessed.reading.devices[1].known;
  known.protection.push_back({estate::Protection::smb1, false, 0});
  assessed.reading.devices[1].known = std::move(known);
  OutbreakEstateRequest request;
  request.exploits = outbreak_tables()->facts.exploits;
  std::erase_if(request.exploits, [](const outbreak::Exploit& each) { return each.bulletin != "MS17-010"; });
  outbreak::Description made;
  const OutbreakEstate told = describe_estate(assessed, request, made);
  REQUIRE(told.counts.size() == 1);
  CHECK(told.counts[0].devices[static_cast<std::size_t>(OutbreakStanding::service_off)] == 1);
  CHECK(made.kinds[made.devices[1].kind].open[0].second == 0);
}

}  // namespace
}  // namespace shoal::app
