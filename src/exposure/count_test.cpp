#include "exposure/count.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "exposure/fields.hpp"

namespace {

using namespace shoal;
using namespace shoal::exposure;

// One release in the catalogue; devices of it and of none.
struct Made {
  lifecycle::Catalogue catalogue;
  Assessment assessment;
  std::vector<estate::Device> devices;

  Made() {
    lifecycle::Release release;
    release.id = "windows-xp-sp3";
    release.name = "Windows XP SP3";
    catalogue.releases = {release};
    catalogue.names = {{"Windows XP", "windows-xp-any", {}, {}, {"windows-xp-sp3"}}};
    assessment.as_of = parse_day("2017-06-28").value();
    assessment.releases = {{catalogue.releases.data(), "any", true, {}}};
  }
  void add(bool known, std::string_view seen, estate::Tags tags, bool retired = false) {
    estate::Observation observation;
    observation.source = "systeminfo";
    observation.device = "PC" + std::to_string(devices.size());
    if (!seen.empty()) observation.seen_on = parse_day(seen).value();
    observation.tags = std::move(tags);
    estate::Combiner combiner;
    devices.push_back(combiner.combine({observation}, {}));
    devices.back().retired = retired;
    assessment.devices.push_back({known ? 0 : -1, -1, -1});
  }
  std::string counted(std::string_view by) const {
    const auto grouping = Grouping::by(by, devices);
    if (!grouping) return grouping.error().message;
    const Count made = count(*grouping, assessment, devices, catalogue, 30);
    std::string text;
    for (const CountRow& row : made.rows) text += spelled(row);
    return text + spelled(made.all);
  }
  static std::string spelled(const CountRow& row) {
    std::string text = row.group + ":";
    for (const std::uint64_t each : row.devices) text += " " + std::to_string(each);
    return text + "\n";
  }
};

TEST_CASE("what is not known is a row, and silent, undated and retired devices are columns") {
  Made made;
  made.add(true, "2017-06-01", {{"site", "Leeds"}});
  made.add(true, "2017-06-02", {{"site", "Leeds"}});
  made.add(true, "2017-01-01", {{"site", "York"}});
  made.add(true, "", {{"site", "Leeds"}, {"site", "York"}});
  made.add(false, "2017-06-20", {});
  made.add(true, "2017-06-20", {}, true);
  CHECK(made.counted("os") == "Windows XP: 2 1 1 1\nunknown: 1 0 0 0\nall: 3 1 1 1\n");
  CHECK(made.counted("site") == "Leeds: 2 0 0 0\nYork: 0 1 0 0\nseveral: 0 0 1 0\nunknown: 1 0 0 1\nall: 3 1 1 1\n");
  CHECK(made.counted("smb1") == "unassessed: 3 1 1 1\nall: 3 1 1 1\n");
  CHECK(made.counted("activity") ==
        "active: 3 0 0 0\nretired: 0 0 0 1\nsilent: 0 1 0 0\nundated: 0 0 1 0\nall: 3 1 1 1\n");
}

TEST_CASE("a grouping that does not exist names the nearest one") {
  Made made;
  made.add(true, "2017-06-01", {{"site", "Leeds"}});
  CHECK(made.counted("sites") == "nothing to count by: sites; did you mean site?");
  CHECK(made.counted("colour") ==
        "nothing to count by: colour; there are os release support activity list source smb1 remote-desktop "
        "automatic-updates antivirus disk-encryption firewall site");
}

TEST_CASE("the buckets of every grouping sum to the devices") {
  const std::uint64_t seed = 6;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 300; round++) {
    Made made;
    const std::uint64_t devices = random.below(30);
    for (std::uint64_t i = 0; i < devices; i++) {
      estate::Tags tags;
      for (std::uint64_t left = random.below(3); left > 0; left--)
        tags.push_back({"site", std::string(1, static_cast<char>('A' + random.below(3)))});
      made.add(random.chance(0.7),
               random.chance(0.2)   ? ""
               : random.chance(0.5) ? "2017-06-20"
                                    : "2016-01-01",
               std::move(tags), random.chance(0.1));
    }
    std::vector<std::string_view> all(groupings().begin(), groupings().end());
    if (!tag_keys(made.devices).empty()) all.push_back("site");
    for (const std::string_view by : all) {
      CAPTURE(by);
      const Count counted =
          count(Grouping::by(by, made.devices).value(), made.assessment, made.devices, made.catalogue, 30);
      CountRow sum{"all", {}};
      for (const CountRow& row : counted.rows)
        for (std::size_t i = 0; i < row.devices.size(); i++) sum.devices[i] += row.devices[i];
      CHECK(sum == counted.all);
      CHECK(sum.total() == devices);
    }
  }
}

}  // namespace
