// From an order of mending to the week in which each application is ready.
//
// A team is a queue: what it has spent on everything up to and including an application decides when that is ready, so
// that a change of order touches only the applications between the two places.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// When a team has spent how much.
class TeamCalendar {
 public:
  explicit TeamCalendar(const Team& team);

  /// The first week by whose end the team has spent `effort`; `never` if it does not within the programme. 0 for 0.
  Week week_of(Effort effort) const;
  /// The same for whoever asks for growing efforts: looks from `from` on, a week whose predecessors are known not to
  /// do.
  Week week_of(Effort effort, Week from) const {
    const auto weeks = static_cast<Week>(spent_.size());
    while (from < weeks && spent_[static_cast<std::size_t>(from)] < effort) from++;
    return from < weeks ? from : never;
  }
  /// What it has spent by the end of `week`; of all weeks if it is later than they are, 0 before them.
  Effort spent_by(Week week) const;

 private:
  std::vector<Effort> spent_;  ///< By the end of each week.
};

/// By application, whether a class waits for it and somebody can mend it: those that stand in an order.
std::vector<bool> to_be_mended(const Problem& problem);

/// By team, `problem.first` as far as the team mends it by these modes, in that order. Given twice counts once.
std::vector<std::vector<ApplicationIndex>> pinned(const Problem& problem, std::span<const std::uint8_t> mode);

/// An order that takes up all that has to be mended by rising `key`, equal ones by index, each with its `mode`;
/// `problem.first` before all others.
Order order_by(const Problem& problem, std::span<const double> key, std::vector<std::uint8_t> mode);

/// By application, the week by whose end it is ready; `never` for those that are not within the programme.
std::vector<Week> ready_weeks(const Problem& problem, const Order& order);

}  // namespace shoal::plan
