// Where it matters most that it does not begin: the same outbreaks, begun in one zone after the other.
//
// Where zones are many, all are tried a little, and then those where most was lost on replicates of their own: what is
// told of these does not rest on the luck that chose them.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/scenario.hpp"
#include "outbreak/tally.hpp"

namespace shoal::outbreak {

/// What an outbreak comes to that begins in a zone.
struct EntryLoss {
  ZoneIndex zone = 0;
  double weight = 0;             ///< Of the zone among all where it may begin, by the scenario's entry; their sum is 1.
  Interval devices;              ///< Lost in an outbreak; 95 of 100 sets of such intervals hold together.
  std::uint64_t replicates = 0;  ///< On which `devices` rests; fewer than asked for where it was stopped.
  bool operator==(const EntryLoss&) const = default;
};

struct EntryRequest {
  std::uint64_t seed = 1;
  std::uint64_t replicates = 100;  ///< Of each zone, or of each of `leaders`.
  /// Where there are more zones than this: so many, those with most loss, are tried further.
  std::size_t leaders = 25;
  std::uint64_t first_replicates = 30;  ///< Of each zone, where leaders are tried further.
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
};

/// By zone with a weight, the one with most loss first; leaders before all others. Empty where the scenario names the
/// devices where it begins. Errors: those of `check`.
Result<std::vector<EntryLoss>> entry_losses(const Scenario& scenario, const EntryRequest& request);

}  // namespace shoal::outbreak
