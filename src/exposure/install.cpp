#include "exposure/install.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <tuple>

namespace shoal::exposure {
namespace {

constexpr std::size_t search_steps_max = 20'000;

// What an installation may close: missing, or not told by a list that is cut.
bool is_open(const Outcome& outcome) {
  return outcome.considered && (outcome.verdict == Verdict::missing || outcome.doubt == Doubt::list_cut);
}

// Depth-first over the choices for the element that has the fewest, with the best set so far as the bound.
class CoverSearch {
 public:
  explicit CoverSearch(const std::vector<Bits>& options) : options_(options) {}

  std::vector<std::size_t> run(const Bits& wanted) {
    best_ = greedy(wanted);
    std::vector<std::size_t> chosen;
    search(wanted, chosen);
    return best_;
  }
  bool proved() const { return steps_ < search_steps_max; }

 private:
  std::vector<std::size_t> greedy(Bits wanted) const {
    std::vector<std::size_t> chosen;
    while (wanted.any()) {
      std::size_t best = 0, best_count = 0;
      for (std::size_t i = 0; i < options_.size(); i++)
        if (const std::size_t count = options_[i].count_shared(wanted); count > best_count)
          std::tie(best, best_count) = std::tuple(i, count);
      SHOAL_ASSERT(best_count > 0);
      chosen.push_back(best);
      wanted -= options_[best];
    }
    return chosen;
  }

  void search(const Bits& wanted, std::vector<std::size_t>& chosen) {
    if (steps_++ >= search_steps_max) return;
    if (!wanted.any()) {
      if (chosen.size() < best_.size()) best_ = chosen;
      return;
    }
    if (chosen.size() + lower_bound(wanted) >= best_.size()) return;
    for (const std::size_t option : choices_for_scarcest(wanted)) {
      Bits rest = wanted;
      rest -= options_[option];
      chosen.push_back(option);
      search(rest, chosen);
      chosen.pop_back();
    }
  }

  // No set can be smaller than all that is wanted divided by the most that one option holds.
  std::size_t lower_bound(const Bits& wanted) const {
    std::size_t most = 1;
    for (const Bits& option : options_) most = std::max(most, option.count_shared(wanted));
    return (wanted.count() + most - 1) / most;
  }

  std::vector<std::size_t> choices_for_scarcest(const Bits& wanted) const {
    std::vector<std::size_t> scarcest;
    wanted.each([&](std::size_t element) {
      std::vector<std::size_t> choices;
      for (std::size_t i = 0; i < options_.size(); i++)
        if (options_[i].test(element)) choices.push_back(i);
      if (scarcest.empty() || choices.size() < scarcest.size()) scarcest = std::move(choices);
    });
    return scarcest;
  }

  const std::vector<Bits>& options_;
  std::vector<std::size_t> best_;
  std::size_t steps_ = 0;
};

// A cover in the making: what is chosen, what may be chosen yet, and what is wanted still.
class Reduction {
 public:
  Reduction(const std::vector<Bits>& options, std::span<const std::size_t> preferred, const Bits& wanted)
      : options_(options), left_(preferred.begin(), preferred.end()), wanted_(wanted) {}

  // Takes what only one option can do, and drops options whose part of the rest another one does too, until neither
  // changes anything. Most patch states are solved by this alone, and most of each by the first step, which is the
  // cheaper by far.
  void run() {
    do take_forced();
    while (wanted_.any() && drop_dominated());
  }

  std::vector<std::size_t>& taken() { return taken_; }
  const std::vector<std::size_t>& left() const { return left_; }
  const Bits& wanted() const { return wanted_; }

 private:
  void take_forced() {
    Bits once(wanted_.size()), twice(wanted_.size()), both(wanted_.size());
    for (const std::size_t option : left_) {
      both = once;
      both &= options_[option];
      twice |= both;
      once |= options_[option];
    }
    once -= twice;
    once &= wanted_;
    std::erase_if(left_, [&](std::size_t option) {
      if (!options_[option].meets(once)) return false;
      taken_.push_back(option);
      wanted_ -= options_[option];
      return true;
    });
    std::erase_if(left_, [&](std::size_t option) { return !options_[option].meets(wanted_); });
  }

