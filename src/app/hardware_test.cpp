// The hardware of real inventories and of generated estates, judged with the facts that ship.
#include "app/hardware.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include "app/opened_pack.hpp"
#include "base/csv.hpp"
#include "base/text.hpp"
#include "knowledge/hardware.hpp"
#include "sample/write.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;
using readiness::Met;
using readiness::Need;

const readiness::HardwareBook& facts_of_hardware() {
  static const readiness::HardwareBook book = knowledge::read_hardware(SHOAL_SOURCE_DIR "/data/hardware").value();
  return book;
}

std::string fitness_of(const estate::Device& device, std::string_view target_id) {
  const readiness::Target* target = pack().rulebook.target(target_id);
  REQUIRE(target != nullptr);
  const auto verdict = judge_hardware(facts_of_hardware(), machine_of(device), *target);
  std::string text(spelled(verdict.state));
  for (const readiness::NeedVerdict& each : verdict.needs)
    if (each.met != Met::yes)
      text += (each.met == Met::no ? " -" : " ?") + std::string(spelled(each.requirement->need));
  return text;
}

struct Expected {
  const char *file, *ten, *eleven;  // Windows 10 22H2 (x64), Windows 11 24H2 (x64)
};
// Argued from what stands in each file and the makers' documentation, not from what shoal says. Model 78 and 94 are
// Skylake and not on the list; 158 stepping 9 is Kaby Lake, of which a few are; 158 stepping 10 and 142 stepping 12 are
// on it; 42 is Sandy Bridge, of 2011, with SSE4.2. Model 14 is Yonah, without 64 bits. Makers and models that say
// VMware or "Virtual Machine" leave what the processor shows to the host, unless the Windows that runs needs it.
// Nobody tells of a TPM; UEFI stands in the name of the firmware of two machines of Hyper-V.
constexpr Expected argued[] = {
    {"10_1809_x64_pro_en-us_20190307_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot"},
    {"10_21H2_x64_pro_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot"},
    {"10_1803_x64_enterprise_es-ar_20190307_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot -listed"},
    {"10_1809_x64_education_es_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot -listed"},
    {"10_22H2_x64_enterprise_en-us_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot ?listed"},
    {"11_22H2_x64_home-single-language_systeminfo.txt", "fit", "unassessed ?tpm ?uefi ?secure-boot"},
    {"11_24H2_x64_enterprise_systeminfo.txt", "fit", "unassessed ?tpm ?secure-boot ?listed"},
    {"7_sp1_x64_ultimaten_de_systeminfo.txt", "fit", "unassessed ?disk ?tpm ?uefi ?secure-boot -listed"},
    {"7_sp1_x64_enterprise_en-us_A_systeminfo.txt", "unassessed ?nx ?sse2 ?cmpxchg16b ?lahf-sahf ?prefetchw",
     "unassessed ?nx ?sse2 ?cmpxchg16b ?lahf-sahf ?prefetchw ?sse4.2 ?popcnt ?disk ?tpm ?uefi ?secure-boot -listed"},
    {"10_rtm_x64_pro_en-us_systeminfo.txt", "fit",
     "unfit ?sse4.2 ?popcnt -memory ?disk ?tpm ?uefi ?secure-boot -listed"},
    {"xp_rtm_x86_professional_en-us_systeminfo.txt",
     "unfit -64-bit ?nx ?sse2 -cmpxchg16b -lahf-sahf ?prefetchw -memory ?disk",
     "unfit -64-bit ?nx ?sse2 -cmpxchg16b -lahf-sahf ?prefetchw -sse4.2 -popcnt -memory ?disk ?tpm ?uefi ?secure-boot "
     "-listed"},
    {"xp_sp3_x86_professional_en-us_systeminfo.txt",
     "unfit ?64-bit ?nx ?sse2 ?cmpxchg16b ?lahf-sahf ?prefetchw -memory ?disk",
     "unfit ?64-bit ?nx ?sse2 ?cmpxchg16b ?lahf-sahf ?prefetchw ?sse4.2 ?popcnt -memory ?disk ?tpm ?uefi ?secure-boot "
     "-listed"}};

