#include "readiness/msi_condition.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal::readiness;

Target target_of(std::uint32_t os, std::uint32_t build, const char* arch, bool server = false) {
  Target target;
  target.os = os;
  target.build = build;
  target.arch = arch;
  target.server = server;
  return target;
}

MsiProperties some_properties() {
  MsiProperties properties;
  properties.set("One", {"1"});
  properties.set("Five", {"5"});
  properties.set("Zero", {"0"});
  properties.set("Text", {"Windows XP"});
  properties.set("Minus", {"-7"});
  properties.set("Flags", {"196610"});  // 0x00030002
  properties.set("OneOrTwo", {"1", "2"});
  properties.set_unknown("Searched");
  properties.set("&Main", {"3"});
  return properties;
}

std::string judged(std::string_view text, const MsiProperties& properties = some_properties()) {
  const auto condition = MsiCondition::parse(text);
  if (!condition) return std::string(condition.error().code);
  const auto judgement = condition->judge(properties);
  std::string said(spelled(judgement.truth));
  for (const std::string& name : judgement.depends_on) said += " " + name;
  return said;
}

void check_table(std::initializer_list<std::pair<const char*, const char*>> table) {
  for (const auto& row : table) {
    CAPTURE(row.first);
    CHECK(judged(row.first) == row.second);
  }
}

TEST_CASE("a value alone is true where it is not 0, or holds anything") {
  check_table({{"", "true"},
               {"  ", "true"},
               {"1", "true"},
               {"0", "false"},
               {"-1", "true"},
               {"One", "true"},
               {"Zero", "true"},
               {"Nowhere", "false"},
               {"\"x\"", "true"},
               {"\"\"", "false"},
               {"one", "false"}});
}

TEST_CASE("logical operators are as documented, in any case") {
  check_table({{"1 And 1", "true"},
               {"1 AND 0", "false"},
               {"0 or 1", "true"},
               {"0 OR 0", "false"},
               {"1 Xor 1", "false"},
               {"1 xor 0", "true"},
               {"0 xor 0", "false"},
               {"1 Eqv 1", "true"},
               {"0 eqv 0", "true"},
               {"1 eqv 0", "false"},
               {"1 Imp 0", "false"},
               {"1 imp 1", "true"},
               {"0 imp 0", "true"},
               {"0 imp 1", "true"},
               {"Not 1", "false"},
               {"NOT 0", "true"},
               {"not not 1", "true"}});
}

TEST_CASE("operators bind Not, And, Or, Xor, Eqv, Imp, and parentheses before all") {
  check_table({{"1 OR 1 AND 0", "true"},
               {"(1 OR 1) AND 0", "false"},
               {"NOT 0 AND 0", "false"},
               {"NOT (0 AND 0)", "true"},
               {"1 XOR 1 OR 1", "false"},
               {"(1 XOR 1) OR 1", "true"},
               {"0 EQV 1 XOR 1", "true"},
               {"1 EQV 0 XOR 1", "true"},
               {"0 EQV (0 XOR 0)", "true"},
               {"0 IMP 1 EQV 0", "true"},
               {"(0 IMP 1) EQV 0", "false"},
               {"NOT One = 2", "true"},
               {"0 IMP 0 IMP 0", "false"}});
}

TEST_CASE("integers are compared as such with what a property holds") {
  check_table({{"Five = 5", "true"},   {"Five<>5", "false"},    {"Five < 10", "true"},  {"Five > 10", "false"},
               {"Five <= 5", "true"},  {"Five >= 6", "false"},  {"5 = Five", "true"},   {"Minus < 0", "true"},
               {"Minus = -7", "true"}, {"005 = Five", "true"},  {"1 = 1", "true"},      {"2 < 10", "true"},
               {"Flags >< 2", "true"}, {"Flags >< 4", "false"}, {"Flags << 3", "true"}, {"Flags << 2", "false"},
               {"Flags >> 2", "true"}, {"Flags >> 3", "false"}, {"&Main = 3", "true"},  {"&Main=2", "false"}});
}

TEST_CASE("an integer and what is none are unequal and nothing else") {
  for (const char* relation : {"=", "<", ">", "<=", ">=", "><", "<<", ">>"}) {
    CAPTURE(relation);
    CHECK(judged(std::string("Text ") + relation + " 5") == "false");
    CHECK(judged(std::string("Nowhere ") + relation + " 0") == "false");
    CHECK(judged(std::string("1 ") + relation + " \"1\"") == "false");
  }
  check_table({{"Text <> 5", "true"}, {"Nowhere <> 0", "true"}, {"1 <> \"1\"", "true"}});
}

TEST_CASE("texts are compared letter by letter, with a tilde ignoring case") {
  check_table({{"Text = \"Windows XP\"", "true"},
               {"Text = \"windows xp\"", "false"},
               {"Text ~= \"windows xp\"", "true"},
               {"Text ~<> \"windows xp\"", "false"},
               {"Text >< \"dows\"", "true"},
               {"Text >< \"DOWS\"", "false"},
               {"Text ~>< \"DOWS\"", "true"},
               {"Text << \"Win\"", "true"},
               {"Text << \"XP\"", "false"},
               {"Text >> \"XP\"", "true"},
               {"Text ~>> \"xp\"", "true"},
               {"\"a\" < \"b\"", "true"},
               {"\"b\" <= \"a\"", "false"},
               {"Five < \"10\"", "false"},
               {"Nowhere = \"\"", "true"},
               {"Nowhere = AlsoNowhere", "true"},
               {"Nowhere >< AlsoNowhere", "false"},
               {"Text >< Nowhere", "true"}});
}

