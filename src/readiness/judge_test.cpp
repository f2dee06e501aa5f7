#include "readiness/judge.hpp"

#include <doctest/doctest.h>

namespace {

using namespace shoal;
using namespace shoal::readiness;

Rule rule(std::string id, Condition when, std::string_view on, Severity is, std::vector<std::string> remedies) {
  Rule made;
  made.id = std::move(id);
  made.why = "because of " + made.id;
  made.when = std::move(when);
  made.verdicts.push_back({TargetSelector::parse(on).value(), is, {}});
  made.remedies = std::move(remedies);
  return made;
}

// A few rules of each shape.
RuleSet rules() {
  using Kind = Condition::Kind;
  std::vector<Rule> made;
  made.push_back(rule("DOS", fact_of(FactKind::format, "mz"), "arch:x64|arm64", Severity::blocks, {"dosbox"}));
  made.push_back(rule(
      "GINA",
      tree_of(Kind::all, {fact_of(FactKind::export_, "WlxNegotiate"), fact_of(FactKind::export_, "WlxInitialize")}),
      "os>=6.0", Severity::blocks, {"replacement"}));
  made.push_back(rule("MANIFEST",
                      tree_of(Kind::all, {fact_of(FactKind::format, "pe"),
                                          tree_of(Kind::none, {fact_of(FactKind::manifest, "execution-level")})}),
                      "os>=6.0", Severity::degrades, {"manifest"}));
  made.push_back(rule("CLR1",
                      tree_of(Kind::all, {fact_of(FactKind::clr, "metadata", "v1.*"),
                                          tree_of(Kind::none, {fact_of(FactKind::clr, "runtime", "v4*")})}),
                      "os>=6.2", Severity::blocks, {"config"}));
  made.push_back(rule("ABSENT", fact_of(FactKind::unresolved, ""), "any", Severity::blocks, {"install"}));
  made.push_back(rule("REFUSES", fact_of(FactKind::condition_false, "LaunchCondition"), "any", Severity::blocks, {}));
  made.push_back(rule("MIXED", fact_of(FactKind::sibling, "other-machine"), "any", Severity::blocks, {"replacement"}));
  Rule whole =
      rule("WHOLE", tree_of(Kind::all, {fact_of(FactKind::format, "script"), fact_of(FactKind::format, "msi")}), "any",
           Severity::warns, {});
  whole.whole_application = true;
  made.push_back(std::move(whole));
  return RuleSet::make(std::move(made), {{"dosbox", "DOSBox", "package", "", true},
                                         {"replacement", "Another program", "replace", "", false},
                                         {"manifest", "A manifest", "manifest", "", true},
                                         {"config", "A configuration", "config", "", true},
                                         {"install", "Install it", "install", "", true}})
      .value();
}

Target target(std::uint32_t os, std::string arch) {
  Target made;
  made.id = "made";
  made.os = os;
  made.arch = std::move(arch);
  return made;
}

ApplicationFile file(std::string path, const std::vector<std::string>& lines) {
  ApplicationFile made{std::move(path), {}};
  for (const std::string& line : lines) REQUIRE(add_line(line, made.sheet));
  return made;
}

std::vector<ModuleRow> modules() {
  return {{"kernel32.dll", TargetSelector::parse("any").value(), Presence::present},
          {"d3drm.dll", TargetSelector::parse("os>=6.0").value(), Presence::absent},
          {"d3drm.dll", TargetSelector::parse("any").value(), Presence::present},
          {"d3dx9_*.dll", TargetSelector::parse("any").value(), Presence::installable}};
}

std::vector<FunctionRow> functions() {
  return {{"kernel32.dll", "GetTickCount64", TargetSelector::parse("os>=6.0").value(), Presence::present},
          {"kernel32.dll", "GetTickCount64", TargetSelector::parse("any").value(), Presence::absent},
          {"other.dll", "New", TargetSelector::parse("os<6.0").value(), Presence::absent},
          {"d3dx9_1.dll", "D3DX", TargetSelector::parse("any").value(), Presence::present}};
}

std::string judged(std::vector<ApplicationFile> files, const Target& on) {
  Application application{"it", std::move(files)};
  relate(application);
  const RuleSet set = rules();
  const ApplicationVerdict verdict = Assessment(set, application).on(on, Baseline::shipped(modules(), functions(), on));
  std::string text(spelled(verdict.state));
  for (const Finding& each : verdict.findings) {
    text += "\n" + set.rules()[each.rule].id + " " + std::string(spelled(each.is)) + ":";
    for (const Shown& shown : each.evidence) text += " " + application.files[shown.file].path + "[" + shown.fact + "]";
  }
  for (const Opaque& each : verdict.opaque) text += "\nopaque " + application.files[each.file].path + ": " + each.why;
  return text;
}

TEST_CASE("a file that YARA rules were not asked of to its end is not looked into") {
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level asInvoker", "unread yara slow"})},
               target(1000, "x64")) == "unassessed\nopaque a.exe: slow");
}

