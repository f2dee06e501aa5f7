#include "report/applications.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

namespace shoal::report {
namespace {

using namespace std::chrono;

const Basis basis{2017y / 6 / 28, 2017y / 6 / 28, 30, {}, 2, 0, 0};

// Two devices: the one has these programs, of the other nobody lists any.
std::vector<estate::Device> devices_with(std::vector<estate::InstalledProgram> programs) {
  estate::Known known;
  known.programs_listed = true;
  known.programs = std::move(programs);
  std::vector<estate::Device> devices(2);
  devices[0].name = "DESK-1";
  devices[0].number = 1;
  devices[0].known = known;
  return devices;
}

estate::Applications applications_of(const std::vector<estate::Device>& devices) {
  return estate::applications_of(devices, [](const estate::InstalledProgram&) { return false; });
}

// "App 100" and so on.
std::vector<estate::InstalledProgram> numbered_programs(int count) {
  std::vector<estate::InstalledProgram> programs;
  programs.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; i++) programs.push_back({"App " + std::to_string(100 + i), "", "", 0});
  return programs;
}

std::string written(const std::vector<estate::Device>& devices, const estate::ApplicationOwners* kept,
                    std::string_view format) {
  const estate::Applications applications = applications_of(devices);
  std::ostringstream out;
  if (kept == nullptr) {
    write_applications(applications, nullptr, basis, format, out);
  } else {
    const estate::Ownership owned = estate::match_owners(applications, kept->rows);
    const OwnersSubject owners{*kept, owned, "owners.csv"};
    write_applications(applications, &owners, basis, format, out);
  }
  return out.str();
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("a table has the first forty applications and says how many more there are, CSV has all") {
  const auto devices = devices_with(numbered_programs(43));
  const std::string table = written(devices, nullptr, "table");
  CHECK(table.find("App 139 ") != std::string::npos);
  CHECK(table.find("App 140 ") == std::string::npos);
  CHECK(has_line(table, "  and 3 applications more, on as many devices or fewer: --format json or csv has all"));
  CHECK(written(devices_with(numbered_programs(40)), nullptr, "table").find(" more") == std::string::npos);
  const std::string csv = written(devices, nullptr, "csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + 43 + 1);
}

TEST_CASE("of names that match nothing the first ten stand in a table, on both sides, and all are counted") {
  estate::ApplicationOwners kept;
  for (std::size_t i = 0; i < 12; i++) kept.rows.push_back({"Other " + std::to_string(100 + i), "IT", "", {}, i + 2});
  const auto devices = devices_with(numbered_programs(11));
  const std::string table = written(devices, &kept, "table");
  CHECK(table.substr(table.find("\nowners.csv") + 1) ==
        "owners.csv: 12 rows\n"
        "  matched to an application: 0\n"
        "  unmatched, no device that is meant has such an application: 12\n"
        "    line 2: Other 100\n    line 3: Other 101\n    line 4: Other 102\n    line 5: Other 103\n"
        "    line 6: Other 104\n    line 7: Other 105\n    line 8: Other 106\n    line 9: Other 107\n"
        "    line 10: Other 108\n    line 11: Other 109\n"
        "    and 2 more: --format json or csv has all\n"
        "  set aside: 0\n"
        "11 applications: 0 with a row, 11 unmatched, on most devices first:\n"
        "    App 100\n    App 101\n    App 102\n    App 103\n    App 104\n"
        "    App 105\n    App 106\n    App 107\n    App 108\n    App 109\n"
        "    and 1 more: --format json or csv has all\n");
  CHECK(written(devices, &kept, "csv").find("\r\nunmatched,Other 111,0,1,1,,,,,,IT,,,13\r\n") != std::string::npos);
}

TEST_CASE("names are hostile: a terminal gets no control characters, a spreadsheet no formula") {
  const auto devices = devices_with({{"=HYPERLINK(1)\x1b[2J", "", "", 0}});
  const estate::Applications applications = applications_of(devices);
  std::ostringstream out;
  write_application(applications, 0, nullptr, devices, basis, "table", out);
  write_applications(applications, nullptr, basis, "table", out);
  CHECK(out.str().find('\x1b') == std::string::npos);
  CHECK(written(devices, nullptr, "csv").find(",'=HYPERLINK") != std::string::npos);
}

TEST_CASE("entries without a name are a printed bucket of devices and of entries") {
  const auto devices = devices_with({{"HOLMES 2", "", "", 0}, {" ", "A Supplier", "1", 0}, {"", "", "2", 0}});
  const std::string table = written(devices, nullptr, "table");
  CHECK(has_line(table, "    without a name        2  on 1 device"));
  CHECK(written(devices, nullptr, "csv").find("\r\nunnamed,,1,0,1,,") != std::string::npos);
}

}  // namespace
}  // namespace shoal::report
