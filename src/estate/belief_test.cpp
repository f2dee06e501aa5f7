#include "estate/belief.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::estate;

Observation seen(std::string_view source, std::optional<OsClaim> os, const std::vector<std::uint32_t>& kbs = {}) {
  Observation made;
  made.source = source;
  made.device = "PC1";
  made.file = Shared<std::string>(std::string(source) + ".txt");
  Claims claims;
  claims.os = std::move(os);
  claims.updates_listed = !kbs.empty();
  for (const std::uint32_t kb : kbs) claims.updates.push_back({kb, "", std::nullopt, 1});
  made.claims = std::move(claims);
  return made;
}

OsClaim os(std::string name, std::string version = "", std::uint32_t build = 0, std::uint32_t service_pack = 0,
           bool told = true) {
  OsClaim claim;
  claim.name = std::move(name);
  claim.version = std::move(version);
  claim.build = build;
  claim.service_pack = service_pack;
  claim.service_pack_told = told;
  return claim;
}

const OsClaim xp = os("Microsoft Windows XP Professional", "5.1", 2600, 3);
const OsClaim ten = os("Windows 10 Pro", "10.0", 19045);

Day day(std::string_view text) { return parse_day(text).value(); }

std::string believed(const std::vector<Observation>& observations, const std::vector<std::string_view>& days) {
  std::vector<Day> parsed;
  parsed.reserve(days.size());
  for (const auto text : days) parsed.push_back(day(text));
  std::string text;
  for (const Belief belief : believe(observations, parsed)) text += std::string(spelled(belief)) + " ";
  return text;
}

TEST_CASE("claims agree where nothing that both tell differs") {
  struct Case {
    OsClaim a, b;
    bool agree;
  };
  const Case cases[] = {
      {xp, os("Windows XP Professional"), true},
      {xp, os("", "5.1", 0, 0, false), true},
      {xp, os("", "5.1", 2600, 2), false},
      {xp, os("", "5.1", 2600, 0, false), true},
      {xp, ten, false},
      {xp, os("Windows 10"), false},
      {ten, os("", "10.0", 19044), false},
      {ten, os("Microsoft\xC2\xAE Windows\xC2\xAE 10 Enterprise"), true},
      {os("Windows 11 Pro", "10.0", 22631), os("Windows 10 Pro", "10.0", 22631), true},
      {os("Microsoft(R) Windows(R) Server 2003 Standard Edition"), os("Windows Server 2003"), true},
      {os("Windows Server 2008 Standard"), os("Windows Server 2008 R2 Standard"), false},
      {os("Ubuntu"), xp, true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.a.name);
    CAPTURE(each.b.name);
    CHECK(agree(each.a, each.b) == each.agree);
    CHECK(agree(each.b, each.a) == each.agree);
  }
}

TEST_CASE("what was on the machine before its operating system is overtaken, an older export that comes late too") {
  CHECK(believed({seen("systeminfo", xp, {4012598}), seen("list", ten)}, {"2016-05-01", "2017-06-01"}) ==
        "overtaken counts ");
  CHECK(believed({seen("list", ten), seen("systeminfo", xp), seen("wmic qfe", std::nullopt, {4012598})},
                 {"2017-06-01", "2016-05-01", "2016-05-01"}) == "counts overtaken overtaken ");
}

TEST_CASE("a listing without a release counts from the first day on which the release was told") {
  CHECK(believed({seen("systeminfo", xp), seen("list", ten), seen("systeminfo", ten), seen("wmic qfe", {}, {4012598})},
                 {"2016-05-01", "2017-06-01", "2017-01-01", "2017-02-01"}) == "overtaken counts counts counts ");
  CHECK(believed({seen("systeminfo", xp), seen("list", ten), seen("wmic qfe", {}, {4012598})},
                 {"2016-05-01", "2017-06-01", "2017-02-01"}) == "overtaken counts overtaken ");
  CHECK(believed({seen("wmic qfe", {}, {4012598}), seen("list", xp)}, {"2012-02-01", "2017-06-01"}) ==
        "counts counts ");
}

TEST_CASE("of two that disagree on one day the one that tells more counts") {
  CHECK(believed({seen("list", os("Windows 7")), seen("systeminfo", xp)}, {"2017-06-01", "2017-06-01"}) ==
        "outweighed counts ");
}

TEST_CASE("a name of today does not hide what an agreeing build told before") {
  CHECK(believed({seen("systeminfo", xp), seen("list", os("Windows XP"))}, {"2016-05-01", "2017-06-01"}) ==
        "counts counts ");
}

TEST_CASE("a device keeps all that was seen of it, and knows what those tell that count") {
  Combiner combiner;
  const Device device =
      combine_believed({seen("systeminfo", xp, {4012598}), seen("list", ten), seen("registry export", ten, {5031356})},
                       {day("2016-05-01"), day("2017-06-01"), day("2017-05-01")}, {"a", "b", "c"}, combiner);
  std::string text;
  for (std::size_t i = 0; i < device.seen.size(); i++)
    text += std::string(device.seen[i].source) + ": " + std::string(spelled(device.believed[i])) +
            (i > 0 ? ", joined by " + device.joined_by[i - 1] : "") + "\n";
  CHECK(text == "list: counts\nregistry export: counts, joined by c\nsysteminfo: overtaken, joined by a\n");
  CHECK(device.known->os->build == 19045);
  CHECK(device.known->kbs == std::vector<std::uint32_t>{5031356});
}

}  // namespace
