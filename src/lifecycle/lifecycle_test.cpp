#include <doctest/doctest.h>

#include "lifecycle/catalogue.hpp"
#include "lifecycle/recognise.hpp"

namespace shoal::lifecycle {
namespace {

using namespace std::chrono;

Release release(const char* id, Kind kind, const char* version, std::uint32_t build, std::uint32_t service_pack) {
  Release made;
  made.id = id;
  made.name = id;
  made.kind = kind;
  made.version = version;
  made.build = build;
  made.service_pack = service_pack;
  return made;
}

// The dates are the vendor's, so that a reader can check them: learn.microsoft.com/lifecycle.
Catalogue catalogue() {
  Catalogue made;
  made.edition_words = {{"Enterprise", "enterprise"}, {"LTSC", "ltsc"}};
  made.releases.push_back(release("windows-10-22h2", Kind::client, "10.0", 19045, 0));
  made.releases.back().support = {{"any", 2025y / 10 / 14, 2025y / 10 / 14, "test"}};
  made.releases.push_back(release("windows-10-1809", Kind::client, "10.0", 17763, 0));
  made.releases.back().support = {{"home-pro", 2020y / 11 / 10, 2020y / 11 / 10, "test"},
                                  {"enterprise", 2021y / 5 / 11, 2021y / 5 / 11, "test"},
                                  {"ltsc", 2024y / 1 / 9, 2029y / 1 / 9, "test"}};
  made.releases.push_back(release("windows-server-2019", Kind::server, "10.0", 17763, 0));
  made.releases.push_back(release("windows-xp-sp3", Kind::client, "5.1", 2600, 3));
  made.releases.back().lacks = {"posready"};
  made.releases.push_back(release("posready-2009", Kind::client, "5.1", 2600, 3));
  made.releases.back().words = {"posready"};
  made.releases.push_back(release("windows-xp-sp2", Kind::client, "5.1", 2600, 2));
  made.releases.back().lacks = {"posready"};
  made.releases.push_back(release("windows-7", Kind::client, "6.1", 7600, 0));
  made.releases.push_back(release("windows-7-sp1", Kind::client, "6.1", 7601, 1));
  made.releases.push_back(release("windows-server-2008-r2-sp1", Kind::server, "6.1", 7601, 1));
  made.names = {
      {"Windows XP", "windows-xp-any", {{"xp", "winxp"}}, {"posready"}, {"windows-xp-sp2", "windows-xp-sp3"}},
      {"Windows 10 1809", "windows-10-1809", {{"windows", "win"}, {"10"}, {"1809"}}, {}, {"windows-10-1809"}},
      {"Windows 10", "windows-10", {{"windows", "win"}, {"10"}}, {}, {"windows-10-22h2", "windows-10-1809"}},
      {"Windows 7", "windows-7-any", {{"windows", "win"}, {"7"}}, {"server"}, {"windows-7", "windows-7-sp1"}},
      {"Windows Server 2008 R2", "r2", {{"win", "server"}, {"2008"}, {"r2"}}, {}, {"windows-server-2008-r2-sp1"}}};
  made.enrolments = {{"esu-1", "ESU year 1", "windows-10-22h2", "any", 2025y / 10 / 15, Day(2026y / 10 / 13), "test"}};
  return made;
}

std::string spelled(const Standing& standing) {
  std::string text(lifecycle::spelled(standing.phase));
  text += standing.until ? " until " + to_string(*standing.until) : " without dates";
  if (!standing.enrolment.empty()) text += " by " + std::string(standing.enrolment);
  return text;
}

std::string standing(const char* id, const char* edition, Day day, std::vector<std::string> enrolled = {}) {
  static const Catalogue known = catalogue();
  for (const Release& each : known.releases)
    if (each.id == id) return spelled(standing_on(known, each, edition, day, enrolled));
  return "no such release";
}

TEST_CASE("a release is supported through its last patch day and ends the day after") {
  CHECK(standing("windows-10-22h2", "home-pro", 2025y / 10 / 14) == "mainstream until 2025-10-14");
  CHECK(standing("windows-10-22h2", "home-pro", 2025y / 10 / 15) == "none until 2025-10-14");
}

TEST_CASE("only an enrolled device gets the paid phase, and only for the days of its enrolment") {
  CHECK(standing("windows-10-22h2", "home-pro", 2026y / 1 / 1) == "none until 2025-10-14");
  CHECK(standing("windows-10-22h2", "home-pro", 2026y / 1 / 1, {"esu-1"}) == "paid until 2026-10-13 by esu-1");
  CHECK(standing("windows-10-22h2", "home-pro", 2026y / 10 / 14, {"esu-1"}) == "none until 2026-10-13");
}

TEST_CASE("the edition decides the dates, and an unlisted edition gets the earliest end") {
  CHECK(standing("windows-10-1809", "enterprise", 2021y / 1 / 1) == "mainstream until 2021-05-11");
  CHECK(standing("windows-10-1809", "ltsc", 2026y / 1 / 1) == "extended until 2029-01-09");
  CHECK(standing("windows-10-1809", "iot-ltsc", 2021y / 1 / 1) == "none until 2020-11-10");
}

TEST_CASE("a release without dates stands at unknown, never at supported") {
  CHECK(standing("windows-server-2019", "any", 2026y / 1 / 1) == "unknown without dates");
}

std::string recognised(const estate::OsClaim& claim) {
  static const Catalogue known = catalogue();
  const Recognition found = recognise(known, claim);
  return found.release != nullptr ? found.release->id + " " + found.edition : found.reason;
}

estate::OsClaim claim(const char* name, const char* version, std::uint32_t build, std::uint32_t service_pack) {
  estate::OsClaim made;
  made.name = name;
  made.version = version;
  made.build = build;
  made.service_pack = service_pack;
  return made;
}

TEST_CASE("numbers and the word Server decide the release; language, case and spelling do not") {
  CHECK(recognised(claim("Microsoft Windows 10 Enterprise LTSC", "10.0", 17763, 0)) == "windows-10-1809 ltsc");
  CHECK(recognised(claim("MICROSOFT WINDOWS 10 PRO", "10.0", 17763, 0)) == "windows-10-1809 home-pro");
  CHECK(recognised(claim("Microsoftr Windows Serverr 2019 Standard", "10.0", 17763, 0)) ==
        "windows-server-2019 home-pro");
  CHECK(recognised(claim("Microsoft Windows XP Professionnel", "5.1", 2600, 3)) == "windows-xp-sp3 home-pro");
  CHECK(recognised(claim("Windows Embedded POSReady 2009", "5.1", 2600, 3)) == "posready-2009 home-pro");
}

std::string listed(const char* name, const char* version, std::uint32_t build,
                   std::optional<std::uint32_t> service_pack = std::nullopt) {
  static const Catalogue known = catalogue();
  estate::OsClaim made = claim(name, version, build, service_pack.value_or(0));
  made.service_pack_told = service_pack.has_value();
  const Recognition found = recognise(known, made);
  if (found.release != nullptr) return found.release->id + " " + found.edition;
  return found.candidates.empty() ? found.reason : found.family.id + " (" + found.family.name + "): " + found.reason;
}

TEST_CASE("a name alone is a release where only one is called so, and else all that are") {
  CHECK(listed("Windows 10 Pro 1809", "", 0) == "windows-10-1809 home-pro");
  CHECK(listed("Windows XP Professional", "", 0, 3) == "windows-xp-sp3 home-pro");
  CHECK(listed("WinXP", "", 0) ==
        "windows-xp-any (Windows XP, service pack not told): the service pack is not told: windows-xp-sp3 or "
        "windows-xp-sp2");
  CHECK(listed("Windows\xC2\xAE 10 Enterprise", "", 0) ==
        "windows-10 (Windows 10, build not told): the build is not told: windows-10-22h2 or windows-10-1809");
  CHECK(listed("Windows 10 Enterprise LTSC", "", 0) == "windows-10-1809 ltsc");
  CHECK(listed("CentOS 7", "", 0) == "no release in the catalogue goes by this name: CentOS 7");
  CHECK(listed("", "", 0) == "nothing that was read tells the operating system");
}

TEST_CASE("what a list leaves out is no argument, and what it tells is") {
  CHECK(listed("Windows 7 Professional", "6.1", 7601) == "windows-7-sp1 home-pro");
  CHECK(listed("Windows XP Professional", "5.1", 2600) ==
        "windows-xp-any (Windows XP, service pack not told): the service pack is not told: windows-xp-sp3 or "
        "windows-xp-sp2");
  CHECK(listed("Windows XP Professional", "5.1", 2600, 0) == "no release in the catalogue reports version 5.1.2600");
  CHECK(listed("Windows NT Workstation 6.1", "6.1", 0) ==
        "version-6.1 (Version 6.1, service pack not told): the service pack is not told: windows-7 or windows-7-sp1");
}

TEST_CASE("a list's other systems are no Windows, whatever their numbers") {
  CHECK(listed("Linux", "6.1", 0) == "no release in the catalogue goes by this name: Linux");
  CHECK(listed("Darwin", "6.1", 7601) == "no release in the catalogue goes by this name: Darwin");
  CHECK(listed("", "6.1", 7601) ==
        "version-6.1.7601 (Version 6.1.7601, build not told): the build is not told: windows-7-sp1 or "
        "windows-server-2008-r2-sp1");
}

TEST_CASE("a server that a list does not call one is no client") {
  CHECK(listed("Win 2008 R2", "6.1", 7601, 1) == "windows-server-2008-r2-sp1 home-pro");
  CHECK(listed("Win 2008 R2", "6.1", 7601) == "windows-server-2008-r2-sp1 home-pro");
}

TEST_CASE("of several possible releases the support is known where all of them agree") {
  static const Catalogue known = catalogue();
  const Release* both[] = {&known.releases[0], &known.releases[1]};  // 22H2 until 2025-10-14, 1809 until 2020-11-10
  const auto on = [&](Day day) { return spelled(standing_on(known, both, "home-pro", day, {})); };
  CHECK(on(2026y / 1 / 1) == "none until 2025-10-14");
  CHECK(on(2024y / 1 / 1) == "unknown without dates");
  CHECK(on(2019y / 1 / 1) == "mainstream until 2020-11-10");
}

TEST_CASE("what fits no release or more than one is told with its numbers, not guessed") {
  CHECK(recognised(claim("Microsoft Windows 12", "10.0", 99999, 0)) ==
        "no release in the catalogue reports version 10.0.99999");
  CHECK(recognised(claim("", "10.0", 17763, 0)) ==
        "version 10.0.17763 is windows-10-1809 or windows-server-2019, and no name was reported that tells which");
  CHECK(recognised(claim("", "10.0", 19045, 0)) == "windows-10-22h2 home-pro");
  CHECK(recognised(claim("Microsoft Windows Server 2003", "5.1", 2600, 3)) ==
        "the reported name does not fit version 5.1.2600 Service Pack 3: Microsoft Windows Server 2003");
}

}  // namespace
}  // namespace shoal::lifecycle
