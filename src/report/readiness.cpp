#include "report/readiness.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/figures.hpp"
#include "report/json_text.hpp"
#include "report/readiness_figures.hpp"
#include "report/readiness_register_json.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

std::string remedies_of(const ReadinessSubject& subject, const readiness::Finding& finding) {
  std::string text;
  for (const std::string& id : finding.remedies) {
    const readiness::Remedy& remedy = subject.rules.remedy(id);
    text += (text.empty() ? "" : "; or ") + remedy.title + (remedy.discharges ? "" : " (not as it is)");
  }
  return text;
}

void tell_finding(const ReadinessSubject& subject, const ReadinessRow& row, const readiness::Finding& finding,
                  std::ostream& out) {
  const readiness::Rule& rule = subject.rules.rules()[finding.rule];
  out << "  " << spelled(finding.is) << "  " << rule.title << "\n"
      << "      " << finding.says << " [" << rule.id << "]\n";
  for (const readiness::Shown& shown : finding.evidence)
    out << "      " << harmless(row.application->files[shown.file].path) << ": " << harmless(shown.fact) << "\n";
  if (finding.files > readiness::files_shown_max)
    out << "      and " << grouped(finding.files - readiness::files_shown_max) << " more files\n";
  if (!finding.remedies.empty()) out << "      remedy: " << remedies_of(subject, finding) << "\n";
}

const RegisterVerdict* kept_of(const ReadinessSubject& subject, const ReadinessRow& row) {
  return subject.answer == nullptr ? nullptr : subject.answer->find(row.application->name, row.target->id);
}

void tell_application(const ReadinessSubject& subject, const ReadinessRow& row, std::ostream& out) {
  out << "\n" << harmless(row.application->name) << ": " << spelled(row.state());
  if (const RegisterVerdict* kept = kept_of(subject, row))
    out << "; on " << counted(subject.answer->applications[kept->application].devices, "device", "devices")
        << ", unblocks " << grouped(kept->unblocks);
  out << "\n";
  if (row.test)
    out << "  tested  " << harmless(row.test->by) << " on " << to_string(row.test->on) << ": "
        << spelled(row.test->result) << (row.test->ran.empty() ? "" : ", by running " + harmless(row.test->ran))
        << (row.test_is_old ? "; that was another version, which outranks nothing"
                            : "; the rules say " + std::string(spelled(row.verdict.state)))
        << "\n";
  for (const readiness::Finding& finding : row.verdict.findings) tell_finding(subject, row, finding, out);
  constexpr std::size_t opaque_shown_max = 5;
  for (std::size_t i = 0; i < std::min(row.verdict.opaque.size(), opaque_shown_max); i++)
    out << "  not looked into  " << harmless(row.application->files[row.verdict.opaque[i].file].path) << ": "
        << harmless(row.verdict.opaque[i].why) << "\n";
  if (row.verdict.opaque.size() > opaque_shown_max)
    out << "  and " << grouped(row.verdict.opaque.size() - opaque_shown_max) << " more files are not looked into\n";
}

// What imports were resolved against: once where it is the same of all targets.
std::string baselines_told(const ReadinessSubject& subject) {
  const auto& all = subject.baselines;
  const std::string begin = "Imports were resolved against ";
  if (!all.empty() && std::count(all.begin(), all.end(), all.front()) == static_cast<std::ptrdiff_t>(all.size()))
    return begin + harmless(all.front()) + ".";
  std::string told = begin;
  for (std::size_t i = 0; i < all.size(); i++)
    told += (i == 0 ? "\n    " : ",\n    ") + harmless(all[i]) + " for " + subject.targets[i]->name;
  return told + ".";
}

