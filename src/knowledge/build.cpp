#include "knowledge/build.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/csv.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "exposure/presumption_fit.hpp"
#include "knowledge/calendar.hpp"
#include "knowledge/distil.hpp"
#include "knowledge/hardware.hpp"
#include "knowledge/identity.hpp"
#include "knowledge/lines.hpp"
#include "knowledge/presumed.hpp"
#include "knowledge/programs.hpp"
#include "knowledge/published.hpp"
#include "knowledge/rulebook.hpp"
#include "knowledge/table.hpp"
#include "knowledge/tables.hpp"

namespace shoal::knowledge {
namespace {

using exposure::Facts;

// A run of assessment ends where nothing is listed for longer than this: monthly lists leave a quiet product out for
// some months at a time, and single entries years later are exceptions, not assessment.
constexpr std::chrono::days assessment_gap_max{200};

Result<ExploitedList> read_exploited(const std::filesystem::path& folder, Facts& facts) {
  std::filesystem::path newest;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().extension() == ".json") newest = std::max(newest, entry.path());
  const std::string bytes = SHOAL_TRY(read_file(newest));
  ExploitedList list = SHOAL_TRY(parse_exploited(bytes, newest.string()));
  facts.citations.push_back({"known exploited vulnerabilities", "CISA (CC0)", list.dated, sha256_hex(bytes)});
  return list;
}

struct BuildEntry {
  std::uint32_t build, revision, kb;
  std::optional<Day> released;  // Some entries were read off fixed builds and tell no day.
};

// Adds the entries of one table to `builds`, and gives the newest day in it.
Result<Day> read_builds(const Table& table, std::vector<BuildEntry>& builds) {
  Day newest{};
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (row["kb"].empty()) continue;  // The build as it was first released.
    const auto build = parse_number(row["build"]), revision = parse_number(row["revision"]),
               kb = parse_number(row["kb"]);
    if (!build || !revision || !kb)
      return Error{ErrorKind::invalid_input, "knowledge.bad_row", row.place() + ": not build,revision,kb"};
    std::optional<Day> released;
    if (!row["released"].empty()) {
      auto day = parse_day(row["released"]);
      if (!day) return std::move(day).error().within(row.place());
      released = *day;
      newest = std::max(newest, *day);
    }
    builds.push_back({*build, *revision, *kb, released});
  }
  return newest;
}

// Builds the facts from what the readers gave, one kind of record after the other.
class Builder {
 public:
  Builder(Pack& pack, BuildLog& log, const std::function<void(const std::string&)>& told)
      : pack_(pack), facts_(pack.facts), log_(log), told_(told) {}

  Result<void> build(const Inputs& inputs) {
    SHOAL_TRY(read(inputs));
    SHOAL_TRY(place_vulnerabilities());
    SHOAL_TRY(place_updates());
    place_rows();
    place_containments();
    place_intervals();
    place_the_rest();
    told_("finding cumulative lines");
    facts_.updates.line_members = find_lines(facts_, kinds_, families_);
    place_servicing_stacks();
    told_("fitting the model of what is presumed");
    facts_.presumption = exposure::fit_presumption(
        exposure::Lineage(facts_, update::KnownAt(facts_.snapshots, facts_.snapshots.back())));
    write_log();
    return {};
  }

