// The first weeks, in which nearly everybody waits for the same few applications: what can be ready by then.
//
// Prices alone let a week do 0.6 of what takes 1.6 of the teams' capacity, which no plan can. In a plan, by the end of
// a week either all applications that nearly everybody waits for are ready: then whatever is ready with them took no
// more than each team had. Or one of them is not: then nobody has moved who waits for it, which is nearly everybody.
// What earns most in the best of these cases earns less than prices alone would have it, so that bounds are nearer.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/closure.hpp"
#include "plan/mending.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {

/// Which weeks are told apart by cases, and what their rows among those of the master problem are: one for each such
/// week and team, in which what is ready with all keys takes its effort as a share of the capacity to then, less 1.
class EarlyWeeks {
 public:
  /// Both must outlive it.
  EarlyWeeks(const Problem& problem, const Mending& mending);

  /// Applications that nearly everybody waits for, ascending. None where no week has cases.
  const std::vector<ApplicationIndex>& keys() const { return keys_; }
  bool has_cases(Week week) const { return week < end_; }
  /// Whether all keys can be ready by the end of `week`.
  bool may_have_all(Week week) const { return week >= first_; }

  std::size_t rows() const {
    return keys_.empty() ? 0 : static_cast<std::size_t>(end_ - first_) * problem_.teams.size();
  }
  /// Of a week that has cases and may have all.
  std::size_t row(TeamIndex team, Week week) const {
    return static_cast<std::size_t>(week - first_) * problem_.teams.size() + team;
  }
  /// What `application` takes at least of the capacity of its team (`team_of`) to the end of `week`, as a share of it;
  /// 0 where another team could mend it instead, or the team has none.
  double share(ApplicationIndex application, Week week) const;
  TeamIndex team_of(ApplicationIndex application) const { return problem_.applications[application].modes[0].team; }

 private:
  const Problem& problem_;
  const Mending& mending_;
  std::vector<ApplicationIndex> keys_;
  std::vector<Effort> least_;  ///< By application, of the team of its first mode.
  Week first_ = 0;             ///< By whose end all keys can be ready.
  Week end_ = 0;               ///< Weeks from here on have no cases.
};

/// Those who do without one of the keys.
struct WithoutKey {
  WithoutKey(const Waiting& waiting, ApplicationIndex key);

  ClosureGraph graph;
  std::vector<std::uint32_t> groups;  ///< By group of this graph, which of all groups it is.
};

}  // namespace shoal::plan
