#include "report/policies.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::report {
namespace {

using exposure::Stance;

void add_states(const exposure::PolicyResult& result, const exposure::Assessment& assessment, PolicyFigure& figure) {
  exposure::PolicyCounts worst;
  for (std::size_t at = 0; at < result.states.size(); at++) {
    const exposure::PolicyCounts& counts = result.states[at];
    const std::uint64_t devices = assessment.states[at].devices;
    for (std::size_t i = 0; i < counts.by_stance.size(); i++) figure.findings[i] += devices * counts.by_stance[i];
    for (std::size_t i = 0; i < counts.by_lack.size(); i++) figure.lacks[i] += devices * counts.by_lack[i];
    figure.open += devices * counts.open();
    figure.estimated += devices * counts.estimated;
    if (devices > 0) worst.take_worst(counts.worst_days_over, counts.worst_estimated);
  }
  figure.worst_days_over = worst.worst_days_over;
  figure.worst_estimated = worst.worst_estimated;
}

// What cannot be judged is over all the same where its release may no longer be used.
DeviceStance stance_of(const exposure::PolicyResult& result, const exposure::JudgedDevice& device) {
  const Stance support =
      device.release < 0 ? Stance::not_covered : result.releases[static_cast<std::size_t>(device.release)].stance;
  if (support == Stance::over) return DeviceStance::over;
  if (device.state < 0) return DeviceStance::unassessable;
  const exposure::PolicyCounts& counts = result.states[static_cast<std::size_t>(device.state)];
  if (counts.of(Stance::over) > 0) return DeviceStance::over;
  if (counts.of(Stance::unassessed) > 0 || support == Stance::unassessed) return DeviceStance::unassessed;
  return counts.of(Stance::due) > 0 ? DeviceStance::due : DeviceStance::fine;
}

void add_releases(const exposure::PolicyResult& result, const exposure::Assessment& assessment,
                  const ReleaseFigures& releases, PolicyFigure& figure) {
  for (std::size_t place = 0; place < releases.releases.size(); place++) {
    const ReleaseFigure& release = releases.releases[place];
    if (release.release == nullptr || release.devices == 0) continue;
    const auto at = static_cast<std::size_t>(release.release - assessment.releases.data());
    const exposure::SupportStance& stance = result.releases[at];
    if (stance.stance == Stance::over) figure.unsupported.push_back({place, release.devices, stance});
  }
  std::stable_sort(figure.unsupported.begin(), figure.unsupported.end(),
                   [](const auto& a, const auto& b) { return a.stance.days_over > b.stance.days_over; });
}

std::string days(std::uint64_t number) { return counted(number, "day", "days"); }

std::string what_lacks(exposure::Lacks lacks) {
  std::string text;
  for (std::size_t i = 0; i < exposure::lack_count; i++) {
    const auto lack = static_cast<exposure::Lack>(i);
    if (lacks.has(lack)) text.append("; ").append(exposure::what_lacks(lack));
  }
  return text;
}

std::string on_finding(const exposure::Policy& policy, const exposure::JudgedState* state,
                       exposure::VulnerabilityIndex vulnerability, Day as_of) {
  if (state == nullptr) return "nothing is judged on this device";
  const auto deadline = exposure::PolicyView(policy, *state->view, as_of).deadline(*state, vulnerability);
  if (!deadline) return "nothing to do, it is not open";
  std::string text = spelled(*deadline, as_of);
  if (deadline->rule != nullptr) text += " (rule " + deadline->rule->id + ")";
  return text;
}

}  // namespace

std::string_view spelled(DeviceStance stance) {
  switch (stance) {
    case DeviceStance::over:
      return "over";
    case DeviceStance::unassessed:
      return "unassessed";
    case DeviceStance::due:
      return "due";
    case DeviceStance::fine:
      return "fine";
    case DeviceStance::unassessable:
      break;
  }
  return "unassessable";
}

std::vector<PolicyFigure> policy_figures(const Subject& subject, const ReleaseFigures& releases) {
  const exposure::Assessment& assessment = subject.assessment;
  std::vector<PolicyFigure> figures;
  for (const exposure::PolicyResult& result : exposure::hold_to_policies(subject.facts, assessment)) {
    PolicyFigure& figure = figures.emplace_back();
    figure.scheme = result.scheme;
    if (figure.scheme.policy == nullptr) continue;
    add_states(result, assessment, figure);
    add_releases(result, assessment, releases, figure);
    figure.of_state.resize(assessment.states.size());
    for (const exposure::JudgedDevice& device : assessment.devices) {
      const DeviceStance stance = stance_of(result, device);
      figure.devices[static_cast<std::size_t>(stance)]++;
      if (device.state >= 0) figure.of_state[static_cast<std::size_t>(device.state)] = stance;
    }
  }
  return figures;
}

std::vector<LackFigure> lack_figures(const PolicyFigure& figure) {
  std::vector<LackFigure> figures;
  for (std::size_t i = 0; i < figure.lacks.size(); i++)
    if (figure.lacks[i] > 0) figures.push_back({static_cast<exposure::Lack>(i), figure.lacks[i]});
  std::stable_sort(figures.begin(), figures.end(),
                   [](const LackFigure& a, const LackFigure& b) { return a.findings > b.findings; });
  return figures;
}

std::string spelled(const exposure::Deadline& deadline, Day as_of) {
  const std::string about = deadline.estimated ? " about " : " ";
  switch (deadline.stance) {
    case Stance::over:
      return "over by" + about + days(deadline.days_over) + "; the last day was" + about + to_string(*deadline.due);
    case Stance::due: {
      const auto left = static_cast<std::uint64_t>((*deadline.due - as_of).count());
      return "due by" + about + to_string(*deadline.due) + ", in " + days(left);
    }
    case Stance::unassessed: {
      const std::optional<Day>& day = deadline.due ? deadline.due : deadline.earliest;
      return "unassessed" + what_lacks(deadline.lacks) +
             (day ? "; the last day would be" + about + to_string(*day) : std::string());
    }
    case Stance::ok:
      return "no day is set";
    case Stance::not_covered:
      break;
  }
  return "no rule speaks of it";
}

std::vector<std::string> policy_lines(const Subject& subject, const exposure::JudgedRelease& release,
                                      const exposure::JudgedState* state, exposure::VulnerabilityIndex vulnerability) {
  const Day as_of = subject.assessment.as_of;
  std::vector<std::string> lines;
  for (const exposure::SchemeOnDay& scheme : exposure::schemes_on(subject.facts, as_of, subject.assessment.known_at)) {
    if (scheme.policy == nullptr) {
      lines.push_back("policy " + scheme.scheme + ": " + scheme.says);
      continue;
    }
    const exposure::Policy& policy = *scheme.policy;
    lines.push_back("policy " + policy.title + ": " + on_finding(policy, state, vulnerability, as_of));
    const exposure::SupportStance support = exposure::support_under(policy, release.standing, as_of);
    if (support.stance == Stance::over) lines.push_back("  the release: " + exposure::spelled(support));
  }
  return lines;
}

}  // namespace shoal::report
