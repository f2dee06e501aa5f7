// From a scenario to the answer of `shoal outbreak`: ensemble, entries, ranking.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/outbreak_scenario.hpp"
#include "base/for_each.hpp"
#include "outbreak/shard.hpp"
#include "report/outbreak.hpp"

namespace shoal::app {

/// What is asked of a scenario.
struct SimulationRequest {
  std::uint64_t seed = 1;
  std::uint64_t first = 0, replicates = 1000;
  std::uint64_t entry_replicates = 100;  ///< Of each zone in which it may begin; 0 for none.
  bool is_ranked = true;                 ///< Whether actions are tried.
  /// Replicates in which each action is tried at first, 30 or more; usual_tries() where absent.
  std::optional<std::uint64_t> tries;
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
  /// Told how many pieces of which work are done, by any thread.
  std::function<void(const std::string& what, std::uint64_t done, std::uint64_t total)> tell =
      [](const std::string&, std::uint64_t, std::uint64_t) {};
};

/// 30 of 10,000 devices and more; as many more as there are fewer devices, which take less time, up to 300.
std::uint64_t usual_tries(std::size_t devices);

/// Replicates as people write them.
struct ReplicateRange {
  std::uint64_t first = 0, count = 1;
};
/// "A..B": from A to B, both of them, counted from 0, at most 1,000,000.
/// Errors (invalid_input): "app.bad_replicates".
Result<ReplicateRange> read_replicates(std::string_view text);

/// The moments at which losses are told of an outbreak that is simulated until `until`: 64, close together in the
/// beginning, when they go up.
std::vector<outbreak::Seconds> moments(outbreak::Seconds until);

/// The replicates that were asked for, as a shard of the scenario.
/// Errors: those of outbreak::simulate.
Result<outbreak::Shard> simulate_shard(const outbreak::Scenario& scenario, const SimulationRequest& request);

/// The answer, with the replicates of `shard`, which must be of the scenario. `loaded` must outlive it.
/// Errors: those of outbreak::entry_losses and outbreak::rank.
Result<report::OutbreakAnswer> make_outbreak(const LoadedOutbreak& loaded, outbreak::Shard shard,
                                             const SimulationRequest& request);

}  // namespace shoal::app
