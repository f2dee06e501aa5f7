#include <archive.h>
#include <archive_entry.h>
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "estate/made_rules.hpp"
#include "exposure/made_facts.hpp"
#include "knowledge/build.hpp"
#include "knowledge/distil.hpp"
#include "knowledge/lines.hpp"
#include "knowledge/pack.hpp"
#include "knowledge/presumed.hpp"
#include "knowledge/published.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using namespace std::chrono;
using exposure::MadeFacts;
using update::LineKind;

// A folder of this process alone, gone with the object.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("shoal-knowledge-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

// "code: message", with the folder's own name left out.
std::string spelled(const Error& error, const Folder& folder) {
  std::string text = std::string(error.code) + ": " + error.message;
  const std::string prefix = folder.path().string() + "/";
  for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix)) text.erase(at, prefix.size());
  return text;
}

std::string table_read(std::string_view text) {
  const Folder folder;
  folder.write("t.csv", text);
  const auto table = Table::read(folder.path() / "t.csv", {"kb", "kind"});
  if (!table) return spelled(table.error(), folder);
  std::string read;
  for (std::size_t i = 0; i < table->size(); i++) {
    const auto row = (*table)[i];
    read += row.place().substr(row.place().rfind(' ') + 1) + ": ";
    read.append(row["kb"]).append(" ").append(row["kind"]) += "\n";
  }
  return read;
}

TEST_CASE("a table's comments are no rows, its columns go by name, and rows know their line") {
  CHECK(
      table_read("# Where this comes from.\n# More.\nkind,note,kb\nrollup,,4012215\n security-only ,\"a\nb\",4012212\n"
                 "rollup,,4015549\n") == "4: 4012215 rollup\n5: 4012212 security-only\n7: 4015549 rollup\n");
}

TEST_CASE("a row with another number of fields than the header is named with its line") {
  CHECK(table_read("# Comment.\nkb,kind\n4012215,rollup\n4012212\n") ==
        "knowledge.bad_table: t.csv line 4: 1 fields where the header has 2");
}

TEST_CASE("a table without a column that is needed is refused, and so are an empty one and one that is not there") {
  CHECK(table_read("kb\n4012215\n") == "knowledge.bad_table: t.csv: no column kind");
  CHECK(table_read("") == "knowledge.bad_table: t.csv: no column kb");
  CHECK(table_read("# Comment without an end") == "knowledge.bad_table: t.csv: no column kb");
  const Folder folder;
  const auto absent = Table::read(folder.path() / "absent.csv", {});
  REQUIRE_FALSE(absent);
  CHECK(spelled(absent.error(), folder) == "knowledge.no_table: no table at absent.csv");
}

TEST_CASE("a table in which a column stands twice is refused, since the second would never be read") {
  CHECK(table_read("kb,kind,kb\n4012215,rollup,4012212\n") == "knowledge.bad_table: t.csv: the column kb stands twice");
}

const std::string windows_7 = "Windows 7 for x64-based Systems Service Pack 1";
const std::string xp = "Microsoft Windows XP Service Pack 3";

// Snapshots of rows, distilled and spelled: statements, then supersedence, then the pitfalls that were met.
std::string distilled(const std::vector<std::vector<DefinitionRow>>& snapshots) {
  Names names;
  names.products = {{fold(windows_7), 0}, {fold(xp), 1}};
  names.components = {{fold("Internet Explorer 11"), 1}};
  std::vector<exposure::Product> products(2);
  products[1].family = 1;
  Distiller distiller(names, products);
  for (std::size_t i = 0; i < snapshots.size(); i++) {
    distiller.begin_snapshot(static_cast<std::uint8_t>(i));
    for (const DefinitionRow& row : snapshots[i]) distiller.take(row);
  }
  const Distillate made = distiller.finish();

  std::string text;
  for (const Statement& statement : made.statements) {
    text += "product " + std::to_string(statement.product) + " CVE-" + std::to_string(statement.cve >> 32) + "-" +
            std::to_string(statement.cve & 0xFFFFFFFF) + " component " + std::to_string(statement.component) + " KB" +
            std::to_string(statement.kb) + " in " + std::to_string(statement.first_seen) + "-" +
            std::to_string(statement.last_seen) + " of " + to_string(made.cves.at(statement.cve).published);
    text.append(" ").append(exposure::spelled(made.cves.at(statement.cve).severity)) += "\n";
  }
  for (const auto& [edge, first_seen] : made.supersedes)
    text += "family " + std::to_string(std::get<0>(edge)) + " KB" + std::to_string(std::get<1>(edge)) + " > KB" +
            std::to_string(std::get<2>(edge)) + " from " + std::to_string(first_seen) + "\n";
  const Pitfalls& met = made.pitfalls;
  const std::pair<std::string, std::uint64_t> counts[] = {{"repeated", met.repeated},
                                                          {"other products", met.other_products},
                                                          {"without KB", met.without_kb},
                                                          {"no number", met.kb_not_a_number},
                                                          {"without CVE", met.without_cve},
                                                          {"bad date", met.bad_date},
                                                          {"spellings", met.spellings},
                                                          {"itself", met.supersedes_itself},
                                                          {"text", met.supersedes_text},
                                                          {"conflicting", met.conflicting},
                                                          {"no longer listed", met.no_longer_listed},
                                                          {"before its year", met.before_its_year}};
  for (const auto& [what, count] : counts)
    if (count > 0) text += what + " " + std::to_string(count) + "\n";
  return text;
}

// A row on CVE-2017-0144 as the lists have it, for Windows 7.
DefinitionRow row_of(std::string_view kb, std::string_view supersedes = "", std::string_view posted = "20170314") {
  return {posted, "CVE-2017-0144", kb, "Windows SMB", windows_7, "", "Critical", "", supersedes, false};
}

