#include "app/outbreak_scenario.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>

#include "sample/outbreak.hpp"

namespace shoal::app {
namespace {

/// A folder of its own, gone with the test.
class ScenarioFolder {
 public:
  ScenarioFolder() : path_(std::filesystem::temp_directory_path() / ("shoal-outbreak-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ScenarioFolder(const ScenarioFolder&) = delete;
  ScenarioFolder& operator=(const ScenarioFolder&) = delete;
  ~ScenarioFolder() { std::filesystem::remove_all(path_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  std::filesystem::path file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write_scenario(const ScenarioFolder& folder, const sample::OutbreakFiles& files) {
  folder.write("scenario.toml", files.scenario);
  folder.write("zones.csv", files.zones);
  folder.write("devices.csv", files.devices);
  folder.write("ways.csv", files.ways);
  folder.write("credentials.csv", files.credentials);
}

TEST_CASE("the files of a sample are read back as the scenario that they were written from") {
  const OutbreakTables tables = outbreak_tables().value();
  for (const std::uint64_t devices : {std::uint64_t{30}, std::uint64_t{3000}}) {
    CAPTURE(devices);
    const outbreak::Description made = sample::made_outbreak(devices, 11);
    const ScenarioFolder folder;
    write_scenario(folder, sample::outbreak_files(made));
    const auto loaded = load_outbreak({folder.file("scenario.toml"), {}}, tables);
    REQUIRE(loaded);
    CHECK(loaded->set_aside.empty());
    CHECK(loaded->ignored.empty());
    const outbreak::Prepared expected = outbreak::prepare(made, tables.facts).value();
    CHECK(loaded->prepared.devices == expected.devices);
    const outbreak::Scenario &one = loaded->prepared.scenario, &other = expected.scenario;
    CHECK(one.sites == other.sites);
    REQUIRE(one.devices.size() == other.devices.size());
    for (std::size_t d = 0; d < one.devices.size(); d++) {
      const bool is_same = one.devices[d].zone == other.devices[d].zone &&
                           one.devices[d].kind == other.devices[d].kind &&
                           one.devices[d].has_personal_data == other.devices[d].has_personal_data;
      CHECK(is_same);
    }
    REQUIRE(one.zones.size() == other.zones.size());
    for (std::size_t z = 0; z < one.zones.size(); z++) {
      CHECK(one.zones[z].name == other.zones[z].name);
      CHECK(one.zones[z].addresses == other.zones[z].addresses);
      CHECK(one.zones[z].reaches_kill_switch == other.zones[z].reaches_kill_switch);
    }
    REQUIRE(one.reaches.size() == other.reaches.size());
    for (std::size_t r = 0; r < one.reaches.size(); r++) CHECK(one.reaches[r].pairs == other.reaches[r].pairs);
    REQUIRE(one.credentials.size() == 3);
    for (std::size_t c = 0; c < 3; c++) CHECK(one.credentials[c].lies_on == other.credentials[c].lies_on);
    for (std::size_t c = 0; c < 3; c++) CHECK(one.credentials[c].opens == other.credentials[c].opens);
    CHECK(one.entry.zone_weights == other.entry.zone_weights);
    CHECK(one.until == other.until);
    CHECK(one.response->reaction.typical == other.response->reaction.typical);
    CHECK(loaded->actions.size() > 3);
  }
}

TEST_CASE("another worm can be asked for, and a mistake is told with its file") {
  const OutbreakTables tables = outbreak_tables().value();
  const ScenarioFolder folder;
  write_scenario(folder, sample::outbreak_files(sample::made_outbreak(30, 1)));
  OutbreakRequest request;
  request.scenario = folder.file("scenario.toml");
  request.worm = "notpetya";
  const auto loaded = load_outbreak(request, tables);
  REQUIRE(loaded);
  CHECK(loaded->prepared.scenario.worm.thefts.size() == 1);
  request.worm = "notpetja";
  CHECK(load_outbreak(request, tables).error().message ==
        folder.file("scenario.toml").string() + ": there is no worm notpetja; the nearest is notpetya");
  request.worm.clear();
  folder.write("ways.csv", "from,to\nnowhere,*\n");
  CHECK(load_outbreak(request, tables).error().message ==
        folder.file("scenario.toml").string() + ": line 2 of the ways: there is no zone or site nowhere");
  folder.write("ways.csv", "from,port\n");
  CHECK(load_outbreak(request, tables).error().message ==
        folder.file("ways.csv").string() + ": line 1: no column is headed to; the first line has from,to");
}

}  // namespace
}  // namespace shoal::app
