#include "app/system_image.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "app/baselines.hpp"
#include "base/scratch.hpp"
#include "inspect/made_hive.hpp"
#include "inspect/made_image.hpp"

namespace {

using namespace shoal;
using namespace shoal::app;
namespace fs = std::filesystem;

readiness::Target target_of(std::string id, std::string arch, std::uint32_t build) {
  readiness::Target target;
  target.id = std::move(id);
  target.arch = std::move(arch);
  target.build = build;
  target.features = {{"netfx3", "off"}, {"netfx4", "on"}, {"netfx11", "absent"}};
  return target;
}

std::string library(std::uint16_t machine, std::vector<inspect::MadeExport> exports) {
  inspect::MadePe pe;
  pe.kind = machine == 0x14C ? inspect::PeKind::pe32 : inspect::PeKind::pe32_plus;
  pe.machine = machine;
  pe.export_module = "own.dll";
  pe.exports = std::move(exports);
  return made_pe(pe);
}
constexpr std::uint16_t x86 = 0x14C, x64 = 0x8664;

void put(const fs::path& root, const std::string& path, const std::string& bytes) {
  fs::create_directories((root / path).parent_path());
  std::ofstream(root / path, std::ios::binary) << bytes;
}

std::string software(const std::string& build) {
  return inspect::made_hive({"ROOT",
                             {},
                             {},
                             {{"Classes", {}, {}, {{"CLSID", {}, {}, {{"{ABC}"}}}}},
                              {"Microsoft",
                               {},
                               {},
                               {{"NET Framework Setup", {}, {}, {{"NDP", {}, {}, {{"v3.5", {}, {{"Install", 1}}}}}}},
                                {"Windows NT", {}, {}, {{"CurrentVersion", {{"CurrentBuildNumber", build}}}}}}}}});
}

// A disk with something of each kind, in the case of letters of several releases.
void put_disk(const fs::path& root) {
  put(root, "setup.exe", library(x64, {{"InTheRoot", ""}}));
  put(root, "WINDOWS/twain_32.dll", library(x86, {{"Twain", ""}}));
  put(root, "WINDOWS/system32/a.DLL", library(x64, {{"Alpha", ""}, {"Far", "b.Beta"}}));
  put(root, "WINDOWS/system32/stray.dll", library(x86, {{"Stray", ""}}));
  put(root, "WINDOWS/system32/readme.txt", "no module");
  put(root, "WINDOWS/system32/broken.dll", "no program");
  put(root, "WINDOWS/system32/wbem/a.dll", library(x64, {{"Hidden", ""}}));
  put(root, "WINDOWS/system32/wbem/b.dll", library(x64, {{"Beta", ""}}));
  put(root, "WINDOWS/system32/spool/c.dll", library(x64, {{"Elsewhere", ""}}));
  put(root, "WINDOWS/SysWOW64/a.dll", library(x86, {{"Alpha32", ""}}));
  put(root, "WINDOWS/WinSxS/x86_microsoft.vc80.crt_1fc8b3b9a1e18e3b_8.0.50727.762_none_10b2f55f9bffb8f8/msvcr80.dll",
      "not read");
  put(root, "WINDOWS/WinSxS/amd64_microsoft-windows-a_31bf3856ad364e35_6.1.7601.1_none_10b2f55f9bffb8f8/a.dll",
      "not read");
  put(root, "WINDOWS/system32/config/SOFTWARE", software("19045"));
  put(root, "WINDOWS/system32/config/SYSTEM",
      inspect::made_hive({"ROOT", {}, {}, {{"ControlSet001", {}, {}, {{"Services", {}, {}, {{"RpcSs"}}}}}}}));
}

std::string spelled(const readiness::SystemImage& image) {
  std::string text = image.name + ", " + image.target + ", build " + std::to_string(image.registry.build);
  for (const readiness::ImageModule& module : image.modules) {
    text += "\n" + module.machine + " " + module.name;
    for (const readiness::ImageExport& each : module.exports)
      text += " " + each.name + (each.forwarded_to.empty() ? "" : "->" + each.forwarded_to);
  }
  for (const readiness::SideBySideModule& each : image.side_by_side)
    text += "\nbeside " + each.machine + " " + each.name + " of " + each.assembly;
  for (const auto* names : {&image.registry.classes, &image.registry.services})
    for (const std::string& name : *names) text += "\n" + name;
  return text;
}

Result<MadeBaseline> read(const fs::path& path, const readiness::Target& target) {
  return read_system_image({{path}, &target, {}, "golden", std::chrono::year(2026) / 11 / 26},
                           [](std::uint64_t, std::uint64_t) {});
}

TEST_CASE("a disk has the modules that its programs find, each for its processor, and what its hives tell") {
  const Scratch scratch;
  put_disk(scratch.path());
  const auto target = target_of("windows-10-22h2-x64", "x64", 19045);
  const std::string all =
      "golden, windows-10-22h2-x64, build 19045\nx64 a.dll Alpha Far->b.Beta\nx64 b.dll Beta\nx86 a.dll Alpha32\n"
      "x86 twain_32.dll Twain\nbeside x86 msvcr80.dll of microsoft.vc80.crt\n{abc}\nrpcss";
  const auto disk = read(scratch.path(), target);
  REQUIRE(disk);
  CHECK(spelled(disk->image) == all);
  const auto windows = read(scratch.path() / "WINDOWS", target);
  REQUIRE(windows);
  CHECK(windows->bytes == disk->bytes);
}

TEST_CASE("a folder of modules has them for each processor") {
  const Scratch scratch;
  put(scratch.path(), "a.dll", library(x64, {{"Alpha", ""}}));
  put(scratch.path(), "b.dll", library(x86, {{"Beta", ""}}));
  const auto made = read(scratch.path(), target_of("windows-10-22h2-x64", "x64", 19045));
  REQUIRE(made);
  CHECK(spelled(made->image) == "golden, windows-10-22h2-x64, build 0\nx64 a.dll Alpha\nx86 b.dll Beta");
}

TEST_CASE("an image that contradicts its target, or is none, is refused") {
  const Scratch scratch;
  put_disk(scratch.path());
  const auto why = [&](const fs::path& path, const readiness::Target& target) {
    const auto made = read(path, target);
    return made ? std::string("fine") : std::string(made.error().code) + ": " + made.error().message;
  };
  CHECK(why(scratch.path(), target_of("windows-10-ltsc-2021-x64", "x64", 19044)) ==
        "app.wrong_image: golden does not stand for windows-10-ltsc-2021-x64: it has build 19045 and not 19044");
  CHECK(why(scratch.path(), target_of("windows-11-24h2-arm64", "arm64", 26100)).starts_with("app.wrong_image: "));
  CHECK(why(scratch.path() / "nowhere", target_of("t", "x64", 1)).starts_with("app.no_path: "));
  CHECK(why(scratch.holding("a.iso", "no image"), target_of("t", "x64", 1)).starts_with("app.bad_image: "));
  CHECK(why(scratch.holding("a.wim", std::string("MSWIM\0\0\0 and no more", 20)), target_of("t", "x64", 1))
            .starts_with("app.bad_image: "));
  put(scratch.path(), "WINDOWS/system32/config/SOFTWARE", "regf, but no hive");
  CHECK(why(scratch.path(), target_of("windows-10-22h2-x64", "x64", 19045)).starts_with("inspect.bad_hive: "));
}

TEST_CASE("a baseline stands for the target that it names, and tells which optional parts that has") {
  const Scratch scratch;
  put_disk(scratch.path());
  readiness::Rulebook book;
  book.targets = {target_of("windows-11-24h2-x64", "x64", 26100), target_of("windows-10-22h2-x64", "x64", 19045)};
  const auto made = read(scratch.path(), book.targets[1]);
  REQUIRE(made);
  const std::string file = scratch.holding("golden.baseline", made->bytes).string();
  const std::vector<const readiness::Target*> both = {&book.targets[0], &book.targets[1]};
  const auto baselines = open_baselines({file}, book, both);
  REQUIRE(baselines);
  CHECK((*baselines)[0].name() == "the shipped table of modules");
  CHECK((*baselines)[1].name() == "golden (build 19045, x64 and x86, read 2026-11-26)");
  CHECK(book.targets[1].features ==
        std::vector<std::pair<std::string, std::string>>{{"netfx3", "on"}, {"netfx4", "off"}, {"netfx11", "absent"}});
  CHECK(book.targets[0].feature("netfx3") == "off");

  const auto code = [&](const std::vector<std::string>& files, const std::vector<const readiness::Target*>& targets) {
    return std::string(open_baselines(files, book, targets).error().code);
  };
  CHECK(code({file}, {&book.targets[0]}) == "app.other_target");
  CHECK(code({file, file}, both) == "app.other_target");
  CHECK(code({(scratch.path() / "nowhere").string()}, both) == "app.no_path");
  book.targets[1].build = 19044;
  CHECK(code({file}, both) == "app.wrong_image");
}

TEST_CASE("of a file in an image, its place decides what it is for") {
  const auto part = [](std::string_view path) {
    const ImageRole role = role_of_image_file(path);
    constexpr std::string_view parts[] = {"none", "module", "beside", "software", "system"};
    return std::string(parts[static_cast<std::size_t>(role.part)]) +
           (role.assembly.empty() ? "" : " " + role.machine + " " + role.assembly);
  };
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"kernel32.dll", "module"},
      {"Windows/System32/KERNEL32.DLL", "module"},
      {"windows/syswow64/wbem/a.dll", "module"},
      {"Windows/System32/drivers/ndis.sys", "module"},
      {"Windows/System32/drivers/etc/hosts", "none"},
      {"Windows/System32/config/SOFTWARE", "software"},
      {"Windows/System32/config/system", "system"},
      {"Windows/System32/config/SOFTWARE.LOG1", "none"},
      {"Windows/notes.txt", "none"},
      {"Users/a/a.dll", "none"},
      {"Windows/WinSxS/x86_Microsoft.VC80.CRT_1fc8b3b9a1e18e3b_8.0.50727.762_x-ww_6b128700/msvcr80.dll",
       "beside x86 microsoft.vc80.crt"},
      {"Windows/WinSxS/amd64_a_b_1fc8b3b9a1e18e3b_8.0.50727.762_none_6b128700/a.dll", "beside x64 a_b"},
      {"Windows/WinSxS/msil_a_1fc8b3b9a1e18e3b_8.0.50727.762_none_6b128700/a.dll", "none"},
      {"Windows/WinSxS/amd64_a_1fc8b3b9a1e18e3b_8.0.50727.762_none_6b128700/de/a.dll", "none"},
      {"Windows/WinSxS/Manifests/a.dll", "none"}};
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(part(each.first) == each.second);
  }
}

}  // namespace
