#include "plan/prepare.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace shoal::plan {
namespace {

using namespace std::chrono;

// A Monday.
const Day monday{2027y / 1 / 4};

/// Two sites, two teams, three applications, four devices.
Programme two_sites() {
  Programme programme;
  programme.begins = monday;
  programme.weeks = 10;
  programme.slots.per_week = 5;
  programme.teams = {{"packaging", {1000, {}, {}}}, {"testing", {500, {}, {}}}};
  programme.sites = {{"Croydon", {}, {}}, {"Sutton", Calendar{2, {}, {}}, Day{2027y / 1 / 12}}};
  programme.applications = {{"HOLMES", {{"packaging", 1500, 1}}, {}, false, 2},
                            {"CRIS", {{"packaging", 200, 1}, {"testing", 100, 3}}, {"Runtime"}, false, 3},
                            {"Runtime", {{"testing", 300, 1}}, {}, false, 4}};
  programme.names = {"CRIS", "HOLMES"};
  programme.devices = {{"PC1", "Croydon", "OptiPlex 755", {1}, {}, 1000, 1, {}, false, 2},
                       {"PC2", "Sutton", "OptiPlex 755", {0, 1}, {}, 2000, 1, {}, false, 3},
                       {"PC3", "Croydon", "OptiPlex 755", {1}, {}, 1000, 1, {}, false, 4},
                       {"PC4", "Croydon", "OptiPlex 380", {}, {}, 1000, 1, {}, true, 5}};
  return programme;
}

/// Classes, one to a line: devices by name, site, weight, release, lag, and what they wait for.
std::string spelled(const Programme& programme, const Prepared& prepared) {
  std::string text;
  for (ClassIndex c = 0; c < prepared.problem.classes.size(); c++) {
    const DeviceClass& devices = prepared.problem.classes[c];
    for (const std::uint32_t device : prepared.devices_of(c)) text += programme.devices[device].name + " ";
    text += prepared.problem.sites[devices.site].name + " " + std::to_string(devices.weight) + " from " +
            (devices.release == never ? "never" : std::to_string(devices.release)) + " lag " +
            std::to_string(devices.lag) + ":";
    for (const ApplicationIndex a : prepared.problem.waits_for(c)) text += " " + prepared.problem.applications[a].name;
    text += "\n";
  }
  return text;
}

std::string refusal(const Programme& programme) {
  const auto made = prepare(programme);
  return made ? "none" : std::string(made.error().code) + ": " + made.error().message;
}

TEST_CASE("devices that are alike are one class, and wait for what their applications need too") {
  const Programme programme = two_sites();
  CHECK(spelled(programme, *prepare(programme)) ==
        "PC4 Croydon 1000 from never lag 1:\n"
        "PC1 PC3 Croydon 1000 from 0 lag 1: HOLMES\n"
        "PC2 Sutton 2000 from 2 lag 1: HOLMES CRIS Runtime\n");
}

TEST_CASE("what is ready keeps nobody") {
  Programme programme = two_sites();
  programme.applications[0].ready = programme.applications[2].ready = true;
  CHECK(spelled(programme, *prepare(programme)) ==
        "PC1 PC3 Croydon 1000 from 0 lag 1:\n"
        "PC4 Croydon 1000 from never lag 1:\n"
        "PC2 Sutton 2000 from 2 lag 1: CRIS\n");
}

TEST_CASE("devices that are no pilots wait for the soak") {
  Programme programme = two_sites();
  programme.pilots = PilotRule{1, 1, 2};
  const std::vector<std::uint8_t> pilots{1, 1, 0, 0};
  CHECK(spelled(programme, *prepare(programme, pilots)) ==
        "PC4 Croydon 1000 from never lag 3:\n"
        "PC1 Croydon 1000 from 0 lag 1: HOLMES\n"
        "PC3 Croydon 1000 from 0 lag 3: HOLMES\n"
        "PC2 Sutton 2000 from 2 lag 1: HOLMES CRIS Runtime\n");
}

TEST_CASE("a model that is not fit moves when it is replaced, or never") {
  Programme programme = two_sites();
  programme.devices.resize(1);
  programme.unfit = {{"OptiPlex 755", Day{2027y / 2 / 1}}};
  CHECK(prepare(programme)->problem.classes[0].release == 4);
  programme.unfit[0].replaced = Day{2027y / 2 / 2};
  CHECK(prepare(programme)->problem.classes[0].release == 5);
  programme.unfit[0].replaced.reset();
  CHECK(prepare(programme)->problem.classes[0].release == never);
}

TEST_CASE("a calendar changes with the first week that begins on its day, and is empty in weeks that are off") {
  const Calendar calendar{10, {{Day{2027y / 1 / 12}, 20}}, {Day{2027y / 1 / 30}, Day{2026y / 12 / 31}}};
  CHECK(by_week(calendar, monday, 5) == std::vector<std::int64_t>{10, 10, 20, 0, 20});
}

TEST_CASE("weeks are told by their days on both sides of the beginning") {
  const std::pair<Day, Week> table[] = {{Day{2027y / 1 / 4}, 0},    {Day{2027y / 1 / 10}, 0},
                                        {Day{2027y / 1 / 11}, 1},   {Day{2027y / 1 / 3}, -1},
                                        {Day{2026y / 12 / 28}, -1}, {Day{2026y / 12 / 27}, -2}};
  for (const auto& row : table) {
    CAPTURE(to_string(row.first));
    CHECK(week_of(row.first, monday) == row.second);
  }
}

TEST_CASE("what names something that there is not is refused with the nearest") {
  Programme programme = two_sites();
  SUBCASE("site") {
    programme.devices[2].site = "Croydn";
    CHECK(
        refusal(programme) ==
        "plan.unknown_name: line 4 of the devices: device PC3: there is no site named Croydn; the nearest is Croydon");
  }
  SUBCASE("team") {
    programme.applications[2].ways[0].team = "development";
    CHECK(refusal(programme) ==
          "plan.unknown_name: line 4 of the applications: application Runtime: there is no team named development");
  }
  SUBCASE("needed application") {
    programme.applications[1].needs = {"Runtim"};
    CHECK(refusal(programme) ==
          "plan.unknown_name: CRIS needs another: there is no application named Runtim; the nearest is Runtime");
  }
  SUBCASE("first") {
    programme.first = {"HOLMS"};
    CHECK(refusal(programme) ==
          "plan.unknown_name: what comes first: there is no application named HOLMS; the nearest is HOLMES");
  }
}

TEST_CASE("an application that needs itself is refused with the way round") {
  Programme programme = two_sites();
  programme.applications[2].needs = {"HOLMES"};
  programme.applications[0].needs = {"CRIS"};
  CHECK(refusal(programme) ==
        "plan.needs_itself: an application needs itself: HOLMES, which needs CRIS, which needs Runtime, which needs "
        "HOLMES");
}

TEST_CASE("capacity that is never there is refused by name") {
  Programme programme = two_sites();
  SUBCASE("team") {
    programme.teams[1].effort.per_week = 0;
    CHECK(refusal(programme) == "plan.no_capacity: team testing has no capacity in any week, and is to mend CRIS");
  }
  SUBCASE("all sites") {
    programme.slots.per_week = 0;
    CHECK(refusal(programme) == "plan.no_capacity: no device can move in any week: the capacity is 0");
  }
}

TEST_CASE("an application that only devices name is assumed, or known to be nobody's") {
  Programme programme = two_sites();
  programme.names.push_back("Visio 2003");
  programme.devices[0].applications.push_back(2);
  CHECK(prepare(programme)->unknown == std::vector<ApplicationIndex>{3});
  programme.assumed = Assumed{"testing", 700};
  const auto prepared = *prepare(programme);
  CHECK(prepared.assumed == std::vector<ApplicationIndex>{3});
  CHECK(prepared.problem.applications[3].modes[0].effort == 700);
}

TEST_CASE("many different weights become few, none more than 2.5 % off") {
  Programme programme = two_sites();
  programme.devices.assign(1000, programme.devices[0]);
  for (std::size_t i = 0; i < 1000; i++) programme.devices[i].weight = static_cast<std::int32_t>(100 + 37 * i);
  const auto prepared = *prepare(programme);
  CHECK(prepared.problem.classes.size() < 200);
  CHECK(prepared.weight_error == 0.025);
  for (ClassIndex c = 0; c < prepared.problem.classes.size(); c++)
    for (const std::uint32_t device : prepared.devices_of(c)) {
      const double off = std::abs(programme.devices[device].weight - prepared.problem.classes[c].weight);
      CHECK(off <= 0.025 * programme.devices[device].weight + 0.5);
    }
}

}  // namespace
}  // namespace shoal::plan
