#include "exposure/install.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace shoal::exposure {
namespace {

constexpr std::size_t search_steps_max = 20'000;

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

// Takes what only one option can do, and drops options whose part of the rest another one does too, until neither
// changes anything. Most patch states are solved by this alone.
struct Reduced {
  std::vector<std::size_t> taken, left;
  Bits wanted;
};

Reduced reduce(const std::vector<Bits>& options, Bits wanted) {
  Reduced state{{}, {}, std::move(wanted)};
  state.left.resize(options.size());
  std::iota(state.left.begin(), state.left.end(), std::size_t{0});
  for (bool changed = true; changed && state.wanted.any();) {
    changed = false;
    std::vector<Bits> parts;
    for (const std::size_t option : state.left) {
      parts.push_back(options[option]);
      parts.back() &= state.wanted;
    }
    // Widest first, an option can only be dominated by one that was kept before it.
    std::vector<std::size_t> by_width(parts.size()), widths(parts.size());
    std::iota(by_width.begin(), by_width.end(), std::size_t{0});
    for (std::size_t i = 0; i < parts.size(); i++) widths[i] = parts[i].count();
    std::stable_sort(by_width.begin(), by_width.end(),
                     [&](std::size_t a, std::size_t b) { return widths[a] > widths[b]; });
    std::vector<std::size_t> kept;
    for (const std::size_t i : by_width) {
      const bool dominated = widths[i] == 0 || std::any_of(kept.begin(), kept.end(), [&](std::size_t wider) {
                               return parts[i].within(parts[wider]);
                             });
      if (!dominated) kept.push_back(i);
    }
    std::sort(kept.begin(), kept.end());
    changed = kept.size() < parts.size();

    Bits once(state.wanted.size()), twice(state.wanted.size());
    for (const std::size_t i : kept) {
      Bits again = once;
      again &= parts[i];
      twice |= again;
      once |= parts[i];
    }
    once -= twice;
    std::vector<std::size_t> left;
    for (const std::size_t i : kept) {
      if (parts[i].count_shared(once) > 0) {
        state.taken.push_back(state.left[i]);
        state.wanted -= parts[i];
        changed = true;
      } else {
        left.push_back(state.left[i]);
      }
    }
    state.left = std::move(left);
  }
  return state;
}

}  // namespace

std::vector<std::size_t> smallest_cover(const std::vector<Bits>& options, const Bits& wanted, bool& proved) {
  Reduced state = reduce(options, wanted);
  proved = true;
  if (state.wanted.any()) {
    std::vector<Bits> rest;
    for (const std::size_t option : state.left) rest.push_back(options[option]);
    CoverSearch search(rest);
    for (const std::size_t chosen : search.run(state.wanted)) state.taken.push_back(state.left[chosen]);
    proved = search.proved();
  }
  std::sort(state.taken.begin(), state.taken.end());
  return state.taken;
}

