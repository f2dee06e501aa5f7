#include "report/deadlines.hpp"

namespace shoal::report {
namespace {

using exposure::Stance;

// What decides a deadline on one product: nothing else of a patch state does.
std::uint64_t key_of(const Finding& finding) {
  constexpr unsigned bits = 16;
  static_assert(sizeof(finding.vulnerability) * 8 == bits && sizeof(finding.outcome.requirement) * 8 == bits);
  const auto verdict = static_cast<std::uint64_t>(finding.outcome.verdict);
  return (verdict << (2 * bits)) | (std::uint64_t{finding.outcome.requirement} << bits) | finding.vulnerability;
}

bool is_certain(const exposure::Deadline& deadline) {
  return deadline.stance == Stance::due || deadline.stance == Stance::over;
}

}  // namespace

Deadlines::Deadlines(const Subject& subject) : as_of_(subject.assessment.as_of) {
  for (const exposure::SchemeOnDay& scheme : exposure::schemes_on(subject.facts, as_of_, subject.assessment.known_at))
    if (scheme.policy != nullptr) in_force_.push_back(scheme.policy);
}

Deadlines::OfProduct& Deadlines::product_of(const exposure::JudgedState& state) {
  const auto [at, fresh] = products_.try_emplace(state.view.get());
  if (fresh)
    for (const exposure::Policy* policy : in_force_)
      at->second.views.push_back(std::make_unique<exposure::PolicyView>(*policy, *state.view, as_of_));
  return at->second;
}

std::optional<FirstDeadline> Deadlines::of(const exposure::JudgedState& state, const Finding& finding) {
  if (in_force_.empty()) return std::nullopt;
  OfProduct& product = product_of(state);
  const auto [at, fresh] = product.known.try_emplace(key_of(finding));
  if (!fresh) return at->second;
  std::optional<FirstDeadline>& first = at->second;
  for (const auto& view : product.views) {
    const auto deadline = view->deadline(state, finding.vulnerability);
    if (!deadline || !is_certain(*deadline) || (first && first->due <= *deadline->due)) continue;
    first = {*deadline->due, deadline->days_over, deadline->estimated, &view->policy()};
  }
  return first;
}

}  // namespace shoal::report
