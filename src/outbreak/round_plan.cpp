#include "outbreak/round_plan.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "outbreak/strata.hpp"

namespace shoal::outbreak {
namespace {

/// So many replicates are looked at, at most, for those in a stratum: one of few outbreaks is too rare to matter.
constexpr std::uint64_t looked_at_max = 1'000'000;

/// Looks where replicates begin, one after the other, until every measure has as many as it is to have.
class Planner {
 public:
  explicit Planner(const Round& round) : round_(round), has_(round.measures.size()), concerned_(concerns_of(round)) {
    for (std::uint32_t m = 0; m < round.measures.size(); m++)
      (round.measures[m].stratum->is_apart ? wants_outside_ : common_).push_back(m);
    wants_inside_ = round.inside > 0 ? wants_outside_.size() : 0;
  }

  RoundPlan plan(const MakeTrial& make_trial) {
    const std::unique_ptr<Trial> trial = wants_outside_.empty() ? nullptr : make_trial();
    RoundPlan plan;
    plan.replicates.reserve(round_.count);
    std::uint64_t at = 0;
    for (; at < round_.count || (at < looked_at_max && (!wants_outside_.empty() || wants_inside_ > 0)); at++) {
      PlannedReplicate next{round_.first + at, at < round_.count, {}, {}};
      if (next.is_first) next.outside = common_;
      if (trial) share_out(*trial, next);
      if (next.is_first || !next.outside.empty() || !next.inside.empty()) plan.replicates.push_back(std::move(next));
    }
    plan.end = round_.first + at;
    return plan;
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

  void share_out(const Trial& trial, PlannedReplicate& next) {
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
  std::vector<std::uint32_t> common_;         // Measures whose strata are not apart.
  std::vector<std::uint32_t> wants_outside_;  // Of the others, those that have too few.
  std::size_t wants_inside_ = 0;
};

}  // namespace

RoundPlan planned(const Round& round, const MakeTrial& make_trial) { return Planner(round).plan(make_trial); }

}  // namespace shoal::outbreak
