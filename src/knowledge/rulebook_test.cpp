#include "knowledge/rulebook.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/scratch.hpp"
#include "knowledge/hardware.hpp"
#include "knowledge/rulebook_bytes.hpp"
#include "knowledge/yaml.hpp"

namespace {

using namespace shoal;
using namespace shoal::knowledge;
using readiness::Condition;

constexpr const char* gina = R"yaml(
id: LOG-01
title: It replaces the logon screen
why: Vista does not load it
confidence: high
when:
  all:
    - format: pe
    - any:
        - export: WlxNegotiate
        - import: "user32.dll!Wlx*"
        - subsystem-version: ">=600"
        - msi-row: {table: CustomAction, column: Type, mask: 0x3F, in: [5, 6]}
    - not: {string: 'c:\winnt'}
    - count: {at-least: 3, of: {section: "*"}}
verdict:
  - {on: os>=6.0 arch:x64, is: blocks}
  - {on: any, is: warns, says: it may}
remedies: [provider]
citation: {title: A book, section: "2", where: on paper, read: 2026-11-26, verified: secondary}
tests:
  - {name: both, kind: positive, target: t, expect: blocks, facts: [format pe, export WlxNegotiate]}
  - {name: two files, kind: near miss, target: t, expect: nothing, files: [[format pe], [format mz]]}
)yaml";

std::string spelled_condition(const Condition& condition) {
  if (condition.kind == Condition::Kind::fact) {
    const readiness::Pattern& pattern = condition.pattern;
    std::string text(spelled(pattern.kind));
    text += "(" + pattern.name + "," + pattern.value;
    if (pattern.number_min != 0) text += ",>=" + std::to_string(pattern.number_min);
    if (!pattern.column.empty()) text += "," + pattern.column + "&" + std::to_string(pattern.mask);
    for (const std::uint64_t number : pattern.numbers) text += " " + std::to_string(number);
    return text + ")";
  }
  constexpr const char* names[] = {"", "all", "any", "not", "count"};
  std::string text = std::string(names[static_cast<std::size_t>(condition.kind)]) + "[";
  if (condition.kind == Condition::Kind::count) text += std::to_string(condition.at_least) + " ";
  for (const Condition& part : condition.parts) text += spelled_condition(part);
  return text + "]";
}

TEST_CASE("a rule is read as it is written") {
  const auto rule = read_rule(gina);
  REQUIRE(rule);
  CHECK(rule->id == "LOG-01");
  CHECK(spelled_condition(rule->when) ==
        "all[format(pe,)any[export(WlxNegotiate,)import(user32.dll,Wlx*)subsystem-version(,,>=600)"
        "msi-row(CustomAction,,Type&63 5 6)]not[string(c:\\winnt,)]count[3 section(,)]]");
  REQUIRE(rule->verdicts.size() == 2);
  CHECK(rule->verdicts[0].on.text() == "os>=6.0 arch:x64");
  CHECK(rule->verdicts[1].says == "it may");
  REQUIRE(rule->tests.size() == 2);
  CHECK(rule->tests[0].expect == readiness::Severity::blocks);
  CHECK(!rule->tests[1].expect);
  CHECK(rule->tests[1].files == std::vector<std::vector<std::string>>{{"format pe"}, {"format mz"}});
}

TEST_CASE("a call is told by an import, a delayed one, or a name that is looked up") {
  std::string text = gina;
  text.replace(text.find("format: pe"), 10, "calls: user32.dll!Lock*");
  const auto rule = read_rule(text);
  REQUIRE(rule);
  CHECK(spelled_condition(rule->when.parts[0]) ==
        "any[import(user32.dll,Lock*)delay-import(user32.dll,Lock*)all[string(Lock,)"
        "any[import(,GetProcAddress)clr(module,user32*)]not[export(Lock*,)]]]");
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = gina;
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  const auto rule = read_rule(text);
  return rule ? "read" : std::string(rule.error().code) + ": " + rule.error().message;
}

TEST_CASE("a rule that says what it cannot is refused, with the line and the word") {
  CHECK(with("id: LOG-01", "") == "knowledge.bad_rule: line 3: there is no field id");
  CHECK(with("verdict:", "verdicts:") ==
        "knowledge.bad_rule: line 17: no field of this place: verdicts; did you mean verdict?");
  CHECK(with("format: pe", "colour: red") ==
        "knowledge.bad_rule: line 8: no kind of fact, and neither all, any, not, count nor calls: colour");
  CHECK(with("is: blocks", "is: bad") == "knowledge.bad_rule: line 17: neither blocks, degrades nor warns: bad");
  CHECK(with("os>=6.0 arch", "os>=vista arch") ==
        "readiness.bad_selector: line 17: no word of a target such as os>=6.0, arch:x64 or feature:netfx3=off: "
        "os>=vista");
  CHECK(with("format: pe", "calls: user32.dll") ==
        "knowledge.bad_rule: line 8: no library and function such as kernel32.dll!Sleep: user32.dll");
  CHECK(with("format: pe", "calls: user32.dll!*Lock") ==
        "knowledge.bad_rule: line 8: no name of a function, with a star behind it at most: user32.dll!*Lock");
  CHECK(with("\">=600\"", "new") == "knowledge.bad_rule: line 12: no number such as >=600: new");
  CHECK(with("c:\\winnt", "c") == "knowledge.bad_rule: line 14: too short to look for: c");
  CHECK(with("secondary", "hearsay") ==
        "knowledge.bad_rule: line 20: neither primary, secondary nor unverified: hearsay");
  CHECK(with("expect: nothing", "expect: all") ==
        "knowledge.bad_rule: line 23: neither blocks, degrades nor warns: all");
}

