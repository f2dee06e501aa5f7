#include "inspect/yara_search.hpp"

#include <doctest/doctest.h>

#include "inspect/inspect.hpp"

namespace {

using namespace shoal;
using namespace shoal::inspect;

// A rule that asks for all of `names`, with one file of YARA rules.
readiness::Rule asking_yara(const std::vector<std::string>& names, const std::string& text) {
  readiness::Rule rule;
  rule.id = "OWN-01";
  rule.when.kind = readiness::Condition::Kind::any;
  for (const std::string& name : names) {
    readiness::Condition part;
    part.pattern.kind = readiness::FactKind::yara;
    part.pattern.name = name;
    rule.when.parts.push_back(part);
  }
  rule.yara.push_back({"own.yar", text});
  return rule;
}

std::string refused_yara(const std::string& text) {
  const auto made = YaraSearch::make({asking_yara({"own.yar#Old"}, text)});
  return made ? "taken" : std::string(made.error().code) + ": " + made.error().message;
}

constexpr const char* two =
    "rule Old { strings: $a = \"HARDLOCK\" nocase $b = { 4D 5A 90 ?? } $never = \"zzzz\" condition: any of them }\n"
    "rule Small { condition: filesize < 9 }\n"
    "rule Unasked { condition: true }\n";

std::string found_by(const YaraSearch& yara, std::string_view bytes) {
  readiness::FactSheet sheet;
  Work work(file_steps_max);
  yara.search(bytes, work, sheet);
  return to_lines(sheet);
}

TEST_CASE("a YARA rule that is asked for and matches is a fact for each of its strings, with the first place") {
  const YaraSearch yara = YaraSearch::make({asking_yara({"own.yar#Old", "own.yar#Small"}, two)}).value();
  CHECK(found_by(yara, std::string("MZ\x90\0 hardlock HARDLOCK", 22)) ==
        "yara own.yar#Old $a @0x5\nyara own.yar#Old $b\n");
  CHECK(found_by(yara, "short") == "yara own.yar#Small\n");
  CHECK(found_by(yara, "nothing of the kind").empty());
  CHECK(found_by(yara, "").empty());
}

TEST_CASE("YARA rules that are not asked of a whole file are said to be unread") {
  const YaraSearch yara = YaraSearch::make({asking_yara({"own.yar#Small"}, two)}).value();
  CHECK(found_by(yara, std::string(yara_bytes_max + 1, 'x')) ==
        "unread yara \"it is longer than YARA rules are asked of\"\n");
  readiness::FactSheet sheet;
  Work little(1);
  yara.search(std::string(1000, 'x'), little, sheet);
  CHECK(to_lines(sheet).empty());
  CHECK(little.exhausted());
}

TEST_CASE("a YARA rule that takes too long is given up, and the file is said to be unread") {
  const YaraSearch yara =
      YaraSearch::make({asking_yara({"own.yar#Old"}, "rule Old { strings: $a = /(x+)+y/ condition: $a }")}).value();
  CHECK(found_by(yara, std::string(1'000'000, 'x')) ==
        "unread yara \"YARA rules take longer than is spent on one file\"\n");
}

TEST_CASE("what YARA files may not have is refused with the file and the line") {
  CHECK(refused_yara("rule Old { condition: true }") == "taken");
  CHECK(
      refused_yara("import \"pe\"\nrule Old { condition: pe.is_pe and 1 of ($*) }").starts_with("inspect.bad_yara: "));
  CHECK(refused_yara("import \"pe\"\nimport \"math\"\nrule Old { condition: pe.is_pe or math.min(1, 2) == 1 }") ==
        "taken");
  CHECK(refused_yara("rule Old {\n condition: tru\n}") ==
        "inspect.bad_yara: own.yar line 2: undefined identifier \"tru\"");
  CHECK(refused_yara("rule Old { condition: my_external == 1 }") ==
        "inspect.bad_yara: own.yar line 1: undefined identifier \"my_external\"");
  CHECK(refused_yara("\ninclude \"/etc/passwd\"\nrule Old { condition: true }") ==
        "inspect.bad_yara: own.yar line 2: includes are disabled");
  CHECK(refused_yara("import \"time\"\nrule Old { condition: time.now() > 0 }") ==
        "inspect.bad_yara: the module time is not offered; pe, elf, dotnet, hash and math are");
  CHECK(refused_yara("rule New { condition: true }") ==
        "inspect.bad_yara: own.yar has no rule Old, for which OWN-01 asks");
  CHECK(refused_yara(std::string("rule Old\0{ }", 12)) == "inspect.bad_yara: own.yar: a NUL is in it");
  const auto same_name = YaraSearch::make(
      {asking_yara({"own.yar#Old"}, two), asking_yara({"own.yar#Old"}, "rule Old { condition: false }")});
  CHECK(same_name.error().message == "two files are called own.yar");
  CHECK(YaraSearch::make({}).value().is_empty());
}

TEST_CASE("a file is read with the YARA rules that it matches") {
  const YaraSearch yara = YaraSearch::make({asking_yara({"own.yar#Old"}, two)}).value();
  const TextSearch search({{}, {}, &yara});
  CHECK(to_lines(inspect_file("copy hardlock.vxd c:\\\r\n", "a.cmd", search)) ==
        "format script\nscript batch\nyara own.yar#Old $a @0x5\nfile-name a.cmd\n");
}

}  // namespace