TEST_CASE("what no rule says anything of is ready") {
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level asInvoker"})}, target(1000, "x64")) == "ready");
}

TEST_CASE("what blocks is discharged by a remedy that leaves the program as it is, and not by another program") {
  CHECK(judged({file("game.exe", {"format mz"})}, target(1000, "x64")) ==
        "ready with remedies\nDOS blocks: game.exe[format mz]");
  CHECK(judged({file("game.exe", {"format mz"})}, target(1000, "x86")) == "ready");
  CHECK(judged({file("gina.dll",
                     {"format pe", "manifest execution-level x", "export WlxNegotiate", "export WlxInitialize"})},
               target(601, "x86")) ==
        "blocked\nGINA blocks: gina.dll[export WlxNegotiate] gina.dll[export WlxInitialize]");
  CHECK(judged({file("half.dll", {"format pe", "manifest execution-level x", "export WlxNegotiate"})},
               target(601, "x86")) == "ready");
}

TEST_CASE("facts must meet in one file, unless a rule asks the whole application") {
  CHECK(judged({file("a.dll", {"format pe", "manifest execution-level x", "export WlxNegotiate"}),
                file("b.dll", {"format pe", "manifest execution-level x", "export WlxInitialize"})},
               target(601, "x86")) == "ready");
  CHECK(judged({file("a.vbs", {"format script"}), file("b.msi", {"format msi"})}, target(601, "x86")) ==
        "ready\nWHOLE warns: a.vbs[format script] b.msi[format msi]");
}

TEST_CASE("a configuration and a manifest beside a program speak for it, an own manifest first") {
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level x", "clr metadata v1.1.4322"})},
               target(1000, "x64")) == "ready with remedies\nCLR1 blocks: a.exe[clr metadata v1.1.4322]");
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level x", "clr metadata v1.1.4322"}),
                file("A.exe.config", {"format config", "clr runtime v4.0"})},
               target(1000, "x64")) == "ready");
  CHECK(
      judged({file("a.exe", {"format pe"}), file("a.exe.manifest", {"format manifest", "manifest execution-level x"})},
             target(1000, "x64")) == "ready");
  CHECK(judged({file("a.exe", {"format pe", "manifest identity it"}),
                file("a.exe.manifest", {"format manifest", "manifest execution-level x"})},
               target(1000, "x64")) == "ready with remedies\nMANIFEST degrades: a.exe[format pe]");
  CHECK(judged({file("one/a.exe", {"format pe"}),
                file("two/a.exe.manifest", {"format manifest", "manifest execution-level x"})},
               target(1000, "x64")) == "ready with remedies\nMANIFEST degrades: one/a.exe[format pe]");
}

TEST_CASE("an import is resolved by the application, then by the target, and by neither where that is not known") {
  const std::vector<std::string> program = {"format pe", "manifest execution-level x",
                                            "import d3drm.dll Direct3DRMCreate", "import kernel32.dll Beep",
                                            "import vendor.dll Do"};
  CHECK(judged({file("a.exe", program)}, target(501, "x86")) == "ready");
  CHECK(judged({file("a.exe", program)}, target(601, "x86")) ==
        "ready with remedies\nABSENT blocks: a.exe[unresolved d3drm.dll Direct3DRMCreate]");
  CHECK(judged({file("a.exe", program),
                file("D3DRM.dll", {"format pe", "manifest execution-level x", "export Direct3DRMCreate"})},
               target(601, "x86")) == "ready");
  CHECK(judged({file("a.exe", program), file("d3drm.dll", {"format pe", "manifest execution-level x", "export Other"})},
               target(601, "x86")) ==
        "ready with remedies\nABSENT blocks: a.exe[unresolved d3drm.dll Direct3DRMCreate]");
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level x", "import d3dx9_43.dll D3DXCreate"})},
               target(601, "x86")) == "ready with remedies\nABSENT blocks: a.exe[unresolved d3dx9_43.dll D3DXCreate]");
}

