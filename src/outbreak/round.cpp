#include "outbreak/round.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "outbreak/group_testing.hpp"
#include "outbreak/round_plan.hpp"

namespace shoal::outbreak {
namespace {

/// Runs that one piece of work takes, about: enough that making a trial does not matter, few enough for many threads.
constexpr std::uint64_t runs_of_block = 200;

class RoundRun {
 public:
  RoundRun(const Round& round, const MakeTrial& make_trial, const std::function<bool()>& should_stop)
      : round_(round), make_trial_(make_trial), should_stop_(should_stop), plan_(planned(round, make_trial)) {}

  RoundResult run(const ForEach& for_each) const {
    RoundResult result;
    result.end = plan_.end;
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
  /// Where each block of the plan begins, and the last ends.
  std::vector<std::size_t> blocks() const {
    std::vector<std::size_t> begins{0};
    std::uint64_t runs = 0;
    for (std::size_t i = 0; i < plan_.replicates.size(); i++) {
      const PlannedReplicate& each = plan_.replicates[i];
      const std::uint64_t more = 1 + each.outside.size() + each.inside.size();
      if (runs > 0 && runs + more > runs_of_block) {
        begins.push_back(i);
        runs = 0;
      }
      runs += more;
    }
    begins.push_back(plan_.replicates.size());
    return begins;
  }

  void run_block(std::size_t begin, std::size_t end, RoundResult& sums) const {
    const std::unique_ptr<Trial> trial = make_trial_();
    std::vector<std::int64_t> lost(round_.protections.size());
    RoundResult sums_of_block;
    sums_of_block.counted.resize(round_.measures.size());
    for (std::size_t i = begin; i < end; i++) {
      const PlannedReplicate& each = plan_.replicates[i];
      const std::int64_t unprotected = trial->begin(each.replicate).devices();
      try_protections(round_.protections, wanted(each), unprotected, *trial, should_stop_, lost);
      if (should_stop_()) return;  // Of a part, nobody could tell what was tried.
      count(each, unprotected, lost, sums_of_block);
    }
    sums = std::move(sums_of_block);
  }

  /// The protections that are to be tried on it.
  std::vector<std::size_t> wanted(const PlannedReplicate& planned) const {
    std::vector<std::size_t> positions;
    for (const auto* measures : {&planned.outside, &planned.inside})
      for (const std::uint32_t m : *measures) {
        const Measure& measure = round_.measures[m];
        positions.insert(positions.end(), measure.plus.begin(), measure.plus.end());
        positions.insert(positions.end(), measure.minus.begin(), measure.minus.end());
      }
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
  }

  void count(const PlannedReplicate& planned, std::int64_t unprotected, const std::vector<std::int64_t>& lost,
             RoundResult& sums) const {
    const auto averted = [&](std::uint32_t m) {
      std::int64_t sum = 0;
      for (const std::size_t p : round_.measures[m].plus) sum += unprotected - lost[p];
      for (const std::size_t p : round_.measures[m].minus) sum -= unprotected - lost[p];
      return sum;
    };
    for (const std::uint32_t m : planned.outside) sums.counted[m].outside.add(averted(m));
    for (const std::uint32_t m : planned.inside) sums.counted[m].inside.add(averted(m));
    if (planned.is_first) sums.loss.add(unprotected);
  }

  const Round& round_;
  const MakeTrial& make_trial_;
  const std::function<bool()>& should_stop_;
  RoundPlan plan_;
};

}  // namespace

RoundResult run_round(const Round& round, const MakeTrial& make_trial, const ForEach& for_each,
                      const std::function<bool()>& should_stop) {
  return RoundRun(round, make_trial, should_stop).run(for_each);
}

}  // namespace shoal::outbreak