std::string yara_rule(std::string_view asked) {
  return "id: OWN-01\ntitle: Ours\nwhy: it says so\nconfidence: low\nwhen: {yara: '" + std::string(asked) +
         "'}\nverdict: [{on: any, is: warns}]\nremedies: []\n"
         "citation: {title: ours, read: 2026-11-26, verified: unverified}\n"
         "tests: [{name: it matches, kind: positive, target: ten, expect: warns, facts: ['yara own.yar#Old $a "
         "@0x10']}]\n";
}

// The folder of rules with a rule of that text, read; what is wrong where it is not.
std::string read_with_yara(const std::filesystem::path& folder, std::string_view asked) {
  std::ofstream(folder / "own" / "OWN-01.yaml") << yara_rule(asked);
  const auto book = read_rulebook(folder);
  if (!book) return book.error().message.substr(folder.string().size());
  std::string told;
  for (const readiness::YaraText& each : book->rules.at(0).yara) told += each.file + ": " + each.text;
  const auto failures = readiness::run_rule_tests(*book);
  return told + (failures ? std::to_string(failures->size()) : failures.error().message) + " failed";
}

TEST_CASE("a rule may ask for YARA rules in a file beside it, and its tests tell of them as facts") {
  const Scratch folder;
  std::filesystem::create_directory(folder.path() / "own");
  std::ofstream(folder.path() / "targets.csv") << "id,name,os,build,service_pack,arch,server,features,citation,read\n"
                                                  "ten,Windows 10,1000,19045,0,x64,0,,made,2026-11-26\n";
  std::ofstream(folder.path() / "remedies.csv") << "id,title,kind,discharges,on,what\n";
  std::ofstream(folder.path() / "modules.csv") << "module,from,until,on,kind,verified,citation,read\n";
  std::ofstream(folder.path() / "own" / "own.yar") << "rule Old { condition: true }\n";
  std::ofstream(folder.path() / "outside.yar") << "rule Old { condition: true }\n";
  CHECK(read_with_yara(folder.path(), "own.yar#Old") == "own.yar: rule Old { condition: true }\n0 failed");
  CHECK(read_with_yara(folder.path(), "own.yar#Old=$b") == "own.yar: rule Old { condition: true }\n1 failed");
  CHECK(read_with_yara(folder.path(), "gone.yar#Old") == "/own/OWN-01.yaml: no file gone.yar stands beside it");
  for (const std::string_view asked : {"own.yar", "#Old", "own.yar#", "../outside.yar#Old", "own.yar#*"})
    CHECK(read_with_yara(folder.path(), asked) ==
          "/own/OWN-01.yaml: line 5: no file beside the rule and a YARA rule in it, such as own.yar#Old: " +
              std::string(asked));
  std::filesystem::create_symlink(folder.path() / "outside.yar", folder.path() / "own" / "link.yar");
  CHECK(read_with_yara(folder.path(), "link.yar#Old") == "/own/OWN-01.yaml: no file link.yar stands beside it");
  std::ofstream(folder.path() / "own" / "long.yar") << std::string((std::size_t{1} << 20U) + 1, ' ');
  CHECK(read_with_yara(folder.path(), "long.yar#Old") == "/own/OWN-01.yaml: long.yar is longer than 1 MiB");
}

std::string yaml_refused(std::string_view text) {
  const auto read = read_yaml(text);
  return read ? "read" : read.error().message;
}