void write_table(const ReadinessSubject& subject, std::ostream& out) {
  std::vector<TextTable::Column> columns = {{"target"}};
  for (const readiness::State state : readiness_states)
    columns.push_back({std::string(spelled(state)), TextTable::Align::right});
  columns.push_back({"applications", TextTable::Align::right});
  TextTable table(columns);
  for (const readiness::Target* target : subject.targets) {
    const StateCounts counts = counts_on(subject, target);
    std::vector<std::string> cells = {target->name};
    std::uint64_t all = 0;
    for (const std::uint64_t count : counts) {
      cells.push_back(grouped(count));
      all += count;
    }
    cells.push_back(grouped(all));
    table.add(std::move(cells));
  }
  if (subject.downlevel) out << "Will these programs still run on older releases of Windows?\n\n";
  out << table.text();
  for (const readiness::Target* target : subject.targets) {
    if (subject.targets.size() > 1) out << "\n== " << target->name << "\n";
    for (const ReadinessRow& row : subject.rows)
      if (row.target == target) tell_application(subject, row, out);
  }
  if (!subject.unread.empty()) {
    constexpr std::size_t shown_max = 10;
    out << "\nNot read, and maybe programs: " << grouped(subject.unread.size()) << " files beside these applications\n";
    for (const readiness::UnreadFile& each : subject.unread.first(std::min(subject.unread.size(), shown_max)))
      out << "  " << printable(each.path) << ": " << each.why << "\n";
    if (subject.unread.size() > shown_max)
      out << "  and " << grouped(subject.unread.size() - shown_max) << " more (--format json has all)\n";
  }
  out << "\n  " << grouped(subject.files) << " files, of which " << grouped(subject.idle)
      << " belong to no application. " << baselines_told(subject) << "\n"
      << "  Ready means that nothing known stands in the way: only a test shows that a program works.\n";
  if (subject.answer != nullptr) write_register_figures(*subject.answer, out);
}

Json json_of(const ReadinessSubject& subject, const ReadinessRow& row) {
  Json findings = Json::array();
  for (const readiness::Finding& finding : row.verdict.findings) {
    const readiness::Rule& rule = subject.rules.rules()[finding.rule];
    Json evidence = Json::array();
    for (const readiness::Shown& shown : finding.evidence)
      evidence.push_back({{"file", row.application->files[shown.file].path}, {"fact", shown.fact}});
    findings.push_back({{"rule", rule.id},
                        {"severity", spelled(finding.is)},
                        {"title", rule.title},
                        {"says", finding.says},
                        {"confidence", rule.confidence},
                        {"files", finding.files},
                        {"evidence", std::move(evidence)},
                        {"dischargeable", finding.dischargeable},
                        {"remedies", finding.remedies},
                        {"citation",
                         {{"title", rule.citation.title},
                          {"section", rule.citation.section},
                          {"where", rule.citation.where},
                          {"read", rule.citation.read},
                          {"verified", rule.citation.verified}}}});
  }
  Json opaque = Json::array();
  for (const readiness::Opaque& each : row.verdict.opaque)
    opaque.push_back({{"file", row.application->files[each.file].path}, {"why", each.why}});
  const RegisterVerdict* kept = kept_of(subject, row);
  return {{"application", row.application->name},
          {"target", row.target->id},
          {"files", row.application->files.size()},
          {"state", spelled(row.state())},
          {"findings", std::move(findings)},
          {"not_looked_into", std::move(opaque)},
          {"rules_say", spelled(row.verdict.state)},
          {"test", test_json(row.test, row.test_is_old)},
          {"unblocks", kept == nullptr ? Json() : Json(kept->unblocks)},
          {"register", kept == nullptr ? Json() : linked_json(subject.answer->applications[kept->application])}};
}

void write_json(const ReadinessSubject& subject, std::ostream& out) {
  Json targets = Json::array();
  for (std::size_t i = 0; i < subject.targets.size(); i++) {
    const readiness::Target* target = subject.targets[i];
    const StateCounts counts = counts_on(subject, target);
    Json states_json;
    for (const readiness::State state : readiness_states)
      states_json[std::string(spelled(state))] = counts[static_cast<std::size_t>(state)];
    targets.push_back({{"target", target->id},
                       {"name", target->name},
                       {"baseline", subject.baselines[i]},
                       {"applications", std::move(states_json)}});
  }
  Json rows = Json::array();
  for (const ReadinessRow& row : subject.rows) rows.push_back(json_of(subject, row));
  Json unread = Json::array();
  for (const readiness::UnreadFile& each : subject.unread) unread.push_back({{"file", each.path}, {"why", each.why}});
  out << indented({{"schema", "shoal.readiness/1"},
                   {"question", subject.downlevel ? "downlevel" : "readiness"},
                   {"files", subject.files},
                   {"in_no_application", subject.idle},
                   {"not_read", std::move(unread)},
                   {"targets", std::move(targets)},
                   {"applications", std::move(rows)},
                   {"register", subject.answer == nullptr ? Json() : register_json(*subject.answer)}});
}

