// A programme with names and days becomes a problem in numbers, and what is asked of it that cannot be is told.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plan/programme.hpp"

namespace shoal::plan {

/// A problem, and whose its numbers are.
struct Prepared {
  Problem problem;
  /// Positions in Programme::devices, by class: those of class c from class_begins[c] to class_begins[c + 1].
  std::vector<std::uint32_t> class_begins, devices;
  /// By class, the week announced for its devices, or `not_announced`; empty where the programme was never planned.
  std::vector<Week> announced;
  /// The order of mending by the plan before this one, as far as it names what is still to be mended; likewise empty.
  std::vector<std::vector<ApplicationIndex>> order_before;
  std::vector<ApplicationIndex> assumed;  ///< Applications whose effort and team are Programme::assumed.
  std::vector<ApplicationIndex> unknown;  ///< Those that devices name, of which nothing is told and nothing assumed.
  /// Weights are rounded to a few that are at most 2.5 % off where there are more than 200 different ones; else 0.
  double weight_error = 0;

  std::span<const std::uint32_t> devices_of(ClassIndex index) const {
    return std::span(devices).subspan(class_begins[index], class_begins[index + 1] - class_begins[index]);
  }
};

/// The problem of a programme. `is_pilot` is empty, or tells of each device whether it is a pilot: the others then wait
/// for `soak_weeks` more. Devices stay in it that never move, as do those that nobody can free.
/// Errors (invalid_input), each naming what is wrong: "plan.unknown_name" for a team, site or application that is not
/// there, with the nearest; "plan.needs_itself" for an application that needs itself, with the way round;
/// "plan.twice" for a name that stands twice; "plan.no_capacity" where no device can ever move, or a team that has work
/// can never do any; "plan.no_devices".
Result<Prepared> prepare(const Programme& programme, std::span<const std::uint8_t> is_pilot = {});

/// The week that `day` lies in; negative before the programme.
Week week_of(Day day, Day begins);
/// The first week that begins on `day` or after it; negative before the programme.
Week week_from(Day day, Day begins);
/// The first day of a week.
Day day_of(Week week, Day begins);

}  // namespace shoal::plan
