#include "app/estate_programme.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "app/opened_pack.hpp"
#include "app/programme.hpp"
#include "app/readiness_register.hpp"
#include "base/scratch.hpp"
#include "store/memory.hpp"

namespace shoal::app {
namespace {

using namespace std::chrono;

const Day asked_on{sys_days(2026y / November / 20)};

// What a device of the made register is told to be.
struct ToldDevice {
  const char* name = "";
  const char* os = "Microsoft Windows 7 Professional";
  const char* version = "6.1";
  std::uint32_t build = 7601;
  std::vector<const char*> programs = {};
  bool programs_listed = true;
  const char* site = "";
  std::uint64_t memory_mb = 4096;
  const char* model = "OptiPlex 755";
  int days_ago = 1;
};

// A register of such devices. The facts of hardware are one: 2 GiB of memory.
struct MadeRegister {
  std::unique_ptr<store::Store> store = store::make_memory_store();
  knowledge::Pack pack = open_pack(std::nullopt).value();
  plan::Programme programme;
  bool unjudged_are_ready = false;

  explicit MadeRegister(const std::vector<ToldDevice>& devices) {
    pack.rulebook.hardware = {};
    pack.rulebook.hardware.requirements.push_back({readiness::TargetSelector::parse("any").value(),
                                                   readiness::Need::memory, 2048, readiness::NeedKind::minimum, "", "",
                                                   ""});
    store::Batch batch;
    batch.received = asked_on;
    batch.files = {{std::string(64, 'a'), "list", 1}};
    for (std::uint32_t i = 0; i < devices.size(); i++) {
      const Day seen = asked_on - days(devices[i].days_ago);
      batch.observations.push_back({0, i, observation(devices[i], seen)});
      batch.trails.push_back({i, "systeminfo", seen, seen, {}, {}, i});
      batch.placements.push_back({i, i});
    }
    REQUIRE(store->keep(batch));
  }

  static estate::Observation observation(const ToldDevice& told, Day seen_on) {
    estate::Observation seen;
    seen.source = "systeminfo";
    seen.device = told.name;
    seen.seen_on = seen_on;
    seen.seen_by = estate::SeenBy::content;
    estate::Claims claims;
    if (told.os[0] != '\0') {
      claims.os.emplace();
      claims.os->name = told.os;
      claims.os->version = told.version;
      claims.os->build = told.build;
      claims.os->service_pack = told.build == 7601 ? 1 : 0;
      claims.os->architecture = estate::Architecture::x64;
    }
    claims.programs_listed = told.programs_listed;
    for (const char* name : told.programs) claims.programs.push_back({name, "", "", 1});
    claims.hardware.emplace();
    claims.hardware->memory_mb = told.memory_mb;
    claims.hardware->model = told.model;
    seen.claims = std::move(claims);
    if (told.site[0] != '\0') seen.tags = estate::Tags{{"site", told.site}};
    return seen;
  }

  void judge(const char* application, const char* state, std::vector<store::KeptFinding> findings = {}) {
    store::Batch batch;
    batch.received = asked_on;
    batch.readiness.push_back({application,
                               "windows-10-22h2-x64",
                               asked_on,
                               "d",
                               state,
                               std::move(findings),
                               {{"file", application, "", "its name"}}});
    REQUIRE(store->keep(batch));
  }

  EstateRequest request() const {
    exposure::WeightTable weights;
    weights.support = {1000, 1000, 1500, 3000, 2000};
    return {pack, *pack.rulebook.target("windows-10-22h2-x64"), asked_on, asked_on, {}, weights, unjudged_are_ready};
  }
  Result<report::PlanEstate> add() { return add_estate(*store, request(), programme); }

