#include "ingest/programme_actuals.hpp"

#include <doctest/doctest.h>

#include "ingest/plan_before.hpp"

namespace shoal::ingest {
namespace {

plan::Programme three_devices() {
  plan::Programme programme;
  for (const char* name : {"PC1", "PC2", "PC3"}) {
    programme.devices.emplace_back();
    programme.devices.back().name = name;
  }
  programme.applications = {{"HOLMES", {{"packaging", 1000, 1}, {"vendor", 300, 4}}, {}, false, 2},
                            {"CRIS", {{"packaging", 200, 1}}, {}, false, 3},
                            {"Alarm", {}, {}, false, 4}};
  return programme;
}

TEST_CASE("what has moved or is ready is planned no more, and what was begun takes what is left") {
  plan::Programme programme = three_devices();
  const auto read = read_programme_actuals(
      "what,name,done_on,team,spent,left\n"
      "device,PC2,2027-02-01,,,\n"
      "device,PC3,,,,\n"
      "device,PC9,2027-02-01,,,\n"
      "application,CRIS,2027-01-20,,3.5,\n"
      "application,HOLMES,,vendor,1,2.5\n"
      "application,Alarm,,,,2\n"
      "application,CRIS,,testing,1,1\n"
      "printer,P1,,,,\n"
      "device,PC1,soon,,,\n",
      "actuals.csv", programme);
  REQUIRE(read);
  std::string text;
  for (const auto& device : programme.devices) text += device.name + " ";
  for (const auto& name : programme.so_far->moved) text += "moved " + name + "\n";
  for (const auto& application : programme.applications) {
    text += application.name + (application.ready ? " ready" : "");
    for (const auto& way : application.ways) text += " (" + way.team + " " + std::to_string(way.effort) + ")";
    text += "\n";
  }
  for (const auto& each : programme.so_far->done)
    text += "done " + std::to_string(each.planned) + " " + std::to_string(each.spent) + "\n";
  for (const auto& each : programme.so_far->under_way)
    text += "under way " + std::to_string(each.planned) + " " + std::to_string(each.spent) + "\n";
  for (const auto& row : read->set_aside) text += row.reason + "\n";
  CHECK(text ==
        "PC1 PC3 moved PC2\n"
        "HOLMES (vendor 250)\n"
        "CRIS ready (packaging 200)\n"
        "Alarm\n"
        "done 200 350\n"
        "under way 300 100\n"
        "line 4: the programme has no device PC9\n"
        "line 7: nobody is told of who mends Alarm, of which some is left\n"
        "line 8: team testing is not told to mend CRIS\n"
        "line 9: what is not device or application: printer\n"
        "line 10: not a day as yyyy-mm-dd: soon\n");
}

TEST_CASE("what was announced is taken from the plan before") {
  plan::Programme programme = three_devices();
  const auto read = read_plan_before(
      R"({"programme": {"begins": "2027-01-04"},
          "applications": [{"application": "CRIS", "team": "packaging", "rank": 2},
                           {"application": "HOLMES", "team": "packaging", "rank": 1}, {"application": "Alarm"}],
          "devices": [{"device": "PC1", "week": 3}, {"device": "PC2", "week": null}, {"device": "gone", "week": 1}]})",
      programme);
  REQUIRE(read);
  CHECK(programme.devices[0].announced == Day{std::chrono::year(2027) / 1 / 25});
  CHECK(!programme.devices[1].announced);
  CHECK(programme.so_far->order ==
        std::vector<std::pair<std::string, std::vector<std::string>>>{{"packaging", {"HOLMES", "CRIS"}}});
}

TEST_CASE("what is no plan is refused with what lacks") {
  const std::pair<std::string_view, std::string_view> table[] = {
      {"[1]", "no plan as shoal writes it: programme.begins is not there"},
      {R"({"programme": {"begins": "2027-01-04"}})", "no plan as shoal writes it: it has no list devices"},
      {R"({"programme": {"begins": "2027-01-04"}, "devices": [{"week": 1}]})",
       "no plan as shoal writes it: a device has no name"}};
  for (const auto& row : table) {
    CAPTURE(row.first);
    plan::Programme programme = three_devices();
    const auto read = read_plan_before(row.first, programme);
    REQUIRE(!read);
    CHECK(read.error().code == "ingest.bad_plan");
    CHECK(read.error().message == row.second);
  }
}

}  // namespace
}  // namespace shoal::ingest
