#include "estate/identity_groups.hpp"

#include <algorithm>

namespace shoal::estate {
namespace {

// What is known of two groups.
struct Pair {
  Weight sum = 0, by_name = 0;
  bool apart = false;   // A person keeps them apart.
  bool joined = false;  // A person joined them.
};

class Grouping {
 public:
  Grouping(std::vector<Profile> groups, const Scales& scales, const IdentityRules& rules, const Decided& decided,
           std::vector<Union>* unions)
      : groups_(std::move(groups)), scales_(scales), rules_(rules), decided_(decided), unions_(unions) {
    const auto by_trail = [](const Profile& a, const Profile& b) { return a.trails[0] < b.trails[0]; };
    std::sort(groups_.begin(), groups_.end(), by_trail);
    pairs_.resize(groups_.size() * groups_.size());
    for (std::size_t i = 0; i < groups_.size(); i++)
      for (std::size_t j = i + 1; j < groups_.size(); j++) look_at(i, j);
  }

  std::vector<Profile> finish() {
    while (const auto best = best_pair()) unite(best->first, best->second);
    return std::move(groups_);
  }

 private:
  using Position = std::pair<std::size_t, std::size_t>;

  Pair& pair(std::size_t i, std::size_t j) { return pairs_[std::min(i, j) * width_ + std::max(i, j)]; }

  void look_at(std::size_t i, std::size_t j) {
    Pair& made = pair(i, j);
    const Weighing why = scales_.weigh(groups_[i], groups_[j]);
    made = {why.sum, why.by_name, false, false};
    if (!decided_) return;
    const auto decision = decided_(groups_[i], groups_[j]);
    made.apart = decision == false;
    made.joined = decision == true;
  }

  bool can_join(std::size_t i, std::size_t j) {
    const Pair& each = pair(i, j);
    return !each.apart && (each.joined || each.sum >= rules_.threshold);
  }

  // Whether some third group has as good a claim on the name of `i` as `j` has, and is another machine than `j`: they
  // share that name, and what speaks against their being one outweighs it.
  bool is_contested(std::size_t i, std::size_t j) {
    for (std::size_t k = 0; k < groups_.size(); k++) {
      if (k == i || k == j || !can_join(i, k) || pair(i, k).sum + rules_.claim_margin <= pair(i, j).sum) continue;
      if (pair(j, k).by_name > 0 && pair(j, k).sum < 0 && !can_join(j, k)) return true;
    }
    return false;
  }

  bool may_join(std::size_t i, std::size_t j) {
    if (!can_join(i, j)) return false;
    const Pair& each = pair(i, j);
    if (each.joined || each.sum - each.by_name >= rules_.threshold) return true;
    return !is_contested(i, j) && !is_contested(j, i);
  }

  // The pair to join next: those of a person first, then the heaviest; of equal ones the first.
  std::optional<Position> best_pair() {
    std::optional<Position> best;
    for (std::size_t i = 0; i < groups_.size(); i++)
      for (std::size_t j = i + 1; j < groups_.size(); j++) {
        if (best && !is_better(pair(i, j), pair(best->first, best->second))) continue;
        if (may_join(i, j)) best = {i, j};
      }
    return best;
  }

  static bool is_better(const Pair& a, const Pair& b) { return a.joined != b.joined ? a.joined : a.sum > b.sum; }

  void unite(std::size_t i, std::size_t j) {
    if (unions_ != nullptr) {
      Weighing why = scales_.weigh(groups_[i], groups_[j]);
      if (pair(i, j).joined && why.sum < rules_.threshold) {
        why = {};
        why.lines[why.count++] = {Reason::person, IdentifierKind::name, 0, 0, 0};
      }
      unions_->push_back({groups_[i].trails, groups_[j].trails, why});
    }
    groups_[i].add(groups_[j]);
    groups_.erase(groups_.begin() + static_cast<std::ptrdiff_t>(j));
    forget(j);
    for (std::size_t k = 0; k < groups_.size(); k++)
      if (k != i) look_at(std::min(i, k), std::max(i, k));
  }

  // Takes the row and the column of a group out of the pairs; those behind it move up.
  void forget(std::size_t gone) {
    for (std::size_t i = 0; i < groups_.size(); i++)
      for (std::size_t j = i + 1; j < groups_.size(); j++)
        pairs_[i * width_ + j] = pairs_[(i + (i >= gone ? 1 : 0)) * width_ + j + (j >= gone ? 1 : 0)];
  }

  std::vector<Profile> groups_;
  const Scales& scales_;
  const IdentityRules& rules_;
  const Decided& decided_;
  std::vector<Union>* unions_;
  std::size_t width_ = groups_.size();
  std::vector<Pair> pairs_;
};

}  // namespace

std::vector<Profile> bring_together(std::vector<Profile> groups, const Scales& scales, const IdentityRules& rules,
                                    const Decided& decided, std::vector<Union>* unions) {
  return Grouping(std::move(groups), scales, rules, decided, unions).finish();
}

}  // namespace shoal::estate
