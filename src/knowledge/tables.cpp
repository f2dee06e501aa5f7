#include "knowledge/tables.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

using exposure::ComponentIndex;
using exposure::Facts;

Result<std::uint32_t> kb_of(const Table::Row& row, std::string_view text) {
  const auto kb = parse_number(text);
  if (!kb || *kb == 0) return bad_row(row, "not a KB number: " + std::string(text));
  return *kb;
}

Result<std::uint64_t> cve_of(const Table::Row& row) {
  const auto cve = exposure::parse_cve(row["cve"]);
  if (!cve) return bad_row(row, "not a CVE: " + std::string(row["cve"]));
  return (std::uint64_t{cve->year} << 32) | cve->number;
}

estate::Architecture architecture_of(std::string_view text) {
  using estate::Architecture;
  for (const Architecture each : {Architecture::x86, Architecture::x64, Architecture::arm64, Architecture::ia64})
    if (estate::spelled(each) == text) return each;
  return Architecture::unknown;
}

Result<Day> day_of(const Table::Row& row, std::string_view column) {
  auto day = parse_day(row[column]);
  if (!day) return std::move(day).error().within(row.place() + ": " + std::string(column));
  return *day;
}

// The value of an enumeration, from 0 to `last`, that is spelled as `text`.
template <typename T>
std::optional<T> value_spelled(std::string_view text, T last) {
  for (int i = 0; i <= static_cast<int>(last); i++)
    if (exposure::spelled(static_cast<T>(i)) == text) return static_cast<T>(i);
  return std::nullopt;
}

// .NET Framework 4 and later replace each other in place; 1.0 to 3.5 stand beside each other and beside 4.
std::string component_name(std::string_view name, std::string_view version) {
  if (name == "dotnet-framework" && version.starts_with("4")) return "dotnet-framework-4";
  return std::string(name);
}

ComponentIndex component_at(Facts& facts, const std::string& name, const std::vector<std::string>& versions,
                            bool in_place) {
  for (std::size_t i = 0; i < facts.components.size(); i++)
    if (facts.components[i].name == name && facts.components[i].versions == versions)
      return static_cast<ComponentIndex>(i);
  facts.components.push_back({name, versions, in_place});
  return static_cast<ComponentIndex>(facts.components.size() - 1);
}

auto find_family(const Facts& facts, std::string_view name) {
  return std::find_if(facts.updates.families.begin(), facts.updates.families.end(),
                      [&](const update::Family& each) { return each.name == name; });
}

}  // namespace

Result<Names> read_names(const std::filesystem::path& data, const lifecycle::Catalogue& catalogue, Facts& facts) {
  Names names;
  const Table products =
      SHOAL_TRY(Table::read(data / "lifecycle" / "products.csv", {"product", "release", "architecture", "variant"}));
  for (std::size_t i = 0; i < products.size(); i++) {
    const auto row = products[i];
    const auto release = std::find_if(catalogue.releases.begin(), catalogue.releases.end(),
                                      [&](const auto& each) { return each.id == row["release"]; });
    if (release == catalogue.releases.end()) return bad_row(row, "no release " + std::string(row["release"]));
    const auto family = find_family(facts, release->family);
    if (family == facts.updates.families.end()) return bad_row(row, "no family " + release->family);
    exposure::Product product;
    product.name = row["product"];
    product.release = row["release"];
    product.architecture = architecture_of(row["architecture"]);
    product.core = row["variant"] == "core";
    product.family = static_cast<std::uint8_t>(family - facts.updates.families.begin());
    names.products[fold(product.name)] = static_cast<std::uint16_t>(facts.products.size());
    facts.products.push_back(std::move(product));
  }
  const Table aliases = SHOAL_TRY(Table::read(data / "lifecycle" / "product_aliases.csv", {"alias", "product"}));
  for (std::size_t i = 0; i < aliases.size(); i++) {
    const auto found = names.products.find(fold(aliases[i]["product"]));
    if (found == names.products.end()) return bad_row(aliases[i], "no product " + std::string(aliases[i]["product"]));
    names.products[fold(aliases[i]["alias"])] = found->second;
  }

  facts.components = {{"windows", {}, false}, {"servicing-stack", {}, false}};
  const Table components =
      SHOAL_TRY(Table::read(data / "components" / "names.csv", {"text", "component", "versions", "in_place"}));
  for (std::size_t i = 0; i < components.size(); i++) {
    const auto row = components[i];
    names.components[fold(row["text"])] =
        component_at(facts, std::string(row["component"]), list_of(row["versions"], '/'), row["in_place"] == "yes");
  }
  return names;
}