TEST_CASE("an image decides by its exports, and lacks what it does not have") {
  Application application{
      "it", {file("a.exe", {"format pe", "import kernel32.dll Beep", "import kernel32.dll New", "import gone.dll X"})}};
  relate(application);
  const RuleSet set = rules();
  SystemImage image;
  image.modules = {{"kernel32.dll", "x86", true, {{"Beep", 1, ""}}}};
  const ApplicationVerdict verdict = Assessment(set, application).on(target(501, "x86"), Baseline::of(image));
  REQUIRE(verdict.findings.size() == 1);
  CHECK(verdict.findings[0].evidence ==
        std::vector<Shown>{{0, "unresolved kernel32.dll New #1"}, {0, "unresolved gone.dll X"}});
}

TEST_CASE("a module beside the system's is there for a program whose manifest names its assembly, and for no other") {
  SystemImage image;
  image.modules = {{"kernel32.dll", "x86", true, {}}};
  image.side_by_side = {{"msvcr80.dll", "x86", "microsoft.vc80.crt"}};
  const Baseline baseline = Baseline::of(image);
  const RuleSet set = rules();
  const auto findings = [&](const std::vector<std::string>& more) {
    std::vector<std::string> facts = {"format pe", "machine x86", "import msvcr80.dll exit"};
    facts.insert(facts.end(), more.begin(), more.end());
    const Application application{"it", {file("a.exe", facts)}};
    return Assessment(set, application).on(target(501, "x86"), baseline).findings.size();
  };
  CHECK(findings({}) == 1);
  CHECK(findings({"manifest dependency Microsoft.VC80.CRT"}) == 0);
  CHECK(findings({"manifest dependency Microsoft.VC90.CRT"}) == 1);
}

TEST_CASE("a service waits in vain for one that neither the target nor the application has") {
  SystemImage image;
  image.has_system = true;
  image.registry.services = {"rpcss"};
  std::vector<Rule> made;
  made.push_back(rule("SERVICE", fact_of(FactKind::unresolved_service, ""), "any", Severity::blocks, {}));
  const RuleSet set = RuleSet::make(std::move(made), {}).value();
  const auto told = [&](const std::vector<std::string>& lines) {
    const Application application{"it", {file("a.msi", lines)}};
    const auto verdict = Assessment(set, application).on(target(1000, "x64"), Baseline::of(image));
    std::string text;
    for (const Finding& finding : verdict.findings)
      for (const Shown& shown : finding.evidence) text += shown.fact + ";";
    return text;
  };
  const std::string row = "msi-row ServiceInstall \"ServiceInstall=s\\x1fName=mine\\x1fDependencies=";
  CHECK(told({"format msi", row + "RPCSS[~]Old[~]+Group[~][~]\" @0x1"}) == "unresolved-service Old mine @0x1;");
  CHECK(told({"format msi", row + "Other[~][~]\" @0x1", "msi-row ServiceInstall Name=other @0x2"}) == "");
  CHECK(told({"format msi", row + "\" @0x1"}) == "");
  image.has_system = false;
  CHECK(told({"format msi", row + "Old[~][~]\" @0x1"}) == "");
}

TEST_CASE(
    "a package that refuses a target by its conditions is blocked there, and not where that depends on the machine") {
  const std::vector<std::string> package = {"format msi",
                                            "msi-condition LaunchCondition \"VersionNT = 501\" @0x1 | \"Only XP\"",
                                            "msi-condition LaunchCondition \"PhysicalMemory >= 512\" @0x2"};
  CHECK(judged({file("a.msi", package)}, target(501, "x86")) == "ready");
  CHECK(judged({file("a.msi", package)}, target(601, "x86")) ==
        "blocked\nREFUSES blocks: a.msi[condition-false LaunchCondition \"VersionNT = 501\" @0x1 | \"Only XP\"]");
}

