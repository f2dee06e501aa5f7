// Many outbreaks of one scenario, and what they come to: all whole numbers, so that shards that many machines counted
// are merged into exactly what one machine would have counted.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/protection.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// What one outbreak came to.
struct Loss {
  std::uint32_t infected = 0, crashed = 0;  ///< Devices; a device is one or the other.
  std::uint32_t personal = 0;               ///< Devices with personal data among them.
  std::uint32_t sites_down = 0;
  bool operator==(const Loss&) const = default;
  std::uint32_t devices() const { return infected + crashed; }
};

/// Replicates [first, first + losses.size()) of a scenario.
struct Ensemble {
  std::uint64_t seed = 0, first = 0;
  std::vector<Seconds> times;            ///< Ascending; the last is the scenario's `until`.
  std::vector<Loss> losses;              ///< By replicate, at the end.
  std::vector<std::uint32_t> lost_by;    ///< replicates x times: devices lost until then.
  std::vector<std::uint64_t> zone_lost;  ///< zones x times: the sum over replicates.
  std::vector<std::uint32_t> infected;   ///< By device: in how many replicates.
  std::vector<std::uint32_t> crashed;    ///< By device: in how many replicates.
  /// zones x zones, from and to: how many infections came that way, in all replicates. What began is on the diagonal's
  /// place of its own zone in `began`. Empty where not asked for. Crashes count as infections here.
  std::vector<std::uint64_t> ways;
  std::vector<std::uint64_t> began;  ///< By zone: how many first devices.
  bool operator==(const Ensemble&) const = default;
};

struct EnsembleRequest {
  std::uint64_t seed = 1;
  std::uint64_t first = 0, count = 1000;
  std::vector<Seconds> times;  ///< Ascending, the last one `until`.
  Protection protection;
  bool ways = true;  ///< Whether to tell from which zone to which; that takes zones x zones of memory, and some time.
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
  std::function<void()> ended = [] {};  ///< Called after each replicate, by any thread.
};

/// Simulates. The same bytes with any number of threads. Stopped, it has fewer replicates, from `first` on.
/// Errors: those of `check`.
Result<Ensemble> simulate(const Scenario& scenario, const EnsembleRequest& request);

/// One of both, which must be of the same scenario, seed and times, and stand side by side.
/// Errors (invalid_input): "outbreak.shards_differ", "outbreak.shards_apart".
Result<Ensemble> merged(Ensemble one, const Ensemble& other);

}  // namespace shoal::outbreak
