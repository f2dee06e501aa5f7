#include "exposure/made_facts.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace shoal::exposure {
namespace {

CveName named(const std::string& cve) {
  const auto name = parse_cve(cve);
  SHOAL_ASSERT(name);
  return *name;
}

}  // namespace

lifecycle::Catalogue MadeFacts::catalogue() const {
  lifecycle::Catalogue made{{release}, {}, enrolments, {}};
  made.releases.front().support = {dates};
  return made;
}

Facts MadeFacts::facts() const {
  Facts made;
  made.snapshots = snapshots;
  made.components = components;
  made.components.insert(made.components.begin(), Component{"windows", {}, false});
  made.updates.families = {family};
  made.in_box = in_box;
  made.installers = installers;

  std::map<std::uint32_t, Day> released;
  for (const Made& each : updates) released[each.kb] = each.released;
  for (const auto& [kb, day] : released) made.updates.updates.push_back({kb, day, true});
  const auto update_at = [&](std::uint32_t kb) {
    const auto found = update::find_update(made.updates, kb);
    SHOAL_ASSERT(found);
    return *found;
  };
  const auto component_at = [&](const std::string& name) {
    const auto found = std::find_if(made.components.begin(), made.components.end(),
                                    [&](const Component& each) { return spelled(each) == name; });
    SHOAL_ASSERT(found != made.components.end());
    return static_cast<ComponentIndex>(found - made.components.begin());
  };

  std::map<std::pair<std::uint16_t, std::uint32_t>, Day> days;
  const auto publish = [&](const std::string& cve, Day day) {
    const auto [entry, fresh] = days.try_emplace({named(cve).year, named(cve).number}, day);
    entry->second = std::min(entry->second, day);
  };
  for (const Fixes& each : fixes)
    for (const std::string& cve : each.cves) publish(cve, released.at(each.kb));
  for (const auto& [cve, day] : published) days[{named(cve).year, named(cve).number}] = day;
  for (const auto& [name, day] : days) {
    Vulnerability vulnerability;
    std::tie(vulnerability.year, vulnerability.number) = name;
    vulnerability.published = day;
    made.vulnerabilities.push_back(vulnerability);
  }

  for (const Made& each : updates)
    if (each.kind) made.updates.line_members.push_back({0, component_at(each.line), update_at(each.kb), *each.kind});
  for (const Supersedes& each : supersedes)
    made.updates.containments.push_back({0, update_at(each.newer), update_at(each.older), update::Basis::declared, 0});
  for (const update::BuildRevision& each : builds)
    made.updates.builds.push_back({each.build, each.revision, update_at(updates[each.update].kb)});
  for (const Fixes& each : fixes)
    for (const std::string& cve : each.cves)
      made.rows.push_back({*find_vulnerability(made, named(cve)), update_at(each.kb), component_at(each.component),
                           each.first_seen, each.last_seen});
  std::sort(made.rows.begin(), made.rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.vulnerability, a.component, a.update) < std::tie(b.vulnerability, b.component, b.update);
  });
  for (const Says& each : statements)
    made.statements.push_back({*find_vulnerability(made, named(each.cve)), 0, each.says, "made"});
  for (const std::uint32_t kb : withdrawn) made.availability.push_back({update_at(kb), true, std::nullopt, "made"});
  for (const std::uint32_t kb : open_to_everybody)
    made.availability.push_back({update_at(kb), false, std::nullopt, "made"});
  made.products = {{release.name, release.id, estate::Architecture::x64, false, 0, assessed_from, assessed_until, 0,
                    static_cast<std::uint32_t>(made.rows.size())}};
  return made;
}

PatchState with_updates(std::vector<std::uint32_t> kbs) {
  std::sort(kbs.begin(), kbs.end());
  PatchState state;
  state.edition = "any";
  state.kbs = std::move(kbs);
  return state;
}

std::string spelled(const ProductView& view, const Judgement& judgement) {
  std::string text;
  for (std::size_t i = 0; i < view.facts().vulnerabilities.size(); i++) {
    text += spelled(view.facts().vulnerabilities[i]) + " ";
    const auto group = view.group_of(static_cast<VulnerabilityIndex>(i));
    if (!group) {
      text += "not listed\n";
      continue;
    }
    const Outcome& outcome = judgement.outcomes[*group];
    if (!outcome.considered) {
      text += "not considered\n";
      continue;
    }
    text += spelled(outcome.verdict);
    if (outcome.doubt != Doubt::none) text.append(" ").append(spelled(outcome.doubt));
    if (outcome.verdict == Verdict::missing) {
      text.append(" ").append(spelled(outcome.obtainable));
      for (const std::uint16_t requirement : view.groups()[*group].requirements)
        if (const auto& access = view.requirements()[requirement].access; !access.enrolment.empty())
          text.append(":").append(access.enrolment);
      if (!outcome.entitled) text += ", not entitled";
    }
    text += "\n";
  }
  return text;
}

std::string spelled(const Counts& counts) {
  std::string text = "considered " + std::to_string(counts.considered()) + ":";
  for (std::size_t i = 0; i < verdict_count; i++)
    if (counts.by_verdict[i] > 0)
      text.append(" ").append(spelled(static_cast<Verdict>(i))).append(" ") +=
          std::to_string(counts.by_verdict[i]) + ",";
  text.pop_back();
  std::string doubts;
  for (std::size_t i = 0; i < doubt_count; i++)
    if (counts.by_doubt[i] > 0)
      doubts.append(doubts.empty() ? " (" : ", ").append(spelled(static_cast<Doubt>(i))).append(" ") +=
          std::to_string(counts.by_doubt[i]);
  return text + doubts + (doubts.empty() ? "" : ")");
}

}  // namespace shoal::exposure
