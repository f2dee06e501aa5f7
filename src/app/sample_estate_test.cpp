// Generated estates with the facts that ship: what is true, what the files say, and what shoal makes of them.
#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>
#include <map>

#include "app/opened_pack.hpp"
#include "base/csv.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "lifecycle/recognise.hpp"
#include "sample/write.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;
using Files = std::map<std::string, std::string>;

Files files_of(std::uint64_t devices, std::uint64_t seed, sample::Faults faults, std::string_view formats) {
  const auto estate =
      sample::Estate::make(pack().facts, pack().catalogue, {devices, seed, Day{2026y / 11 / 20}, {}, faults});
  REQUIRE(estate);
  Files files;
  const auto written = sample::write_files(
      *estate, *sample::parse_formats(formats),
      [&](std::string_view path, std::string_view bytes) -> Result<void> {
        files[std::string(path)] += bytes;
        return {};
      },
      [](auto, auto) {});
  REQUIRE(written);
  return files;
}

std::string hash_of(const Files& files) {
  std::string all;
  for (const auto& [path, bytes] : files) all += path + "\n" + sha256_hex(bytes) + "\n";
  return sha256_hex(all);
}

// truth.csv by column name, a row for a device.
std::vector<std::map<std::string, std::string>> truth_of(const Files& files) {
  const std::string& text = files.at("truth.csv");
  CsvReader reader(std::string_view(text).substr(text.find('\n') + 1));
  CsvRow row, head;
  REQUIRE(*reader.next(head));
  std::vector<std::map<std::string, std::string>> rows;
  while (*reader.next(row)) {
    REQUIRE(row.fields.size() == head.fields.size());
    for (auto& made = rows.emplace_back(); const std::string& name : head.fields) made[name] = row.fields[made.size()];
  }
  return rows;
}

TEST_CASE("every model is recognised by the name that it reports in every language") {
  for (const sample::Model& model : sample::models()) {
    const auto release = std::find_if(pack().catalogue.releases.begin(), pack().catalogue.releases.end(),
                                      [&](const auto& each) { return each.id == model.release; });
    REQUIRE(release != pack().catalogue.releases.end());
    for (const std::string_view name : model.names) {
      if (name.empty()) continue;
      CAPTURE(name);
      const auto found =
          lifecycle::recognise(pack().catalogue, {std::string(name), release->version, release->build, std::nullopt,
                                                  release->service_pack, model.architecture, 1});
      REQUIRE(found.release != nullptr);
      CHECK(found.release->id == model.release);
      CHECK(found.edition == model.edition);
    }
  }
}

TEST_CASE("a seed gives the same estate on every machine and today as when this was written") {
  const Files files = files_of(60, 4711, sample::Faults::usual, "all");
  CHECK(hash_of(files) == hash_of(files_of(60, 4711, sample::Faults::usual, "all")));
  CHECK(hash_of(files) != hash_of(files_of(60, 4712, sample::Faults::usual, "all")));
  // Another pack has other updates, so what no fact decides is pinned: who is there, and what the directory says.
  CHECK(sha256_hex(files_of(60, 4711, sample::Faults::none, "ad").at("estate/exports/ad.csv")) ==
        "446d6957fc55d81f800e0f7c8ee542b5bbf948af759261af68ec5ec3fc4555ff");
}

TEST_CASE("for 50 devices the files name the device, its release and its updates as the truth has them") {
  const Files files = files_of(50, 3, sample::Faults::none, "systeminfo,reg,ad");
  const auto truth = truth_of(files);
  CHECK(truth.size() == 50);
  for (const auto& row : truth) {
    CAPTURE(row.at("device"));
    CHECK(row.at("faults").empty());
    const auto paths = split(row.at("files"), ' ');
    CHECK(paths.size() == 2);
    for (const std::string_view path : paths) {
      std::string bytes = files.at(std::string(path));
      std::erase(bytes, '\0');  // UTF-16 of ASCII without a decoder.
      CHECK(bytes.find(row.at("device")) != std::string::npos);
      if (path.ends_with("_systeminfo.txt"))
        CHECK((row.at("updates") == "0" ||
               find_ignoring_case(bytes, " " + row.at("updates") + " ") != std::string::npos ||
               bytes.find(" " + row.at("updates") + ".") != std::string::npos));
    }
  }
}

TEST_CASE("a faultless estate is judged as exactly the releases that it was made of") {
  const fs::path folder = fs::temp_directory_path() / ("shoal-sample-" + std::to_string(getpid()));
  const Files files = files_of(300, 8, sample::Faults::none, "systeminfo,wmic-qfe");
  for (const auto& [path, bytes] : files) {
    fs::create_directories((folder / path).parent_path());
    std::ofstream(folder / path, std::ios::binary) << bytes;
  }
  const Day as_of{2026y / 11 / 20};
  const auto made = assess(pack(), {{folder / "estate"}, as_of, as_of, {}}, [](auto, auto) {});
  fs::remove_all(folder);
  REQUIRE(made);
  CHECK(made->reading.rejected.empty());
  std::map<std::string, std::string> judged, expected;
  for (std::size_t i = 0; i < made->assessment.devices.size(); i++) {
    const exposure::JudgedDevice& device = made->assessment.devices[i];
    REQUIRE(device.release >= 0);
    const exposure::JudgedRelease& release = made->assessment.releases[static_cast<std::size_t>(device.release)];
    judged[made->reading.devices[i].name] = release.release->id + " " + release.edition;
  }
  for (const auto& row : truth_of(files)) expected[row.at("device")] = row.at("release") + " " + row.at("edition");
  CHECK(judged == expected);
  CHECK(made->assessment.devices.size() == 300);
}

}  // namespace
}  // namespace shoal::app
