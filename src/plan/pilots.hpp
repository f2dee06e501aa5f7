// Which devices move first, so that whatever fails fails on few: the fewest that have every application, on every
// hardware model on which it is in use, among them.
//
// A pair of an application and a hardware model counts if it is in use on enough devices: to demand every pair makes an
// eighth of an estate pilots, for pairs that one or two devices have. Those are not forgotten but listed.
#pragma once

#include <cstdint>
#include <vector>

#include "base/for_each.hpp"
#include "base/result.hpp"
#include "plan/cover.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// Devices that are alike as pilots.
struct PilotGroup {
  std::int32_t devices = 1;   ///< 1 or more.
  std::int32_t demanded = 0;  ///< So many of them are pilots whatever else is.
  std::int32_t allowed = 1;   ///< No more than so many may be; 0 where somebody forbade it.
  std::int32_t weight = 0;    ///< Trouble that one is as a pilot; among pilots that do the same, the lighter one.
  std::uint32_t hardware = 0;
  std::vector<ApplicationIndex> applications;  ///< All in use on them, whether they keep them from moving or not.
};

struct PilotRules {
  std::int32_t devices_min = 5;  ///< A pair in use on fewer devices need not have a pilot. 1 or more.
  std::int32_t pilots_min = 1;   ///< How many a pair has at least. 1 or more.
  CoverEffort effort;            ///< For each hardware model.
};

/// An application in use on a hardware model.
struct Pair {
  ApplicationIndex application = 0;
  std::uint32_t hardware = 0;

  auto operator<=>(const Pair&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};

/// Devices of one group that are pilots.
struct PilotChoice {
  std::uint32_t group = 0;
  std::int32_t devices = 0;
  std::vector<Pair> first;  ///< What no choice before this one has among its pairs.

  bool operator==(const PilotChoice&) const = default;
};

enum class Uncovered {
  rare,        ///< In use on fewer devices than the rule asks.
  nobody_may,  ///< In use on enough, but too few of those may be pilots.
};

/// A pair with fewer pilots than the rule's number.
struct UncoveredPair {
  Pair pair;
  std::int64_t devices = 0;  ///< On which it is in use.
  std::int64_t pilots = 0;   ///< That it has all the same.
  Uncovered why = Uncovered::rare;

  bool operator==(const UncoveredPair&) const = default;
};

/// Who moves first. `pairs` = `covered` + those uncovered.
struct Pilots {
  std::vector<PilotChoice> chosen;       ///< By hardware model, then group.
  std::vector<UncoveredPair> uncovered;  ///< By application, then hardware model.
  std::int64_t pairs = 0;                ///< In use at all.
  std::int64_t covered = 0;              ///< With as many pilots as the rule asks, rare ones that have them included.
  std::int64_t pilots = 0;
  std::int64_t bound = 0;  ///< No fewer do what the rules and people ask.
};

/// Pilots for `groups`. The same whoever runs `for_each`.
/// Errors (invalid_input): "plan.bad_pilots", naming the group and the value.
Result<Pilots> choose_pilots(const std::vector<PilotGroup>& groups, const PilotRules& rules, const ForEach& for_each);

}  // namespace shoal::plan
