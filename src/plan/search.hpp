// From some orders to a good one, by small changes: simulated annealing over the order in which teams mend.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/for_each.hpp"
#include "plan/plan.hpp"
#include "plan/waiting_sets.hpp"

namespace shoal::plan {

/// How long to search, and whom to ask and to tell meanwhile. What is found depends on `seed`, `searches`, the two
/// limits and the starts alone, unless `spent` or `should_stop` cuts it short.
struct SearchOptions {
  std::uint64_t seed = 1;
  /// Each search ends at the first of the two. A step is an elementary one of the evaluation, two or three
  /// nanoseconds.
  std::int64_t moves_max = 1'000'000'000;
  std::int64_t steps_max = 2'000'000'000;
  std::size_t searches = 1;  ///< Independent ones, of which the best counts; 1 or more.
  ForEach for_each = for_each_in_turn;
  /// The share of the time that is spent, not falling; where it is 1 each search ends. It is not enough to stop one
  /// then: what is found depends on how a search comes to rest towards its end. May be empty; asked as `should_stop`
  /// is.
  std::function<double()> spent;
  /// Asked every 512 moves, a few milliseconds, by several threads at once where `for_each` runs them; may be empty.
  std::function<bool()> should_stop;
  /// Told the least exposure found by search number `search` whenever it fell since it was last told, at the pace of
  /// `should_stop`, and alike by several threads; may be empty.
  std::function<void(std::size_t search, Exposure best)> progress;
};

/// What a search found.
struct Found {
  Order order;
  Exposure exposure = 0;   ///< As `WaitingSets` counts it.
  std::int64_t moves = 0;  ///< Tried, of all searches together.
};

/// The best order found from the best of `starts`, of which there is at least one: never worse than any of these.
Found search(const Problem& problem, const WaitingSets& sets, std::span<const Order> starts,
             const SearchOptions& options);

}  // namespace shoal::plan
