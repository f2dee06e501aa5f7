// From a scenario to the answer of `shoal outbreak`: ensemble, entries, ranking.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/prepare.hpp"
#include "outbreak/shard.hpp"
#include "report/outbreak.hpp"

namespace shoal::app {

/// What is asked of a scenario.
struct SimulationRequest {
  std::uint64_t seed = 1;
  std::uint64_t first = 0, replicates = 1000;
  std::uint64_t entry_replicates = 100;  ///< Of each zone in which it may begin; 0 for none.
  bool is_ranked = true;                 ///< Whether actions are tried.
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
  /// Told what is going on, in a sentence; by any thread.
  std::function<void(const std::string&)> tell = [](const std::string&) {};
};

/// The moments at which losses are told of an outbreak that is simulated until `until`: 64, close together in the
/// beginning, when they go up.
std::vector<outbreak::Seconds> moments(outbreak::Seconds until);

/// The replicates that were asked for, as a shard of the scenario.
/// Errors: those of outbreak::simulate.
Result<outbreak::Shard> simulate_shard(const outbreak::Scenario& scenario, const SimulationRequest& request);

/// The answer, with the replicates of `shard`, which must be of the scenario. `prepared` must outlive it.
/// Errors: those of outbreak::entry_losses and outbreak::rank.
Result<report::OutbreakAnswer> make_outbreak(const outbreak::Prepared& prepared, outbreak::Shard shard,
                                             std::vector<outbreak::Action> actions, const SimulationRequest& request);

}  // namespace shoal::app