  std::string names(const std::vector<std::uint32_t>& positions) const {
    std::string text;
    for (const std::uint32_t at : positions) text += (text.empty() ? "" : "|") + programme.names[at];
    return text;
  }
  // "PC1 keeps [Till] uses [Mail]" for each planned device.
  std::string keeping() const {
    std::string text;
    for (const plan::NamedDevice& device : programme.devices)
      text += device.name + " keeps [" + names(device.applications) + "] uses [" + names(device.others) + "]\n";
    return text;
  }
};

std::string spelled_aside(const report::PlanEstate& estate) {
  std::string text = std::to_string(estate.planned()) + " of " + std::to_string(estate.devices) + "\n";
  for (const auto& each : estate.aside) text += each.device + ": " + std::string(report::spelled(each.why)) + "\n";
  return text;
}

TEST_CASE("each device of a register is planned, or is told why not") {
  MadeRegister made({{.name = "PC1"},
                     {.name = "LOST", .days_ago = 31},
                     {.name = "SEEN", .days_ago = 30},
                     {.name = "GONE"},
                     {.name = "PRINTER", .os = ""},
                     {.name = "SRV", .os = "Microsoft Windows Server 2008 R2 Standard"},
                     {.name = "TEN", .os = "Microsoft Windows 10 Pro", .version = "10.0", .build = 19045},
                     {.name = "TEN-OLD", .os = "Microsoft Windows 10 Pro", .version = "10.0", .build = 19044},
                     {.name = "ELEVEN", .os = "Microsoft Windows 11 Pro", .version = "10.0", .build = 22631},
                     {.name = "TEN-NAME", .os = "Windows 10 Pro", .version = "", .build = 0}});
  store::Batch retire;
  retire.received = asked_on;
  retire.retirements.push_back({{3}, true, asked_on, "R. Patel", "scrapped"});
  REQUIRE(made.store->keep(retire));
  const auto estate = made.add();
  REQUIRE(estate);
  CHECK(spelled_aside(*estate) ==
        "4 of 10\nLOST: silent\nGONE: retired\nPRINTER: unrecognised\nSRV: other-kind\nTEN: already-there\n"
        "ELEVEN: already-there\n");
  CHECK(made.keeping() ==
        "PC1 keeps [] uses []\nSEEN keeps [] uses []\nTEN-OLD keeps [] uses []\nTEN-NAME keeps [] uses []\n");
  CHECK(estate->release_not_exact == 1);
  CHECK(estate->is_degraded());
}

TEST_CASE("what blocks or needs a remedy keeps a device, and so does what nobody has judged") {
  const std::vector<ToldDevice> devices{{.name = "PC1", .programs = {"Till", "Mail"}},
                                        {.name = "PC2", .programs = {"Rota", "Cells"}},
                                        {.name = "PC3", .programs = {"Forms", "Mail"}},
                                        {.name = "PC4", .programs_listed = false}};
  const auto told = [&](bool unjudged_are_ready) {
    MadeRegister made(devices);
    made.judge("Till", "blocked", {{"A-1", "blocks", "", {}}});
    made.judge("Forms", "ready with remedies", {{"A-2", "blocks", "", {"fix"}}});
    made.judge("Mail", "ready with remedies", {{"A-3", "degrades", "", {}}});
    made.judge("Rota", "unassessed");
    made.unjudged_are_ready = unjudged_are_ready;
    const auto estate = made.add();
    REQUIRE(estate);
    return made.keeping() + std::to_string(estate->blocked) + std::to_string(estate->need_remedy) +
           std::to_string(estate->unassessed) + std::to_string(estate->never_judged) + std::to_string(estate->ready) +
           " " + std::to_string(estate->without_list);
  };
  CHECK(told(false) ==
        "PC1 keeps [Till] uses [Mail]\nPC2 keeps [Cells|Rota] uses []\nPC3 keeps [Forms] uses [Mail]\n"
        "PC4 keeps [(programs not listed)] uses []\n11111 1");
  CHECK(told(true) ==
        "PC1 keeps [Till] uses [Mail]\nPC2 keeps [] uses [Cells|Rota]\nPC3 keeps [Forms] uses [Mail]\n"
        "PC4 keeps [(programs not listed)] uses []\n11111 1");
}

TEST_CASE("applications go by the names of the table, and what it names on no planned device is told") {
  MadeRegister made({{.name = "PC1", .programs = {"Till 2.1", "Cells 4.1.0"}}});
  made.judge("share/till", "blocked", {{"A-1", "blocks", "", {}}});
  for (const char* name : {"TILL", "cells", "Runtime", "Tlil"})
    made.programme.applications.push_back({name, {{"packaging", 100, 1}}, {}, false, 2});
  made.programme.applications[0].needs = {"Runtime"};
  const auto estate = made.add();
  REQUIRE(estate);
  CHECK(made.keeping() == "PC1 keeps [cells|TILL] uses []\n");
  CHECK(estate->on_no_device == std::vector<std::string>{"Tlil"});
}

TEST_CASE("hardware that is not fit keeps a device unless a person says of its model when it is replaced") {
  const std::vector<ToldDevice> devices{{.name = "FIT", .memory_mb = 2048},
                                        {.name = "SMALL", .memory_mb = 1024, .model = "Vostro"},
                                        {.name = "TOLD", .memory_mb = 1024, .model = "OptiPlex 210"},
                                        {.name = "SILENT", .memory_mb = 0}};
  MadeRegister made(devices);
  made.programme.unfit.push_back({"OptiPlex 210", asked_on});
  made.programme.assumed = plan::Assumed{"packaging", 100};
  const auto estate = made.add();
  REQUIRE(estate);
  CHECK(made.keeping() ==
        "FIT keeps [] uses []\nSMALL keeps [(hardware not fit)] uses []\nTOLD keeps [] uses []\n"
        "SILENT keeps [] uses []\n");
  CHECK(estate->unfit == 1);
  CHECK(estate->hardware_untold == 1);
  // What is assumed of applications does not make a machine fit.
  REQUIRE(made.programme.applications.size() == 1);
  CHECK(made.programme.applications[0].name == "(hardware not fit)");
  CHECK(made.programme.applications[0].ways.empty());

  MadeRegister strict(devices);
  strict.programme.applications.push_back({"(hardware not told)", {{"desk", 500, 1}}, {}, false, 2});
  REQUIRE(strict.add());
  CHECK(strict.keeping() ==
        "FIT keeps [] uses []\nSMALL keeps [(hardware not fit)] uses []\nTOLD keeps [(hardware not fit)] uses []\n"
        "SILENT keeps [(hardware not told)] uses []\n");
}

TEST_CASE("devices without a site have one that says so, beside the sites that a person names") {
  MadeRegister made({{.name = "PC1", .site = "Croydon"}, {.name = "PC2"}, {.name = "PC1", .site = "Croydon"}});
  made.programme.sites.push_back({"Croydon", {}, {}});
  const auto estate = made.add();
  REQUIRE(estate);
  std::string text;
  for (const auto& device : made.programme.devices)
    text += device.name + " " + device.site + " " + device.model + " " + std::to_string(device.weight) + "\n";
  for (const auto& site : made.programme.sites) text += site.name + "\n";
  CHECK(text ==
        "PC1 Croydon OptiPlex 755 3000\nPC2 (no site told) OptiPlex 755 3000\nPC1 (device 2) Croydon OptiPlex 755 "
        "3000\nCroydon\n(no site told)\n");
  CHECK(estate->without_site == 1);
}

TEST_CASE("a register with nothing to plan is an error that says where its devices are") {
  MadeRegister empty({});
  auto none = empty.add();
  REQUIRE(!none);
  CHECK(none.error().message == "nothing to plan: the register has no device as of 2026-11-20");
  MadeRegister done({{.name = "TEN", .os = "Microsoft Windows 10 Pro", .version = "10.0", .build = 19045},
                     {.name = "LOST", .days_ago = 400}});
  none = done.add();
  REQUIRE(!none);
  CHECK(none.error().code == "app.nothing_to_plan");
  CHECK(none.error().message ==
        "nothing to plan: of 2 devices 1 not seen in the last 30 days, 1 on the target already, or on something newer");
}

TEST_CASE("the table of devices says more of those of a register, and is not asked which there are") {
  MadeRegister made({{.name = "PC1"}, {.name = "PC2"}, {.name = "LOST", .days_ago = 400}});
  const Scratch folder;
  std::ofstream(folder.path() / "p.toml")
      << "begins = 2027-01-04\ntarget = \"windows-10-22h2-x64\"\ndevices = \"d.csv\"\nmoving = { per_week = 1 }\n"
         "estate = { unjudged = \"ready\" }\n";
  std::ofstream(folder.path() / "d.csv")
      << "device,weight,never,not_before\nPC2,7.5,yes,2027-02-01\nLOST,2,,\nPC9,1,,\n"
         "PC1,heavy,yes,\nPC2,1,,\n";
  const auto loaded = load_programme(folder.path() / "p.toml", [&](LoadedProgramme& to) -> Result<void> {
    CHECK(to.unjudged_are_ready);
    to.estate = SHOAL_TRY(add_estate(*made.store, made.request(), to.programme));
    return {};
  });
  REQUIRE(loaded);
  std::string text;
  for (const auto& device : loaded->programme.devices)
    text += device.name + " " + std::to_string(device.weight) + " " +
            (device.not_before ? to_string(*device.not_before) : "-") + (device.never ? " never" : "") + "\n";
  for (const auto& row : loaded->set_aside) text += row.reason + "\n";
  CHECK(text ==
        "PC1 3000 -\nPC2 7500 2027-02-01 never\nline 5: weight is not a number: heavy\n"
        "line 6: device PC2 stands on an earlier line too\nline 4: the register has no device PC9\n");
  CHECK(loaded->estate->rows_of_aside == 1);
}

}  // namespace
}  // namespace shoal::app
