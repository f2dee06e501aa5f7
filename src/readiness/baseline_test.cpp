#include "readiness/baseline.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::readiness;

std::string_view word(Presence presence) {
  constexpr std::string_view words[] = {"present", "absent", "installable", "unknown"};
  return words[static_cast<std::size_t>(presence)];
}

// "kernel32.dll!Beep" as a program for `machine` finds it.
std::string asked(const Baseline& baseline, std::string_view machine, std::string_view what) {
  const auto mark = what.find('!');
  const Baseline::Module module = baseline.module(what.substr(0, mark), machine);
  return std::string(word(mark == what.npos ? module.presence() : baseline.function(module, what.substr(mark + 1))));
}

Baseline made(SystemImage image) {
  put_in_order(image);
  return Baseline::of(image);
}

SystemImage image_of(std::string arch) {
  SystemImage image;
  image.arch = std::move(arch);
  image.name = "golden";
  image.read = std::chrono::year(2026) / 11 / 26;
  return image;
}

ImageModule module_of(std::string name, std::string machine, std::vector<ImageExport> exports) {
  return {std::move(name), std::move(machine), true, std::move(exports)};
}

TEST_CASE(
    "what the shipped tables tell of a function goes before what they tell of its module, unless that is missing") {
  const auto on = [](std::string_view words) { return TargetSelector::parse(words).value(); };
  const std::vector<ModuleRow> modules = {{"a.dll", on("any"), Presence::present},
                                          {"gone.dll", on("any"), Presence::absent}};
  const std::vector<FunctionRow> functions = {{"a.dll", "New", on("os>=6.0"), Presence::present},
                                              {"a.dll", "New", on("any"), Presence::absent},
                                              {"gone.dll", "F", on("any"), Presence::present},
                                              {"untold.dll", "New", on("os<6.0"), Presence::absent}};
  Target old;
  old.os = 501;
  const Baseline before = Baseline::shipped(modules, functions, old);
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a.dll", "present"},         {"a.dll!New", "absent"},       {"a.dll!new", "present"},
      {"a.dll!Other", "present"},   {"gone.dll!F", "absent"},      {"untold.dll", "unknown"},
      {"untold.dll!New", "absent"}, {"untold.dll!Old", "unknown"}, {"b.dll!New", "unknown"}};
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(asked(before, "x86", each.first) == each.second);
  }
  old.os = 600;
  const Baseline later = Baseline::shipped(modules, functions, old);
  CHECK(asked(later, "x86", "a.dll!New") == "present");
  CHECK(asked(later, "x86", "untold.dll!New") == "unknown");
}

TEST_CASE("an image has what its modules export, by name or by ordinal, and nothing else") {
  SystemImage image = image_of("x64");
  image.modules = {module_of("a.dll", "x64", {{"Named", 3, ""}, {"", 7, ""}}), module_of("empty.dll", "x64", {})};
  const Baseline baseline = made(image);
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a.dll", "present"},      {"a.dll!Named", "present"}, {"a.dll!named", "absent"},
      {"a.dll!#3", "present"},   {"a.dll!#7", "present"},    {"a.dll!#8", "absent"},
      {"a.dll!Other", "absent"}, {"empty.dll", "present"},   {"empty.dll!F", "absent"},
      {"b.dll", "absent"},       {"b.dll!F", "absent"},      {"a.dll!#99999999999", "absent"}};
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(asked(baseline, "x64", each.first) == each.second);
  }
  CHECK(baseline.name() == "golden (x64, read 2026-11-26)");
}

TEST_CASE("a program finds the modules for its own processor, and of processors without any nothing is said") {
  SystemImage image = image_of("x64");
  image.registry.build = 19045;
  image.modules = {module_of("a.dll", "x64", {{"F", 1, ""}}), module_of("a.dll", "x86", {{"G", 1, ""}})};
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "x64", "a.dll!F") == "present");
  CHECK(asked(baseline, "x86", "a.dll!F") == "absent");
  CHECK(asked(baseline, "x86", "a.dll!G") == "present");
  CHECK(asked(baseline, "ia64", "a.dll!F") == "unknown");
  CHECK(asked(baseline, "none", "kernel") == "unknown");
  CHECK(baseline.name() == "golden (build 19045, x64 and x86, read 2026-11-26)");
}

TEST_CASE("on ARM64 programs of x64 find the modules of ARM64, whose functions for them are not told") {
  SystemImage image = image_of("arm64");
  image.modules = {module_of("a.dll", "arm64", {{"F", 1, ""}}), module_of("b.dll", "x64", {{"G", 1, ""}})};
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "arm64", "a.dll!H") == "absent");
  CHECK(asked(baseline, "x64", "a.dll!H") == "present");
  CHECK(asked(baseline, "x64", "b.dll!H") == "absent");
  CHECK(asked(baseline, "x64", "c.dll!H") == "absent");
}

TEST_CASE("a function that is forwarded is there where its end is") {
  SystemImage image = image_of("x86");
  image.modules = {module_of("a.dll", "x86",
                             {{"Far", 1, "B.Middle"},
                              {"ByOrdinal", 2, "b.#5"},
                              {"NoFunction", 3, "b.Gone"},
                              {"NoModule", 4, "gone.Far"},
                              {"Ring", 5, "a.Ring"},
                              {"NoDot", 6, "nowhere"},
                              {"Driver", 7, "w.drv.Far"},
                              {"", 8, "gone.Far"}}),
                   module_of("b.dll", "x86", {{"Middle", 1, "c.End"}, {"", 5, ""}}),
                   module_of("c.dll", "x86", {{"End", 1, ""}}), module_of("w.drv", "x86", {{"Far", 1, ""}})};
  const Baseline baseline = made(image);
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"Far", "present"}, {"ByOrdinal", "present"}, {"NoFunction", "absent"}, {"NoModule", "absent"},
      {"Ring", "absent"}, {"NoDot", "absent"},      {"Driver", "present"},    {"#8", "absent"},
      {"#4", "absent"},   {"#1", "present"}};
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(asked(baseline, "x86", "a.dll!" + std::string(each.first)) == each.second);
  }
}