Result<std::vector<ExtraRow>> read_extra(const std::filesystem::path& data, const Names& names) {
  const Table table = SHOAL_TRY(Table::read(
      data / "updates" / "extra.csv",
      {"kb", "released", "cve", "products", "component", "supersedes", "obtainable", "verified", "citation", "read"}));
  std::vector<ExtraRow> rows;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    ExtraRow extra;
    extra.kb = SHOAL_TRY(kb_of(row, row["kb"]));
    auto released = parse_day(row["released"]);
    if (!released) return std::move(released).error().within(row.place());
    extra.released = *released;
    extra.cve = SHOAL_TRY(cve_of(row));
    for (const std::string& product : list_of(row["products"], ';')) {
      const auto found = names.products.find(fold(product));
      if (found == names.products.end()) continue;  // Windows 2000 and the like, which the catalogue does not hold.
      extra.products.push_back(found->second);
    }
    const auto component = names.components.find(fold(row["component"]));
    if (component != names.components.end()) extra.component = component->second;
    for (const std::string& older : list_of(row["supersedes"], ';'))
      extra.supersedes.push_back(SHOAL_TRY(kb_of(row, older)));
    extra.everybody = row["obtainable"] == "public";
    extra.citation = cited(row);
    rows.push_back(std::move(extra));
  }
  return rows;
}

Result<std::map<std::uint32_t, std::string>> read_kinds(const std::filesystem::path& data) {
  const Table table = SHOAL_TRY(Table::read(data / "updates" / "kinds.csv", {"kb", "kind"}));
  std::map<std::uint32_t, std::string> kinds;
  for (std::size_t i = 0; i < table.size(); i++)
    kinds[SHOAL_TRY(kb_of(table[i], table[i]["kb"]))] = std::string(table[i]["kind"]);
  return kinds;
}

Result<void> read_families(const std::filesystem::path& data, Facts& facts) {
  const Table table =
      SHOAL_TRY(Table::read(data / "updates" / "families.csv", {"family", "alternatives_from", "cumulative_only"}));
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    update::Family family;
    family.name = row["family"];
    family.cumulative_only = row["cumulative_only"] == "yes";
    if (!row["alternatives_from"].empty()) {
      auto since = parse_day(row["alternatives_from"]);
      if (!since) return std::move(since).error().within(row.place());
      family.alternatives_from = *since;
    }
    facts.updates.families.push_back(std::move(family));
  }
  return {};
}

Result<FamilyOfBuild> read_family_builds(const std::filesystem::path& data, const Facts& facts) {
  const Table table = SHOAL_TRY(Table::read(data / "updates" / "family_builds.csv", {"build", "family"}));
  FamilyOfBuild families;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const auto build = parse_number(row["build"]);
    if (!build) return bad_row(row, "not a build: " + std::string(row["build"]));
    if (find_family(facts, row["family"]) == facts.updates.families.end())
      return bad_row(row, "no family " + std::string(row["family"]));
    if (!families.try_emplace(*build, row["family"]).second)
      return bad_row(row, "the build " + std::string(row["build"]) + " stands twice");
  }
  return families;
}

Result<void> read_components(const std::filesystem::path& data, Facts& facts) {
  const Table in_box =
      SHOAL_TRY(Table::read(data / "components" / "components.csv", {"release", "component", "version", "optional"}));
  for (std::size_t i = 0; i < in_box.size(); i++) {
    const auto row = in_box[i];
    if (row["optional"] == "yes") continue;  // Off by default: it counts where something shows it.
    facts.in_box.push_back(
        {std::string(row["release"]), component_name(row["component"], row["version"]), std::string(row["version"])});
  }
  const Table installers =
      SHOAL_TRY(Table::read(data / "components" / "installers.csv", {"kb", "component", "version"}));
  for (std::size_t i = 0; i < installers.size(); i++) {
    const auto row = installers[i];
    facts.installers.push_back({SHOAL_TRY(kb_of(row, row["kb"])), component_name(row["component"], row["version"]),
                                std::string(row["version"])});
  }
  return {};
}

Result<std::vector<NamedIncident>> read_incidents(const std::filesystem::path& data) {
  const Table table = SHOAL_TRY(
      Table::read(data / "incidents" / "incidents.csv", {"incident", "title", "cve", "verified", "citation", "read"}));
  std::vector<NamedIncident> incidents;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (incidents.empty() || incidents.back().incident.id != row["incident"]) {
      incidents.emplace_back();
      incidents.back().incident.id = row["incident"];
      incidents.back().incident.title = row["title"];
      incidents.back().incident.citation = cited(row);
    }
    incidents.back().cves.push_back(SHOAL_TRY(cve_of(row)));
  }
  return incidents;
}

