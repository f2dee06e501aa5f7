// Which action helps most: the same outbreaks with and without each, so that differences are the action's and not
// luck's.
//
// In rounds, each on replicates of its own. The first tries every action a little; the next ones try those that may be
// among the best, more and more, until their order is told or each has been tried often enough. An action's interval is
// of its last round only, so that being chosen by luck in one round does not make it look better than it is; and those
// of each round are so wide that all intervals of all rounds hold together, whichever of them is an action's last.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/actions.hpp"
#include "outbreak/tally.hpp"
#include "outbreak/trial.hpp"

namespace shoal::outbreak {

/// Devices that one action, or a pair of them, keeps from being lost in an outbreak.
struct Averted {
  std::size_t action = 0;  ///< A position among those that were ranked.
  Interval devices;        ///< In an outbreak.
  Interval per_person_day;
  std::uint64_t replicates = 0;  ///< That the intervals rest on.
  bool is_leader = false;        ///< Whether a round after the first tried it.
  std::uint32_t as_good = 0;     ///< How many of those ranked below it may be as good: their intervals overlap.
  /// How likely an outbreak begins where this action matters most, and how many of the replicates begin there. 0 where
  /// those were not tried apart.
  Interval begun_chance = {};
  std::uint64_t begun_replicates = 0;

  bool is_tried_apart() const { return begun_chance.high > 0; }
  bool operator==(const Averted&) const = default;
};

/// Two actions together, beyond what both avert alone; below 0 where they do each other's work.
struct Together {
  std::size_t one = 0, other = 0;
  Interval devices;  ///< What both together avert.
  Interval beyond;   ///< The same, less what each averts alone.
  bool operator==(const Together&) const = default;
};

struct RankingRequest {
  std::uint64_t replicates = 30;          ///< Of the first round; 30 or more.
  std::uint64_t leader_replicates = 150;  ///< Of the last; rounds between grow threefold up to it. 30 or more.
  std::size_t leaders = 16;  ///< How many go on to the second round at least; those that may be as good go too.
  std::size_t best = 10;     ///< Among how many of the best the order is to be told.
  std::size_t pairs_of = 5;  ///< Among so many of the best, every pair is tried together; 0 for none.
  std::uint64_t pair_replicates = 60;
  /// Beside `replicates`: so many more of each action that begin where it matters most, and as many times more in
  /// later rounds. 0 or more.
  std::uint64_t begun_replicates = 8;
  std::uint64_t draws = 1'000'000;  ///< Of where outbreaks begin, if its chances cannot be computed.
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
};

/// One with so many replicates in its first round, 30 or more, and in all else as many more than by default.
RankingRequest request_of(std::uint64_t replicates);

struct Ranking {
  Interval loss;  ///< Devices lost in an outbreak if nothing is done.
  /// Leaders first, each by what it averts per person-day; all intervals together hold in 95 of 100 rankings.
  std::vector<Averted> actions;
  std::vector<Together> pairs;   ///< By what they avert beyond both alone, the least first; together in 95 of 100.
  std::uint64_t replicates = 0;  ///< Without any action.
  bool was_stopped = false;      ///< Then fewer replicates were tried, and intervals are as wide as that makes them.
  bool operator==(const Ranking&) const = default;
};

/// Ranks `actions` by trials, of which `make_trial` makes one for each piece of work. The same bytes with any number of
/// threads, unless it is stopped.
/// Errors (invalid_input): "outbreak.bad_action", an action that takes no effort, or one by name twice.
Result<Ranking> rank(std::span<const Action> actions, const MakeTrial& make_trial, const RankingRequest& request);

}  // namespace shoal::outbreak
