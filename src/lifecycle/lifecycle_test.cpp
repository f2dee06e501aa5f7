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
