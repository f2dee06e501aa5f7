#include "outbreak/round.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <utility>

namespace shoal::outbreak {
namespace {

/// Runs that one piece of work takes, about: enough that making a trial does not matter, few enough for many threads.
constexpr std::uint64_t runs_of_block = 200;
/// Protections that are joined at first, and at most, to try whether all of them do nothing.
constexpr double few_at_once = 2, many_at_once = 32, alike_max = 256;
/// So many replicates are looked at, at most, for those in a stratum: one of few outbreaks is too rare to matter.
constexpr std::uint64_t looked_at_max = 1'000'000;

/// A replicate, and which measures rest on it.
struct Planned {
  std::uint64_t replicate = 0;
  bool is_common = false;  // Whether all do whose strata are not apart.
  std::vector<std::uint32_t> outside, inside;
};

/// Looks where replicates begin, one after the other, until every measure has as many as it is to have.
class Planner {
 public:
  explicit Planner(const Round& round) : round_(round), has_(round.measures.size()), concerned_(concerns_of(round)) {
    for (std::uint32_t m = 0; m < round.measures.size(); m++)
      if (round.measures[m].stratum->is_apart) apart_.push_back(m);
    wants_outside_ = apart_;
    wants_inside_ = round.inside > 0 ? apart_.size() : 0;
  }

  /// `end` becomes the first replicate that was not looked at.
  std::vector<Planned> plan(const MakeTrial& make_trial, std::uint64_t& end) {
    const std::unique_ptr<Trial> trial = apart_.empty() ? nullptr : make_trial();
    std::vector<Planned> planned;
    planned.reserve(round_.count);
    std::uint64_t at = 0;
    for (; at < round_.count || (at < looked_at_max && (!wants_outside_.empty() || wants_inside_ > 0)); at++) {
      Planned next{round_.first + at, at < round_.count, {}, {}};
      if (trial) share_out(*trial, next);
      if (next.is_common || !next.outside.empty() || !next.inside.empty()) planned.push_back(std::move(next));
    }
    end = round_.first + at;
    return planned;
  }

 private:
  struct Has {
    std::uint64_t outside = 0, inside = 0;
    bool is_concerned = false;
  };

  static std::vector<const Concern*> concerns_of(const Round& round) {
    std::vector<const Concern*> concerns;
    concerns.reserve(round.measures.size());
    for (const Measure& each : round.measures)
      concerns.push_back(each.stratum->is_apart ? &each.stratum->concern : nullptr);
    return concerns;
  }

  void share_out(const Trial& trial, Planned& next) {
    const auto& concerned = concerned_.these(trial.begins_at(next.replicate));
    for (const std::uint32_t m : concerned) {
      has_[m].is_concerned = true;
      if (has_[m].inside == round_.inside) continue;
      next.inside.push_back(m);
      if (++has_[m].inside == round_.inside) wants_inside_--;
    }
    for (const std::uint32_t m : wants_outside_)
      if (!has_[m].is_concerned && has_[m].outside++ < round_.count) next.outside.push_back(m);
    for (const std::uint32_t m : concerned) has_[m].is_concerned = false;
    if (!next.outside.empty())
      wants_outside_.erase(std::remove_if(wants_outside_.begin(), wants_outside_.end(),
                                          [&](std::uint32_t m) { return has_[m].outside == round_.count; }),
                           wants_outside_.end());
  }

  const Round& round_;
  std::vector<Has> has_;  // By measure.
  ConcernedBy concerned_;
  std::vector<std::uint32_t> apart_, wants_outside_;
  std::size_t wants_inside_ = 0;
};

/// Tries protections on the replicate that a trial has begun last.
class Trying {
 public:
  /// All of these outlive this.
  Trying(const std::vector<const Protection*>& protections, Trial& trial, const std::function<bool()>& should_stop)
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

class RoundRun {
 public:
  RoundRun(const Round& round, const MakeTrial& make_trial, const std::function<bool()>& should_stop)
      : round_(round), make_trial_(make_trial), should_stop_(should_stop) {
    for (std::uint32_t m = 0; m < round.measures.size(); m++)
      if (!round.measures[m].stratum->is_apart) common_.push_back(m);
  }

