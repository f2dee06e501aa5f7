// What to install: the smallest set of updates that turns every missing fix that can be had into a fixed one.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "exposure/judge.hpp"

namespace shoal::exposure {

/// One update to install.
struct Install {
  std::size_t update = 0;  ///< Position in the view's family.
  /// Vulnerabilities that it closes, each counted with the first update of the set that completes its fix.
  std::uint32_t closes = 0;
  std::uint32_t exploited = 0;  ///< Of these, known to be exploited.
  /// Whether something is missing without it. False where the list of installed updates is cut, so that it may be
  /// there.
  bool certain = true;
};

/// The set, most closed first, and what it leaves open.
struct InstallPlan {
  std::vector<Install> updates;
  std::uint32_t out_of_reach = 0;  ///< Missing fixes that the device is not entitled to, or that were withdrawn.
  bool smallest = true;  ///< False where the search for the smallest set was given up; the set is valid still.
};

/// Plans installations on one view. What does not depend on the device is computed once, here.
///
/// The choice is a set cover: each missing fix wants one of the updates that contain it. Updates whose work another one
/// does too are dropped, those that alone can do something are taken, and for what is left every choice is tried, up to
/// a bound. Newer and wider updates come first, so rollups are preferred to the packages that they contain.
class InstallPlanner {
 public:
  /// `view` must outlive the planner.
  explicit InstallPlanner(const ProductView& view);

  /// The plan for what `presence` holds, judged as `judgement`.
  InstallPlan plan(const Presence& presence, const Judgement& judgement) const;

 private:
  struct Need {
    Bits clauses;  // What must be closed.
    Bits certain;  // Of these, what is missing for certain.
    std::uint32_t out_of_reach = 0;
  };
  Need need_of(const Presence& presence, const Judgement& judgement, const Bits& allowed) const;
  Bits allowed(const Presence& presence) const;
  void count_closed(const Presence& presence, const Judgement& judgement, InstallPlan& plan) const;

  // One of `options` is wanted.
  struct Clause {
    std::vector<std::uint32_t> options;
    Bits satisfied_by;  // The updates that contain one of them.
  };
  bool is_satisfied(std::size_t clause, const Bits& present) const;

  const ProductView* view_;
  std::vector<Clause> clauses_;
  std::vector<std::vector<std::uint32_t>> clauses_of_;  // For each requirement, its clauses.
  std::vector<Bits> satisfies_;                         // For each update, the clauses that it satisfies.
};

/// A smallest set of positions in `options`, all of them among `preferred`, that together hold all of `wanted`, which
/// the union of those must. What stands earlier in `preferred` is chosen where it makes no difference. In no order.
/// `proved` tells whether no smaller set exists: the search is bounded.
std::vector<std::size_t> smallest_cover(const std::vector<Bits>& options, std::span<const std::size_t> preferred,
                                        const Bits& wanted, bool& proved);

}  // namespace shoal::exposure
