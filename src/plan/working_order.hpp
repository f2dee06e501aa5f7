// An order that a search changes step by step, with the ready weeks that follow from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "plan/evaluator.hpp"
#include "plan/plan.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {

/// A run of applications of one team changes places with the run after it: [first, middle) and [middle, last).
struct Turn {
  std::uint32_t team = 0;
  std::uint32_t first = 0, middle = 0, last = 0;

  Turn back() const { return {team, first, first + (last - middle), last}; }
};

/// An application is mended in another way, at that place of the order of its (other) team.
struct Switch {
  ApplicationIndex application = 0;
  std::uint8_t mode = 0;
  std::uint32_t place = 0;
};

/// Keeps for each team what it has spent before each place, so that a change costs what lies between two places.
class WorkingOrder {
 public:
  WorkingOrder(const Problem& problem, Order order);

  const Order& order() const { return order_; }
  std::span<const ApplicationIndex> team(std::uint32_t team) const { return order_.teams[team]; }
  std::uint32_t team_of(ApplicationIndex application) const { return mode_of(application).team; }
  std::uint32_t place_of(ApplicationIndex application) const { return place_[application]; }
  /// How many at the front of the team stay where they are.
  std::uint32_t pinned_count(std::uint32_t team) const { return pinned_[team]; }
  bool is_pinned(ApplicationIndex application) const { return is_pinned_[application]; }

  /// The last place of `team` from which an effort would be done by the end of `week`, if it were put in there: from
  /// `pinned_count` to the number of places, the first of them if it would be late everywhere.
  std::uint32_t last_place(std::uint32_t team, Effort effort, Week week) const;

  /// Changes the order and appends to `changes` who is ready in another week. `ready` tells when they were.
  void turn(const Turn& turn, const Evaluator& ready, std::vector<ReadyChange>& changes);
  void turn(const Turn& turn);
  /// The same for a change of mode; gives back what undoes it.
  Switch change_mode(const Switch& change, const Evaluator& ready, std::vector<ReadyChange>& changes);
  void change_mode(const Switch& change);

 private:
  const Mode& mode_of(ApplicationIndex application) const {
    return problem_.applications[application].modes[order_.mode[application]];
  }
  void reschedule(std::uint32_t team, std::size_t first, std::size_t last);
  void compare(std::uint32_t team, std::size_t first, std::size_t last, const Evaluator& ready,
               std::vector<ReadyChange>& changes) const;

  const Problem& problem_;
  Order order_;
  std::vector<TeamCalendar> calendars_;
  std::vector<std::uint32_t> place_;        ///< By application, in its team.
  std::vector<std::uint32_t> pinned_;       ///< By team.
  std::vector<bool> is_pinned_;             ///< By application.
  std::vector<std::vector<Effort>> spent_;  ///< By team and place, before it; one more at the end.
  std::vector<Effort> effort_;              ///< By application, in its mode.
  std::vector<Week> least_;                 ///< By application, in its mode.
};

}  // namespace shoal::plan
