// One round of a ranking: protections tried on replicates of its own, each where it is to be tried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/strata.hpp"
#include "outbreak/trial.hpp"

namespace shoal::outbreak {

/// What is to be measured: devices that some protections avert, less those that others do.
struct Measure {
  std::vector<std::size_t> plus, minus;  ///< Positions among a round's protections.
  const Stratum* stratum = nullptr;      ///< Of all these protections joined.
};

struct Round {
  std::vector<const Protection*> protections;
  std::vector<Measure> measures;
  /// Each measure rests on the first `count` replicates from number `first` on; if its stratum is apart, on the first
  /// `count` outside of it and the first `inside` in it. So what luck decides is which these are, not how many.
  std::uint64_t first = 0, count = 0, inside = 0;
};

struct RoundResult {
  std::vector<Counted> counted;  ///< By measure.
  Tally loss;                    ///< Of the first `count` replicates, without any protection.
  std::uint64_t end = 0;         ///< Replicates from here on were not looked at.
};

/// The same with any number of threads, unless it is stopped. Then a measure may rest on fewer replicates.
RoundResult run_round(const Round& round, const MakeTrial& make_trial, const ForEach& for_each,
                      const std::function<bool()>& should_stop);

}  // namespace shoal::outbreak
