// How little exposure any plan of a problem could have: a lower bound that needs no plan, and that holds by itself.
//
// Devices and applications may move and be mended in fractions, weeks need not agree with each other on which ones, and
// capacities are not limits but have prices. What then costs least costs no more than the best plan, whatever the
// prices are; the best prices are searched for (Dantzig-Wolfe decomposition). What a person wants mended first is not
// looked at: the bound holds for every order.
#pragma once

#include <cstdint>
#include <functional>

#include "base/for_each.hpp"
#include "plan/plan.hpp"

namespace shoal::plan {

/// How the search of a round came out.
struct RelaxationRound {
  int round = 0;
  double bound = 0;   ///< The best so far; where not the whole was priced, of devices like those of the sample.
  double limit = 0;   ///< What the columns that are known so far come to: the bound will not be higher than about this.
  bool whole = true;  ///< False where only a sample of the devices was priced.
};

struct RelaxationOptions {
  ForEach for_each = for_each_in_turn;
  /// Whether prices were searched for long enough. A round that takes long is broken off, but one on all devices is
  /// done in any case, in a hurry, since without one there is no bound worth having.
  std::function<bool()> should_stop = [] { return false; };
  /// Whether to stop at once, with whatever bound there is. Both are asked often, by any thread, and never take back
  /// what they said.
  std::function<bool()> is_cancelled = [] { return false; };
  std::function<void(const RelaxationRound&)> on_round = [](const RelaxationRound&) {};
  int rounds_max = 80;
  double gap = 2e-4;  ///< Stops when bound and limit are as near as this, as a share of the bound.
  /// A problem with more pairs of a class and an application is priced on a sample of its devices first: a sixth of the
  /// pairs, but no fewer than this and no more than eight times this.
  std::size_t pairs_of_sample = 50'000;
  /// Of all rounds on all devices together; one is done in any case. This many take two or three minutes of a core.
  std::size_t pairs_priced_max = 100'000'000;
  std::uint64_t seed = 1;  ///< Of the sample.
  /// How many prices teams have, and sites, before weeks share one: with thousands the bound takes minutes.
  std::size_t prices_max = 400;
};

/// The relaxation of a problem that `check` accepts. Without enough time its bound is lower, and still a bound.
Relaxation relax(const Problem& problem, const RelaxationOptions& options);

}  // namespace shoal::plan
