#include "outbreak/group_testing.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace shoal::outbreak {
namespace {

/// Protections that are joined at first, and at most, to try whether all of them do nothing.
constexpr double few_at_once = 2, many_at_once = 32, alike_max = 256;

class Testing {
 public:
  /// All of these outlive this.
  Testing(const std::vector<const Protection*>& protections, Trial& trial, const std::function<bool()>& should_stop)
      : protections_(protections), trial_(trial), should_stop_(should_stop) {}

  /// Sets what is lost under each of `wanted`, which are ascending.
  void run(const std::vector<std::size_t>& wanted, std::int64_t unprotected, std::vector<std::int64_t>& lost) const {
    std::vector<std::size_t> perhaps_alike;
    for (std::size_t i = 0; i < wanted.size() && !should_stop_(); i++) {
      const std::size_t p = wanted[i];
      lost[p] = unprotected;
      if (!trial_.matters(*protections_[p])) continue;
      if (trial_.may_be_alike(*protections_[p]))
        perhaps_alike.push_back(p);
      else
        lost[p] = trial_.run(*protections_[p]).devices();
    }
    std::vector<std::size_t> aside;
    try_together(spread_out(perhaps_alike), many_at_once, &aside, lost);
    try_together(std::move(aside), few_at_once, nullptr, lost);
  }

 private:
  /// Those that stand side by side often concern the same site: together they would do more than others.
  static std::vector<std::size_t> spread_out(const std::vector<std::size_t>& positions) {
    std::vector<std::size_t> spread;
    spread.reserve(positions.size());
    const std::size_t count = positions.size();
    std::size_t step = count * 5 / 8;
    while (std::gcd(step, count) > 1) step++;
    for (std::size_t i = 0; i < count; i++) spread.push_back(positions[i * step % count]);
    return spread;
  }

  using Position = std::vector<std::size_t>::iterator;

  /// Most protections that take away little change nothing: one run tells that of many, or else one of them is looked
  /// for by halves (Hwang's binary splitting). Those that concern what some of them spared are put `aside`, if that is
  /// given. At most `at_once` are tried together: the more, the seldomer something changes.
  void try_together(std::vector<std::size_t> left, double at_once, std::vector<std::size_t>* aside,
                    std::vector<std::int64_t>& lost) const {
    const auto is_suspect = [&](std::size_t p) { return trial_.is_suspect(*protections_[p]); };
    for (auto from = left.begin(); from != left.end() && !should_stop_();) {
      const auto to = from + std::min(left.end() - from, static_cast<std::ptrdiff_t>(at_once));
      if (changes_nothing(from, to, lost)) {
        at_once = std::min(to - from > 1 ? 2 * at_once : at_once + 0.4, alike_max);
        from = to;
        continue;
      }
      const bool is_told = to - from > 1 && aside != nullptr && std::any_of(from, to, is_suspect);
      if (!is_told) {
        from = to - from > 1 ? look_for_change(from, to, lost) : to;
        at_once = std::max(at_once / 2, 1.0);
      }
      if (aside == nullptr) continue;
      const auto suspects = std::stable_partition(from, left.end(), [&](std::size_t p) { return !is_suspect(p); });
      aside->insert(aside->end(), suspects, left.end());
      left.erase(suspects, left.end());
    }
  }

  /// Whether it is sure that all of [from, to), tried together, change nothing. One alone is tried for itself.
  bool changes_nothing(Position from, Position to, std::vector<std::int64_t>& lost) const {
    if (to - from > 1) return trial_.is_alike(joined_at(from, to));
    const std::int64_t unprotected = lost[*from];
    lost[*from] = trial_.run(*protections_[*from]).devices();
    return lost[*from] == unprotected;
  }

  /// Of [from, to), which together change something: gives up to where all are tried, one that changes something being
  /// the last of them, as a rule.
  Position look_for_change(Position from, Position to, std::vector<std::int64_t>& lost) const {
    while (to - from > 1 && !should_stop_()) {
      const auto middle = from + (to - from) / 2;
      const bool is_nothing = changes_nothing(from, middle, lost);
      if (!is_nothing && middle - from == 1) return middle;
      (is_nothing ? from : to) = middle;
    }
    if (to - from == 1) changes_nothing(from, to, lost);
    return to;
  }

  Protection joined_at(Position from, Position to) const {
    std::vector<const Protection*> these;
    these.reserve(static_cast<std::size_t>(to - from));
    for (; from != to; ++from) these.push_back(protections_[*from]);
    return joined(these);
  }

  const std::vector<const Protection*>& protections_;
  Trial& trial_;
  const std::function<bool()>& should_stop_;
};

}  // namespace

void try_protections(const std::vector<const Protection*>& protections, const std::vector<std::size_t>& wanted,
                     std::int64_t unprotected, Trial& trial, const std::function<bool()>& should_stop,
                     std::vector<std::int64_t>& lost) {
  Testing(protections, trial, should_stop).run(wanted, unprotected, lost);
}

}  // namespace shoal::outbreak