  // Whether any was dropped.
  bool drop_dominated() {
    struct Part {
      std::size_t place;  // In left_.
      std::size_t width;
      Bits bits;
    };
    std::vector<Part> parts;
    parts.reserve(left_.size());
    for (std::size_t i = 0; i < left_.size(); i++) {
      parts.push_back({i, 0, options_[left_[i]]});
      parts.back().bits &= wanted_;
      parts.back().width = parts.back().bits.count();
    }
    // Widest first, an option can only be dominated by one that was kept before it.
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.width > b.width; });
    std::vector<const Part*> kept;
    for (const Part& part : parts)
      if (std::none_of(kept.begin(), kept.end(), [&](const Part* wider) { return part.bits.within(wider->bits); }))
        kept.push_back(&part);

    std::vector<std::size_t> places;
    places.reserve(kept.size());
    for (const Part* part : kept) places.push_back(part->place);
    std::sort(places.begin(), places.end());
    const bool dropped = places.size() < left_.size();
    for (std::size_t i = 0; i < places.size(); i++) left_[i] = left_[places[i]];
    left_.resize(places.size());
    return dropped;
  }

  const std::vector<Bits>& options_;
  std::vector<std::size_t> taken_, left_;
  Bits wanted_;
};

}  // namespace

std::vector<std::size_t> smallest_cover(const std::vector<Bits>& options, std::span<const std::size_t> preferred,
                                        const Bits& wanted, bool& proved) {
  Reduction reduction(options, preferred, wanted);
  reduction.run();
  proved = true;
  if (reduction.wanted().any()) {
    std::vector<Bits> rest;
    for (const std::size_t option : reduction.left()) rest.push_back(options[option]);
    CoverSearch search(rest);
    for (const std::size_t chosen : search.run(reduction.wanted()))
      reduction.taken().push_back(reduction.left()[chosen]);
    proved = search.proved();
  }
  return std::move(reduction.taken());
}

InstallPlanner::InstallPlanner(const ProductView& view) : view_(&view) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> seen;
  const auto clause_at = [&](const std::vector<std::uint32_t>& clause) {
    const auto [entry, fresh] = seen.try_emplace(clause, static_cast<std::uint32_t>(clauses_.size()));
    if (fresh) clauses_.push_back({clause, Bits(view.family().size())});
    return entry->second;
  };
  for (const Requirement& requirement : view.requirements()) {
    std::vector<std::uint32_t>& own = clauses_of_.emplace_back();
    if (!requirement.any_of.empty()) {
      own.push_back(clause_at(requirement.any_of));
    } else {
      for (const auto& clause : requirement.clauses) own.push_back(clause_at(clause));
    }
  }

  const update::FamilyView& family = view.family();
  satisfies_.assign(family.size(), Bits(clauses_.size()));
  view.applicable().each([&](std::size_t update) {
    const Bits& contained = family.contained_in(update);
    for (std::size_t clause = 0; clause < clauses_.size(); clause++) {
      if (!is_satisfied(clause, contained)) continue;
      clauses_[clause].satisfied_by.set(update);
      satisfies_[update].set(clause);
    }
  });
}

bool InstallPlanner::is_satisfied(std::size_t clause, const Bits& present) const {
  const std::vector<std::uint32_t>& options = clauses_[clause].options;
  return std::any_of(options.begin(), options.end(), [&](std::uint32_t option) { return present.test(option); });
}

// Updates that this device may be given: it is entitled to them, and the component that they are for is there.
Bits InstallPlanner::allowed(const Presence& presence) const {
  Bits allowed(view_->family().size());
  view_->applicable().each([&](std::size_t update) {
    const Access& access = view_->access(update);
    const auto components = view_->components_of(update);
    const bool for_something_there = std::any_of(components.begin(), components.end(),
                                                 [&](std::uint16_t each) { return presence.has_component(each); });
    if (access.entitled && access.obtainable != Obtainable::withdrawn && for_something_there) allowed.set(update);
  });
  return allowed;
}