  RoundResult run(const ForEach& for_each) {
    RoundResult result;
    planned_ = Planner(round_).plan(make_trial_, result.end);
    const std::vector<std::size_t> begins = blocks();
    std::vector<RoundResult> by_block(begins.size() - 1);
    for_each(by_block.size(), [&](std::size_t block) {
      if (!should_stop_()) run_block(begins[block], begins[block + 1], by_block[block]);
    });
    result.counted.resize(round_.measures.size());
    for (const RoundResult& block : by_block) {
      result.loss.add(block.loss);
      for (std::size_t m = 0; m < block.counted.size(); m++) {
        result.counted[m].outside.add(block.counted[m].outside);
        result.counted[m].inside.add(block.counted[m].inside);
      }
    }
    return result;
  }

 private:
  /// The measures that rest on it.
  std::vector<std::uint32_t> measured(const Planned& planned) const {
    std::vector<std::uint32_t> all = planned.outside;
    all.insert(all.end(), planned.inside.begin(), planned.inside.end());
    if (planned.is_common) all.insert(all.end(), common_.begin(), common_.end());
    return all;
  }

  /// Where each block of `planned_` begins, and the last ends.
  std::vector<std::size_t> blocks() const {
    std::vector<std::size_t> begins{0};
    std::uint64_t runs = 0;
    for (std::size_t i = 0; i < planned_.size(); i++) {
      const Planned& each = planned_[i];
      const std::uint64_t more = 1 + each.outside.size() + each.inside.size() + (each.is_common ? common_.size() : 0);
      if (runs > 0 && runs + more > runs_of_block) {
        begins.push_back(i);
        runs = 0;
      }
      runs += more;
    }
    begins.push_back(planned_.size());
    return begins;
  }

  void run_block(std::size_t begin, std::size_t end, RoundResult& sums) const {
    const std::unique_ptr<Trial> trial = make_trial_();
    const Trying trying(round_.protections, *trial, should_stop_);
    std::vector<std::int64_t> lost(round_.protections.size());
    RoundResult sums_of_block;
    sums_of_block.counted.resize(round_.measures.size());
    for (std::size_t i = begin; i < end; i++) {
      const std::int64_t unprotected = trial->begin(planned_[i].replicate).devices();
      trying.run(wanted(planned_[i]), unprotected, lost);
      if (should_stop_()) return;  // Of a part, nobody could tell what was tried.
      count(planned_[i], unprotected, lost, sums_of_block);
    }
    sums = std::move(sums_of_block);
  }

  /// The protections that are to be tried on it.
  std::vector<std::size_t> wanted(const Planned& planned) const {
    std::vector<std::size_t> positions;
    for (const std::uint32_t m : measured(planned)) {
      const Measure& measure = round_.measures[m];
      positions.insert(positions.end(), measure.plus.begin(), measure.plus.end());
      positions.insert(positions.end(), measure.minus.begin(), measure.minus.end());
    }
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
  }

  void count(const Planned& planned, std::int64_t unprotected, const std::vector<std::int64_t>& lost,
             RoundResult& sums) const {
    const auto averted = [&](std::uint32_t m) {
      std::int64_t sum = 0;
      for (const std::size_t p : round_.measures[m].plus) sum += unprotected - lost[p];
      for (const std::size_t p : round_.measures[m].minus) sum -= unprotected - lost[p];
      return sum;
    };
    for (const std::uint32_t m : planned.outside) sums.counted[m].outside.add(averted(m));
    for (const std::uint32_t m : planned.inside) sums.counted[m].inside.add(averted(m));
    if (!planned.is_common) return;
    for (const std::uint32_t m : common_) sums.counted[m].outside.add(averted(m));
    sums.loss.add(unprotected);
  }

  const Round& round_;
  const MakeTrial& make_trial_;
  const std::function<bool()>& should_stop_;
  std::vector<std::uint32_t> common_;  // Measures whose strata are not apart.
  std::vector<Planned> planned_;
};

}  // namespace

RoundResult run_round(const Round& round, const MakeTrial& make_trial, const ForEach& for_each,
                      const std::function<bool()>& should_stop) {
  return RoundRun(round, make_trial, should_stop).run(for_each);
}

}  // namespace shoal::outbreak
