// What the capacity of teams says about when applications can be ready: the earliest weeks, and how much of a team's
// capacity to the end of each week an application takes that is ready by a given week.
//
// An application that becomes ready in week v was worked on in the weeks before, since its team does no more in a week
// than its capacity: by the end of an earlier week s, all of its effort was spent on it but for what the team can do
// from s to v. So it takes capacity to the end of s already, though it is not ready yet. Without this a big application
// could be half ready when half of it is done, and bounds would be too low.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "plan/problem.hpp"

namespace shoal::plan {

/// What capacity costs: by team x week, what the capacity of that team from the beginning to the end of that week is
/// worth, and so on. All 0 or more.
struct Prices {
  std::vector<double> mending;  ///< By team x week (row-major), per effort that is done by the end of the week.
  std::vector<double> moving;   ///< By week, per slot.
  std::vector<double> site;     ///< By site x week, per slot; empty where sites are not limited.
};

/// What a slot costs that is taken by the end of `week`, by prices of a week each: that week's less that of the week
/// after, in which the device does not take one again. Whoever moves in the last week saves nothing by it, so that the
/// week before is the last that counts.
inline double price_of_slot(std::span<const double> by_week, Week week) {
  const auto w = static_cast<std::size_t>(week);
  return by_week[w] - (w + 2 < by_week.size() ? by_week[w + 1] : 0);
}

class Mending {
 public:
  /// The problem must outlive it.
  explicit Mending(const Problem& problem);

  /// The first week by whose end `application` can be ready; `never` if nobody can mend it in time.
  Week earliest(ApplicationIndex application) const { return earliest_[application]; }
  /// The first week by whose end all of `applications` can be ready, as far as each team's efforts tell.
  Week earliest(std::span<const ApplicationIndex> applications) const;

  /// Calls take(week, effort) for each week up to `ready` in which team capacity to the end of it is taken by an
  /// application that is ready by the end of `ready` in this mode. The sum over all that are ready by each week, never
  /// falling, is no more than the capacity.
  template <typename Take>
  void for_each_taken(const Mode& mode, Week ready, Take take) const {
    for (Week week = ready; week >= 0; week--) {
      const Effort by_ready = done_before(mode, week, ready);
      if (by_ready == 0) break;
      const Effort effort = by_ready - (ready + 1 < weeks_ ? done_before(mode, week, ready + 1) : 0);
      if (effort > 0) take(week, effort);
    }
  }

  /// The mode in which `application` is ready by the end of `week` for the least price, and that price. Infinite before
  /// its earliest week.
  struct Cheapest {
    std::uint8_t mode = 0;
    double price = 0;
  };
  Cheapest cheapest(ApplicationIndex application, Week week, const Prices& prices) const;

  /// Effort that `team` can do from the beginning to the end of `week`.
  Effort capacity_to(TeamIndex team, Week week) const {
    return week < 0 ? 0 : capacity_to_[team * static_cast<std::size_t>(weeks_) + static_cast<std::size_t>(week)];
  }

 private:
  /// What must have been done of it by the end of `week` if it becomes ready in week `ready`.
  Effort done_before(const Mode& mode, Week week, Week ready) const {
    const Effort since = capacity_to(mode.team, ready) - capacity_to(mode.team, week);
    return since < mode.effort ? mode.effort - since : 0;
  }
  Week earliest(const Mode& mode) const;
  Week week_of(TeamIndex team, Effort effort) const;

  const Problem& problem_;
  Week weeks_;
  std::vector<Effort> capacity_to_;         ///< By team x week.
  std::vector<std::vector<Week>> by_mode_;  ///< By application and mode.
  std::vector<Week> earliest_;
};

}  // namespace shoal::plan
