#include "app/readiness_register.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "app/assess.hpp"
#include "base/scratch.hpp"
#include "store/memory.hpp"

namespace {

using namespace shoal;
namespace fs = std::filesystem;

void write(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

readiness::ApplicationFile file(std::string path, std::initializer_list<const char*> facts) {
  readiness::ApplicationFile made{std::move(path), {}};
  for (const char* line : facts) REQUIRE(readiness::add_line(line, made.sheet));
  return made;
}

std::string spelled_names(const readiness::Application& application) {
  std::string text;
  const auto names = app::names_of(application);
  for (const estate::ToldName& each : names)
    text += std::string(spelled(each.by)) + ": " + each.name + " by " + each.publisher + " (" + each.place + ")\n";
  return text;
}

TEST_CASE(
    "a version is known by what is run of it, wherever it stands, and a file that cannot be read makes it unknown") {
  const Scratch folder;
  const fs::path one = folder.path() / "one", other = folder.path() / "moved/two";
  const auto application = [](const fs::path& root) {
    return readiness::Application{root.string(),
                                  {file("bin/till.exe", {"format pe"}), file("readme.txt", {"format text"}),
                                   file("till.msi", {"format msi"}), file("till.msi/till.exe", {"format pe"})}};
  };
  for (const fs::path& root : {one, other}) {
    write(root / "bin/till.exe", "program");
    write(root / "till.msi", "package");
    write(root / "readme.txt", root.string());
  }
  const std::string digest = app::digest_of(application(one));
  CHECK(digest.size() == 64);
  CHECK(app::digest_of(application(other)) == digest);
  write(other / "bin/till.exe", "program 2");
  CHECK(app::digest_of(application(other)) != digest);
  fs::remove(one / "till.msi");
  CHECK(app::digest_of(application(one)).empty());
}

TEST_CASE("packages that name a product say what an application is, else the programs that stand highest do") {
  const auto msi = file("till.msi", {"format msi", "msi-property ProductName Till", "msi-property Manufacturer Ours",
                                     "msi-property ProductCode {A}"});
  const auto unpacked = file("till.msi/bin/till.exe", {"format pe", "version ProductName \"Inner name\""});
  CHECK(spelled_names({"share/till.msi", {msi, unpacked}}) ==
        "code: {A} by  (till.msi, ProductCode)\nproduct: Till by Ours (till.msi, ProductName)\n"
        "file: till by  (the name of its folder or file)\n");
  CHECK(spelled_names({"share/Shop",
                       {file("bin/till.exe", {"format pe", "version ProductName Till", "version CompanyName Ours"}),
                        file("bin/zip.dll", {"format pe", "flag dll", "version ProductName 7-Zip"}),
                        file("bin/tools/zip.exe", {"format pe", "version ProductName 7-Zip"})}}) ==
        "product: Till by Ours (bin/till.exe, ProductName)\nfile: till by  (bin/till.exe)\n"
        "file: Shop by  (the name of its folder or file)\n");
}

struct Kept {
  std::unique_ptr<store::Store> store = store::make_memory_store();
  readiness::Target target;
  Kept() { target.id = "t"; }

  // Devices with these programs, seen on `day`.
  void list(int day, const std::vector<std::vector<const char*>>& devices) {
    store::Batch batch;
    batch.received = Day(std::chrono::days(day));
    batch.files = {{std::string(64, 'a'), "list", 1}};
    for (std::uint32_t i = 0; i < devices.size(); i++) {
      estate::Observation seen;
      seen.source = "systeminfo";
      seen.device = "PC" + std::to_string(i);
      seen.seen_on = batch.received;
      estate::Claims claims;
      claims.programs_listed = !devices[i].empty();
      for (const char* name : devices[i]) claims.programs.push_back({name, "", "", 1});
      seen.claims = std::move(claims);
      batch.observations.push_back({0, i, std::move(seen)});
      batch.trails.push_back({i, "systeminfo", batch.received, batch.received, {}, {}, i});
      batch.placements.push_back({i, i});
    }
    REQUIRE(store->keep(batch));
  }
  void judge(int day, const char* application, const char* state, std::vector<store::KeptFinding> findings) {
    store::Batch batch;
    batch.received = Day(std::chrono::days(day));
    batch.readiness.push_back(
        {application, "t", batch.received, "d", state, std::move(findings), {{"file", application, "", "its name"}}});
    REQUIRE(store->keep(batch));
  }
  report::RegisterAnswer ask(int day) {
    const auto pack = app::open_named_pack("").value();
    return app::ask_readiness(*store, pack, {{"fix", "Fix it", "shim", "", true}}, {"t"}, Day(std::chrono::days(day)),
                              Day(std::chrono::days(day)))
        .value();
  }
};

TEST_CASE("each device stands in one bucket, and programs that are listed after the verdict are linked as well") {
  Kept kept;
  kept.judge(10, "Till", "ready with remedies", {{"A-1", "blocks", "", {"fix"}}});
  kept.judge(10, "Rota", "unassessed", {});
  kept.judge(10, "Mail", "ready with remedies", {{"A-2", "degrades", "", {}}});
  kept.list(11, {{"Till", "Rota"}, {"Till"}, {"Rota", "Cells"}, {"Mail", "Cells"}, {"Mail"}, {}});
  const report::RegisterAnswer answer = kept.ask(11);
  REQUIRE(answer.targets.size() == 1);
  const report::RegisterTarget& target = answer.targets.front();
  using enum report::DeviceReadiness;
  CHECK(target.of(blocked) == 2);
  CHECK(target.of(unassessed) == 1);
  CHECK(target.of(never_judged) == 1);
  CHECK(target.of(ready) == 1);
  CHECK(target.of(not_listed) == 1);
  CHECK(target.of(retired) == 0);
  using readiness::Action;
  CHECK(target.alone == std::vector<readiness::Unblocking>{{{Action::Kind::remedy, 0}, 1, 2, 1, 2},
                                                           {{Action::Kind::application, 2}, 1, 2, 1, 2}});
  CHECK(answer.find("Till", "t")->unblocks == 2);
  REQUIRE(answer.never_judged.size() == 1);
  CHECK(answer.never_judged[0].program == "Cells");
  CHECK(answer.never_judged[0].devices == 2);
}

TEST_CASE("what a person found blocks or frees a device, on the day of the test and not before") {
  Kept kept;
  kept.list(9, {{"Till"}});
  kept.judge(10, "Till", "blocked", {{"A-1", "blocks", "", {}}});
  const auto test = [&](int day, readiness::TestResult result, const char* remedy) {
    const Day on(std::chrono::days{day});
    REQUIRE(app::keep_test(*kept.store, "Till", "t", {"", result, on, "R. Patel", "", remedy}, {on, on, "test"}));
  };
  test(12, readiness::TestResult::works, "");
  test(14, readiness::TestResult::works_with_remedy, "fix");
  test(16, readiness::TestResult::fails, "");
  using enum report::DeviceReadiness;
  const auto alone = [&](int day) { return kept.ask(day).targets.front().alone.size(); };
  CHECK(kept.ask(11).targets.front().of(blocked) == 1);
  CHECK(alone(11) == 1);
  CHECK(kept.ask(13).targets.front().of(ready) == 1);
  CHECK(kept.ask(15).targets.front().of(blocked) == 1);
  CHECK(alone(15) == 2);  // The remedy, and mending it.
  CHECK(kept.ask(16).find("Till", "t")->state() == readiness::State::blocked);
  CHECK(alone(16) == 1);
  kept.judge(17, "Till", "ready", {});  // The same version: the test stands.
  CHECK(kept.ask(17).targets.front().of(blocked) == 1);
}

}  // namespace
