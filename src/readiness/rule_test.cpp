#include "readiness/rule.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::readiness;

TEST_CASE("a star stands for any letters, and case is no difference") {
  CHECK(is_like("GetVersionExW", "getversion*"));
  CHECK(is_like("GetVersionExW", "*ex*"));
  CHECK(is_like("", "*"));
  CHECK(is_like("aXbXc", "a*b*c"));
  CHECK(is_like("abcabd", "*abd"));
  CHECK(!is_like("GetVersion", "GetVersionEx*"));
  CHECK(!is_like("GetVersionEx", "GetVersion"));
  CHECK(!is_like("abc", "a*d"));
}

TEST_CASE("a pattern asks for kind, name, value and number") {
  FactSheet sheet;
  sheet.add(FactKind::import, "kernel32.dll", "GetVersionExA");
  sheet.add(FactKind::subsystem_version, "", "", 600);
  sheet.add(FactKind::msi_row, "CustomAction", "Action=run\x1fType=3078\x1fSource=a");
  Pattern any_version{FactKind::import, "KERNEL32.dll", "GetVersion*"};
  CHECK(any_version.matches(sheet[0]));
  any_version.name = "user32.dll";
  CHECK(!any_version.matches(sheet[0]));
  CHECK(Pattern{FactKind::subsystem_version, "", "", 502, 600}.matches(sheet[1]));
  CHECK(!Pattern{FactKind::subsystem_version, "", "", 601}.matches(sheet[1]));
  // 3078 is 0xC06: a VBScript in the package, run in the system's name when the installation is carried out.
  CHECK(Pattern{FactKind::msi_row, "customaction", "", 0, ~std::uint64_t{0}, "type", 0x3F, {5, 6}}.matches(sheet[2]));
  CHECK(!Pattern{FactKind::msi_row, "customaction", "", 0, ~std::uint64_t{0}, "type", 0x3F, {1, 2}}.matches(sheet[2]));
}

Target target(std::uint32_t os, std::uint32_t build, std::string arch) {
  Target made;
  made.os = os;
  made.build = build;
  made.arch = std::move(arch);
  made.features = {{"netfx3", "off"}, {"ntvdm", "absent"}};
  return made;
}

TEST_CASE("a selector means the targets for which all of its words hold") {
  const Target ten = target(1000, 19045, "x64"), xp = target(501, 2600, "x86");
  const auto means = [](std::string_view text, const Target& each) {
    return TargetSelector::parse(text).value().means(each);
  };
  CHECK(means("any", xp));
  CHECK(means("os>=6.0", ten));
  CHECK(!means("os>=6.0", xp));
  CHECK(means("os<6.0 arch:x86", xp));
  CHECK(!means("os<6.0 arch:x64|arm64", xp));
  CHECK(means("os=10.0 build<22000", ten));
  CHECK(means("os>5.1 build<=19045", ten));
  CHECK(means("feature:netfx3=off|absent client", ten));
  CHECK(!means("feature:netfx3=on", ten));
  CHECK(!means("feature:wmic=off", ten));
  CHECK(!means("server", ten));
}

TEST_CASE("a selector with a word that is none is refused, with the word") {
  for (const char* text : {"os", "os>=vista", "colour:red", "feature:netfx3", "build>=x"}) {
    const auto parsed = TargetSelector::parse(text);
    REQUIRE(!parsed);
    CHECK(parsed.error().code == "readiness.bad_selector");
    CHECK(parsed.error().message.ends_with(text));
  }
  CHECK(!TargetSelector::parse(" "));
}

TEST_CASE("the first verdict that means a target counts") {
  Rule rule;
  rule.verdicts.push_back({TargetSelector::parse("os>=6.0 arch:x64").value(), Severity::blocks, {}});
  rule.verdicts.push_back({TargetSelector::parse("os>=6.0").value(), Severity::degrades, {}});
  CHECK(rule.verdict_on(target(601, 7601, "x64"))->is == Severity::blocks);
  CHECK(rule.verdict_on(target(601, 7601, "x86"))->is == Severity::degrades);
  CHECK(rule.verdict_on(target(501, 2600, "x86")) == nullptr);
}

}  // namespace