TEST_CASE("what nobody here can tell is unknown, with its name, unless the rest decides") {
  check_table({{"Searched", "unknown Searched"},
               {"NOT Searched", "unknown Searched"},
               {"Searched AND 0", "false"},
               {"Searched OR 1", "true"},
               {"0 OR Searched", "unknown Searched"},
               {"Searched XOR 1", "unknown Searched"},
               {"Searched IMP 1", "true"},
               {"1 IMP Searched", "unknown Searched"},
               {"0 AND Searched OR %TEMP", "unknown %TEMP"},
               {"Searched = 1 AND $Main = 3 AND One", "unknown $Main Searched"},
               {"OneOrTwo > 0", "true"},
               {"OneOrTwo > 2", "false"},
               {"OneOrTwo = 1", "unknown OneOrTwo"},
               {"OneOrTwo", "true"},
               {"!Main=3", "unknown !Main"},
               {"?Main=3", "unknown ?Main"}});
}

TEST_CASE("what keeps to no grammar is refused") {
  for (const char* text : {"AND", "1 AND", "(1", "1)", "1 1", "1 = 1 = 1", "(1 AND 1) = 1", "= 1", "\"open", "One ~ 1",
                           "One == 1", "1.5", "-", "NOT", "99999999999", "$ = 1", "[Text]", "One AND OR 1", "'a'"}) {
    CAPTURE(text);
    CHECK(judged(text) == "readiness.bad_condition");
  }
  CHECK(judged(std::string(condition_bytes_max, ' ') + "1") == "readiness.bad_condition");
  CHECK(judged(std::string(condition_depth_max, '(') + "1" + std::string(condition_depth_max, ')')) ==
        "readiness.bad_condition");
  CHECK(judged(std::string(condition_depth_max - 1, '(') + "1" + std::string(condition_depth_max - 1, ')')) == "true");
}

TEST_CASE("a target has the properties that Windows Installer would set there") {
  const auto on = [](const Target& target, std::string_view text) { return judged(text, msi_properties(target, "")); };
  const Target xp = target_of(501, 2600, "x86"), w10 = target_of(1000, 19045, "x64"),
               w11 = target_of(1000, 26100, "arm64"), s2019 = target_of(1000, 17763, "x64", true);
  CHECK(on(xp, "VersionNT = 501 AND NOT VersionNT64 AND WindowsBuild = 2600 AND Intel >= 5 AND NOT Msix64") == "true");
  CHECK(on(w10, "VersionNT = 603 AND VersionNT64 = 603 AND WindowsBuild = 9600 AND Intel AND Msix64") == "true");
  CHECK(on(w10, "VersionNT = 501") == "false");
  CHECK(on(w10, "VersionNT >= 1000") == "false");
  CHECK(on(w10, "Version9X OR Intel64") == "false");
  CHECK(on(w10, "ServicePackLevel >= 1") == "false");
  CHECK(on(w10, "MsiNTProductType = 1") == "true");
  CHECK(on(s2019, "MsiNTProductType > 1") == "true");
  CHECK(on(s2019, "MsiNTProductType = 2") == "unknown MsiNTProductType");
  CHECK(on(w11, "VersionNT64") == "true");
  CHECK(on(w11, "Intel") == "unknown Intel");
  CHECK(on(w10, "Installed OR VersionNT >= 501") == "true");
  CHECK(on(w10, "Privileged AND VersionNT = 501") == "false");
  CHECK(on(w10, "AdminUser OR MsiTrueAdminUser") == "unknown AdminUser MsiTrueAdminUser");
  CHECK(on(w10, "PhysicalMemory >= 64") == "unknown PhysicalMemory");
}

TEST_CASE("64-bit Windows on ARM before Windows 11 hides itself from packages of x86") {
  const Target w10 = target_of(1000, 19045, "arm64");
  CHECK(judged("VersionNT64", msi_properties(w10, "Intel;1033")) == "false");
  CHECK(judged("VersionNT64", msi_properties(w10, "Arm64;1033")) == "true");
  CHECK(judged("VersionNT64", msi_properties(w10, "x64;1033")) == "unknown VersionNT64");
}

TEST_CASE("a package's own properties count, and what it searches for or sets is unknown") {
  FactSheet package;
  for (const char* line :
       {"msi-property template Intel;1033", "msi-property ProductName Till", "msi-property EDITION 2",
        "msi-property VersionNT 501", "msi-row AppSearch \"Property=OFFICE\\x1fSignature_=s\"",
        "msi-row CustomAction \"Action=a\\x1fType=51\\x1fSource=EDITION\\x1fTarget=3\""})
    REQUIRE(add_line(line, package));
  const Target w10 = target_of(1000, 19045, "x64");
  const auto in_package = [&](std::string_view text) { return judged(text, msi_properties(w10, package)); };
  CHECK(in_package("ProductName = \"Till\"") == "true");
  CHECK(in_package("template") == "false");
  CHECK(in_package("VersionNT = 603") == "true");
  CHECK(in_package("EDITION = 2 OR OFFICE") == "unknown EDITION OFFICE");
  CHECK(in_package("OTHER") == "false");
  REQUIRE(add_line("msi-row CustomAction \"Action=b\\x1fType=1025\\x1fSource=Dll\"", package));
  CHECK(in_package("OTHER") == "false");  // Deferred code sets no property.
  REQUIRE(add_line("msi-row CustomAction \"Action=c\\x1fType=1\\x1fSource=Dll\"", package));
  CHECK(in_package("OTHER") == "unknown OTHER");
  CHECK(in_package("Installed") == "false");
}

TEST_CASE("a condition says what it asks for") {
  const auto condition = MsiCondition::parse("(B = 1 OR %TEMP) AND NOT A = B AND \"C\"");
  REQUIRE(condition);
  CHECK(condition->symbols() == std::vector<std::string>{"%TEMP", "A", "B"});
}

}  // namespace
