#include "report/findings.hpp"

#include <algorithm>

namespace shoal::report {
namespace {

// The snapshots that list a vulnerability for a product, over all its components and updates.
void take_days(const exposure::ProductView& view, exposure::VulnerabilityIndex vulnerability, Finding& finding) {
  const exposure::Facts& facts = view.facts();
  const auto begin = facts.rows.begin() + view.product().rows_begin, end = facts.rows.begin() + view.product().rows_end;
  auto row = std::lower_bound(begin, end, vulnerability,
                              [](const exposure::Row& each, auto wanted) { return each.vulnerability < wanted; });
  std::uint8_t first = 255, last = 0;
  bool ours = false;
  for (; row != end && row->vulnerability == vulnerability; row++) {
    if (row->last_seen == exposure::from_data) {
      ours = true;
      continue;
    }
    first = std::min(first, row->first_seen);
    last = std::max(last, row->last_seen);
  }
  if (first != 255) {
    finding.first_stated = to_string(facts.snapshots[first]);
    finding.last_stated = to_string(facts.snapshots[last]);
  } else if (ours) {
    finding.first_stated = finding.last_stated = "data/updates/extra.csv";
  }
}

}  // namespace

void each_finding(const exposure::JudgedState& state, const std::function<void(const Finding&)>& visit) {
  const exposure::ProductView& view = *state.view;
  const exposure::Facts& facts = view.facts();
  exposure::Presence presence(view);
  presence.take(state.state);
  for (std::size_t i = 0; i < view.groups().size(); i++) {
    const exposure::Outcome& outcome = state.judgement.outcomes[i];
    if (!outcome.considered || outcome.verdict == exposure::Verdict::fixed) continue;
    const exposure::Group& group = view.groups()[i];
    Finding finding;
    finding.outcome = outcome;
    for (const std::uint16_t at : group.requirements) {
      const exposure::Requirement& requirement = view.requirements()[at];
      const exposure::Outcome own = exposure::judge(presence, requirement);
      if (!own.considered || own.verdict == exposure::Verdict::fixed) continue;
      finding.obtainable = spelled_access(requirement.access);
      for (const std::uint32_t update : requirement.any_of) finding.updates.push_back(view.kb(update));
      if (!requirement.any_of.empty()) continue;
      for (const auto& clause : requirement.clauses)
        for (const std::uint32_t update : clause)
          if (!presence.present().test(update)) finding.updates.push_back(view.kb(update));
    }
    std::sort(finding.updates.begin(), finding.updates.end());
    finding.updates.erase(std::unique(finding.updates.begin(), finding.updates.end()), finding.updates.end());
    if (group.statement >= 0) {
      const exposure::Statement& statement = facts.statements[static_cast<std::size_t>(group.statement)];
      finding.cited = statement.says + " (" + statement.citation + ")";
    }
    for (const exposure::VulnerabilityIndex vulnerability : group.vulnerabilities) {
      const exposure::Vulnerability& known = facts.vulnerabilities[vulnerability];
      finding.cve = exposure::spelled(known);
      finding.vulnerability = vulnerability;
      finding.known_exploited = known.exploited_since && *known.exploited_since <= view.known().day();
      finding.first_stated.clear();
      take_days(view, vulnerability, finding);
      visit(finding);
    }
  }
}

}  // namespace shoal::report
