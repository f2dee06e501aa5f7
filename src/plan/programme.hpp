// A programme as people write it down: with names, days and person-days. `prepare` makes a Problem of it.
//
// Names are compared byte for byte, as written. What a row says wrong about another (a team that nobody names) is found
// by `prepare`; what a cell says wrong by itself is found by whoever reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// How much of something there is in a week: so much, from some days on another amount, and none in weeks that are off.
struct Calendar {
  struct Change {
    Day from;                   ///< The first week that begins on it or after it.
    std::int64_t per_week = 0;  ///< 0 or more.
  };
  std::int64_t per_week = 0;    ///< 0 or more.
  std::vector<Change> changes;  ///< Ascending by day.
  std::vector<Day> off;         ///< Any day of a week in which there is none.
};

/// By week, `weeks` of them, the first of which begins on `begins`.
std::vector<std::int64_t> by_week(const Calendar& calendar, Day begins, Week weeks);

struct NamedTeam {
  std::string name;
  Calendar effort;  ///< Hundredths of a person-day.
};

struct NamedSite {
  std::string name;
  std::optional<Calendar> slots;  ///< Absent where only the whole programme is limited.
  std::optional<Day> not_before;  ///< The first day on which devices may move there.
};

/// A hardware model that is not fit for the target.
struct UnfitModel {
  std::string name;
  std::optional<Day>
      replaced;  ///< The day from which its devices have another machine; absent where that is not planned.
};

/// One way to mend an application. Without a team there is none.
struct Way {
  std::string team;
  Effort effort = 0;
  Week least_weeks = 1;
};

struct NamedApplication {
  std::string name;
  std::vector<Way> ways;           ///< Alternatives. Empty: nobody can mend it.
  std::vector<std::string> needs;  ///< Applications that must be ready too before it is of use.
  bool ready = false;              ///< It keeps no device any more.
  std::uint32_t line = 0;          ///< Where it stands in its file; 0 where it is of none.
};

struct NamedDevice {
  std::string name, site, model;            ///< The model may be empty: not told.
  std::vector<std::uint32_t> applications;  ///< Positions in Programme::names of those that block it.
  std::vector<std::uint32_t> others;        ///< Of those that it uses besides: pilots try them.
  std::int32_t weight = 1000;               ///< Exposure in a week, thousandths of an ordinary device's.
  std::int32_t slots = 1;
  std::optional<Day> not_before;
  bool never = false;      ///< A person said that it does not move.
  std::uint32_t line = 0;  ///< Where it stands in its file; 0 where it is of none.
  std::optional<Day> announced =
      std::nullopt;  ///< The first day of the week in which it was to move by the plan before this one.
};

/// What is assumed of an application that devices name and the table does not.
struct Assumed {
  std::string team;
  Effort effort = 0;
};

/// Devices that move first and are watched: every pair of an application and a hardware model that is in use on at
/// least `from_devices` devices is on `each` of them, `soak_weeks` weeks before others that have one of these pairs.
struct PilotRule {
  std::uint32_t from_devices = 5;
  std::uint32_t each = 1;
  Week soak_weeks = 2;
  Exposure worth = 10'000;  ///< What one more pilot than the fewest must save of others' waiting.
};

/// What a programme has shown since it began, and what was told to people.
struct SoFar {
  /// By team's name, the order of mending by the plan before this one.
  std::vector<std::pair<std::string, std::vector<std::string>>> order;
  Exposure change_cost = 4000;     ///< For each device that moves in another week than announced: four ordinary weeks.
  std::vector<std::string> moved;  ///< Devices that have moved; they are not among Programme::devices.
  struct Spent {
    Effort planned = 0, spent = 0;  ///< Both above 0.
  };
  std::vector<Spent> done, under_way;  ///< Applications.
};

struct Programme {
  std::string target;  ///< A target's id; may be empty.
  Day begins;
  std::optional<Week> weeks;     ///< Absent: as many as all work takes, at most `weeks_without_end`.
  std::optional<Day> finish_by;  ///< The day by which a person wants the last device to have moved.
  Calendar slots;                ///< Of all sites together.
  std::vector<NamedTeam> teams;
  std::vector<NamedSite> sites;
  std::vector<UnfitModel> unfit;
  std::vector<NamedApplication> applications;
  std::vector<std::string> first;  ///< Applications to mend before all others of their teams.
  std::optional<Assumed> assumed;
  std::optional<PilotRule> pilots;
  std::vector<std::string> names;  ///< Of the applications that devices name, each once.
  std::vector<NamedDevice> devices;
  std::optional<SoFar> so_far;
};
inline constexpr Week weeks_without_end = 520;

}  // namespace shoal::plan