Result<std::vector<NamedStatement>> read_statements(const std::filesystem::path& data, const Names& names) {
  const Table table = SHOAL_TRY(Table::read(data / "statements" / "no_fix.csv",
                                            {"cve", "products", "statement", "verified", "citation", "read"}));
  std::vector<NamedStatement> statements;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    for (const std::string& product : list_of(row["products"], ';')) {
      const auto found = names.products.find(fold(product));
      if (found == names.products.end()) continue;
      NamedStatement named;
      named.cve = SHOAL_TRY(cve_of(row));
      named.statement.product = found->second;
      named.statement.says = row["statement"];
      named.statement.citation = cited(row);
      statements.push_back(std::move(named));
    }
  }
  return statements;
}

Result<estate::ColumnNames> read_columns(const std::filesystem::path& data) {
  const Table table = SHOAL_TRY(Table::read(data / "lists" / "columns.csv",
                                            {"header", "attribute", "export", "rank", "verified", "citation", "read"}));
  estate::ColumnNames columns;
  std::set<std::pair<std::string, std::string>> known;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    estate::ColumnName column;
    column.header = estate::fold_header(row["header"]);
    const auto meaning = estate::parse_meaning(row["attribute"], {});
    if (!meaning) return bad_row(row, "no attribute: " + std::string(row["attribute"]));
    column.meaning = *meaning;
    column.from = row["export"];
    if (!row["rank"].empty() && row["rank"] != "key" && row["rank"] != "weak")
      return bad_row(row, "rank is key, weak or empty: " + std::string(row["rank"]));
    if (row["rank"] == "key") column.rank = estate::HeaderRank::key;
    if (row["rank"] == "weak") column.rank = estate::HeaderRank::weak;
    if (column.header.empty() || !known.emplace(column.from, column.header).second)
      return bad_row(row, "this header stands there already: " + std::string(row["header"]));
    columns.names.push_back(std::move(column));
  }
  return columns;
}

Result<std::vector<estate::SourceSystem>> read_systems(const std::filesystem::path& data) {
  const Table table = SHOAL_TRY(Table::read(data / "lists" / "systems.csv",
                                            {"source", "system", "counts", "why", "verified", "citation", "read"}));
  std::vector<estate::SourceSystem> systems;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    if (row["source"].empty() || row["system"].empty()) return bad_row(row, "a source and its system must be named");
    if (row["counts"] != "yes" && row["counts"] != "no")
      return bad_row(row, "counts is yes or no: " + std::string(row["counts"]));
    systems.push_back({std::string(row["source"]), std::string(row["system"]), row["counts"] == "yes"});
  }
  return systems;
}

Result<std::vector<Withdrawal>> read_withdrawals(const std::filesystem::path& data) {
  const Table table = SHOAL_TRY(
      Table::read(data / "updates" / "withdrawn.csv", {"kb", "withdrawn_on", "verified", "citation", "read"}));
  std::vector<Withdrawal> withdrawals;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    Withdrawal made{SHOAL_TRY(kb_of(row, row["kb"])), std::nullopt, cited(row)};
    if (!row["withdrawn_on"].empty()) {
      auto day = parse_day(row["withdrawn_on"]);
      if (!day) return std::move(day).error().within(row.place());
      made.since = *day;
    }
    withdrawals.push_back(std::move(made));
  }
  return withdrawals;
}

