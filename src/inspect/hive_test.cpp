#include "inspect/hive.hpp"

#include <doctest/doctest.h>

#include "inspect/made_hive.hpp"

namespace {

using namespace shoal;
using namespace shoal::inspect;

std::string joined(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& each : all) text += " " + each;
  return text;
}

std::string spelled(const readiness::ImageRegistry& registry) {
  std::string text = registry.product + " " + std::to_string(registry.build) + "\nclasses" + joined(registry.classes) +
                     "\nclasses32" + joined(registry.classes32) + "\nprograms" + joined(registry.programs) +
                     "\nservices" + joined(registry.services) + "\nfeatures";
  for (const auto& [part, state] : registry.features) text += " " + part + "=" + state;
  return text;
}

MadeKey software() {
  return {"ROOT",
          {},
          {},
          {{"Classes",
            {},
            {},
            {{".txt"},
             {"CLSID", {}, {}, {{"CLSID"}, {"{ABC}"}, {"{DEF}"}}},
             {"Scripting.FileSystemObject", {}, {}, {{"CLSID"}}},
             {"txtfile", {}, {}, {{"shell"}}},
             {"Wow6432Node", {}, {}, {{"CLSID", {}, {}, {{"{ABC}"}}}}}}},
           {"Microsoft",
            {},
            {},
            {{"NET Framework Setup",
              {},
              {},
              {{"NDP", {}, {}, {{"v3.5", {}, {{"Install", 1}}}, {"v4", {}, {}, {{"Full", {}, {{"Install", 0}}}}}}}}},
             {"Windows NT",
              {},
              {},
              {{"CurrentVersion", {{"ProductName", "Windows 10 Pro"}, {"CurrentBuildNumber", "19045"}}}}}}}}};
}

TEST_CASE("the hive of software tells product, build, classes and frameworks") {
  readiness::ImageRegistry registry;
  REQUIRE(read_software_hive(made_hive(software()), true, registry));
  CHECK(spelled(registry) ==
        "Windows 10 Pro 19045\nclasses {abc} {def}\nclasses32 {abc}\nprograms scripting.filesystemobject\nservices\n"
        "features netfx11=off netfx3=on netfx4=off");
  registry = {};
  REQUIRE(read_software_hive(made_hive(software()), false, registry));
  CHECK(registry.classes32.empty());
}

TEST_CASE("services are those of the control set that is current") {
  const MadeKey root = {"ROOT",
                        {},
                        {},
                        {{"ControlSet001", {}, {}, {{"Services", {}, {}, {{"Old"}}}}},
                         {"ControlSet002", {}, {}, {{"Services", {}, {}, {{"RpcSs"}, {"Spooler"}}}}},
                         {"Select", {}, {{"Current", 2}}}}};
  readiness::ImageRegistry registry;
  REQUIRE(read_system_hive(made_hive(root), registry));
  CHECK(joined(registry.services) == " rpcss spooler");
}

TEST_CASE("what is no hive, or one that was cut, is an error and nothing else") {
  const std::string whole = made_hive(software());
  readiness::ImageRegistry registry;
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{4096}, std::size_t{4100}}) {
    CAPTURE(size);
    const auto read = read_software_hive(whole.substr(0, size), true, registry);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == "inspect.bad_hive");
  }
  for (std::size_t at = 4096; at < whole.size(); at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ '\x55');
    registry = {};
    (void)read_software_hive(damaged, true, registry);
  }
}

}  // namespace
