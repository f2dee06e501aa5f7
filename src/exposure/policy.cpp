#include "exposure/policy.hpp"

#include <algorithm>
#include <numeric>

#include "base/text.hpp"

namespace shoal::exposure {
namespace {

enum class Holds { no, unknown, yes };

// What bears on the deadline of one finding.
struct Finding {
  Severity severity = Severity::unrated;
  Severity of_update = Severity::unrated;  // The worst that installing its fix would close.
  std::optional<Day> listed, due;          // By CISA, if it had by the day asked for.
  std::optional<Day> fix_released;         // Absent where no fix is listed.
  bool withdrawn = false;                  // The vendor took that fix back.
  bool estimated = false;
};

Lack lack_of(Circumstance circumstance) { return static_cast<Lack>(circumstance); }
static_assert(static_cast<std::size_t>(Lack::detection) == circumstance_count, "lacks begin with the circumstances");

// A rule held against one finding: whether it applies, and until when it then gives time.
struct Held {
  Holds holds = Holds::yes;
  std::optional<Day> day;
  Lacks lacks;
};

Held held(const PolicyRule& rule, const Finding& finding, const Circumstances& circumstances) {
  Held made;
  const auto refuse = [&] { return Held{Holds::no, std::nullopt, {}}; };
  const Severity rated = rule.whole_update ? finding.of_update : finding.severity;
  if (!rule.severities.empty() && !std::binary_search(rule.severities.begin(), rule.severities.end(), rated))
    return refuse();
  if (rule.listing == Listing::listed && !finding.listed) return refuse();
  if (rule.listing == Listing::not_listed && finding.listed) return refuse();
  for (const Circumstance need : rule.needs) {
    const std::optional<bool> known = circumstances.of(need);
    if (known && !*known) return refuse();
    if (known) continue;
    made.holds = Holds::unknown;
    made.lacks.add(lack_of(need));
  }
  const std::chrono::days allowed(rule.days);
  switch (rule.clock) {
    case Clock::none:
      break;
    case Clock::fix_released:
      if (!finding.fix_released) return refuse();
      if (finding.withdrawn) {
        made.lacks.add(Lack::fix);
      } else {
        made.day = *finding.fix_released + allowed;
      }
      break;
    case Clock::kev_added:
      if (!finding.listed) return refuse();
      made.day = *finding.listed + allowed;
      break;
    case Clock::kev_due:
      if (!finding.due) return refuse();
      made.day = *finding.due + allowed;
      break;
    case Clock::detected:
      if (circumstances.detected) {
        made.day = *circumstances.detected + allowed;
      } else {
        made.lacks.add(Lack::detection);
      }
      break;
  }
  return made;
}

// The deadline is a range as long as rules are there that may apply: `due` is its end, `earliest` its beginning. Over
// is what is so by the end already, and due what is so by the beginning still.
Deadline deadline_under(const Policy& policy, const Finding& finding, const Circumstances& circumstances, Day as_of) {
  Deadline made;
  bool may_apply = false, may_be_any_day = false;
  const PolicyRule *sets_due = nullptr, *sets_earliest = nullptr, *sets_none = nullptr;
  for (const PolicyRule& rule : policy.rules) {
    if (rule.of_unsupported) continue;
    const Held each = held(rule, finding, circumstances);
    if (each.holds == Holds::no) continue;
    const bool applies = each.holds == Holds::yes;
    if (applies && rule.clock == Clock::none) {
      sets_none = &rule;
      continue;
    }
    if (each.day && (!made.earliest || *each.day < *made.earliest)) {
      made.earliest = each.day;
      sets_earliest = &rule;
    }
    if (applies && each.day) {
      if (!made.due || *each.day < *made.due) {
        made.due = each.day;
        sets_due = &rule;
      }
      continue;
    }
    may_apply = true;
    may_be_any_day = may_be_any_day || !each.day;
    made.lacks.add(each.lacks);
  }
  made.rule = sets_due != nullptr ? sets_due : sets_earliest != nullptr ? sets_earliest : sets_none;
  made.estimated = made.rule != nullptr && made.rule->clock == Clock::fix_released && finding.estimated;

  if (made.due && *made.due < as_of) {
    made.stance = Stance::over;
    made.days_over = static_cast<std::uint32_t>((as_of - *made.due).count());
  } else if (made.due && (!may_apply || (!may_be_any_day && *made.earliest >= as_of))) {
    made.stance = Stance::due;
  } else if (may_apply) {
    made.stance = Stance::unassessed;
  } else {
    made.stance = sets_none != nullptr ? Stance::ok : Stance::not_covered;
  }
  if (made.stance != Stance::unassessed) made.lacks = {};
  return made;
}

// Whatever the policy would say by a day turns into not known.
void doubt(Deadline& deadline, Lack lack) {
  if (deadline.stance == Stance::ok || deadline.stance == Stance::not_covered) return;
  deadline.stance = Stance::unassessed;
  deadline.days_over = 0;
  deadline.lacks.add(lack);
}

void add_to(PolicyCounts& counts, const Deadline& deadline) {
  counts.by_stance[static_cast<std::size_t>(deadline.stance)]++;
  for (std::size_t i = 0; i < lack_count; i++)
    if (deadline.lacks.has(static_cast<Lack>(i))) counts.by_lack[i]++;
  if (deadline.stance == Stance::over && deadline.estimated) counts.estimated++;
  counts.take_worst(deadline.days_over, deadline.estimated);
}

// The end that a later version put to this one is known with that version.
bool ended(const Facts& facts, const Policy& policy, Day as_of, Day known_at) {
  if (!policy.until || *policy.until >= as_of) return false;
  return std::none_of(facts.policies.begin(), facts.policies.end(), [&](const Policy& other) {
    return other.id == policy.superseded_by && other.published > known_at;
  });
}

}  // namespace

std::string_view spelled(Stance stance) {
  switch (stance) {
    case Stance::ok:
      return "ok";
    case Stance::due:
      return "due";
    case Stance::over:
      return "over";
    case Stance::unassessed:
      return "unassessed";
    case Stance::not_covered:
      break;
  }
  return "not_covered";
}

std::string_view spelled(Lack lack) {
  switch (lack) {
    case Lack::score:
      return "score";
    case Lack::exposure:
      return "exposure";
    case Lack::automatable:
      return "automatable";
    case Lack::impact:
      return "impact";
    case Lack::isolation:
      return "isolation";
    case Lack::detection:
      return "detection";
    case Lack::update_list:
      return "update_list";
    case Lack::assessment:
      return "assessment";
    case Lack::fix:
      return "fix";
    case Lack::support:
      break;
  }
  return "support";
}

std::string_view what_lacks(Lack lack) {
  switch (lack) {
    case Lack::score:
      return "the CVSS score is not held";
    case Lack::exposure:
      return "whether the internet reaches the device is not known";
    case Lack::automatable:
      return "whether the exploit can be automated is not held";
    case Lack::impact:
      return "whether the exploit gives total control is not held";
    case Lack::isolation:
      return "isolation is not known";
    case Lack::detection:
      return "the day on which it was first detected is not held";
    case Lack::update_list:
      return "whether the fix is on the device is not known";
    case Lack::assessment:
      return "the vendor did not say whether it concerns the product";
    case Lack::fix:
      return "the vendor took the fix back";
    case Lack::support:
      break;
  }
  return "until when the release gets updates is not known";
}

std::string spelled(Lacks lacks) {
  std::string text;
  for (std::size_t i = 0; i < lack_count; i++)
    if (const auto lack = static_cast<Lack>(i); lacks.has(lack))
      text.append(text.empty() ? "" : " ").append(spelled(lack));
  return text;
}

std::uint32_t PolicyCounts::open() const { return std::accumulate(by_stance.begin(), by_stance.end(), 0U); }

void PolicyCounts::add(const PolicyCounts& other) {
  for (std::size_t i = 0; i < stance_count; i++) by_stance[i] += other.by_stance[i];
  for (std::size_t i = 0; i < lack_count; i++) by_lack[i] += other.by_lack[i];
  estimated += other.estimated;
  take_worst(other.worst_days_over, other.worst_estimated);
}

void PolicyCounts::take_worst(std::uint32_t days_over, bool by_estimate) {
  if (days_over == 0 || days_over < worst_days_over) return;
  worst_estimated = by_estimate && (days_over > worst_days_over || worst_estimated);
  worst_days_over = days_over;
}

std::vector<SchemeOnDay> schemes_on(const Facts& facts, Day as_of, Day known_at) {
  std::vector<SchemeOnDay> found;
  for (auto begin = facts.policies.begin(); begin != facts.policies.end();) {
    const auto end =
        std::find_if(begin, facts.policies.end(), [&](const Policy& each) { return each.scheme != begin->scheme; });
    SchemeOnDay& made = found.emplace_back();
    made.scheme = begin->scheme;
    const Policy* last = nullptr;
    for (auto each = begin; each != end; ++each)
      if (each->published <= known_at && each->from <= as_of) last = &*each;
    if (last == nullptr) {
      made.says = "no version that the pack holds was in force on " + to_string(as_of) + " and known on " +
                  to_string(known_at) + "; the first is in force from " + to_string(begin->from) + " on";
    } else if (ended(facts, *last, as_of, known_at)) {
      made.says = "no version that the pack holds was in force on " + to_string(as_of) + "; the last ended on " +
                  to_string(*last->until);
    } else {
      made.policy = last;
    }
    begin = end;
  }
  return found;
}

PolicyView::PolicyView(const Policy& policy, const ProductView& view, Day as_of, Circumstances circumstances)
    : policy_(&policy), view_(&view), as_of_(as_of), circumstances_(circumstances) {
  take_severities();
  take_groups();
  take_outside();
}

// One update often fixes several vulnerabilities, and whoever must install it for one closes all. Of alternatives the
// mildest counts, since any of them will do; packages that complement each other are all wanted.
void PolicyView::take_severities() {
  std::vector<Severity> closes(view_->family().size(), Severity::unrated);
  const auto requirements = view_->requirements();
  const auto each_update = [&](const Requirement& requirement, const auto& take) {
    for (const std::uint32_t update : requirement.any_of) take(update);
    for (const auto& clause : requirement.clauses)
      for (const std::uint32_t update : clause) take(update);
  };
  for (const Group& group : view_->groups()) {
    Severity worst = Severity::unrated;
    for (const VulnerabilityIndex index : group.vulnerabilities)
      worst = std::max(worst, view_->facts().vulnerabilities[index].severity);
    for (const std::uint16_t position : group.requirements)
      each_update(requirements[position],
                  [&](std::uint32_t update) { closes[update] = std::max(closes[update], worst); });
  }
  const auto mildest = [&](const std::vector<std::uint32_t>& options) {
    Severity found = Severity::critical;
    for (const std::uint32_t option : options) found = std::min(found, closes[option]);
    return found;
  };
  for (const Requirement& requirement : requirements) {
    Severity found = Severity::unrated;
    if (!requirement.any_of.empty()) found = mildest(requirement.any_of);
    if (requirement.any_of.empty())
      for (const auto& clause : requirement.clauses) found = std::max(found, mildest(clause));
    severity_of_.push_back(found);
  }
}

Deadline PolicyView::deadline_of(VulnerabilityIndex vulnerability, const Outcome& outcome) const {
  const Vulnerability& known = view_->facts().vulnerabilities[vulnerability];
  Finding finding;
  finding.severity = known.severity;
  finding.of_update = known.severity;
  if (known.exploited_since && *known.exploited_since <= std::min(as_of_, view_->known().day())) {
    finding.listed = known.exploited_since;
    finding.due = known.due;
  }
  const bool fixable = outcome.requirement != no_requirement;
  if (fixable) {
    const Requirement& requirement = view_->requirements()[outcome.requirement];
    finding.of_update = severity_of_[outcome.requirement];
    finding.fix_released = requirement.oldest;
    finding.estimated = !requirement.oldest_known;
    finding.withdrawn = requirement.access.obtainable == Obtainable::withdrawn;
  }
  Deadline made = deadline_under(*policy_, finding, circumstances_, as_of_);
  if (outcome.verdict == Verdict::unassessed || outcome.verdict == Verdict::presumed)
    doubt(made, fixable ? Lack::update_list : Lack::assessment);
  return made;
}

void PolicyView::take_groups() {
  for (const Group& group : view_->groups()) {
    const auto counted = [&](Verdict verdict, std::uint16_t requirement) {
      PolicyCounts counts;
      const Outcome outcome{verdict, Doubt::none, true, Obtainable::everybody, true, requirement};
      for (const VulnerabilityIndex each : group.vulnerabilities) add_to(counts, deadline_of(each, outcome));
      return counts;
    };
    std::vector<Part>& parts = parts_.emplace_back();
    for (const std::uint16_t requirement : group.requirements)
      parts.push_back({requirement, counted(Verdict::missing, requirement), counted(Verdict::unassessed, requirement)});
    no_fix_.push_back(group.statement >= 0 ? counted(Verdict::no_fix, no_requirement) : PolicyCounts{});
  }
}

void PolicyView::take_outside() {
  const Outside& outside = view_->outside();
  const std::vector<Vulnerability>& known = view_->facts().vulnerabilities;
  const Outcome outcome{Verdict::unassessed, Doubt::outside_interval, true, Obtainable::everybody, true,
                        no_requirement};
  for (std::size_t i = 0; i < known.size(); i++) {
    const auto vulnerability = static_cast<VulnerabilityIndex>(i);
    const Day published = known[i].published;
    if (published > view_->known().day() || view_->group_of(vulnerability)) continue;
    const bool assessed =
        outside.assessed_until && published >= *outside.assessed_from && published <= *outside.assessed_until;
    if (!assessed) add_to(outside_, deadline_of(vulnerability, outcome));
  }
}

PolicyCounts PolicyView::count(const Judgement& judgement) const {
  PolicyCounts counts = outside_;
  for (std::size_t i = 0; i < judgement.outcomes.size(); i++) {
    const Outcome& outcome = judgement.outcomes[i];
    if (!outcome.considered || outcome.verdict == Verdict::fixed) continue;
    if (outcome.verdict == Verdict::no_fix) {
      counts.add(no_fix_[i]);
      continue;
    }
    const auto part = std::find_if(parts_[i].begin(), parts_[i].end(),
                                   [&](const Part& each) { return each.requirement == outcome.requirement; });
    SHOAL_ASSERT(part != parts_[i].end());
    counts.add(outcome.verdict == Verdict::missing ? part->missing : part->unassessed);
  }
  return counts;
}

std::optional<Deadline> PolicyView::deadline(const JudgedState& state, VulnerabilityIndex vulnerability) const {
  if (view_->facts().vulnerabilities[vulnerability].published > view_->known().day()) return std::nullopt;
  const auto outcome = outcome_of(state, vulnerability);
  if (!outcome || !outcome->considered || outcome->verdict == Verdict::fixed) return std::nullopt;
  return deadline_of(vulnerability, *outcome);
}

SupportStance support_under(const Policy& policy, const lifecycle::Standing& standing, Day as_of,
                            Circumstances circumstances) {
  const auto rule = std::find_if(policy.rules.begin(), policy.rules.end(),
                                 [](const PolicyRule& each) { return each.of_unsupported; });
  SupportStance made;
  if (rule == policy.rules.end()) return made;
  made.rule = &*rule;
  made.due = standing.until;
  if (standing.phase == lifecycle::Phase::unknown) {
    made.stance = Stance::unassessed;
    made.lacks.add(Lack::support);
    return made;
  }
  made.stance = Stance::ok;
  if (standing.phase != lifecycle::Phase::none) return made;
  const std::optional<bool> discharged = rule->unless ? circumstances.of(*rule->unless) : false;
  if (discharged.value_or(false)) return made;
  made.stance = Stance::over;
  if (made.due) made.days_over = static_cast<std::uint32_t>((as_of - *made.due).count());
  if (!discharged) made.lacks.add(lack_of(*rule->unless));
  return made;
}

std::string spelled(const SupportStance& stance) {
  if (stance.stance != Stance::over) {
    std::string text(spelled(stance.stance));
    if (stance.lacks.has(Lack::support)) text.append(": ").append(what_lacks(Lack::support));
    return text;
  }
  std::string text = "unsupported";
  if (stance.days_over > 0) text += " for " + grouped(stance.days_over) + (stance.days_over == 1 ? " day" : " days");
  text += ": a breach";
  if (stance.lacks.has(Lack::isolation)) text.append(" unless isolated; ").append(what_lacks(Lack::isolation));
  return text;
}

std::vector<PolicyResult> hold_to_policies(const Facts& facts, const Assessment& assessment) {
  std::vector<PolicyResult> results;
  for (SchemeOnDay& scheme : schemes_on(facts, assessment.as_of, assessment.known_at)) {
    PolicyResult& result = results.emplace_back();
    result.scheme = std::move(scheme);
    const Policy* policy = result.scheme.policy;
    if (policy == nullptr) continue;
    std::map<const ProductView*, std::shared_ptr<const PolicyView>> views;
    for (const JudgedState& state : assessment.states) {
      auto& view = views[state.view.get()];
      if (!view) view = std::make_shared<PolicyView>(*policy, *state.view, assessment.as_of);
      result.states.push_back(view->count(state.judgement));
      result.views.push_back(view);
    }
    for (const JudgedRelease& release : assessment.releases)
      result.releases.push_back(support_under(*policy, release.standing, assessment.as_of));
  }
  return results;
}

}  // namespace shoal::exposure