 private:
  Result<void> read_catalogue(const Inputs& inputs) {
    std::vector<std::filesystem::path> calendars;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(inputs.shared / "lifecycle", failed))
      if (entry.path().extension() == ".json") calendars.push_back(entry.path());
    if (calendars.empty())
      return Error{ErrorKind::not_found, "knowledge.no_file", "no .json in " + (inputs.shared / "lifecycle").string()};
    const std::filesystem::path& newest = *std::max_element(calendars.begin(), calendars.end());
    const std::string bytes = SHOAL_TRY(read_file(newest));
    const Cycles published = SHOAL_TRY(parse_cycles(bytes, newest.string()));
    facts_.citations.push_back({"endoflife.date products", "endoflife.date (MIT)", published.dated, sha256_hex(bytes)});
    Calendar calendar = SHOAL_TRY(read_calendar(inputs.data, published, families_));
    pack_.catalogue = std::move(calendar.catalogue);
    facts_.conflicts = std::move(calendar.conflicts);
    corrections_ = calendar.corrections;
    pack_.catalogue.programs = SHOAL_TRY(read_programs(inputs.data, published, facts_.conflicts));
    return {};
  }

  Result<void> read(const Inputs& inputs) {
    told_("reading our own tables");
    SHOAL_TRY(read_families(inputs.data, facts_));
    families_ = SHOAL_TRY(read_family_builds(inputs.data, facts_));
    SHOAL_TRY(read_catalogue(inputs));
    const Names names = SHOAL_TRY(read_names(inputs.data, pack_.catalogue, facts_));
    extra_ = SHOAL_TRY(read_extra(inputs.data, names));
    kinds_.stated = SHOAL_TRY(read_kinds(inputs.data));
    SHOAL_TRY(read_components(inputs.data, facts_));
    incidents_ = SHOAL_TRY(read_incidents(inputs.data));
    statements_ = SHOAL_TRY(read_statements(inputs.data, names));
    withdrawals_ = SHOAL_TRY(read_withdrawals(inputs.data));
    pack_.columns = SHOAL_TRY(read_columns(inputs.data));
    pack_.systems = SHOAL_TRY(read_systems(inputs.data));
    pack_.identity = SHOAL_TRY(read_identity(inputs.data));
    pack_.rulebook = SHOAL_TRY(read_rulebook(inputs.data / "rules"));
    for (const readiness::Rule& rule : pack_.rulebook.rules)
      if (!rule.yara.empty())
        return Error{ErrorKind::invalid_input, "knowledge.bad_rule",
                     "rule " + rule.id + " asks for a YARA rule, which only a folder of rules can have"};
    pack_.rulebook.hardware = SHOAL_TRY(read_hardware(inputs.data / "hardware"));
    SHOAL_TRY(read_policies(inputs.data, facts_));
    subsystem_words_ = SHOAL_TRY(read_presumed(inputs.data, facts_));
    exploited_ = SHOAL_TRY(read_exploited(inputs.shared / "kev", facts_));
    SHOAL_TRY(read_all_builds(inputs));

    auto snapshots = SHOAL_TRY(find_snapshots(inputs.shared / "msrc"));
    Distiller distiller(names, facts_.products);
    for (std::size_t i = 0; i < snapshots.size(); i++) {
      told_("reading definitions of " + to_string(snapshots[i].day));
      distiller.begin_snapshot(static_cast<std::uint8_t>(i));
      SHOAL_TRY(read_snapshot(snapshots[i], [&](const DefinitionRow& row) { distiller.take(row); }));
      facts_.snapshots.push_back(snapshots[i].day);
      facts_.citations.push_back({"definitions " + to_string(snapshots[i].day),
                                  "Microsoft, distilled from bitsadmin/wesng (BSD-3-Clause)", snapshots[i].day,
                                  snapshots[i].sha256});
    }
    told_("distilling");
    distillate_ = distiller.finish();
    take_servicing_stacks();
    kinds_.browser_cumulative = distillate_.browser_cumulative;
    return {};
  }

  Result<void> read_all_builds(const Inputs& inputs) {
    const Table theirs =
        SHOAL_TRY(Table::read(inputs.shared / "msrc" / "windows-builds.csv", {"build", "revision", "kb", "released"}));
    const Day newest = SHOAL_TRY(read_builds(theirs, builds_));
    facts_.citations.push_back({"Windows build revisions", "Alitai12/Windows-Updatelist, ZentrixLabs (MIT)", newest,
                                sha256_hex(theirs.bytes())});
    const Table ours =
        SHOAL_TRY(Table::read(inputs.data / "updates" / "builds.csv", {"build", "revision", "kb", "released"}));
    SHOAL_TRY(read_builds(ours, builds_));
    return {};
  }

  // The advisory names only what was the latest of its day; kinds.csv names others.
  void take_servicing_stacks() {
    for (const auto& [kb, kind] : kinds_.stated) {
      if (kind != "servicing-stack") continue;
      for (const Statement& statement : distillate_.statements)
        if (statement.kb == kb)
          distillate_.servicing_stack.try_emplace({facts_.products[statement.product].family, kb},
                                                  distillate_.cves.at(statement.cve).published);
    }
    for (const auto& [key, day] : distillate_.servicing_stack) kinds_.servicing_stack.insert(key.second);
  }

  Result<void> place_vulnerabilities() {
    std::set<std::uint64_t> used;
    for (const Statement& statement : distillate_.statements) used.insert(statement.cve);
    for (const ExtraRow& row : extra_) {
      if (row.products.empty()) continue;
      used.insert(row.cve);
      distillate_.cves.try_emplace(row.cve, CveEntry{row.released, {}, {}, {}});
    }
    for (const NamedStatement& named : statements_)
      if (distillate_.cves.contains(named.cve)) used.insert(named.cve);
    if (used.size() > 65535) return too_much("vulnerabilities");
    for (const std::uint64_t key : used) {
      const CveEntry& entry = distillate_.cves.at(key);
      exposure::Vulnerability made;
      made.year = static_cast<std::uint16_t>(key >> 32);
      made.number = static_cast<std::uint32_t>(key & 0xFFFFFFFF);
      made.published = entry.published;
      made.severity = entry.severity;
      made.impact = entry.impact;
      made.subsystem = subsystem_of(subsystem_words_, entry.core_texts);
      if (const auto found = exploited_.by_cve.find(key); found != exploited_.by_cve.end()) {
        made.exploited_since = found->second.since;
        made.due = found->second.due;
        made.ransomware = found->second.ransomware;
      }
      vulnerability_at_[key] = static_cast<exposure::VulnerabilityIndex>(facts_.vulnerabilities.size());
      facts_.vulnerabilities.push_back(made);
    }
    return {};
  }

  static Error too_much(const std::string& what) {
    return Error{ErrorKind::invalid_input, "knowledge.too_much", "more than 65,535 " + what};
  }

  // The lists date vulnerabilities, not updates. An update came out on the day on which most of what it fixes was
  // published: later additions and old vulnerabilities that it is also listed for are the exceptions.
  Result<void> place_updates() {
    std::map<std::uint32_t, std::map<Day, std::uint32_t>> days;
    {
      std::set<std::pair<std::uint32_t, std::uint64_t>> counted;
      for (const Statement& statement : distillate_.statements)
        if (counted.insert({statement.kb, statement.cve}).second)
          days[statement.kb][distillate_.cves.at(statement.cve).published]++;
    }
    std::map<std::uint32_t, update::Update> updates;
    for (const auto& [kb, by_day] : days) {
      const auto most = std::max_element(by_day.begin(), by_day.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      updates[kb] = {kb, most->first, false};
    }
    for (const ExtraRow& row : extra_) {
      const auto [entry, fresh] = updates.try_emplace(row.kb, update::Update{row.kb, row.released, true});
      if (!fresh && row.released < entry->second.released) entry->second = {row.kb, row.released, true};
    }
    for (const BuildEntry& entry : builds_)
      if (entry.released) updates[entry.kb] = {entry.kb, *entry.released, true};

    for (const auto& [key, day] : distillate_.servicing_stack)
      updates.try_emplace(key.second, update::Update{key.second, day, false});

    drop_inverted(updates);
    for (const auto& [edge, first_seen] : distillate_.supersedes) {
      const auto& [family, newer, older] = edge;
      const update::Update& later = updates.try_emplace(newer, update::Update{newer, {}, false}).first->second;
      const auto [entry, fresh] = updates.try_emplace(older, update::Update{older, later.released, false});
      if (fresh) distillate_.pitfalls.dangling++;
      if (!entry->second.release_known) entry->second.released = std::min(entry->second.released, later.released);
    }
    if (updates.size() > 65535) return too_much("updates");
    for (const auto& [kb, made] : updates) {
      update_at_[kb] = static_cast<update::UpdateIndex>(facts_.updates.updates.size());
      facts_.updates.updates.push_back(made);
    }
    for (const BuildEntry& entry : builds_)
      if (update_at_.contains(entry.kb))
        facts_.updates.builds.push_back({entry.build, entry.revision, update_at_.at(entry.kb)});
    std::sort(facts_.updates.builds.begin(), facts_.updates.builds.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.build, a.revision, a.update) < std::tuple(b.build, b.revision, b.update);
    });
    return {};
  }

  // A statement that an update contains a later one is set aside. The days are estimates, so the numbers, which
  // Microsoft gives out in order, must agree that it is the wrong way round.
  void drop_inverted(const std::map<std::uint32_t, update::Update>& updates) {
    auto& supersedes = distillate_.supersedes;
    for (auto edge = supersedes.begin(); edge != supersedes.end();) {
      const auto newer = updates.find(std::get<1>(edge->first)), older = updates.find(std::get<2>(edge->first));
      const bool inverted = newer != updates.end() && older != updates.end() && older->first > newer->first &&
                            older->second.released > newer->second.released;
      distillate_.pitfalls.inverted += inverted ? 1 : 0;
      edge = inverted ? supersedes.erase(edge) : std::next(edge);
    }
  }

  // Where a vulnerability has another fix, the servicing stack update that the lists name beside it is what must be
  // there to install that fix, not the fix.
  std::set<std::tuple<std::uint16_t, std::uint64_t>> with_real_fix() const {
    std::set<std::tuple<std::uint16_t, std::uint64_t>> found;
    for (const Statement& statement : distillate_.statements)
      if (!kinds_.servicing_stack.contains(statement.kb)) found.insert({statement.product, statement.cve});
    return found;
  }

  void place_rows() {
    const auto real_fix = with_real_fix();
    std::vector<std::pair<std::uint16_t, exposure::Row>> rows;
    for (const Statement& statement : distillate_.statements) {
      if (kinds_.servicing_stack.contains(statement.kb) && real_fix.contains({statement.product, statement.cve}))
        continue;
      rows.push_back({statement.product,
                      {vulnerability_at_.at(statement.cve), update_at_.at(statement.kb), statement.component,
                       statement.first_seen, statement.last_seen}});
    }
    std::set<Day> days;
    for (const ExtraRow& row : extra_) days.insert(row.released);
    facts_.data_days.assign(days.begin(), days.end());
    for (const ExtraRow& row : extra_) {
      const auto day = static_cast<std::uint8_t>(std::distance(days.begin(), days.find(row.released)));
      for (const std::uint16_t product : row.products)
        rows.push_back(
            {product, {vulnerability_at_.at(row.cve), update_at_.at(row.kb), row.component, day, exposure::from_data}});
    }
    const auto key = [](const auto& entry) {
      const exposure::Row& row = entry.second;
      return std::tuple(entry.first, row.vulnerability, row.component, row.update, row.last_seen, row.first_seen);
    };
    std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    const auto same = [](const auto& a, const auto& b) {
      return std::tuple(a.first, a.second.vulnerability, a.second.component, a.second.update) ==
             std::tuple(b.first, b.second.vulnerability, b.second.component, b.second.update);
    };
    rows.erase(std::unique(rows.begin(), rows.end(), same), rows.end());  // The vendor's row stands before ours.
    for (std::size_t product = 0, at = 0; product < facts_.products.size(); product++) {
      facts_.products[product].rows_begin = static_cast<std::uint32_t>(at);
      while (at < rows.size() && rows[at].first == product) at++;
      facts_.products[product].rows_end = static_cast<std::uint32_t>(at);
    }
    for (const auto& [product, row] : rows) facts_.rows.push_back(row);
  }

  void place_containments() {
    auto& made = facts_.updates.containments;
    for (const auto& [edge, first_seen] : distillate_.supersedes) {
      const auto& [family, newer, older] = edge;
      made.push_back({family, update_at_.at(newer), update_at_.at(older), update::Basis::declared, first_seen});
    }
    for (const ExtraRow& row : extra_)
      for (const std::uint16_t product : row.products)
        for (const std::uint32_t older : row.supersedes)
          if (update_at_.contains(older))
            made.push_back(
                {facts_.products[product].family, update_at_.at(row.kb), update_at_.at(older), update::Basis::fact, 0});
    const auto key = [](const update::Containment& row) {
      return std::tuple(row.family, row.newer, row.older, row.basis, row.first_seen);
    };
    std::sort(made.begin(), made.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    made.erase(std::unique(made.begin(), made.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
               made.end());
  }

  // The last days on which a release got updates: by the widest of its public dates, and by every enrolment.
  struct Covered {
    std::optional<Day> everybody, enrolled;
  };
  Covered covered_until(const std::string& release) const {
    Covered covered;
    for (const lifecycle::Release& each : pack_.catalogue.releases)
      if (each.id == release)
        for (const auto& dates : each.support)
          covered.everybody = std::max(covered.everybody, std::optional(dates.extended_until));
    covered.enrolled = covered.everybody;
    for (const lifecycle::Enrolment& each : pack_.catalogue.enrolments)
      if (each.release == release) covered.enrolled = std::max(covered.enrolled, each.until);
    return covered;
  }

  // The vendor assessed a product while it was supported, and in its paid years if the lists go on through them. So the
  // interval ends with the support that its run of entries ends with; where there is none such, with the run.
  Day assessed_until(Day run_until, const Covered& covered) const {
    const Day newest_snapshot = facts_.snapshots.back();
    const bool goes_on = newest_snapshot - run_until <= assessment_gap_max;
    for (const auto& end : {covered.enrolled, covered.everybody}) {
      if (!end) continue;
      if (goes_on && *end >= newest_snapshot) return *end;
      if (*end - run_until <= assessment_gap_max && run_until - *end <= assessment_gap_max) return *end;
    }
    return run_until;
  }

  void place_intervals() {
    std::vector<std::set<Day>> days(facts_.products.size());
    for (const Statement& statement : distillate_.statements)
      if (!statement.added_by_hand) days[statement.product].insert(distillate_.cves.at(statement.cve).published);

    for (std::size_t i = 0; i < facts_.products.size(); i++) {
      exposure::Product& product = facts_.products[i];
      Day run_from{}, last{};
      std::size_t run = 0, best = 0;
      for (const Day day : days[i]) {
        if (run == 0 || day - last > assessment_gap_max) {
          run_from = day;
          run = 0;
        }
        last = day;
        if (++run >= best) {
          best = run;
          product.assessed_from = run_from;
          product.assessed_until = day;
        }
      }
      if (product.assessed_until)
        product.assessed_until = assessed_until(*product.assessed_until, covered_until(product.release));
    }
  }

  void place_the_rest() {
    for (NamedStatement& named : statements_) {
      const auto found = vulnerability_at_.find(named.cve);
      if (found == vulnerability_at_.end()) continue;
      named.statement.vulnerability = found->second;
      facts_.statements.push_back(named.statement);
    }
    for (NamedIncident& named : incidents_) {
      for (const std::uint64_t cve : named.cves) {
        const auto found = vulnerability_at_.find(cve);
        if (found != vulnerability_at_.end()) {
          named.incident.vulnerabilities.push_back(found->second);
        } else {
          exposure::Vulnerability unheld;
          unheld.year = static_cast<std::uint16_t>(cve >> 32);
          unheld.number = static_cast<std::uint32_t>(cve & 0xFFFFFFFF);
          named.incident.not_held.push_back(exposure::spelled(unheld));
        }
      }
      facts_.incidents.push_back(named.incident);
    }
    std::set<update::UpdateIndex> open_to_everybody;
    for (const ExtraRow& row : extra_) {
      if (!row.everybody || !open_to_everybody.insert(update_at_.at(row.kb)).second) continue;
      facts_.availability.push_back({update_at_.at(row.kb), false, std::nullopt, row.citation});
    }
    for (const Withdrawal& withdrawal : withdrawals_) {
      const auto found = update_at_.find(withdrawal.kb);
      if (found != update_at_.end())
        facts_.availability.push_back({found->second, true, withdrawal.since, withdrawal.citation});
    }
  }

  // Each servicing stack update holds the older ones. The advisory's days are all alike, so the KB numbers order them.
  void place_servicing_stacks() {
    const auto component = std::find_if(facts_.components.begin(), facts_.components.end(),
                                        [](const auto& each) { return each.name == "servicing-stack"; });
    auto& members = facts_.updates.line_members;
    for (const auto& [key, day] : distillate_.servicing_stack)
      members.push_back({key.first, static_cast<std::uint16_t>(component - facts_.components.begin()),
                         update_at_.at(key.second), update::LineKind::rollup});
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.family < b.family; });
  }

  void write_log() {
    const Pitfalls& met = distillate_.pitfalls;
    std::uint64_t rollups = 0;
    for (const update::LineMember& member : facts_.updates.line_members)
      rollups += member.kind == update::LineKind::rollup ? 1 : 0;
    log_.counts = {
        {"rows in all snapshots", met.rows},
        {"  repeated to the letter within a snapshot", met.repeated},
        {"  of other products, or no part of Windows", met.other_products},
        {"  without a KB", met.without_kb},
        {"  with something else than a number for a KB", met.kb_not_a_number},
        {"  of advisories and service packs, without a CVE", met.without_cve},
        {"  with a date that is none", met.bad_date},
        {"  kept", met.kept},
        {"rows dated before the year of their CVE", met.before_its_year},
        {"distinct statements kept", distillate_.statements.size()},
        {"  that the newest snapshot no longer has", met.no_longer_listed},
        {"further spellings of a product", met.spellings},
        {"updates said to supersede themselves", met.supersedes_itself},
        {"superseded items that are no KB number", met.supersedes_text},
        {"(KB, product) with conflicting supersedence", met.conflicting},
        {"superseded updates that no row lists", met.dangling},
        {"statements of supersedence the wrong way round", met.inverted},
        {"exploited vulnerabilities without a CVE or a day", exploited_.set_aside},
        {"vulnerabilities", facts_.vulnerabilities.size()},
        {"updates", facts_.updates.updates.size()},
        {"products", facts_.products.size()},
        {"rows", facts_.rows.size()},
        {"statements of supersedence kept", facts_.updates.containments.size()},
        {"members of cumulative lines", rollups},
        {"values of endoflife.date put right", corrections_},
        {"products of others", pack_.catalogue.programs.programs.size()},
        {"versions of these", pack_.catalogue.programs.cycles.size()},
        {"patterns of their names", pack_.catalogue.programs.names.size()},
        {"patterns of entries that are no programs", pack_.catalogue.programs.entries.size()},
        {"conflicts between sources", facts_.conflicts.size()},
        {"headers of device lists", pack_.columns.names.size()},
        {"rules of readiness", pack_.rulebook.rules.size()},
        {"identifiers that tell no machine", pack_.identity.liars.size()},
        {"names of releases", pack_.catalogue.names.size()},
        {"known to be exploited, by CISA's list", exploited_.by_cve.size()},
        {"  due before the day on which they were listed", exploited_.due_before_listed},
        {"versions of policies", facts_.policies.size()},
        {"subsystems", facts_.subsystems.size()},
        {"releases of the lineage", facts_.lineage.size()},
        {"situations with earlier cases",
         facts_.presumption.beside.precedents.size() + facts_.presumption.apart.precedents.size()},
    };
  }

  Pack& pack_;
  Facts& facts_;
  BuildLog& log_;
  const std::function<void(const std::string&)>& told_;
  Distillate distillate_;
  std::vector<ExtraRow> extra_;
  KnownKinds kinds_;
  FamilyOfBuild families_;
  std::uint64_t corrections_ = 0;
  std::vector<NamedIncident> incidents_;
  std::vector<NamedStatement> statements_;
  std::vector<Withdrawal> withdrawals_;
  ExploitedList exploited_;
  std::vector<SubsystemWords> subsystem_words_;
  std::vector<BuildEntry> builds_;
  std::map<std::uint64_t, exposure::VulnerabilityIndex> vulnerability_at_;
  std::map<std::uint32_t, update::UpdateIndex> update_at_;
};

}  // namespace

Result<Pack> build_pack(const Inputs& inputs, BuildLog& log, const std::function<void(const std::string&)>& told) {
  Pack pack;
  SHOAL_TRY(Builder(pack, log, told).build(inputs));
  // Reading its own bytes gives the pack its name, and shows that it can be read.
  return read_pack(write_pack(pack));
}

}  // namespace shoal::knowledge
