// The best plan of a small estate, proven, by a solver for mixed integer programmes.
#pragma once

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

struct ExactOptions {
  /// Branches of the proof that are looked at. The same number gives the same on every machine.
  int nodes_max = 20'000;
  /// Processor time of the whole; what is found then depends on the machine. 0: no limit.
  double seconds_max = 0;
};

/// What a proof came to.
struct Exact {
  Plan plan;               ///< The best that is known.
  Exposure bound = 0;      ///< No plan has less exposure.
  bool is_proven = false;  ///< `plan.exposure` is `bound`.
};

/// Whether `prove` is meant for a problem of this size: beyond it would not end.
bool is_small(const Problem& problem);

/// Looks for a plan better than `plan`, until it is proven that there is none or a limit is met.
///
/// What the programme says is exact where every device takes one slot, every application has one mode that may take as
/// little as a week, and nothing comes first by a person's word: there a proof always ends in `is_proven`. Elsewhere it
/// says less than `Problem` does, and its bound still holds.
Exact prove(const Problem& problem, const Plan& plan, const ExactOptions& options);

}  // namespace shoal::plan
