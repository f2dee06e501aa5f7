// baseline_lines FILE - what a baseline holds, a line for each thing, and what becomes of each function there.
// baseline_lines hives FOLDER BUILD - writes the hives SOFTWARE and SYSTEM of a made-up installation.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/read_all.hpp"
#include "inspect/made_hive.hpp"
#include "knowledge/baseline_file.hpp"
#include "readiness/baseline.hpp"

namespace {

using namespace shoal;

void print_lines(const readiness::SystemImage& image) {
  const readiness::Baseline baseline = readiness::Baseline::of(image);
  std::printf("baseline %s\n", baseline.name().c_str());
  for (const readiness::ImageModule& module : image.modules) {
    std::printf("module %s %s %d\n", module.machine.c_str(), module.name.c_str(), module.is_read ? 1 : 0);
    const auto found = baseline.module(module.name, module.machine);
    for (const readiness::ImageExport& each : module.exports) {
      const std::string asked = each.name.empty() ? "#" + std::to_string(each.ordinal) : each.name;
      const bool is_there = baseline.function(found, asked) == readiness::Presence::present;
      std::printf("export %u %d %s|%s\n", each.ordinal, is_there ? 1 : 0, each.name.c_str(), each.forwarded_to.c_str());
    }
  }
  std::printf("api sets %u\n", image.api_set_version);
  for (const readiness::ApiSet& set : image.api_sets) {
    std::printf("api set %s|%s", set.name.c_str(), set.host.c_str());
    for (const auto& [asks, host] : set.hosts_for) std::printf("|%s=%s", asks.c_str(), host.c_str());
    std::printf("\n");
  }
  for (const readiness::SideBySideModule& each : image.side_by_side)
    std::printf("beside %s %s %s\n", each.machine.c_str(), each.name.c_str(), each.assembly.c_str());
  for (const std::string& name : image.registry.classes) std::printf("class %s\n", name.c_str());
  for (const std::string& name : image.registry.classes32) std::printf("class32 %s\n", name.c_str());
  for (const std::string& name : image.registry.programs) std::printf("program %s\n", name.c_str());
  for (const std::string& name : image.registry.services) std::printf("service %s\n", name.c_str());
}

void write_hives(const std::filesystem::path& folder, const std::string& build) {
  using inspect::MadeKey;
  const MadeKey software = {
      "ROOT",
      {},
      {},
      {{"Classes",
        {},
        {},
        {{"CLSID", {}, {}, {{"{0002E005-0000-0000-C000-000000000046}"}}},
         {"Made.Up", {}, {}, {{"CLSID"}}},
         {"Wow6432Node", {}, {}, {{"CLSID", {}, {}, {{"{00000566-0000-0010-8000-00AA006D2EA4}"}}}}}}},
       {"Microsoft", {}, {}, {{"Windows NT", {}, {}, {{"CurrentVersion", {{"CurrentBuildNumber", build}}}}}}}}};
  const MadeKey system = {
      "ROOT", {}, {}, {{"ControlSet001", {}, {}, {{"Services", {}, {}, {{"RpcSs"}, {"Spooler"}}}}}}};
  std::ofstream(folder / "SOFTWARE", std::ios::binary) << inspect::made_hive(software);
  std::ofstream(folder / "SYSTEM", std::ios::binary) << inspect::made_hive(system);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() == 3 && words[0] == "hives") {
    write_hives(words[1], words[2]);
    return 0;
  }
  if (words.size() != 1) return 2;
  std::ifstream file(words[0], std::ios::binary);
  const auto image = knowledge::read_baseline(read_all(file));
  if (!image) {
    std::fprintf(stderr, "%s\n", image.error().message.c_str());
    return 1;
  }
  print_lines(*image);
  return 0;
}