TEST_CASE("a module for another processor beside a program is found") {
  CHECK(judged({file("a.exe", {"format pe", "machine x64", "manifest execution-level x", "import own.dll F"}),
                file("own.dll", {"format pe", "machine x86", "manifest execution-level x", "export F"})},
               target(601, "x64")) == "blocked\nMIXED blocks: a.exe[sibling other-machine own.dll]");
}

TEST_CASE("what cannot be looked into is unassessed, unless something blocks anyway") {
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level x", "packer upx"})}, target(601, "x86")) ==
        "unassessed\nopaque a.exe: packed or protected: upx");
  CHECK(judged({file("a.exe", {"format pe", "manifest execution-level x", "packer upx", "export WlxNegotiate",
                               "export WlxInitialize"})},
               target(601, "x86"))
            .starts_with("blocked"));
}

TEST_CASE("a package is looked into where its files are, and unassessed where some could not be unpacked") {
  CHECK(judged({file("a.msi", {"format msi", "installer msi", "contains unknown a.exe"})}, target(601, "x86")) ==
        "ready");
  CHECK(judged({file("a.msi", {"format msi", "unread members \"1.cab: it is damaged\"", "unread members b",
                               "unread members c", "unread members d"})},
               target(601, "x86")) ==
        "unassessed\nopaque a.msi: a package of which not all is unpacked: 1.cab: it is damaged; b; c; and 1 more");
}

TEST_CASE("files that were unpacked speak for each other as those in a folder do") {
  const auto program = file("a.msi/bin/A.exe", {"format pe", "manifest execution-level x", "clr metadata v1.1.4322"});
  CHECK(judged({program, file("a.msi/bin/a.EXE.config", {"format config", "clr runtime v4.0"})}, target(1000, "x64")) ==
        "ready");
  CHECK(judged({program, file("a.msi/other/a.exe.config", {"format config", "clr runtime v4.0"})},
               target(1000, "x64")) == "ready with remedies\nCLR1 blocks: a.msi/bin/A.exe[clr metadata v1.1.4322]");
}

TEST_CASE("a module that is there for this processor too is not one for another") {
  CHECK(judged({file("x64/own.dll", {"format pe", "machine x64", "manifest execution-level x", "export F"}),
                file("x86/own.dll", {"format pe", "machine x86", "manifest execution-level x", "export F"}),
                file("a.exe", {"format pe", "machine x86", "manifest execution-level x", "import own.dll F"})},
               target(601, "x64")) == "ready");
}

TEST_CASE("a remedy that cannot be had on the target is neither named there nor discharges") {
  const Rule dos = rule("DOS", fact_of(FactKind::format, "mz"), "any", Severity::blocks, {"ntvdm", "replacement"});
  Remedy ntvdm{"ntvdm", "Turn on NTVDM", "setting", "", true};
  ntvdm.on = TargetSelector::parse("arch:x86").value();
  const RuleSet set = RuleSet::make({dos}, {ntvdm, {"replacement", "Another program", "replace", "", false}}).value();
  Application game{"game", {file("game.exe", {"format mz"})}};
  const Assessment assessment(set, game);
  const auto on = [&](const std::string& arch) {
    const Target where = target(1000, arch);
    return assessment.on(where, Baseline::shipped({}, {}, where));
  };
  CHECK(on("x86").findings.at(0).remedies == std::vector<std::string>{"ntvdm", "replacement"});
  CHECK(on("x86").state == State::ready_with_remedies);
  CHECK(on("x64").findings.at(0).remedies == std::vector<std::string>{"replacement"});
  CHECK(on("x64").state == State::blocked);
}

TEST_CASE("rules and remedies must be told apart, and remedies known") {
  const auto code = [](std::vector<Rule> made, std::vector<Remedy> remedies) {
    const auto set = RuleSet::make(std::move(made), std::move(remedies));
    return set ? std::string("fine") : std::string(set.error().code);
  };
  const Condition any = fact_of(FactKind::format, "pe");
  CHECK(code({rule("A", any, "any", Severity::warns, {})}, {}) == "fine");
  CHECK(code({rule("A", any, "any", Severity::warns, {}), rule("A", any, "any", Severity::warns, {})}, {}) ==
        "readiness.bad_rules");
  CHECK(code({rule("A", any, "any", Severity::warns, {"none"})}, {}) == "readiness.bad_rules");
  CHECK(code({}, {{"a", "", "", "", true}, {"a", "", "", "", true}}) == "readiness.bad_rules");
}

}  // namespace