InstallPlanner::Need InstallPlanner::need_of(const Presence& presence, const Judgement& judgement,
                                             const Bits& allowed) const {
  Need need{Bits(clauses_.size()), Bits(clauses_.size()), 0};
  std::vector<std::optional<bool>> reached(view_->requirements().size());  // Each is looked at once.
  const auto reach = [&](std::size_t at) {
    const Requirement& requirement = view_->requirements()[at];
    const Outcome own = judge(presence, requirement);
    if (!own.considered || (own.verdict != Verdict::missing && own.doubt != Doubt::list_cut)) return true;
    // Of a list that is cut, only what is current is worth installing unseen: a complete list settles the rest.
    if (own.verdict != Verdict::missing && requirement.any_of.empty()) return true;
    bool all = true;
    for (const std::uint32_t clause : clauses_of_[at]) {
      if (is_satisfied(clause, presence.present())) continue;
      if (!clauses_[clause].satisfied_by.meets(allowed)) {
        all = false;
        continue;
      }
      need.clauses.set(clause);
      if (own.verdict == Verdict::missing) need.certain.set(clause);
    }
    return all;
  };
  for (std::size_t i = 0; i < view_->groups().size(); i++) {
    const Outcome& outcome = judgement.outcomes[i];
    if (!is_open(outcome)) continue;
    bool all = true;
    for (const std::uint16_t at : view_->groups()[i].requirements) {
      if (!reached[at]) reached[at] = reach(at);
      all = all && *reached[at];
    }
    if (outcome.verdict == Verdict::missing && !all)
      need.out_of_reach += static_cast<std::uint32_t>(view_->groups()[i].vulnerabilities.size());
  }
  return need;
}

InstallPlan InstallPlanner::plan(const Presence& presence, const Judgement& judgement) const {
  const Bits may = allowed(presence);
  const Need need = need_of(presence, judgement, may);
  InstallPlan plan;
  plan.out_of_reach = need.out_of_reach;
  if (!need.clauses.any()) return plan;

  std::vector<std::tuple<std::size_t, Day, std::uint32_t, std::size_t>> ranked;
  may.each([&](std::size_t update) {
    if (const std::size_t width = satisfies_[update].count_shared(need.clauses); width > 0)
      ranked.emplace_back(width, view_->released(update), view_->kb(update), update);
  });
  std::sort(ranked.begin(), ranked.end(), std::greater<>());
  std::vector<std::size_t> candidates;
  std::vector<std::size_t> rank(view_->family().size());
  for (const auto& [width, released, kb, update] : ranked) {
    rank[update] = candidates.size();
    candidates.push_back(update);
  }
  std::vector<std::size_t> chosen = smallest_cover(satisfies_, candidates, need.clauses, plan.smallest);
  std::sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
  for (const std::size_t update : chosen)
    plan.updates.push_back({update, 0, 0, satisfies_[update].meets(need.certain)});
  count_closed(presence, judgement, plan);
  std::stable_sort(plan.updates.begin(), plan.updates.end(), [&](const Install& a, const Install& b) {
    return std::tuple(b.closes, view_->kb(a.update)) < std::tuple(a.closes, view_->kb(b.update));
  });
  return plan;
}

// A group is closed by the update with which the last of its clauses is satisfied.
void InstallPlanner::count_closed(const Presence& presence, const Judgement& judgement, InstallPlan& plan) const {
  constexpr std::size_t before = 0;  // Satisfied as it is; otherwise one more than the position in the plan.
  const std::size_t never = plan.updates.size() + 1;
  std::vector<std::size_t> satisfied_at(clauses_.size(), never);
  Bits open(clauses_.size());
  for (std::size_t clause = 0; clause < clauses_.size(); clause++) {
    if (is_satisfied(clause, presence.present())) {
      satisfied_at[clause] = before;
    } else {
      open.set(clause);
    }
  }
  for (std::size_t i = 0; i < plan.updates.size(); i++) {
    Bits closed = satisfies_[plan.updates[i].update];
    closed &= open;
    closed.each([&](std::size_t clause) { satisfied_at[clause] = i + 1; });
    open -= closed;
  }
  for (std::size_t i = 0; i < view_->groups().size(); i++) {
    if (!is_open(judgement.outcomes[i])) continue;
    const Group& group = view_->groups()[i];
    std::size_t last = before;
    for (const std::uint16_t at : group.requirements) {
      if (!presence.has_component(view_->requirements()[at].component)) continue;
      for (const std::uint32_t clause : clauses_of_[at]) last = std::max(last, satisfied_at[clause]);
    }
    if (last == before || last == never) continue;
    plan.updates[last - 1].closes += static_cast<std::uint32_t>(group.vulnerabilities.size());
    plan.updates[last - 1].exploited += group.exploited;
  }
}

}  // namespace shoal::exposure
