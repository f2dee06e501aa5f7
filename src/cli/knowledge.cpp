#include <cstdio>
#include <fstream>

#include "app/assess.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "knowledge/build.hpp"
#include "knowledge/table.hpp"

namespace shoal::cli {

namespace {

// One line for each version of a policy, and below it what is disputed.
void show_policies(const exposure::Facts& facts) {
  std::printf("\n\n%-24s %-12s %-12s %5s  %s\n", "policy", "in force from", "until", "rules", "for whom");
  for (const exposure::Policy& policy : facts.policies) {
    std::printf("%-24s %-12s  %-12s %5s  %s\n", policy.id.c_str(), to_string(policy.from).c_str(),
                policy.until ? to_string(*policy.until).c_str() : "-", grouped(policy.rules.size()).c_str(),
                policy.scope.c_str());
    std::printf("  %s; %s\n", policy.publisher.c_str(), policy.citation.c_str());
    if (!policy.conflicts.empty()) std::printf("  disputed: %s\n", policy.conflicts.c_str());
  }
}

// How good the model was: fitted two years before the lists end, and held against those two years.
void show_presumption(const exposure::Facts& facts) {
  const exposure::PresumptionModel& model = facts.presumption;
  if (model.empty()) return;
  std::printf("\nmodel of what is presumed: %s relatives, %s parts of the system, %s earlier situations\n",
              grouped(facts.lineage.size()).c_str(), grouped(facts.subsystems.size()).c_str(),
              grouped(model.beside.precedents.size() + model.apart.precedents.size()).c_str());
  std::printf("%-24s %10s %10s %10s\n", "  presumed between", "on average", "true", "cases");
  for (std::size_t i = 0; i < model.reliability.size(); i++) {
    const exposure::ReliabilityBin& bin = model.reliability[i];
    if (bin.cases <= 0) continue;
    std::printf("  %3zu and %3zu %%%9s %10.3f %10.3f %10s\n", i * 10, i * 10 + 10, "", bin.expected / bin.cases,
                bin.affected / bin.cases, grouped(static_cast<std::uint64_t>(bin.cases)).c_str());
  }
}

}  // namespace

Exit run_knowledge_show(const std::string& path) {
  const auto pack = app::open_named_pack(path);
  if (!pack) return fail(pack.error());
  const exposure::Facts& facts = pack->facts;
  const Day now = today();
  std::printf("pack %s\n\n%-36s %-12s %9s  %s\n", facts.pack_id.c_str(), "source", "dated", "days old", "from");
  for (const exposure::Citation& citation : facts.citations)
    std::printf("%-36s %-12s %9lld  %s\n", citation.name.c_str(), to_string(citation.dated).c_str(),
                static_cast<long long>((now - citation.dated).count()), citation.publisher.c_str());
  std::printf("\n%12s vulnerabilities\n%12s updates\n%12s rows\n%12s statements of supersedence\n%12s releases\n",
              grouped(facts.vulnerabilities.size()).c_str(), grouped(facts.updates.updates.size()).c_str(),
              grouped(facts.rows.size()).c_str(), grouped(facts.updates.containments.size()).c_str(),
              grouped(pack->catalogue.releases.size()).c_str());
  const lifecycle::ProgramCatalogue& programs = pack->catalogue.programs;
  std::printf("%12s products of others\n%12s versions of these\n%12s patterns of names\n",
              grouped(programs.programs.size()).c_str(), grouped(programs.cycles.size()).c_str(),
              grouped(programs.names.size() + programs.entries.size()).c_str());
  std::printf("\nincidents:");
  for (const exposure::Incident& incident : facts.incidents) std::printf(" %s", incident.id.c_str());
  show_policies(facts);
  show_presumption(facts);
  std::printf("\n%-80s %-12s %-12s %s\n", "product", "assessed from", "until", "rows");
  for (const exposure::Product& product : facts.products) {
    const auto day = [](const std::optional<Day>& value) { return value ? to_string(*value) : std::string("-"); };
    std::printf("%-80s %-12s  %-12s %s\n", product.name.c_str(), day(product.assessed_from).c_str(),
                day(product.assessed_until).c_str(), grouped(product.rows_end - product.rows_begin).c_str());
  }
  for (const std::string& conflict : facts.conflicts) std::printf("conflict: %s\n", conflict.c_str());
  return Exit::done;
}

Exit run_knowledge_build(const BuildOptions& options) {
  knowledge::BuildLog log;
  const auto pack = knowledge::build_pack({options.data, options.shared}, log,
                                          [](const std::string& step) { std::fprintf(stderr, "%s\n", step.c_str()); });
  if (!pack) return fail(pack.error());
  for (const auto& [label, count] : log.counts)
    std::fprintf(stderr, "%12s %s\n", grouped(count).c_str(), label.c_str());
  const std::string bytes = knowledge::write_pack(*pack);
  std::ofstream out(options.output, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) return fail({ErrorKind::unavailable, "cli.cannot_write", "cannot write " + options.output});
  std::printf("%s: %s bytes, sha256 %s\n", options.output.c_str(), grouped(bytes.size()).c_str(),
              pack->facts.pack_id.c_str());
  return Exit::done;
}

}  // namespace shoal::cli