InstallPlanner::InstallPlanner(const ProductView& view) : view_(&view) {
  std::map<std::vector<std::uint32_t>, std::uint32_t> seen;
  std::vector<std::vector<std::uint32_t>> clauses;
  const auto clause_at = [&](const std::vector<std::uint32_t>& clause) {
    const auto [entry, fresh] = seen.try_emplace(clause, static_cast<std::uint32_t>(clauses.size()));
    if (fresh) clauses.push_back(clause);
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
  satisfied_by_.assign(clauses.size(), Bits(family.size()));
  satisfies_.assign(family.size(), Bits(clauses.size()));
  view.applicable().each([&](std::size_t update) {
    const Bits& contained = family.contained_in(update);
    for (std::size_t clause = 0; clause < clauses.size(); clause++) {
      if (std::none_of(clauses[clause].begin(), clauses[clause].end(),
                       [&](std::uint32_t option) { return contained.test(option); }))
        continue;
      satisfied_by_[clause].set(update);
      satisfies_[update].set(clause);
    }
  });
}

// Updates that this device may be given: it is entitled to them, and the component that they are for is there.
Bits InstallPlanner::allowed(const Presence& presence) const {
  Bits allowed(view_->family().size());
  view_->applicable().each([&](std::size_t update) {
    const Access& access = view_->access(update);
    if (access.entitled && access.obtainable != Obtainable::withdrawn &&
        presence.has_component(view_->component_of(update)))
      allowed.set(update);
  });
  return allowed;
}

InstallPlanner::Need InstallPlanner::need_of(const Presence& presence, const Judgement& judgement,
                                             const Bits& allowed) const {
  Need need{Bits(satisfied_by_.size()), Bits(satisfied_by_.size()), 0};
  for (std::size_t i = 0; i < view_->groups().size(); i++) {
    const Outcome& outcome = judgement.outcomes[i];
    const bool missing = outcome.considered && outcome.verdict == Verdict::missing;
    const bool maybe = outcome.considered && outcome.doubt == Doubt::list_cut;
    if (!missing && !maybe) continue;
    bool reached = true;
    for (const std::uint16_t at : view_->groups()[i].requirements) {
      const Requirement& requirement = view_->requirements()[at];
      const Outcome own = judge(presence, requirement);
      if (!own.considered || (own.verdict != Verdict::missing && own.doubt != Doubt::list_cut)) continue;
      // Of a list that is cut, only what is current is worth installing unseen: a complete list settles the rest.
      if (own.verdict != Verdict::missing && requirement.any_of.empty()) continue;
      for (const std::uint32_t clause : clauses_of_[at]) {
        if (satisfied_by_[clause].count_shared(presence.present()) > 0) continue;
        if (satisfied_by_[clause].count_shared(allowed) == 0) {
          reached = false;
          continue;
        }
        need.clauses.set(clause);
        if (own.verdict == Verdict::missing) need.certain.set(clause);
      }
    }
    if (missing && !reached) need.out_of_reach += static_cast<std::uint32_t>(view_->groups()[i].vulnerabilities.size());
  }
  return need;
}

InstallPlan InstallPlanner::plan(const Presence& presence, const Judgement& judgement) const {
  const Bits may = allowed(presence);
  const Need need = need_of(presence, judgement, may);
  InstallPlan plan;
  plan.out_of_reach = need.out_of_reach;
  if (!need.clauses.any()) return plan;

  std::vector<std::size_t> candidates;
  may.each([&](std::size_t update) {
    if (satisfies_[update].count_shared(need.clauses) > 0) candidates.push_back(update);
  });
  std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(satisfies_[a].count_shared(need.clauses), view_->released(a), view_->kb(a)) >
           std::tuple(satisfies_[b].count_shared(need.clauses), view_->released(b), view_->kb(b));
  });
  std::vector<Bits> options;
  for (const std::size_t candidate : candidates) options.push_back(satisfies_[candidate]);
  for (const std::size_t chosen : smallest_cover(options, need.clauses, plan.smallest)) {
    const std::size_t update = candidates[chosen];
    plan.updates.push_back({update, 0, 0, satisfies_[update].count_shared(need.certain) > 0});
  }
  count_closed(presence, judgement, plan);
  std::stable_sort(plan.updates.begin(), plan.updates.end(), [&](const Install& a, const Install& b) {
    return std::tuple(b.closes, view_->kb(a.update)) < std::tuple(a.closes, view_->kb(b.update));
  });
  return plan;
}

void InstallPlanner::count_closed(const Presence& presence, const Judgement& judgement, InstallPlan& plan) const {
  Bits present = presence.present();
  std::vector<bool> closed(view_->groups().size());
  for (Install& install : plan.updates) {
    present |= view_->family().contained_in(install.update);
    for (std::size_t i = 0; i < view_->groups().size(); i++) {
      const Outcome& outcome = judgement.outcomes[i];
      const bool open = outcome.considered && (outcome.verdict == Verdict::missing || outcome.doubt == Doubt::list_cut);
      if (!open || closed[i]) continue;
      const Group& group = view_->groups()[i];
      closed[i] = std::all_of(group.requirements.begin(), group.requirements.end(), [&](std::uint16_t at) {
        return !judge(presence, view_->requirements()[at]).considered ||
               std::all_of(clauses_of_[at].begin(), clauses_of_[at].end(),
                           [&](std::uint32_t clause) { return satisfied_by_[clause].count_shared(present) > 0; });
      });
      if (!closed[i]) continue;
      install.closes += static_cast<std::uint32_t>(group.vulnerabilities.size());
      install.exploited += group.exploited;
    }
  }
}

}  // namespace shoal::exposure
