#include "ingest/programme_tables.hpp"

#include <doctest/doctest.h>

#include <tuple>

namespace shoal::ingest {
namespace {

std::string names_of(const plan::Programme& programme, const std::vector<std::uint32_t>& positions) {
  std::string text;
  for (const std::uint32_t at : positions) text += (text.empty() ? "" : "|") + programme.names[at];
  return text;
}

TEST_CASE("devices are read with what blocks them, and rows that cannot be used are named") {
  plan::Programme programme;
  const auto read = read_programme_devices(
      "Device,Site,Applications,Uses,Model,Weight,Slots,Not_Before,Never,Floor\n"
      "PC1,Croydon,HOLMES; CRIS,Word,OptiPlex 755,2.5,,2027-03-01,,3\n"
      "PC2,Croydon,CRIS|Visio;2003,,,,2,,yes,\n"
      ",Croydon,,,,,,,,\n"
      "PC3,,,,,,,,,\n"
      "PC1,Sutton,,,,,,,,\n"
      "PC4,Sutton,,,,heavy,,,,\n"
      "PC5,Sutton,,,,,,1/3/2027,,\n"
      "PC6,Sutton,,,,,,,maybe,\n"
      "PC7,Sutton\n",
      "devices.csv", programme);
  REQUIRE(read);
  std::string text;
  for (const auto& device : programme.devices)
    text += device.name + " " + device.site + " " + device.model + " [" + names_of(programme, device.applications) +
            "] [" + names_of(programme, device.others) + "] " + std::to_string(device.weight) + " " +
            std::to_string(device.slots) + " " + (device.not_before ? to_string(*device.not_before) : "-") +
            (device.never ? " never" : "") + " line " + std::to_string(device.line) + "\n";
  for (const auto& row : read->set_aside) text += row.place + ": " + row.reason + "\n";
  CHECK(text ==
        "PC1 Croydon OptiPlex 755 [HOLMES|CRIS] [Word] 2500 1 2027-03-01 line 2\n"
        "PC2 Croydon  [CRIS|Visio;2003] [] 1000 2 - never line 3\n"
        "devices.csv: line 4: no device is named\n"
        "devices.csv: line 5: device PC3 has no site\n"
        "devices.csv: line 6: device PC1 stands on line 2 already\n"
        "devices.csv: line 7: weight is not a number: heavy\n"
        "devices.csv: line 8: not a day as yyyy-mm-dd: 1/3/2027\n"
        "devices.csv: line 9: never is not yes or no: maybe\n"
        "devices.csv: line 10: 2 cells under 10 headers\n");
  CHECK(read->ignored == std::vector<std::string>{"Floor"});
}

TEST_CASE("where targets are told, a device without one is named") {
  plan::Programme programme;
  const auto read =
      read_programme_devices("device,site,applications,target\nPC1,A,,windows-11\nPC2,A,,\n", "d.csv", programme);
  REQUIRE(read);
  CHECK(programme.devices.size() == 1);
  CHECK(read->set_aside.at(0).reason == "line 3: device PC2 has no target");
}

TEST_CASE("rows of one application are ways to mend it") {
  plan::Programme programme;
  const auto read = read_programme_applications(
      "application;team;person_days;least_weeks;needs;ready\n"
      "HOLMES;packaging;12,5;;\"Runtime|CRIS\";\n"
      "HOLMES;vendor;2;10;;\n"
      "Runtime;testing;1.25;;;no\n"
      "CRIS;;;;;yes\n"
      "Alarm;;;;;\n"
      "Alarm;testing;;;;\n"
      "Door;testing;0.125;;;\n",
      "applications.csv", programme);
  REQUIRE(read);
  std::string text;
  for (const auto& application : programme.applications) {
    text += application.name + (application.ready ? " ready" : "");
    for (const auto& way : application.ways)
      text += " (" + way.team + " " + std::to_string(way.effort) + " " + std::to_string(way.least_weeks) + ")";
    for (const auto& need : application.needs) text += " needs " + need;
    text += "\n";
  }
  for (const auto& row : read->set_aside) text += row.reason + "\n";
  CHECK(text ==
        "HOLMES (packaging 1250 1) (vendor 200 10) needs Runtime needs CRIS\n"
        "Runtime (testing 125 1)\n"
        "CRIS ready\n"
        "Alarm\n"
        "line 7: person_days is not told: (blank)\n"
        "line 8: person_days is not a number: 0.125\n");
}

TEST_CASE("a number with decimals is read exactly, with a point or a comma") {
  const std::tuple<std::string_view, int, std::optional<std::int64_t>> table[] = {{"12", 2, 1200},
                                                                                  {"12.5", 2, 1250},
                                                                                  {"12,05", 2, 1205},
                                                                                  {"0", 3, 0},
                                                                                  {"1000000000", 0, 1'000'000'000},
                                                                                  {"12.345", 2, std::nullopt},
                                                                                  {"12.", 2, std::nullopt},
                                                                                  {"", 2, std::nullopt},
                                                                                  {"-1", 2, std::nullopt},
                                                                                  {"1e3", 2, std::nullopt},
                                                                                  {"1.5", 0, std::nullopt},
                                                                                  {"1.2.3", 3, std::nullopt},
                                                                                  {".5", 2, std::nullopt},
                                                                                  {"4000000000", 0, std::nullopt}};
  for (const auto& row : table) {
    CAPTURE(std::get<0>(row));
    CHECK(parse_fixed(std::get<0>(row), std::get<1>(row)) == std::get<2>(row));
  }
}

TEST_CASE("a table without a column that it needs is refused") {
  plan::Programme programme;
  const auto read = read_programme_devices("device,applications\n", "d.csv", programme);
  REQUIRE(!read);
  CHECK(read.error().message == "line 1: no column is headed site; the first line has device,site,applications");
}

TEST_CASE("details change what a row tells of a device that is there, and a row that is wrong changes nothing") {
  plan::Programme programme;
  REQUIRE(read_programme_devices("device,site,applications,weight,slots\nPC1,A,HOLMES,3,2\nPC2,B,,1,1\n", "d.csv",
                                 programme));
  const auto read = read_programme_details(
      "Device;Slots;Never;Not_before;Site\nPC1;;yes;2027-02-01;B\nPC2;5;maybe;;\nPC3;2;;;\n;1;;;\n", "e.csv",
      programme);
  REQUIRE(read);
  std::string text;
  for (const auto& device : programme.devices)
    text += device.name + " " + device.site + " " + std::to_string(device.weight) + " " + std::to_string(device.slots) +
            " " + (device.not_before ? to_string(*device.not_before) : "-") + (device.never ? " never" : "") + "\n";
  for (const auto& row : read->set_aside) text += row.reason + "\n";
  for (const auto& row : read->unmatched) text += row.device + " line " + std::to_string(row.line) + "\n";
  CHECK(text ==
        "PC1 A 3000 2 2027-02-01 never\nPC2 B 1000 1 -\nline 3: never is not yes or no: maybe\n"
        "line 5: no device is named\nPC3 line 4\n");
  CHECK(read->ignored == std::vector<std::string>{"Site"});
}

TEST_CASE("a table of devices is told by a header, wherever it stands") {
  CHECK(is_table_of_devices("device,weight\nPC1,2\n"));
  CHECK(is_table_of_devices("Weight;\"Device\"\r\n2;PC1\r\n"));
  CHECK(!is_table_of_devices("what,value,thousandths\ndevice,x,1\n"));
  CHECK(!is_table_of_devices(""));
}

}  // namespace
}  // namespace shoal::ingest
