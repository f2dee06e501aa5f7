#include "estate/match.hpp"

#include <doctest/doctest.h>

namespace shoal::estate {
namespace {

std::vector<Device> devices_named(const std::vector<std::string>& names) {
  std::vector<Device> devices(names.size());
  for (std::size_t i = 0; i < names.size(); i++) devices[i].name = names[i];
  return devices;
}

std::string spelled(const Match& match) {
  std::string text = "both";
  for (const auto& [before, after] : match.both) text += " " + std::to_string(before) + "-" + std::to_string(after);
  const auto list = [&](const char* name, const std::vector<std::uint32_t>& devices) {
    text += std::string("; ") + name;
    for (const std::uint32_t device : devices) text += " " + std::to_string(device);
  };
  list("before only", match.before_only);
  list("after only", match.after_only);
  list("unclear", match.before_unclear);
  list("and", match.after_unclear);
  return text;
}

TEST_CASE("a device is the same on both days where its name is, whatever the case") {
  CHECK(spelled(match_by_name(devices_named({"PC-1", "PC-2"}), devices_named({"pc-3", "pc-1"}))) ==
        "both 0-1; before only 1; after only 0; unclear; and");
}

TEST_CASE("a name that stands twice on one of the days proves nothing on the other") {
  CHECK(spelled(match_by_name(devices_named({"PC-1", "PC-2"}), devices_named({"PC-1", "PC-1", "PC-2"}))) ==
        "both 1-2; before only; after only; unclear 0; and 0 1");
  CHECK(spelled(match_by_name(devices_named({"PC-1", "PC-1"}), devices_named({}))) ==
        "both; before only; after only; unclear 0 1; and");
}

TEST_CASE("devices of a register are the same where their number is, whatever they are called") {
  std::vector<Device> before = devices_named({"PC-1", "PC-2", "PC-3"}), after = devices_named({"PC-1", "PC-1"});
  for (std::uint32_t i = 0; i < 3; i++) before[i].number = i;
  after[0].number = 2;
  after[1].number = 7;
  CHECK(spelled(match_by_number(before, after)) == "both 2-0; before only 0 1; after only 1; unclear; and");
}

}  // namespace
}  // namespace shoal::estate
