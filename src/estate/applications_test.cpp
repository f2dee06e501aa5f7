#include "estate/applications.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "base/text.hpp"

namespace shoal::estate {
namespace {

struct Made {
  std::optional<std::vector<InstalledProgram>> programs;  // Absent where nobody lists them.
  Tags tags = {};
};

std::vector<Device> devices_of(const std::vector<Made>& made) {
  std::vector<Device> devices;
  for (const Made& each : made) {
    Known known;
    known.programs_listed = each.programs.has_value();
    if (each.programs) known.programs = *each.programs;
    Device device;
    device.known = known;
    device.tags = each.tags;
    devices.push_back(std::move(device));
  }
  return devices;
}

bool is_update(const InstalledProgram& program) { return program.name.starts_with("Update for"); }

std::string spelled(const std::vector<Counted>& told) {
  std::string text;
  for (const Counted& each : told)
    text += (text.empty() ? "" : ", ") + (each.text.empty() ? "?" : each.text) + " x" + std::to_string(each.devices);
  return text;
}

std::string spelled(const Applications& made) {
  std::string text;
  for (const Application& each : made.found) {
    text += each.name + ": have";
    for (const std::uint32_t device : each.devices) text += " " + std::to_string(device);
    text += ", lack " + std::to_string(made.lacking(each)) + "; users " + std::to_string(each.users) + " + " +
            std::to_string(each.devices_without_user) + "; as " + spelled(each.spellings) + "; versions " +
            spelled(each.versions) + " = " + std::to_string(each.installations) + "; by " + spelled(each.publishers) +
            "\n";
  }
  return text + std::to_string(made.devices) + " devices: " + std::to_string(made.devices_listed) + " listed, " +
         std::to_string(made.devices_not_listed()) + " not; " + std::to_string(made.entries) +
         " entries: " + std::to_string(made.entries_of_applications) + " of applications, " +
         std::to_string(made.entries_apart) + " apart, " + std::to_string(made.entries_unnamed) + " unnamed on " +
         std::to_string(made.devices_with_unnamed);
}

TEST_CASE("names that differ in what stands behind them are one application, and every device is counted once") {
  const std::vector<InstalledProgram> image = {{"HOLMES 2 v4.1.3", "A Supplier", "", 0}, {"7-Zip 9.20", "", "", 0}};
  const auto devices = devices_of({
      {image, {{"user", "PC100"}}},
      {image, {{"user", "pc100"}, {"user", "PC200"}}},
      {{{{"holmes 2 4.2", "A Supplier Ltd", "4.2.0", 0}, {"HOLMES 2 v4.1.3", "A Supplier", "", 0}, {" ", "x", "1", 0}}},
       {{"site", "BCU-04"}}},
      {{{{"Update for HOLMES 2", "A Supplier", "", 0}}}},
      {{}},
      {{{}}},
  });
  CHECK(spelled(applications_of(devices, is_update)) ==
        "HOLMES 2: have 0 1 2, lack 2; users 2 + 1; as HOLMES 2 v4.1.3 x3, holmes 2 4.2 x1; "
        "versions 4.1.3 x3, 4.2.0 x1 = 4; by A Supplier x3, A Supplier Ltd x1\n"
        "7-Zip: have 0 1, lack 3; users 2 + 0; as 7-Zip 9.20 x2; versions 9.20 x2 = 2; by ? x2\n"
        "6 devices: 5 listed, 1 not; 8 entries: 6 of applications, 1 apart, 1 unnamed on 1");
}

TEST_CASE("of two spellings that as many devices have, the first by text names the application") {
  const auto devices = devices_of({{{{{"Crimewatch 2", "", "", 0}}}}, {{{{"CrimeWatch 2", "", "", 0}}}}});
  const Applications made = applications_of(devices, is_update);
  REQUIRE(made.found.size() == 1);
  CHECK(made.found[0].name == "CrimeWatch 2");
  CHECK(made.found[0].key == "crimewatch 2");
}

TEST_CASE("an application is found by any spelling, and a blank name finds none") {
  const auto devices = devices_of({{{{{"HOLMES 2 v4.1.3", "", "", 0}, {"", "", "", 0}}}}});
  const Applications made = applications_of(devices, is_update);
  CHECK(find_application(made, " holmes  2 (x64)") == std::size_t{0});
  CHECK(find_application(made, "HOLMES") == std::nullopt);
  CHECK(find_application(made, " ") == std::nullopt);
}

TEST_CASE("rows are matched as names are, the first of several counts, and no row is lost") {
  const auto devices = devices_of({{{{{"HOLMES 2 v4.1.3", "", "", 0}, {"7-Zip 9.20", "", "", 0}}}}});
  const Applications made = applications_of(devices, is_update);
  REQUIRE(made.found.size() == 2);
  REQUIRE(made.found[1].name == "HOLMES 2");
  const OwnedApplication rows[] = {
      {"NICHE RMS", "", "", {}, 2}, {"Holmes 2", "CID", "high", true, 3}, {"HOLMES 2 4.2", "", "", {}, 4}};
  const Ownership owned = match_owners(made, rows);
  CHECK(owned.row_of == std::vector<std::optional<std::size_t>>{std::nullopt, 1});
  CHECK(owned.unmatched == std::vector<std::size_t>{0, 2});
  CHECK(owned.matched == 1);
}

// Any estate whatever: each device with one of a few lists, some shared, some equal but not shared.
std::vector<Device> random_devices(Random& random) {
  const std::string_view names[] = {"HOLMES 2",          "HOLMES 2 v4.1", "holmes 2 (x64)", "7-Zip 9.20", "",
                                    "Update for Office", "Office 2010",   "Office 2016",    "4.1",        "Учёт 7.7"};
  std::vector<Shared<Known>> lists;
  for (std::uint64_t left = random.below(5); left > 0; left--) {
    Known known;
    known.programs_listed = random.chance(0.7);
    if (known.programs_listed)
      for (std::uint64_t programs = random.below(8); programs > 0; programs--)
        known.programs.push_back({std::string(names[random.below(std::size(names))]), random.chance(0.5) ? "A" : "",
                                  random.chance(0.5) ? std::to_string(random.below(3)) : "", 0});
    lists.emplace_back(known);
  }
  std::vector<Device> devices;
  for (std::uint64_t left = lists.empty() ? 0 : random.below(20); left > 0; left--) {
    Device device;
    device.known = lists[random.below(lists.size())];
    if (random.chance(0.6)) device.tags = Tags{{"user", std::to_string(random.below(4))}};
    devices.push_back(std::move(device));
  }
  return devices;
}

// Whether one device has the application, as a person would look it up.
bool has(const Device& device, const std::string& key) {
  for (const InstalledProgram& program : device.known->programs)
    if (!is_update(program) && application_key(program.name) == key) return true;
  return false;
}

TEST_CASE("whatever the estate, the parts sum to the devices and to the entries") {
  const std::uint64_t seed = 20261126;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 2'000; round++) {
    CAPTURE(round);
    const std::vector<Device> devices = random_devices(random);
    const Applications made = applications_of(devices, is_update);
    std::uint64_t entries = 0, listed = 0;
    for (const Device& device : devices) {
      entries += device.known->programs.size();
      listed += device.known->programs_listed ? 1 : 0;
    }
    REQUIRE(made.devices == devices.size());
    REQUIRE(made.devices_listed == listed);
    REQUIRE(made.entries == entries);
    REQUIRE(made.entries_of_applications + made.entries_apart + made.entries_unnamed == entries);
    for (const Application& each : made.found) {
      std::vector<std::uint32_t> having;
      std::uint64_t lacking = 0, not_listed = 0, versions = 0;
      for (std::uint32_t i = 0; i < devices.size(); i++) {
        if (has(devices[i], each.key)) {
          having.push_back(i);
        } else {
          (devices[i].known->programs_listed ? lacking : not_listed)++;
        }
      }
      for (const Counted& version : each.versions) versions += version.devices;
      REQUIRE(each.devices == having);
      REQUIRE(made.lacking(each) == lacking);
      REQUIRE(made.devices_not_listed() == not_listed);
      REQUIRE(having.size() + lacking + not_listed == devices.size());
      REQUIRE(versions == each.installations);
      REQUIRE(versions >= having.size());
      REQUIRE(each.devices_without_user <= having.size());
    }
  }
}

}  // namespace
}  // namespace shoal::estate