TEST_CASE("YAML is read within limits, and what could grow without bound is refused") {
  CHECK(yaml_refused("a: 1\na: 2\n") == "line 2: this key stands there already: a");
  CHECK(yaml_refused("a: &x [1]\nb: *x\n") == "line 2: aliases are not read");
  CHECK(yaml_refused("a: 1\n---\nb: 2\n") == "line 1: a second document");
  CHECK(yaml_refused("") == "line 1: there is nothing in it");
  CHECK(yaml_refused("[a]: b\n").find("a key that is no text") != std::string::npos);
  CHECK(yaml_refused(std::string(100, '[') + std::string(100, ']')) == "line 1: deeper than 24 levels");
  CHECK(yaml_refused("- a\n b: [") != "read");
  CHECK(yaml_refused(std::string(300'000, 'x')) == "line 1: longer than 262144 bytes");
  std::string many = "[";
  for (int i = 0; i < 30'000; i++) many += "a,";
  CHECK(yaml_refused(many + "a]").find("more than 20000 values") != std::string::npos);
}

TEST_CASE("rules come back from a pack as they went into it, and no byte of one can be lost unnoticed") {
  readiness::Rulebook book;
  book.rules.push_back(read_rule(gina).value());
  book.remedies.push_back({"provider", "Another provider", "replace", "Ask for it", false});
  book.targets.push_back({"t", "A target", 1000, 19045, 0, "x64", false, {{"ntvdm", "absent"}}});
  book.modules.push_back(
      {"d3drm.dll", readiness::TargetSelector::parse("os>=6.0").value(), readiness::Presence::absent});
  const std::string bytes = rulebook_bytes(book);
  const auto again = rulebook_from(bytes);
  REQUIRE(again);
  CHECK(rulebook_bytes(*again) == bytes);
  CHECK(spelled_condition(again->rules[0].when) == spelled_condition(book.rules[0].when));
  CHECK(again->targets[0].feature("ntvdm") == "absent");
  // Packs from before there were facts of hardware, or a table of functions, end there; without any these take three
  // empty counts and one.
  const std::size_t before_functions = bytes.size() - 1, before_hardware = before_functions - 3;
  for (std::size_t size = 0; size < bytes.size(); size++)
    CHECK(rulebook_from(std::string_view(bytes).substr(0, size)).has_value() ==
          (size == before_hardware || size == before_functions));
  CHECK(!rulebook_from(bytes + "x"));
  book.functions.push_back(
      {"kernel32.dll", "Beep", readiness::TargetSelector::parse("os<6.0").value(), readiness::Presence::absent});
  const auto with_functions = rulebook_from(rulebook_bytes(book));
  REQUIRE(with_functions);
  CHECK(rulebook_bytes(*with_functions) == rulebook_bytes(book));
  CHECK(with_functions->functions[0].on.text() == "os<6.0");
}

// "absent on windows-xp-sp3-x86" of a function, by the tables that ship.
std::string told_of(std::string_view module, std::string_view function, std::string_view id) {
  static const readiness::Rulebook book = read_rulebook(SHOAL_SOURCE_DIR "/data/rules").value();
  const readiness::Target* target = book.target(id);
  if (target == nullptr) return "no target " + std::string(id);
  const auto baseline = readiness::Baseline::shipped(book.modules, book.functions, *target);
  constexpr std::string_view words[] = {"present", "absent", "installable", "unknown"};
  return std::string(
      words[static_cast<std::size_t>(baseline.function(baseline.module(module, target->arch), function))]);
}

TEST_CASE("functions that ship in the table are missing before the release that its page names, and no later") {
  struct Case {
    std::string_view module, function, xp, server_2003, vista, seven, eight, ten;
  };
  const Case cases[] = {
      {"kernel32.dll", "GetTickCount64", "absent", "absent", "present", "present", "present", "present"},
      {"kernel32.dll", "GetThreadId", "absent", "present", "present", "present", "present", "present"},
      {"kernel32.dll", "TryAcquireSRWLockExclusive", "absent", "absent", "absent", "present", "present", "present"},
      {"kernel32.dll", "AddDllDirectory", "absent", "absent", "installable", "installable", "present", "present"},
      {"kernel32.dll", "GetSystemTimePreciseAsFileTime", "absent", "absent", "absent", "absent", "present", "present"},
      {"kernel32.dll", "SetThreadDescription", "absent", "absent", "absent", "absent", "absent", "present"},
      {"kernel32.dll", "GetTickCount", "present", "present", "present", "present", "present", "present"},
      {"advapi32.dll", "RegDeleteKeyExW", "absent", "present", "present", "present", "present", "present"},
      {"ws2_32.dll", "inet_ntop", "absent", "absent", "present", "present", "present", "present"},
      // A library that is missing itself has no function.
      {"d2d1.dll", "D2D1CreateFactory", "unknown", "unknown", "unknown", "present", "present", "present"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.function);
    const auto told = [&](std::string_view id) { return told_of(each.module, each.function, id); };
    CHECK(told("windows-xp-sp3-x86") == each.xp);
    CHECK(told("windows-server-2003-r2-x86") == each.server_2003);
    CHECK(told("windows-vista-sp2-x86") == each.vista);
    CHECK(told("windows-7-sp1-x64") == each.seven);
    CHECK(told("windows-8.1-x64") == each.eight);
    CHECK(told("windows-10-22h2-x64") == each.ten);
  }
}

TEST_CASE("the facts of hardware that ship are read, and come back from a pack's bytes") {
  readiness::Rulebook book;
  book.hardware = read_hardware(SHOAL_SOURCE_DIR "/data/hardware").value();
  CHECK(book.hardware.processors.size() > 30);
  const auto again = rulebook_from(rulebook_bytes(book));
  REQUIRE(again);
  CHECK(rulebook_bytes(*again) == rulebook_bytes(book));
  const std::string bytes = rulebook_bytes(book);
  // Behind them stands the count of functions alone, without which a pack is one from before that table.
  for (std::size_t size = bytes.size() - 400; size < bytes.size() - 1; size++)
    CHECK_FALSE(rulebook_from(std::string_view(bytes).substr(0, size)));
}

}  // namespace