TEST_CASE("a row that stands many times in one snapshot is one statement") {
  CHECK(distilled({{row_of("4012212"), row_of("4012212"), row_of("4012212")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012212 in 0-0 of 2017-03-14 critical\nrepeated 2\n");
}

TEST_CASE("rows without a KB, or with something else in its place, prove nothing and are counted") {
  CHECK(distilled({{row_of(""), row_of("Release Notes"), row_of("0")}}) == "without KB 1\nno number 2\n");
}

TEST_CASE("an update that is said to supersede itself does not, and what is no number is set aside") {
  CHECK(distilled({{row_of("4012215", "4012215; 3212646,MS16-151")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012215 in 0-0 of 2017-03-14 critical\n"
        "family 0 KB4012215 > KB3212646 from 0\nitself 1\ntext 2\n");
}

TEST_CASE("different statements of what an update supersedes are all kept, and counted as a conflict") {
  CHECK(distilled({{row_of("4012215", "3212646"), row_of("4012215", "3207752")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012215 in 0-0 of 2017-03-14 critical\n"
        "family 0 KB4012215 > KB3207752 from 0\nfamily 0 KB4012215 > KB3212646 from 0\nconflicting 1\n");
}

TEST_CASE("spellings of one product are one product") {
  DefinitionRow blanks = row_of("4012212");
  blanks.product = "  Windows 7  for x64-Based Systems Service Pack 1 ";
  CHECK(distilled({{row_of("4012212"), blanks}}) ==
        "product 0 CVE-2017-144 component 0 KB4012212 in 0-0 of 2017-03-14 critical\nspellings 1\n");
}

TEST_CASE("a component on a product is found in either column, and other products are set aside") {
  DefinitionRow column = row_of("4012204"), product = row_of("4012204"), other = row_of("3178688");
  column.component = "Internet Explorer 11";
  const std::string joined = "Internet Explorer 11 on " + windows_7;
  product.product = joined;
  other.product = "Microsoft Office 2010 Service Pack 2";
  CHECK(distilled({{column, product, other}}) ==
        "product 0 CVE-2017-144 component 1 KB4012204 in 0-0 of 2017-03-14 critical\nother products 1\n");
}

TEST_CASE("a vulnerability's day is the earliest that any snapshot gives, and a dropped row keeps its days") {
  CHECK(distilled({{row_of("4012212", "", "20180508")}, {row_of("4012215", "", "20170314")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012212 in 0-0 of 2017-03-14 critical\n"
        "product 0 CVE-2017-144 component 0 KB4012215 in 1-1 of 2017-03-14 critical\nno longer listed 1\n");
}

TEST_CASE("a day before the year of its CVE is a slip: another row's day counts, or the first of that year") {
  CHECK(distilled({{row_of("4012212", "", "20020314")}, {row_of("4012212", "", "20170314")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012212 in 0-1 of 2017-03-14 critical\nbefore its year 1\n");
  CHECK(distilled({{row_of("4012212", "", "20020314")}}) ==
        "product 0 CVE-2017-144 component 0 KB4012212 in 0-0 of 2017-01-01 critical\nbefore its year 1\n");
}

TEST_CASE("a subsystem is told by the first row with a word that begins a word of a title or component") {
  const std::vector<SubsystemWords> table = {{0, {"dns server"}}, {1, {"ole$", "com+"}}, {2, {"dns"}}};
  const auto told = [&](const char* title) { return subsystem_of(table, {"", title}); };
  CHECK(told("Windows DNS Server Remote Code Execution") == 0);
  CHECK(told("Windows DNSAPI Spoofing") == 2);
  CHECK(told("Windows OLE Remote Code Execution") == 1);
  CHECK(told("Console Spoofing (OLEDB)") == 3);
  CHECK(told("Windows COM+ Elevation") == 1);
  CHECK(told("") == 3);
}

TEST_CASE("of a vulnerability the worst impact is kept, and tampering is spoofing") {
  DefinitionRow tampering = row_of("4012212"), worse = row_of("4012215");
  tampering.impact = "Tampering";
  worse.impact = " Remote code execution";
  const Names names{{{fold(windows_7), 0}}, {}};
  const std::vector<exposure::Product> products(1);
  Distiller distiller(names, products);
  distiller.take(tampering);
  CHECK(Distiller(distiller).finish().cves.begin()->second.impact == exposure::Impact::spoofing);
  distiller.take(worse);
  const Distillate made = distiller.finish();
  CHECK(made.cves.begin()->second.impact == exposure::Impact::remote_code_execution);
  CHECK(made.cves.begin()->second.core_texts == std::set<std::string>{"", "Windows SMB"});
}

TEST_CASE("advisories are no vulnerabilities, and a row whose date is none is set aside") {
  DefinitionRow advisory = row_of("4532945");
  advisory.cve = "ADV200001";
  CHECK(distilled({{advisory, row_of("4012212", "", "14.3.2017"), row_of("4012215", "", "20170231")}}) ==
        "without CVE 1\nbad date 2\n");
}

TEST_CASE("every row of the lists is kept, or set aside for one reason") {
  DefinitionRow advisory = row_of("4532945"), other = row_of("3178688");
  advisory.cve = "ADV200001";
  other.product = "Microsoft Office 2010 Service Pack 2";
  const Names names{{{fold(windows_7), 0}}, {}};
  const std::vector<exposure::Product> products(1);
  Distiller distiller(names, products);
  for (const DefinitionRow& row : {row_of("4012212"), row_of("4012212"), row_of("4012215"), row_of(""), row_of("n/a"),
                                   row_of("4012214", "", "20170231"), advisory, other})
    distiller.take(row);
  const Pitfalls met = distiller.finish().pitfalls;
  CHECK(met.rows == 8);
  CHECK(met.kept == 2);
  CHECK(met.kept + met.repeated + met.other_products + met.without_kb + met.kb_not_a_number + met.without_cve +
            met.bad_date ==
        met.rows);
}

TEST_CASE("updates of the advisory on servicing stacks are told apart") {
  DefinitionRow advisory = row_of("4490628");
  advisory.cve = "ADV990001";
  const Names names{{{fold(windows_7), 0}}, {}};
  const std::vector<exposure::Product> products(1);
  Distiller distiller(names, products);
  distiller.take(advisory);
  const Distillate made = distiller.finish();
  REQUIRE(made.servicing_stack.size() == 1);
  CHECK(made.servicing_stack.begin()->first.second == 4490628);
}

// "component 0: rollup 4012215 4015549; apart 4012212"
std::string lines_of(const MadeFacts& made, const KnownKinds& kinds, const FamilyOfBuild& families = {}) {
  const exposure::Facts facts = made.facts();
  std::map<std::pair<std::uint16_t, LineKind>, std::string> text;
  for (const update::LineMember& member : find_lines(facts, kinds, families))
    text[{member.component, member.kind}] += " " + std::to_string(facts.updates.updates[member.update].kb);
  std::string whole;
  for (const auto& [key, kbs] : text)
    whole += exposure::spelled(facts.components[key.first]) + (key.second == LineKind::rollup ? " rollups" : " apart") +
             kbs + "\n";
  return whole;
}

std::vector<std::string> seven_cves(const std::string& prefix) {
  std::vector<std::string> cves(7, prefix);
  for (std::size_t i = 0; i < cves.size(); i++) cves[i] += std::to_string(i);
  return cves;
}

// Windows 7 from March to June 2017: each month a rollup, which supersedes that of the month before, and a
// security-only update. Only the first rollup's kind is stated, since what it supersedes is not here.
MadeFacts spring_2017() {
  MadeFacts made;
  const std::tuple<std::uint32_t, std::uint32_t, Day> months[] = {{4012212, 4012215, 2017y / 3 / 14},
                                                                  {4015546, 4015549, 2017y / 4 / 11},
                                                                  {4019263, 4019264, 2017y / 5 / 9},
                                                                  {4022722, 4022719, 2017y / 6 / 13}};
  std::uint32_t last = 0;
  for (const auto& [apart, rollup, day] : months) {
    const auto cves = seven_cves("CVE-2017-1" + std::to_string(apart % 100 + 100));
    made.updates.push_back({apart, day});
    made.updates.push_back({rollup, day});
    made.fixes.push_back({apart, cves});
    made.fixes.push_back({rollup, cves});
    if (last > 0) made.supersedes.push_back({rollup, last});
    last = rollup;
  }
  return made;
}

TEST_CASE("rollups stand in a chain of supersedence, and security-only updates beside it") {
  CHECK(lines_of(spring_2017(), {{{4012215, "monthly-rollup"}}, {}, {}}) ==
        "windows rollups 4012215 4015549 4019264 4022719\nwindows apart 4012212 4015546 4019263 4022722\n");
}

TEST_CASE("a stated kind outweighs what the lists suggest") {
  CHECK(lines_of(spring_2017(), {{{4012215, "monthly-rollup"}, {4022719, "other"}, {4022722, "other"}}, {}, {}}) ==
        "windows rollups 4012215 4015549 4019264\nwindows apart 4012212 4015546 4019263\n");
}

TEST_CASE("the browser's cumulative updates are a line of their own, and each is in the system's rollup of its day") {
  MadeFacts made;
  made.components = {{"internet-explorer", {"11"}, true}};
  made.updates = {{4012204, 2017y / 3 / 14}, {4014661, 2017y / 4 / 11}};
  made.fixes = {{4012204, {"CVE-2017-0149"}, "internet-explorer 11"},
                {4014661, {"CVE-2017-0202"}, "internet-explorer 11"}};
  CHECK(lines_of(made, {{}, {}, {4012204}}) ==
        "windows apart 4012204 4014661\ninternet-explorer 11 rollups 4012204 4014661\n");
}

TEST_CASE("a list for Secure Boot is not in the cumulative line of Windows 10") {
  MadeFacts made;
  made.family = {"10.0.17763", Day(2018y / 11 / 13), true};
  made.updates = {{4524244, 2020y / 2 / 11}, {4535680, 2021y / 1 / 12}, {4598230, 2021y / 1 / 12}};
  made.fixes = {{4524244, {"CVE-2020-0689"}}, {4535680, {"CVE-2020-0689"}}, {4598230, {"CVE-2021-1648"}}};
  made.supersedes = {{4535680, 4524244}};
  made.builds = {{17763, 1697, 2}};
  CHECK(lines_of(made, {}, {{17763, "10.0.17763"}}) == "windows rollups 4598230\n");
}

TEST_CASE("an update of a build is in the cumulative line of the family that the build belongs to, and in no other") {
  MadeFacts made;
  made.family = {"10.0.19041", Day(2020y / 5 / 27), true};
  made.updates = {{5066791, 2025y / 10 / 14}, {5066793, 2025y / 10 / 14}};
  made.fixes = {{5066791, {"CVE-2025-24990"}}, {5066793, {"CVE-2025-24990"}}};
  made.builds = {{19045, 6456, 0}, {22631, 6060, 1}};
  CHECK(lines_of(made, {}, {{19045, "10.0.19041"}, {22631, "10.0.22621"}}) == "windows rollups 5066791\n");
  CHECK(lines_of(made, {}, {}) == "");
}

lifecycle::ProgramCatalogue made_programs() {
  lifecycle::ProgramCatalogue made;
  made.programs = {{"office", "Microsoft Office", "Microsoft"}};
  made.cycles = {{0, "2010", "2010 SP2", 2020y / 10 / 13, 2021y / 10 / 12, {}, {}, "made-up terms", "made"}};
  made.names = {{{"microsoft office", {"plus"}, {"mui"}, {"microsoft"}}, 0, lifecycle::CycleFrom::name, {{"2010", 0}}}};
  made.entries = {{{"", {"kb#"}, {"msxml"}, {}}, lifecycle::EntryKind::update}};
  return made;
}

Pack made_pack() {
  MadeFacts made = spring_2017();
  made.components = {{"internet-explorer", {"8", "11"}, true}};
  made.in_box = {{"windows-7", "internet-explorer", "8"}};
  made.installers = {{2841134, "internet-explorer", "11"}};
  made.statements = {{"CVE-2017-11120", "made for this test"}};
  made.withdrawn = {4012212};
  made.builds = {{7601, 24000, 1}};
  made.enrolments = {{"esu", "ESU", "windows-7-sp1", "any", 2020y / 1 / 15, Day(2021y / 1 / 12), "made"}};
  made.published = {{"CVE-2021-34527", 2021y / 7 / 1}};
  Pack pack{made.catalogue(), made.facts(), {}, {}};
  pack.columns.names = {{"standort", {estate::Attribute::tag, "site"}, "", estate::HeaderRank::plain}};
  pack.identity = made_rules();
  pack.systems = {{"v_R_System", "Configuration Manager", false}};
  pack.catalogue.names = {{"Windows 7", "windows-7-any", {{"windows", "win"}, {"7"}}, {"server"}, {"windows-7-sp1"}}};
  pack.catalogue.programs = made_programs();
  pack.facts.citations = {{"definitions 2026-06-28", "Microsoft", 2026y / 6 / 28, "0a"}};
  pack.facts.vulnerabilities.back().exploited_since = 2021y / 11 / 3;
  pack.facts.vulnerabilities.back().due = 2021y / 7 / 20;
  pack.facts.vulnerabilities.back().severity = exposure::Severity::critical;
  pack.facts.incidents = {{"printnightmare", "A made-up title", {0}, {"CVE-2017-0147"}, "made"}};
  exposure::PolicyRule rule;
  rule.id = "critical";
  rule.demands = "Install it";
  rule.severities = {exposure::Severity::unrated, exposure::Severity::critical};
  rule.whole_update = true;
  rule.listing = exposure::Listing::not_listed;
  rule.needs = {exposure::Circumstance::exposed};
  rule.unless = exposure::Circumstance::isolated;
  rule.clock = exposure::Clock::fix_released;
  rule.days = 14;
  rule.citation = "made";
  pack.facts.policies = {{"scheme-1",
                          "scheme",
                          "A scheme",
                          "Somebody",
                          "Everybody",
                          2023y / 1 / 23,
                          2023y / 4 / 24,
                          Day(2025y / 4 / 27),
                          "scheme-2",
                          "The first day",
                          "made",
                          {rule}}};
  return pack;
}

std::string spelled(const exposure::PolicyRule& rule) {
  std::string text = rule.id + " " + rule.demands + " of_unsupported=" + (rule.of_unsupported ? "yes" : "no") + " ";
  for (const exposure::Severity severity : rule.severities) text.append(exposure::spelled(severity)) += "/";
  text += std::string(rule.whole_update ? " whole " : " ") + std::to_string(static_cast<int>(rule.listing)) + " ";
  for (const exposure::Circumstance need : rule.needs) text.append(exposure::spelled(need)) += "/";
  if (rule.unless) text.append(" unless ").append(exposure::spelled(*rule.unless));
  return text + " " + std::to_string(rule.days) + " from " + std::string(exposure::spelled(rule.clock)) + ", " +
         rule.citation;
}

// Something of every table, so that a field that one direction forgets shows.
std::string spelled(const Pack& pack) {
  const exposure::Facts& facts = pack.facts;
  std::string text = pack.catalogue.releases.at(0).name + "|" +
                     to_string(pack.catalogue.releases.at(0).support.at(0).extended_until) + "|" +
                     to_string(*pack.catalogue.enrolments.at(0).until) + "|" + facts.citations.at(0).name + "|" +
                     to_string(facts.snapshots.at(1)) + "|" + exposure::spelled(facts.components.at(1)) + "|" +
                     facts.products.at(0).name + "|" + std::to_string(facts.products.at(0).rows_end) + "|" +
                     to_string(*facts.products.at(0).assessed_until) + "|" + facts.in_box.at(0).version + "|" +
                     std::to_string(facts.installers.at(0).kb) + "|" + facts.statements.at(0).says + "|" +
                     facts.incidents.at(0).not_held.at(0) + "|" + std::to_string(facts.updates.builds.at(0).revision);
  const exposure::Vulnerability& last = facts.vulnerabilities.back();
  text += "|" + exposure::spelled(last) + " " + to_string(last.published) + " " + to_string(*last.exploited_since) +
          " " + to_string(*last.due);
  const exposure::Policy& policy = facts.policies.at(0);
  text += "|" + policy.id + " " + policy.scheme + " " + policy.title + " " + policy.publisher + " " + policy.scope +
          " " + to_string(policy.published) + " " + to_string(policy.from) + " " + to_string(*policy.until) + " " +
          policy.superseded_by + " " + policy.conflicts + " " + policy.citation + "|" + spelled(policy.rules.at(0));
  for (const update::Containment& row : facts.updates.containments)
    text += "|" + std::to_string(facts.updates.updates[row.newer].kb) + ">" +
            std::to_string(facts.updates.updates[row.older].kb);
  const lifecycle::ProgramCatalogue& programs = pack.catalogue.programs;
  const lifecycle::ProgramCycle& cycle = programs.cycles.at(0);
  const lifecycle::ProgramName& name = programs.names.at(0);
  text += "|" + programs.programs.at(0).id + " " + cycle.title + " " + to_string(*cycle.until) + " " +
          to_string(*cycle.paid_until) + " " + cycle.terms;
  text += "|" + name.pattern.begins + " " + name.pattern.words.at(0) + " " + name.pattern.lacks.at(0) + " " +
          name.pattern.publishers.at(0) + " " + std::string(lifecycle::spelled(name.cycle_from)) + " " +
          name.keys.at(0).text;
  return text + "|" + std::string(lifecycle::spelled(programs.entries.at(0).kind));
}

TEST_CASE("what was written is read, and writing it again gives the same bytes") {
  const std::string bytes = write_pack(made_pack());
  const auto pack = read_pack(bytes);
  REQUIRE(pack);
  CHECK(
      spelled(*pack) ==
      "Windows 7 SP1|2020-01-14|2021-01-12|definitions 2026-06-28|2020-01-10|internet-explorer 8/11|Windows 7 SP1|56|"
      "2020-01-14|8|2841134|made for this test|CVE-2017-0147|24000|CVE-2021-34527 2021-07-01 2021-11-03 "
      "2021-07-20|scheme-1 scheme A scheme Somebody Everybody 2023-01-23 2023-04-24 2025-04-27 scheme-2 The first day "
      "made|critical Install it of_unsupported=no unrated/critical/ whole 2 exposed/ unless isolated 14 from "
      "fix_released, made|"
      "4015549>4012215|4019264>4015549|4022719>4019264|office 2010 SP2 2020-10-13 2021-10-12 made-up terms|"
      "microsoft office plus mui microsoft name 2010|update");
  CHECK(pack->identity == made_rules());
  CHECK(write_pack(*pack) == bytes);
  CHECK(pack->facts.pack_id == bytes.substr(20, 64));
}

std::string code_of(std::string_view bytes) {
  const auto pack = read_pack(bytes);
  return pack ? "accepted" : std::string(pack.error().code);
}

// Some bits of what zstd writes say nothing, so that a byte may change and the content not.
TEST_CASE("a pack of which any byte was changed is refused, or has the same content") {
  const std::string bytes = write_pack(made_pack());
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < bytes.size(); at++) {
    if (at >= 8 && at < 20) continue;  // The version and the size: below.
    CAPTURE(at);
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x21);
    const auto pack = read_pack(changed);
    if (!pack) CHECK(std::string(pack.error().code) == "knowledge.bad_pack");
    if (!pack) continue;
    CHECK(write_pack(*pack) == bytes);
    accepted++;
  }
  CHECK(accepted <= 2);
}

TEST_CASE("a pack that ends early, or goes on, is refused") {
  const std::string bytes = write_pack(made_pack());
  for (std::size_t size = 0; size < bytes.size(); size++) {
    CAPTURE(size);
    CHECK(code_of(std::string_view(bytes).substr(0, size)) == "knowledge.bad_pack");
  }
  CHECK(code_of(bytes + "x") == "knowledge.bad_pack");
}

TEST_CASE("a pack for another version of shoal is told apart from a damaged one") {
  std::string bytes = write_pack(made_pack());
  bytes[8] = 9;
  const auto pack = read_pack(bytes);
  REQUIRE_FALSE(pack);
  CHECK(std::string(pack.error().code) == "knowledge.pack_version");
  CHECK(pack.error().message == "the pack has version 9, and this shoal reads version 8");
}

TEST_CASE("a pack that would unpack to more than 16 MiB is refused before it is unpacked") {
  std::string bytes = write_pack(made_pack());
  bytes[15] = 4;  // 2^26 and some.
  CHECK(code_of(bytes) == "knowledge.pack_too_large");
}

TEST_CASE("content that promises more than it holds, or refers to what it does not hold, is refused") {
  CHECK(code_of(wrap_content(std::string("\xFF\xFF\xFF\x03", 4))) == "knowledge.bad_pack");
  Pack pack = made_pack();
  pack.facts.rows[0].update = 8;
  CHECK(code_of(write_pack(pack)) == "knowledge.bad_pack");
  pack = made_pack();
  pack.facts.products[0].rows_end = 57;
  CHECK(code_of(write_pack(pack)) == "knowledge.bad_pack");
  pack = made_pack();
  pack.facts.policies[0].rules[0].needs = {static_cast<exposure::Circumstance>(exposure::circumstance_count)};
  CHECK(code_of(write_pack(pack)) == "knowledge.bad_pack");
  pack = made_pack();
  pack.facts.policies[0].rules[0].clock = static_cast<exposure::Clock>(5);
  CHECK(code_of(write_pack(pack)) == "knowledge.bad_pack");
}

TEST_CASE("programs that refer to what is not there, or stand in no order, are refused") {
  const auto code_with = [](auto change) {
    Pack pack = made_pack();
    change(pack.catalogue.programs);
    return code_of(write_pack(pack));
  };
  using lifecycle::ProgramCatalogue;
  CHECK(code_with([](ProgramCatalogue&) {}) == "accepted");
  CHECK(code_with([](ProgramCatalogue& made) { made.cycles[0].program = 1; }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) { made.cycles[0].paid_until = 2020y / 10 / 12; }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) { made.names[0].program = 1; }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) { made.names[0].keys[0].cycle = 1; }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) { made.names[0].keys.push_back({"2007", 0}); }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) {
          made.names.push_back(made.names[0]);
          made.names[1].pattern.begins = "a";
        }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) {
          made.names[0].cycle_from = lifecycle::CycleFrom::fixed;
          made.names[0].keys.clear();
        }) == "knowledge.bad_pack");
  CHECK(code_with([](ProgramCatalogue& made) { made.entries[0].kind = lifecycle::EntryKind::program; }) ==
        "knowledge.bad_pack");
}

void write_zip(const std::filesystem::path& path, const std::string& name, const std::string& text) {
  archive* made = archive_write_new();
  archive_write_set_format_zip(made);
  REQUIRE(archive_write_open_filename(made, path.c_str()) == ARCHIVE_OK);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, name.c_str());
  archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  REQUIRE(archive_write_header(made, entry) == ARCHIVE_OK);
  archive_write_data(made, text.data(), text.size());
  archive_entry_free(entry);
  archive_write_free(made);
}

TEST_CASE("a CVE that stands twice among the exploited has its earliest day, and an entry without one is set aside") {
  const auto list = parse_exploited(
      R"({"dateReleased": "2025-08-25T17:04:19Z", "vulnerabilities": [)"
      R"({"cveID": "CVE-2017-0144", "dateAdded": "2022-02-10", "knownRansomwareCampaignUse": "Known"}, )"
      R"({"cveID": "CVE-2017-0144", "dateAdded": "2021-11-03"}, {"cveID": "MS17-010", "dateAdded": "2022-02-10"}, )"
      R"({"cveID": "CVE-2019-0708", "dateAdded": 2021}]})",
      "known.json");
  REQUIRE_MESSAGE(list, list.error().message);
  CHECK(list->entries == 4);
  CHECK(list->repeated == 1);
  CHECK(list->set_aside == 2);
  REQUIRE(list->by_cve.size() == 1);
  CHECK(to_string(list->by_cve.begin()->second.since) == "2021-11-03");
  CHECK(list->by_cve.begin()->second.ransomware);
}

std::string cycles_read(const std::string& result) {
  const auto cycles = parse_cycles(R"({"generated_at": "2026-08-22T01:52:34+00:00", "result": [)" + result + "]}", "p");
  if (!cycles) return std::string(cycles.error().code) + ": " + cycles.error().message;
  std::string text;
  for (const auto& [name, cycle] : cycles->by_name) {
    text += name + ":";
    for (const auto& [field, value] : cycle) text += " " + field + "=" + value;
    text += "\n";
  }
  return text;
}

TEST_CASE("of endoflife.date's products the cycles are read, in whatever order their fields stand") {
  CHECK(cycles_read(R"({"releases": [{"latest": {"name": "5.1.2600", "date": null}, "eolFrom": "2014-04-08", )"
                    R"("isEol": true, "eoasFrom": null, "name": "5-sp3"}], "name": "windows"}, )"
                    R"({"name": "office", "releases": [{"name": "2010", "isEol": false}]})") ==
        "office/2010: isEol=false name=2010\nwindows/5-sp3: eolFrom=2014-04-08 isEol=true latest.name=5.1.2600 "
        "name=5-sp3\n");
}

TEST_CASE("a cycle of endoflife.date that stands twice, or has no name, is refused") {
  CHECK(cycles_read(R"({"name": "windows", "releases": [{"name": "8"}, {"name": "8"}]})") ==
        "knowledge.bad_calendar: p: the cycle windows/8 stands twice");
  CHECK(cycles_read(R"({"name": "windows"})") ==
        "knowledge.bad_calendar: p: not as expected: The JSON field referenced does not exist in this object.");
  CHECK(cycles_read(R"({"name": "windows", "releases": [{"label": "8"}]})") ==
        "knowledge.bad_calendar: p: a cycle of windows has no name");
}

const std::string definitions =
    "DatePosted,CVE,BulletinKB,Title,AffectedProduct,AffectedComponent,Severity,Impact,Supersedes,Exploits\n"
    "20170314,CVE-2017-0144,4012212,Windows SMB,Windows 7 for x64-based Systems Service Pack 1,,Critical,,,\n"
    "20170314,CVE-2017-0144,4012215,Windows SMB,Windows 7 for x64-based Systems Service Pack 1,,Critical,,3212646,\n"
    "20170411,CVE-2017-0199,4015549,Windows,Windows 7 for x64-based Systems Service Pack 1,,Critical,,4012215,\n";

const std::string kind_header = "kind,aspect,same,same_later,other,shared,verified,citation,read\n";
const std::string identity_kinds = kind_header +
                                   "asset-tag,label,0.9,0.9,0.01,3,unverified,made,2026-11-26\n"
                                   "domain,label,0.9,0.9,0.5,0,unverified,made,2026-11-26\n"
                                   "guid,account,0.999,0.5,0.001,5,unverified,made,2026-11-26\n"
                                   "installation,installation,0.999,0.75,0.001,5,unverified,made,2026-11-26\n"
                                   "mac,hardware,0.9,0.9,0.001,5,unverified,made,2026-11-26\n"
                                   "name,label,0.9,0.8,0.001,0,unverified,made,2026-11-26\n"
                                   "serial,hardware,0.9375,0.875,0.001,5,unverified,made,2026-11-26\n"
                                   "sid,account,0.999,0.5,0.001,5,unverified,made,2026-11-26\n"
                                   "uuid,hardware,0.99,0.9,0.001,5,unverified,made,2026-11-26\n";
const std::string rule_of_identity_header = "rule,value,unit,verified,citation,read\n";
const std::string identity_rules =
    rule_of_identity_header +
    "beside,20,bits,unverified,made,2026-11-26\nclaim-margin,0.5,bits,unverified,made,2026-11-26\n"
    "followed,64,trails,unverified,made,2026-11-26\nfurther,50,percent,unverified,made,2026-11-26\n"
    "gap,-2,bits,unverified,made,2026-11-26\ngap-days,60,days,unverified,made,2026-11-26\n"
    "rival,-10,bits,unverified,made,2026-11-26\nslip,-2,bits,unverified,made,2026-11-26\n"
    "threshold,10,bits,unverified,made,2026-11-26\n";

// The inputs of a build, as small as they can be: one product, two months.
void write_inputs(const Folder& folder) {
  const std::pair<const char*, std::string> files[] = {
      {"data/updates/families.csv", "family,alternatives_from,cumulative_only\n6.1,2016-10-11,no\n"},
      {"data/updates/family_builds.csv", "build,family\n7601,6.1\n"},
      {"data/updates/kinds.csv", "kb,kind\n4012215,monthly-rollup\n4015549,monthly-rollup\n"},
      {"data/updates/extra.csv",
       "kb,released,cve,products,component,supersedes,obtainable,verified,citation,read\n"
       "4499175,2019-05-14,CVE-2019-0708,Windows 7 for x64-based Systems Service Pack 1,Windows,,public,vendor,made,"
       "2026-11-23\n"},
      {"data/updates/withdrawn.csv", "kb,withdrawn_on,verified,citation,read\n4012212,,vendor,made,2026-11-23\n"},
      {"data/updates/builds.csv", "build,revision,kb,released\n"},
      {"data/lifecycle/releases.csv",
       "release,name,kind,version,build,service_pack,words,lacks,cycles\n"
       "windows-7-sp1,Windows 7 SP1,client,6.1,7601,1,windows;7,embedded,any=windows/7-sp1\n"},
      {"data/lifecycle/corrections.csv", "cycle,field,wrong,right,verified,citation,read\n"},
      {"data/lifecycle/support.csv", "release,edition,mainstream_until,extended_until,verified,citation,read\n"},
      {"data/lifecycle/enrolments.csv", "enrolment,release,edition,from,until,title,verified,citation,read\n"},
      {"data/lifecycle/editions.csv", "word,edition\nEnterprise,enterprise\n"},
      {"data/lifecycle/names.csv",
       "name,id,words,lacks,releases\nWindows 7,windows-7-any,windows/win;7,server,windows-7-sp1\n"},
      {"data/lists/columns.csv",
       "header,attribute,export,rank,verified,citation,read\nComputer name,name,,,vendor,made,2026-11-23\n"
       "Site,tag:site,,,vendor,made,2026-11-23\n"},
      {"data/lists/systems.csv",
       "source,system,counts,why,verified,citation,read\nv_R_System,Configuration "
       "Manager,no,made,vendor,made,2026-11-26\n"},
      {"data/rules/targets.csv",
       "id,name,os,build,service_pack,arch,server,features,citation,read\n"
       "ten,Windows 10,1000,19045,0,x64,0,ntvdm=absent,made,2026-11-26\n"},
      {"data/rules/remedies.csv",
       "id,title,kind,discharges,on,what\ndosbox,DOSBox,package,yes,any,Run it in DOSBox.\n"},
      {"data/rules/modules.csv",
       "module,from,until,on,kind,verified,citation,read\nd3drm.dll,5.1,5.2,any,system,primary,made,2026-11-26\n"},
      {"data/rules/functions.csv",
       "module,function,from,added,verified,citation,read\nkernel32.dll,GetTickCount64,6.0,,primary,made,2026-11-26\n"},
      {"data/rules/format/BIT-01.yaml",
       "id: BIT-01\ntitle: For DOS\nwhy: x64 has no DOS\nconfidence: high\nwhen: {all: [{format: mz}, {not: {count: "
       "{at-least: 2, of: {string: dos4gw}}}}]}\nverdict: [{on: 'arch:x64', is: blocks}]\nremedies: [dosbox]\n"
       "citation: {title: made, read: 2026-11-26, verified: primary}\ntests:\n"
       "  - {name: a game, kind: positive, target: ten, expect: blocks, facts: [format mz]}\n"},
      {"data/hardware/requirements.csv",
       "on,need,at_least,kind,says,verified,citation,read\narch:x64,memory,2048,minimum,,vendor,made,2026-11-26\n"},
      {"data/hardware/processors.csv",
       "name,vendor,family,models,steppings,names,has,lacks,listed,listed_platform,verified,citation,read\n"
       "Kaby,GenuineIntel,6,142,9-10,core i#-7###*,nx sse2,popcnt,some,16,vendor,made,2026-11-26\n"},
      {"data/hardware/virtual.csv", "maker,model,verified,citation,read\nqemu,*,vendor,made,2026-11-26\n"},
      {"data/identity/kinds.csv", identity_kinds},
      {"data/identity/rules.csv", identity_rules},
      {"data/identity/liars.csv",
       "kind,match,value,note,verified,citation,read\nserial,is,To be filled,made,vendor,made,2026-11-26\n"
       "mac,begins,00:50:56:c0,made,vendor,made,2026-11-26\n"},
      {"data/lifecycle/products.csv",
       "product,release,architecture,variant\n"
       "Windows 7 for x64-based Systems Service Pack 1,windows-7-sp1,x64,full\n"},
      {"data/lifecycle/product_aliases.csv", "alias,product\n"},
      {"data/components/names.csv",
       "text,component,versions,in_place\nInternet Explorer 11,internet-explorer,11,yes\n"},
      {"data/components/components.csv", "release,component,version,optional\nwindows-7,internet-explorer,8,no\n"},
      {"data/components/installers.csv", "kb,component,version\n2841134,internet-explorer,11\n"},
      {"data/incidents/incidents.csv",
       "incident,title,cve,verified,citation,read\nwannacry,A worm,CVE-2017-0144,vendor,made,2026-11-23\n"},
      {"data/policies/policies.csv",
       "policy,scheme,title,publisher,published,from,until,superseded_by,scope,conflicts,verified,citation,read\n"
       "ce-1,ce,One,NCSC,2023-01-23,2023-04-24,2025-04-27,ce-2,UK,,vendor,made,2026-11-23\n"
       "ce-2,ce,Two,NCSC,,2025-04-28,,,UK,The day,unverified,made,2026-11-23\n"},
      {"data/policies/rules.csv",
       "policy,rule,applies_to,severity,bundled,known_exploited,needs,unless,from,days,demands,verified,citation,read\n"
       "ce-1,critical,update,high_risk,yes,any,high_score;exposed,,fix_released,14,Install it,vendor,made,2026-11-23\n"
       "ce-1,gone,unsupported_software,,no,any,,isolated,none,0,Remove it,secondary,made,2026-11-23\n"
       "ce-2,listed,update,,no,yes,,,kev_due,0,Remedy it,unverified,made,2026-11-23\n"},
      {"data/policies/severities.csv",
       "scheme,vendor,word,counts_as\nce,Microsoft,important,high_risk\nce,Microsoft,critical,high_risk\n"},
      {"data/presumed/lineage.csv",
       "generation,release,kind,available,verified,citation,read\n"
       "6.1,windows-7,client,2009-10-22,vendor,made,2026-11-23\n"
       "6.1,windows-server-2008-r2,server,2009-10-22,unverified,made,2026-11-23\n"
       "6.2,windows-8,client,2012-10-26,vendor,made,2026-11-23\n"},
      {"data/presumed/subsystems.csv",
       "subsystem,role,introduced,words,verified\nbrowser,apart,6.1,explorer,vendor\nsmb,common,6.1,smb$,vendor\n"},
      {"data/statements/no_fix.csv", "cve,products,statement,verified,citation,read\n"},
      {"data/programs/products.csv", "product,title,vendor,calendar,cycles\noffice,Office,Microsoft,office,\n"},
      {"data/programs/support.csv",
       "product,cycle,title,until,ended_by,paid_until,terms,verified,citation,read\n"
       "office,2003,2003 SP3,2014-04-08,,,,vendor,made,2026-11-23\n"
       "office,2007,,2017-10-11,,,,unverified,made,2026-11-23\n"
       "office,1-2,,,2000-01-01,,,vendor,made,2026-11-23\n"},
      {"data/programs/names.csv",
       "product,begins,words,lacks,publisher,cycle_from,cycles\n"
       "office,Microsoft Office,,MUI;(KB#,Microsoft,name,*;XP=2003;v*.#\n"},
      {"data/programs/entries.csv", "kind,begins,words,lacks,publisher\nupdate,,KB#,,\n"},
      {"shared/lifecycle/products.json",
       R"({"generated_at": "2026-08-22T00:00:00+00:00", "result": [{"name": "windows", "releases": [)"
       R"({"name": "7-sp1", "eoasFrom": "2015-01-13", "eolFrom": "2020-01-14"}]}, {"name": "office", "releases": [)"
       R"({"name": "2007", "label": "2007 SP3", "isEol": true, "eolFrom": "2017-10-10", "eoesFrom": null}, )"
       R"({"name": "365", "label": "365", "isEol": false, "eolFrom": null}]}]})"},
      {"shared/kev/known.json",
       R"({"dateReleased": "2025-08-25T17:04:19Z", "vulnerabilities": [{"cveID": "CVE-2017-0144", )"
       R"("dateAdded": "2022-02-10", "dueDate": "2022-08-10", "knownRansomwareCampaignUse": "Known"}, )"
       R"({"cveID": "CVE-2021-34527", "dateAdded": "2021-11-03", "dueDate": "2021-07-20", )"
       R"("knownRansomwareCampaignUse": "Known"}]})"},
      {"shared/msrc/windows-builds.csv", "build,revision,kb,released\n17763,316,4487044,2019-02-12\n"}};
  for (const auto& [name, text] : files) folder.write(name, text);
  write_zip(folder.path() / "shared/msrc/definitions-2019-03-07.zip", "CVEs_20190307.csv", definitions);
}

Result<Pack> built(const Folder& folder) {
  BuildLog log;
  return build_pack({folder.path() / "data", folder.path() / "shared"}, log, [](const std::string&) {});
}

TEST_CASE("a pack is built from small inputs, twice the same to the byte") {
  const Folder folder;
  write_inputs(folder);
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  const exposure::Facts& facts = pack->facts;
  std::string text;
  for (const exposure::Row& row : facts.rows)
    text += exposure::spelled(facts.vulnerabilities[row.vulnerability]) + " KB" +
            std::to_string(facts.updates.updates[row.update].kb) + " " +
            to_string(facts.updates.updates[row.update].released) + "\n";
  for (const update::LineMember& member : facts.updates.line_members)
    text += (member.kind == LineKind::rollup ? "rollup KB" : "apart KB") +
            std::to_string(facts.updates.updates[member.update].kb) + "\n";
  CHECK(text ==
        "CVE-2017-0144 KB4012212 2017-03-14\nCVE-2017-0144 KB4012215 2017-03-14\nCVE-2017-0199 KB4015549 2017-04-11\n"
        "CVE-2019-0708 KB4499175 2019-05-14\nrollup KB4012215\nrollup KB4015549\n");
  CHECK(facts.vulnerabilities[0].ransomware);
  CHECK(to_string(*facts.products[0].assessed_from) == "2017-03-14");
  CHECK(write_pack(*pack) == write_pack(*built(folder)));
}

TEST_CASE("probabilities become weights in tenths of a bit, and liars are spelled as identifiers are") {
  const Folder folder;
  write_inputs(folder);
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  const estate::IdentityRules& rules = pack->identity;
  // log2(0.9375 / 0.001), log2(0.0625 / 0.999), log2(0.125 / 0.999)
  CHECK(rules.kinds[0] == estate::KindRule{estate::Aspect::hardware, 99, -40, -30, 50});
  CHECK(rules.threshold == 100);
  CHECK(rules.claim_margin == 5);
  CHECK(rules.gap_days == 60);
  REQUIRE(rules.liars.size() == 2);
  CHECK(rules.liars[0].value + " " + rules.liars[1].value == "TO BE FILLED 005056C0");
}

TEST_CASE("no pack is built of rules that ask for YARA rules") {
  const Folder folder;
  write_inputs(folder);
  folder.write("data/rules/format/own.yar", "rule Old { condition: true }\n");
  folder.write("data/rules/format/OWN-01.yaml",
               "id: OWN-01\ntitle: Ours\nwhy: it says so\nconfidence: low\nwhen: {yara: own.yar#Old}\n"
               "verdict: [{on: any, is: warns}]\nremedies: [dosbox]\n"
               "citation: {title: ours, read: 2026-11-26, verified: unverified}\ntests: []\n");
  CHECK(built(folder).error().message == "rule OWN-01 asks for a YARA rule, which only a folder of rules can have");
}

// Without such seeds the fuzzer would not get past the version. SHOAL_WRITE_CORPUS=1 writes them anew.
TEST_CASE("the pack's fuzzer begins with packs of today's version that hold every kind of record") {
  const Folder folder;
  write_inputs(folder);
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  const std::filesystem::path corpus = std::filesystem::path(SHOAL_SOURCE_DIR) / "fuzz" / "corpus" / "pack";
  if (std::getenv("SHOAL_WRITE_CORPUS") != nullptr) {
    std::ofstream(corpus / "whole", std::ios::binary) << write_pack(*pack);
    std::ofstream(corpus / "content", std::ios::binary) << content_of(*pack);
  }
  const auto whole = read_pack(*read_file(corpus / "whole"));
  REQUIRE_MESSAGE(whole, whole.error().message);
  CHECK(content_of(*whole) == content_of(*pack));
  CHECK(*read_file(corpus / "content") == content_of(*pack));
}

TEST_CASE("a corrected date of endoflife.date is used and cited, and both values are told") {
  const Folder folder;
  write_inputs(folder);
  folder.write("data/lifecycle/corrections.csv",
               "cycle,field,wrong,right,verified,citation,read\n"
               "windows/7-sp1,eoasFrom,2015-01-13,2015-01-14,vendor,the page,2026-11-23\n"
               "windows/7-sp1,eoesFrom,,2023-01-10,vendor,the page,2026-11-23\n");
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  const lifecycle::SupportDates& dates = pack->catalogue.releases.at(0).support.at(0);
  std::string text = to_string(dates.mainstream_until) + " " + to_string(dates.extended_until) + " " + dates.citation;
  for (const std::string& conflict : pack->facts.conflicts)
    if (conflict.starts_with("windows/")) text += "\n" + conflict;
  CHECK(text ==
        "2015-01-14 2020-01-14 endoflife.date windows, read 2026-08-22; eoasFrom: the page, read 2026-11-23\n"
        "windows/7-sp1: eoasFrom is 2015-01-14 (the page, read 2026-11-23) or 2015-01-13 (endoflife.date, read "
        "2026-08-22); the first is used\n"
        "windows/7-sp1: eoesFrom is 2023-01-10 (the page, read 2026-11-23) or nothing (endoflife.date, read "
        "2026-08-22); the first is used");
}

TEST_CASE("a policy of the tables has its days and rules, and one without a day of publication counts from its first") {
  const Folder folder;
  write_inputs(folder);
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  std::string text;
  for (const exposure::Policy& policy : pack->facts.policies) {
    text += policy.id + " " + to_string(policy.published) + " " + to_string(policy.from) + " " +
            (policy.until ? to_string(*policy.until) : "-") + " " + policy.citation + "\n";
    for (const exposure::PolicyRule& rule : policy.rules) text += "  " + spelled(rule) + "\n";
  }
  CHECK(text ==
        "ce-1 2023-01-23 2023-04-24 2025-04-27 made, read 2026-11-23\n"
        "  critical Install it of_unsupported=no important/critical/ whole 0 high_score/exposed/ 14 from fix_released, "
        "made, read 2026-11-23\n"
        "  gone Remove it of_unsupported=yes  0  unless isolated 0 from none, made, read 2026-11-23, secondary\n"
        "ce-2 2025-04-28 2025-04-28 - made, read 2026-11-23, unverified\n"
        "  listed Remedy it of_unsupported=no  1  0 from kev_due, made, read 2026-11-23, unverified\n");
}

TEST_CASE("a day by which CISA wants a remedy is kept as it stands, and counted where it is before the listing") {
  const Folder folder;
  write_inputs(folder);
  BuildLog log;
  const auto pack = build_pack({folder.path() / "data", folder.path() / "shared"}, log, [](const std::string&) {});
  REQUIRE(pack);
  CHECK(to_string(*pack->facts.vulnerabilities[0].due) == "2022-08-10");
  CHECK_FALSE(pack->facts.vulnerabilities[1].due);
  for (const auto& [label, count] : log.counts)
    if (label == "  due before the day on which they were listed") CHECK(count == 1);
}

TEST_CASE("programs are built from endoflife.date and our tables: ours stand, and a conflict is told") {
  const Folder folder;
  write_inputs(folder);
  const auto pack = built(folder);
  REQUIRE_MESSAGE(pack, pack.error().message);
  const lifecycle::ProgramCatalogue& programs = pack->catalogue.programs;
  std::string text;
  for (const lifecycle::ProgramCycle& cycle : programs.cycles) {
    text += cycle.name + " (" + cycle.title + ")";
    if (cycle.until) text += " until " + to_string(*cycle.until);
    if (cycle.supported_on) text += " supported on " + to_string(*cycle.supported_on);
    if (cycle.ended_by) text += " ended by " + to_string(*cycle.ended_by);
    text += ": " + cycle.citation + "\n";
  }
  for (const lifecycle::CycleKey& key : programs.names.at(0).keys)
    text += key.text + "=" + programs.cycles[key.cycle].name + ";";
  text += "\n" + programs.names.at(0).pattern.begins + "|" + programs.names.at(0).pattern.lacks.at(1) + "\n";
  for (const std::string& conflict : pack->facts.conflicts) text += conflict + "\n";
  CHECK(text ==
        "2007 (2007 SP3) until 2017-10-11: made, read 2026-11-23, unverified\n"
        "365 (365) supported on 2026-08-22: endoflife.date office, read 2026-08-22\n"
        "2003 (2003 SP3) until 2014-04-08: made, read 2026-11-23\n"
        "1 (1) ended by 2000-01-01: made, read 2026-11-23\n"
        "2 (2) ended by 2000-01-01: made, read 2026-11-23\n"
        "1=1;2=2;2003=2003;2007=2007;365=365;v1.#=1;v2.#=2;v2003.#=2003;v2007.#=2007;v365.#=365;xp=2003;\n"
        "microsoft office|kb#\n"
        "Office 2007 SP3: support ends 2017-10-11 (made, read 2026-11-23, unverified) or 2017-10-10 (endoflife.date "
        "office, read 2026-08-22); the first is used\n");
}

TEST_CASE("an input that is wrong is named with its place and its value") {
  const std::string rule_header =
      "policy,rule,applies_to,severity,bundled,known_exploited,needs,unless,from,days,demands,verified,citation,read\n";
  struct Case {
    const char* name;
    std::string text, error;
  };
  const Case cases[] = {
      {"data/updates/kinds.csv", "kb,kind\nKB4012215,monthly-rollup\n",
       "knowledge.bad_row: data/updates/kinds.csv line 2: not a KB number: KB4012215"},
      {"data/updates/families.csv", "family,alternatives_from,cumulative_only\n6.1,11.10.2016,no\n",
       "base.bad_day: data/updates/families.csv line 2: not a day as yyyy-mm-dd: 11.10.2016"},
      {"data/updates/family_builds.csv", "build,family\n7600,6.1\n",
       "knowledge.bad_calendar: data/lifecycle/releases.csv line 2: family_builds.csv has no build 7601"},
      {"data/updates/family_builds.csv", "build,family\n7601,6.1\n7601,6.1\n",
       "knowledge.bad_row: data/updates/family_builds.csv line 3: the build 7601 stands twice"},
      {"data/updates/family_builds.csv", "build,family\n7601,seven\n",
       "knowledge.bad_row: data/updates/family_builds.csv line 2: no family seven"},
      {"data/presumed/lineage.csv",
       "generation,release,kind,available,verified,citation,read\n6.1,windows-7,desktop,2009-10-22,vendor,made,\n",
       "knowledge.bad_row: data/presumed/lineage.csv line 2: kind is client or server: desktop"},
      {"data/presumed/lineage.csv",
       "generation,release,kind,available,verified,citation,read\n6.1,a,client,2009-10-22,vendor,made,\n"
       "6.2,b,client,2009-10-22,vendor,made,\n6.1,c,client,2009-10-22,vendor,made,\n",
       "knowledge.bad_row: data/presumed/lineage.csv line 4: the generation 6.1 stands apart from its other rows"},
      {"data/presumed/subsystems.csv", "subsystem,role,introduced,words,verified\nsmb,common,7,smb,vendor\n",
       "knowledge.bad_row: data/presumed/subsystems.csv line 2: no generation 7"},
      {"data/presumed/subsystems.csv", "subsystem,role,introduced,words,verified\nsmb,some,6.1,smb,vendor\n",
       "knowledge.bad_row: data/presumed/subsystems.csv line 2: role is common, server, optional or apart: some"},
      {"data/lifecycle/products.csv", "product,release,architecture,variant\nWindows 7,windows-seven,x64,full\n",
       "knowledge.bad_row: data/lifecycle/products.csv line 2: no release windows-seven"},
      {"data/lifecycle/corrections.csv",
       "cycle,field,wrong,right,verified,citation,read\nwindows/7-sp1,eolFrom,2020-01-13,2020-01-14,vendor,made,\n",
       "knowledge.bad_calendar: data/lifecycle/corrections.csv line 2: endoflife.date says 2020-01-14 for eolFrom of "
       "windows/7-sp1, and not 2020-01-13"},
      {"data/lifecycle/corrections.csv",
       "cycle,field,wrong,right,verified,citation,read\nwindows/7-sp1,eoesFrom,2023-01-10,2023-01-11,vendor,made,\n",
       "knowledge.bad_calendar: data/lifecycle/corrections.csv line 2: endoflife.date says nothing for eoesFrom of "
       "windows/7-sp1, and not 2023-01-10"},
      {"data/lifecycle/corrections.csv",
       "cycle,field,wrong,right,verified,citation,read\nwindows/7,eolFrom,2020-01-13,2020-01-14,vendor,made,\n",
       "knowledge.bad_calendar: data/lifecycle/corrections.csv line 2: endoflife.date has no cycle windows/7"},
      {"data/lifecycle/corrections.csv",
       "cycle,field,wrong,right,verified,citation,read\nwindows/7-sp1,eolFrom,2020-01-14,14.1.2020,vendor,made,\n",
       "base.bad_day: data/lifecycle/corrections.csv line 2: not a day as yyyy-mm-dd: 14.1.2020"},
      {"data/lifecycle/support.csv",
       "release,edition,mainstream_until,extended_until,verified,citation,read\n"
       "windows-7-sp1,any,2020-01-14,2015-01-13,vendor,made,2026-11-23\n",
       "knowledge.bad_calendar: data/lifecycle/support.csv line 2: extended support ends before mainstream"},
      {"data/programs/products.csv", "product,title,vendor,calendar,cycles\noffice,Office,Microsoft,offices,\n",
       "knowledge.bad_row: data/programs/products.csv line 2: endoflife.date has no product offices"},
      {"data/programs/products.csv", "product,title,vendor,calendar,cycles\noffice,Office,,office,some\n",
       "knowledge.bad_row: data/programs/products.csv line 2: cycles is empty, lts or not-lts: some"},
      {"data/programs/support.csv",
       "product,cycle,title,until,ended_by,paid_until,terms,verified,citation,read\noffice,9-1,,,,,,vendor,made,\n",
       "knowledge.bad_row: data/programs/support.csv line 2: not a range of cycles: 9-1"},
      {"data/programs/names.csv",
       "product,begins,words,lacks,publisher,cycle_from,cycles\noffice,Office,,,Microsoft,name,2011\n",
       "knowledge.bad_row: data/programs/names.csv line 2: no cycle 2011 of office"},
      {"data/programs/names.csv",
       "product,begins,words,lacks,publisher,cycle_from,cycles\noffice,Office,,,Microsoft,fixed,\n",
       "knowledge.bad_row: data/programs/names.csv line 2: a fixed cycle is exactly one"},
      {"data/programs/names.csv",
       "product,begins,words,lacks,publisher,cycle_from,cycles\noffice,,Office,,Microsoft,name,\n",
       "knowledge.bad_row: data/programs/names.csv line 2: a product's name begins with words, and has a publisher"},
      {"data/programs/entries.csv", "kind,begins,words,lacks,publisher\nprogram,Office,,,\n",
       "knowledge.bad_row: data/programs/entries.csv line 2: kind is update, language-pack, driver or part: program"},
      {"data/lifecycle/names.csv", "name,id,words,lacks,releases\nWindows 8,windows-8,windows;8,,windows-8\n",
       "knowledge.bad_calendar: data/lifecycle/names.csv line 2: no release windows-8"},
      {"data/lists/columns.csv",
       "header,attribute,export,rank,verified,citation,read\nName,who,,,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/lists/columns.csv line 2: no attribute: who"},
      {"data/lists/columns.csv",
       "header,attribute,export,rank,verified,citation,read\nName,name,,,vendor,made,2026-11-23\n"
       "N_ame,os-name,,,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/lists/columns.csv line 3: this header stands there already: N_ame"},
      {"data/lists/systems.csv",
       "source,system,counts,why,verified,citation,read\nv_R_System,,no,made,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/lists/systems.csv line 2: a source and its system must be named"},
      {"data/lists/systems.csv",
       "source,system,counts,why,verified,citation,read\nv_R_System,CM,perhaps,made,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/lists/systems.csv line 2: counts is yes or no: perhaps"},
      {"data/identity/kinds.csv", kind_header + "serial,hardware,1,0.9,0.01,5,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/kinds.csv line 2: same is no probability above 0 and below 1: 1"},
      {"data/identity/kinds.csv", kind_header + "serial,hardware,0.8,0.9,0.01,5,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/kinds.csv line 2: not other <= same_later <= same"},
      {"data/identity/kinds.csv", kind_header + "serial,body,0.9,0.9,0.01,5,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/kinds.csv line 2: no aspect: body"},
      {"data/identity/kinds.csv", kind_header + "serial,hardware,0.9,0.9,0.01,5,vendor,made,2026-11-26\n",
       "knowledge.bad_table: data/identity/kinds.csv: there is no row for uuid"},
      {"data/identity/rules.csv", rule_of_identity_header + "threshold,ten,bits,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/rules.csv line 2: value is no number: ten"},
      {"data/identity/rules.csv", rule_of_identity_header + "rival,10,bits,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/rules.csv line 2: out of range: 10"},
      {"data/identity/rules.csv", rule_of_identity_header + "luck,1,bits,vendor,made,2026-11-26\n",
       "knowledge.bad_row: data/identity/rules.csv line 2: no rule of identity: luck"},
      {"data/identity/liars.csv", "kind,match,value,note,verified,citation,read\nmac,is,00:11,made,vendor,made,\n",
       "knowledge.bad_row: data/identity/liars.csv line 2: cannot be of its kind: 00:11"},
      {"data/identity/liars.csv", "kind,match,value,note,verified,citation,read\nmac,like,00:11,made,vendor,made,\n",
       "knowledge.bad_row: data/identity/liars.csv line 2: match is is, begins or only: like"},
      {"data/incidents/incidents.csv", "incident,title,cve,verified,citation,read\nwannacry,A worm,MS17-010,,made,\n",
       "knowledge.bad_row: data/incidents/incidents.csv line 2: not a CVE: MS17-010"},
      {"data/policies/rules.csv", rule_header + "ce-3,r,update,,no,any,,,none,0,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: no policy ce-3"},
      {"data/policies/rules.csv", rule_header + "ce-1,r,update,high,no,any,,,none,0,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: no class of severity: high"},
      {"data/policies/rules.csv", rule_header + "ce-1,r,patch,,no,any,,,none,0,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: neither update nor unsupported_software: patch"},
      {"data/policies/rules.csv", rule_header + "ce-1,r,update,,no,any,cvss,,none,0,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: not a circumstance: cvss"},
      {"data/policies/rules.csv", rule_header + "ce-1,r,update,,no,any,,,released,0,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: not an event to count from: released"},
      {"data/policies/rules.csv", rule_header + "ce-1,r,update,,no,any,,,none,two weeks,x,vendor,made,2026-11-23\n",
       "knowledge.bad_row: data/policies/rules.csv line 2: not a number of days up to 3,650: two weeks"},
      {"data/policies/severities.csv", "scheme,vendor,word,counts_as\nce,Microsoft,high,high_risk\n",
       "knowledge.bad_row: data/policies/severities.csv line 2: not a rating: high"},
      {"data/policies/policies.csv",
       "policy,scheme,title,publisher,published,from,until,superseded_by,scope,conflicts,verified,citation,read\n"
       "ce-1,ce,One,NCSC,,soon,,,UK,,vendor,made,2026-11-23\n",
       "base.bad_day: data/policies/policies.csv line 2: from: not a day as yyyy-mm-dd: soon"},
      {"shared/msrc/windows-builds.csv", "build,revision,kb,released\n17763,x,4487044,2019-02-12\n",
       "knowledge.bad_row: shared/msrc/windows-builds.csv line 2: not build,revision,kb"},
      {"shared/msrc/definitions-2019-03-07.zip", "PK",
       "knowledge.bad_definitions: shared/msrc/definitions-2019-03-07.zip: not a zip archive"}};
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const Folder folder;
    write_inputs(folder);
    folder.write(each.name, each.text);
    const auto pack = built(folder);
    REQUIRE_FALSE(pack);
    CHECK(spelled(pack.error(), folder) == each.error);
  }
}

TEST_CASE("inputs that are not there, or are not as they should be, are refused and crash nothing") {
  struct Case {
    const char *name, *code;
  };
  const Case cases[] = {{"shared/lifecycle/products.json", "knowledge.bad_calendar"},
                        {"shared/kev/known.json", "knowledge.bad_exploited"}};
  for (const Case& each : cases) {
    for (const char* text : {"", "{", "[]", "{\"generated_at\": 1, \"dateReleased\": 1}"}) {
      CAPTURE(each.name);
      CAPTURE(text);
      const Folder folder;
      write_inputs(folder);
      folder.write(each.name, text);
      const auto pack = built(folder);
      REQUIRE_FALSE(pack);
      CHECK(std::string(pack.error().code) == each.code);
    }
  }
  const Folder folder;
  write_inputs(folder);
  std::filesystem::remove_all(folder.path() / "shared/kev");
  const auto pack = built(folder);
  REQUIRE_FALSE(pack);
  CHECK(std::string(pack.error().code) == "knowledge.no_file");
}

}  // namespace
}  // namespace shoal::knowledge