TEST_CASE("real inventories are judged as their makers' documentation has it") {
  const char* shared = std::getenv("SHOAL_SHARED_DATA");
  const fs::path folder =
      fs::path(shared != nullptr ? shared : SHOAL_SOURCE_DIR "/../shared/data") / "inventories" / "systeminfo";
  if (!fs::is_directory(folder)) {
    std::printf("skipped: no real inventories at %s\n", folder.c_str());
    return;
  }
  for (const Expected& each : argued) {
    CAPTURE(each.file);
    const auto reading = read_estate({folder / each.file}, std::nullopt, {}, [](auto, auto) {}).value();
    REQUIRE(reading.devices.size() == 1);
    CHECK(fitness_of(reading.devices[0], "windows-10-22h2-x64") == each.ten);
    CHECK(fitness_of(reading.devices[0], "windows-11-24h2-x64") == each.eleven);
  }
}

// --- Generated estates, of which everything is known

using MachineTruth = std::map<std::string, std::string>;

std::map<std::string, MachineTruth> machines_of(const std::string& text) {
  CsvReader reader(std::string_view(text).substr(text.find('\n') + 1));
  CsvRow row, head;
  REQUIRE(*reader.next(head));
  std::map<std::string, MachineTruth> machines;
  while (*reader.next(row)) {
    MachineTruth& machine = machines[std::string(row.fields[0])];
    for (std::size_t i = 0; i < row.fields.size(); i++) machine[std::string(head.fields[i])] = row.fields[i];
  }
  return machines;
}

// Whether a machine really has what is needed.
bool truly_meets(const MachineTruth& machine, const readiness::Requirement& requirement) {
  const std::string need(spelled(requirement.need));
  if (is_processor_feature(requirement.need)) {
    const auto features = split(machine.at("features"), ' ');
    return std::find(features.begin(), features.end(), need) != features.end();
  }
  if (requirement.need == Need::memory) return std::stoul(machine.at("memory_mb")) >= requirement.at_least;
  if (requirement.need == Need::disk) return std::stoul(machine.at("disk_gb")) * 1024 >= requirement.at_least;
  if (requirement.need == Need::tpm) return machine.at("tpm") == "2.0";
  if (requirement.need == Need::listed) return machine.at("listed") == "yes";
  return machine.at("uefi") == "yes";
}

TEST_CASE("of generated estates no verdict on hardware contradicts the truth, and most is known") {
  const auto generated =
      sample::Estate::make(pack().facts, pack().catalogue, {300, 11, Day{2026y / 11 / 20}, {}, sample::Faults::none});
  REQUIRE(generated);
  const fs::path folder = fs::temp_directory_path() / ("shoal_hardware_" + std::to_string(getpid()));
  std::string truth;
  REQUIRE(sample::write_files(
      *generated, *sample::parse_formats("systeminfo,reg,spreadsheet"),
      [&](std::string_view path, std::string_view bytes) -> Result<void> {
        if (path == "truth_hardware.csv") truth += bytes;
        if (!path.starts_with("estate/")) return {};
        fs::create_directories((folder / path).parent_path());
        std::ofstream(folder / path, std::ios::binary | std::ios::app) << bytes;
        return {};
      },
      [](auto, auto) {}));
  const auto machines = machines_of(truth);
  const ingest::ListSettings lists =
      list_settings(pack(), {"RAM (GB)=memory-gb", "Festplatte (GB)=disk-gb", "TPM=tpm"}, {}).value();
  const auto reading = read_estate({folder / "estate"}, std::nullopt, lists, [](auto, auto) {}).value();
  fs::remove_all(folder);

  std::map<std::string, int> states;
  int contradictions = 0, settled = 0, open = 0;
  for (const estate::Device& device : reading.devices) {
    const auto machine = machines.find(device.name);
    if (machine == machines.end()) continue;
    for (const std::string_view id : {"windows-10-22h2-x64", "windows-11-24h2-x64"}) {
      const auto verdict = judge_hardware(facts_of_hardware(), machine_of(device), *pack().rulebook.target(id));
      states[std::string(id.substr(0, 10)) + " " + std::string(spelled(verdict.state))]++;
      for (const readiness::NeedVerdict& each : verdict.needs) {
        const bool met = truly_meets(machine->second, *each.requirement);
        if (each.met == Met::untold) open++;
        if (each.met == (met ? Met::yes : Met::no)) settled++;
        const bool wrong = each.met == (met ? Met::no : Met::yes);
        if (!wrong) continue;
        contradictions++;
        MESSAGE(device.name << " " << spelled(each.requirement->need) << " " << each.says);
      }
    }
  }
  CHECK(contradictions == 0);
  CHECK(settled > open);
  CHECK(states["windows-10 fit"] > 20);
  CHECK(states["windows-10 unfit"] > 5);
  CHECK(states["windows-11 unfit"] > 50);
}

}  // namespace
}  // namespace shoal::app
