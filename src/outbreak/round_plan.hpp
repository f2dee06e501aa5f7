// Which replicates a round needs, and what is measured on each: told from where outbreaks begin, without simulating
// any.
#pragma once

#include <cstdint>
#include <vector>

#include "outbreak/round.hpp"
#include "outbreak/trial.hpp"

namespace shoal::outbreak {

/// A replicate, and which measures rest on it, by position: as one outside of their stratum, or of all if that is not
/// apart, or as one in it.
struct PlannedReplicate {
  std::uint64_t replicate = 0;
  bool is_first = false;  ///< Whether it is one of the round's first `count`.
  std::vector<std::uint32_t> outside, inside;
};

struct RoundPlan {
  std::vector<PlannedReplicate> replicates;  ///< Ascending.
  std::uint64_t end = 0;                     ///< The first replicate that was not looked at.
};

RoundPlan planned(const Round& round, const MakeTrial& make_trial);

}  // namespace shoal::outbreak