namespace {

// Whose words a policy was read in matters more than elsewhere: whoever is held to it will ask.
std::string cited_with_hand(const Table::Row& row) {
  return cited(row) + (row["verified"] == "secondary" ? ", secondary" : "");
}

// (scheme, class of severity) to the vendor's ratings that it means.
using SeverityClasses = std::map<std::pair<std::string, std::string>, std::vector<exposure::Severity>>;

Result<SeverityClasses> read_severity_classes(const std::filesystem::path& data) {
  const Table table =
      SHOAL_TRY(Table::read(data / "policies" / "severities.csv", {"scheme", "vendor", "word", "counts_as"}));
  SeverityClasses classes;
  for (std::size_t i = 0; i < table.size(); i++) {
    const auto row = table[i];
    const auto severity = value_spelled(row["word"], exposure::Severity::critical);
    if (!severity) return bad_row(row, "not a rating: " + std::string(row["word"]));
    classes[{std::string(row["scheme"]), std::string(row["counts_as"])}].push_back(*severity);
  }
  for (auto& [name, severities] : classes) std::sort(severities.begin(), severities.end());
  return classes;
}

Result<exposure::Circumstance> circumstance_of(const Table::Row& row, std::string_view text) {
  const auto found = value_spelled(text, exposure::Circumstance::isolated);
  if (!found) return bad_row(row, "not a circumstance: " + std::string(text));
  return *found;
}

Result<exposure::PolicyRule> rule_of(const Table::Row& row, const std::string& scheme, const SeverityClasses& classes) {
  exposure::PolicyRule rule;
  rule.id = row["rule"];
  rule.demands = row["demands"];
  rule.of_unsupported = row["applies_to"] == "unsupported_software";
  if (!rule.of_unsupported && row["applies_to"] != "update")
    return bad_row(row, "neither update nor unsupported_software: " + std::string(row["applies_to"]));
  if (!row["severity"].empty()) {
    const auto found = classes.find({scheme, std::string(row["severity"])});
    if (found == classes.end()) return bad_row(row, "no class of severity: " + std::string(row["severity"]));
    rule.severities = found->second;
  }
  rule.whole_update = row["bundled"] == "yes";
  if (row["known_exploited"] == "yes") rule.listing = exposure::Listing::listed;
  if (row["known_exploited"] == "no") rule.listing = exposure::Listing::not_listed;
  for (const std::string& need : list_of(row["needs"], ';'))
    rule.needs.push_back(SHOAL_TRY(circumstance_of(row, need)));
  std::sort(rule.needs.begin(), rule.needs.end());
  if (!row["unless"].empty()) rule.unless = SHOAL_TRY(circumstance_of(row, row["unless"]));
  const auto clock = value_spelled(row["from"], exposure::Clock::detected);
  if (!clock) return bad_row(row, "not an event to count from: " + std::string(row["from"]));
  rule.clock = *clock;
  const auto days = parse_number(row["days"]);
  constexpr std::uint32_t days_max = 3650;
  if (!days || *days > days_max) return bad_row(row, "not a number of days up to 3,650: " + std::string(row["days"]));
  rule.days = static_cast<std::uint16_t>(*days);
  rule.citation = cited_with_hand(row);
  return rule;
}

Result<exposure::Policy> policy_of(const Table::Row& row) {
  exposure::Policy policy;
  policy.id = row["policy"];
  policy.scheme = row["scheme"];
  policy.title = row["title"];
  policy.publisher = row["publisher"];
  policy.scope = row["scope"];
  policy.from = SHOAL_TRY(day_of(row, "from"));
  policy.published = policy.from;
  if (!row["published"].empty()) policy.published = SHOAL_TRY(day_of(row, "published"));
  if (!row["until"].empty()) policy.until = SHOAL_TRY(day_of(row, "until"));
  policy.superseded_by = row["superseded_by"];
  policy.conflicts = row["conflicts"];
  policy.citation = cited_with_hand(row);
  return policy;
}

}  // namespace

Result<void> read_policies(const std::filesystem::path& data, Facts& facts) {
  const SeverityClasses classes = SHOAL_TRY(read_severity_classes(data));
  const Table policies = SHOAL_TRY(Table::read(
      data / "policies" / "policies.csv", {"policy", "scheme", "title", "publisher", "published", "from", "until",
                                           "superseded_by", "scope", "conflicts", "verified", "citation", "read"}));
  for (std::size_t i = 0; i < policies.size(); i++) facts.policies.push_back(SHOAL_TRY(policy_of(policies[i])));

  const Table rules = SHOAL_TRY(Table::read(
      data / "policies" / "rules.csv", {"policy", "rule", "applies_to", "severity", "bundled", "known_exploited",
                                        "needs", "unless", "from", "days", "demands", "verified", "citation", "read"}));
  for (std::size_t i = 0; i < rules.size(); i++) {
    const auto row = rules[i];
    const auto policy = std::find_if(facts.policies.begin(), facts.policies.end(),
                                     [&](const exposure::Policy& each) { return each.id == row["policy"]; });
    if (policy == facts.policies.end()) return bad_row(row, "no policy " + std::string(row["policy"]));
    policy->rules.push_back(SHOAL_TRY(rule_of(row, policy->scheme, classes)));
  }
  const auto order = [](const exposure::Policy& a, const exposure::Policy& b) { return a.from < b.from; };
  for (std::size_t i = 1; i < facts.policies.size(); i++)
    if (facts.policies[i].scheme == facts.policies[i - 1].scheme && !order(facts.policies[i - 1], facts.policies[i]))
      return bad_row(policies[i], "in force no later than the version before it");
  return {};
}

}  // namespace shoal::knowledge