TEST_CASE("forwards are followed up to a limit") {
  SystemImage image = image_of("x86");
  for (int i = 0; i <= forwards_max; i++)
    image.modules.push_back(module_of("m" + std::to_string(i) + ".dll", "x86",
                                      {{"F", 1, i == forwards_max ? "" : "m" + std::to_string(i + 1) + ".F"}}));
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "x86", "m0.dll!F") == "present");
  image.modules.back().exports[0].forwarded_to = "end.F";
  image.modules.push_back(module_of("end.dll", "x86", {{"F", 1, ""}}));
  const Baseline longer = made(image);
  CHECK(asked(longer, "x86", "m0.dll!F") == "absent");
  CHECK(asked(longer, "x86", "m1.dll!F") == "present");
}

TEST_CASE("a contract of API sets is kept by its host, by another for some that ask, or by nobody") {
  SystemImage image = image_of("x64");
  image.api_set_version = 6;
  image.api_sets = {{"api-ms-win-core-file-l1-1", "host.dll", {{"old.dll", "ext.dll"}}},
                    {"ext-ms-win-none-l1-1", "", {}},
                    {"api-ms-win-lost-l1-1", "lost.dll", {}}};
  image.modules = {
      module_of("host.dll", "x64", {{"F", 1, ""}}), module_of("ext.dll", "x64", {{"G", 1, ""}}),
      module_of("old.dll", "x64",
                {{"ForOld", 1, "api-ms-win-core-file-l1-1-0.G"}, {"NotForOld", 2, "api-ms-win-core-file-l1-1-0.F"}}),
      module_of("new.dll", "x64", {{"ForNew", 1, "api-ms-win-core-file-l1-1-0.F"}}),
      module_of("api-ms-win-crt-file-l1-1-0.dll", "x64", {{"fopen", 1, ""}})};
  const Baseline baseline = made(image);
  const std::pair<std::string_view, std::string_view> cases[] = {{"api-ms-win-core-file-l1-1-0.dll!F", "present"},
                                                                 {"api-ms-win-core-file-l1-1-3.dll!F", "present"},
                                                                 {"api-ms-win-core-file-l1-1-0.dll!G", "absent"},
                                                                 {"api-ms-win-core-file-l1-2-0.dll!F", "absent"},
                                                                 {"ext-ms-win-none-l1-1-0.dll", "absent"},
                                                                 {"api-ms-win-lost-l1-1-0.dll", "absent"},
                                                                 {"api-ms-win-crt-file-l1-1-0.dll!fopen", "present"},
                                                                 {"old.dll!ForOld", "present"},
                                                                 {"old.dll!NotForOld", "absent"},
                                                                 {"new.dll!ForNew", "present"}};
  for (const auto& each : cases) {
    CAPTURE(each.first);
    CHECK(asked(baseline, "x64", each.first) == each.second);
  }
}

TEST_CASE("schemas before version 6 name contracts whole, but for their first four letters") {
  SystemImage image = image_of("x64");
  image.api_set_version = 2;
  image.api_sets = {{"ms-win-core-file-l1-1-0", "host.dll", {}}};
  image.modules = {module_of("host.dll", "x64", {{"F", 1, ""}})};
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "x64", "api-ms-win-core-file-l1-1-0.dll!F") == "present");
  CHECK(asked(baseline, "x64", "api-ms-win-core-file-l1-1-1.dll!F") == "absent");
}

TEST_CASE("of a module whose exports could not be read, no function is absent") {
  SystemImage image = image_of("x64");
  image.modules = {module_of("a.dll", "x64", {{"F", 1, ""}}), module_of("b.dll", "x64", {{"G", 1, "a.H"}})};
  image.modules[0].is_read = false;
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "x64", "a.dll!F") == "present");
  CHECK(asked(baseline, "x64", "a.dll!H") == "unknown");
  CHECK(asked(baseline, "x64", "b.dll!G") == "present");
}

TEST_CASE("a module side by side is there for a program whose manifest names its assembly, and for its processor") {
  SystemImage image = image_of("x64");
  image.modules = {module_of("a.dll", "x86", {})};
  image.side_by_side = {{"msvcr80.dll", "x86", "microsoft.vc80.crt"},
                        {"gdiplus.dll", "x64", "microsoft.windows.gdiplus"}};
  const Baseline baseline = made(image);
  CHECK(asked(baseline, "x86", "msvcr80.dll") == "absent");
  CHECK(baseline.has_beside("microsoft.vc80.crt", "msvcr80.dll", "x86"));
  CHECK_FALSE(baseline.has_beside("microsoft.vc90.crt", "msvcr80.dll", "x86"));
  CHECK_FALSE(baseline.has_beside("microsoft.vc80.crt", "msvcr80.dll", "x64"));
}

TEST_CASE("services are told of where a registry was read") {
  SystemImage image = image_of("x64");
  CHECK(word(made(image).service("RpcSs")) == "unknown");
  image.has_system = true;
  image.registry.services = {"rpcss"};
  CHECK(word(made(image).service("RpcSs")) == "present");
  CHECK(word(made(image).service("Messenger")) == "absent");
}

}  // namespace
