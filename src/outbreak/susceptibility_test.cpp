#include "outbreak/susceptibility.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/csv.hpp"
#include "outbreak/actions.hpp"
#include "outbreak/worm.hpp"

namespace shoal::outbreak {
namespace {

std::string shipped(const std::string& path) {
  std::ifstream in(std::string(SHOAL_SOURCE_DIR) + "/data/" + path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("an exploit is closed by its bulletin, its CVEs and its updates, and by no other") {
  const Exploit exploit{"MS17-010/wannacry", "", "MS17-010", {"CVE-2017-0144"}, {"4012598"}, "smb1", {}};
  for (const char* name :
       {"MS17-010", "ms17-010", "MS17-010/wannacry", "CVE-2017-0144", "KB4012598", "kb4012598", "4012598"}) {
    CAPTURE(name);
    CHECK(is_closed_by(exploit, name));
  }
  for (const char* name : {"MS17-01", "CVE-2017-014", "KB401259", "KB", ""}) {
    CAPTURE(name);
    CHECK(!is_closed_by(exploit, name));
  }
}

TEST_CASE("of several effects the one with the longest name of the release holds, and of equal ones the first") {
  const std::vector<Effect> effects{{"X", "windows-xp*", {0, 0, 0}, {}, {}},
                                    {"X", "windows-xp-sp3", {1, 1, 1}, {}, {}},
                                    {"X", "windows-xp-sp*", {2, 2, 2}, {}, {}},
                                    {"Y", "*", {3, 3, 3}, {}, {}},
                                    {"X", "windows-xp-sp3", {9, 9, 9}, {}, {}}};
  const auto found = [&](const char* exploit, const char* release) {
    const Effect* effect = effect_on(effects, exploit, release);
    return effect == nullptr ? -1.0 : effect->infect.likely;
  };
  CHECK(found("X", "windows-xp") == 0);
  CHECK(found("X", "windows-xp-sp2") == 2);
  CHECK(found("X", "windows-xp-sp3") == 1);
  CHECK(found("X", "windows-7") == -1);
  CHECK(found("Y", "anything") == 3);
  CHECK(found("Z", "windows-xp") == -1);
}

TEST_CASE("the shipped tables are read, and every exploit of every worm is told of each release that is known") {
  const auto worms = read_worms(shipped("outbreak/worms.csv"));
  const auto exploits = read_exploits(shipped("outbreak/exploits.csv"));
  const auto effects = read_effects(shipped("outbreak/susceptibility.csv"));
  REQUIRE(worms);
  REQUIRE(exploits);
  REQUIRE(effects);
  REQUIRE(read_efforts(shipped("outbreak/efforts.csv")));
  CHECK(worms->size() == 6);
  std::set<std::string> known;
  for (const Exploit& each : *exploits) known.insert(each.name);
  for (const WormProfile& worm : *worms)
    for (const std::string& name : names_of(worm).exploits) CHECK(known.contains(name));
  for (const Effect& each : *effects) CHECK(known.contains(each.exploit));

  // IIS and SQL Server are kinds of devices: no release tells whether they run.
  std::set<std::string> releases{std::string(release_unknown)};
  const std::string table = shipped("lifecycle/releases.csv");
  CsvReader reader(table);
  CsvRow row;
  while (reader.next(row).value())
    if (row.fields.size() > 5 && !row.fields[0].starts_with("#") && row.fields[0] != "release")
      releases.insert(row.fields[0]);
  CHECK(releases.size() > 50);
  for (const char* exploit : {"MS08-067", "MS17-010/wannacry", "MS17-010/notpetya", "removable-media", "plain"})
    for (const std::string& release : releases) {
      CAPTURE(exploit);
      CAPTURE(release);
      CHECK(effect_on(*effects, exploit, release) != nullptr);
    }
}

TEST_CASE("WannaCry crashes XP SP3, does nothing to XP SP2, and infects Windows 7 after several attempts") {
  const std::vector<Effect> effects = read_effects(shipped("outbreak/susceptibility.csv")).value();
  const auto on = [&](const char* release) { return effect_on(effects, "MS17-010/wannacry", release); };
  CHECK(on("windows-xp-sp3")->infect == Range{0, 0, 0});
  CHECK(on("windows-xp-sp3")->crash.likely > 0);
  CHECK(on("windows-xp-sp2")->infect == Range{0, 0, 0});
  CHECK(on("windows-xp-sp2")->crash == Range{0, 0, 0});
  CHECK(on("windows-7-sp1")->infect.likely > 0);
  CHECK(on("windows-7-sp1")->infect.likely < 1);
}

}  // namespace
}  // namespace shoal::outbreak