std::string baseline_of(const ReadinessSubject& subject, const readiness::Target* target) {
  const auto at = std::find(subject.targets.begin(), subject.targets.end(), target) - subject.targets.begin();
  return subject.baselines[static_cast<std::size_t>(at)];
}

void write_csv(const ReadinessSubject& subject, std::ostream& out) {
  const auto line = [&](const std::vector<std::string>& cells) {
    out << csv_line(std::span<const std::string>(cells));
  };
  std::vector<std::string> headers = {"application", "target", "state", "rule",          "severity", "says",
                                      "files",       "file",   "fact",  "dischargeable", "remedies", "baseline"};
  if (subject.answer != nullptr)
    headers.insert(headers.end(),
                   {"devices", "unblocks", "rules_say", "test_result", "test_by", "test_on", "test_is_old"});
  line(headers);
  for (const ReadinessRow& row : subject.rows) {
    const std::vector<std::string> head = {row.application->name, row.target->id, std::string(spelled(row.state()))};
    const auto with = [&](std::vector<std::string> tail) {
      std::vector<std::string> cells = head;
      cells.insert(cells.end(), std::make_move_iterator(tail.begin()), std::make_move_iterator(tail.end()));
      cells.push_back(baseline_of(subject, row.target));
      if (const RegisterVerdict* kept = kept_of(subject, row)) {
        cells.insert(cells.end(), {std::to_string(subject.answer->applications[kept->application].devices),
                                   std::to_string(kept->unblocks), std::string(spelled(row.verdict.state))});
        if (row.test)
          cells.insert(cells.end(), {std::string(spelled(row.test->result)), row.test->by, to_string(row.test->on),
                                     row.test_is_old ? "yes" : "no"});
      }
      cells.resize(headers.size());
      line(cells);
    };
    if (row.verdict.findings.empty() && row.verdict.opaque.empty()) with({"", "", "", "", "", "", "", ""});
    for (const readiness::Finding& finding : row.verdict.findings) {
      const readiness::Rule& rule = subject.rules.rules()[finding.rule];
      std::string remedies;
      for (const std::string& id : finding.remedies) remedies += (remedies.empty() ? "" : " ") + id;
      const readiness::Shown* first = finding.evidence.empty() ? nullptr : &finding.evidence.front();
      with({rule.id, std::string(spelled(finding.is)), finding.says, std::to_string(finding.files),
            first != nullptr ? row.application->files[first->file].path : "", first != nullptr ? first->fact : "",
            finding.dischargeable ? "yes" : "no", remedies});
    }
    for (const readiness::Opaque& each : row.verdict.opaque)
      with({"", "not looked into", each.why, "1", row.application->files[each.file].path, "", "", ""});
  }
}

}  // namespace

void write_readiness(const ReadinessSubject& subject, std::string_view format, std::ostream& out) {
  if (format == "json") return write_json(subject, out);
  if (format == "csv") return write_csv(subject, out);
  write_table(subject, out);
}

void write_rules(const readiness::Rulebook& book, std::string_view format, std::ostream& out) {
  if (format == "json") {
    Json rules = Json::array();
    for (const readiness::Rule& rule : book.rules) {
      Json verdicts = Json::array();
      for (const readiness::Verdict& verdict : rule.verdicts)
        verdicts.push_back({{"on", verdict.on.text()}, {"is", spelled(verdict.is)}});
      rules.push_back({{"rule", rule.id},
                       {"title", rule.title},
                       {"why", rule.why},
                       {"confidence", rule.confidence},
                       {"verdicts", std::move(verdicts)},
                       {"remedies", rule.remedies},
                       {"tests", rule.tests.size()},
                       {"citation", rule.citation.title},
                       {"where", rule.citation.where},
                       {"verified", rule.citation.verified}});
    }
    out << indented(rules);
    return;
  }
  TextTable table({{"rule"}, {"at worst"}, {"surely"}, {"cited"}, {"what it finds"}});
  for (const readiness::Rule& rule : book.rules) {
    const auto worst = std::min_element(rule.verdicts.begin(), rule.verdicts.end(),
                                        [](const auto& a, const auto& b) { return a.is < b.is; });
    table.add({rule.id, std::string(spelled(worst->is)), rule.confidence, rule.citation.verified, rule.title});
  }
  out << table.text();
}

}  // namespace shoal::report
