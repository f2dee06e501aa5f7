// What is believed of how a programme departs from its plan, before and after its own history has spoken.
//
// A ratio is actual over planned. Its log is normal with a mean and a spread that nobody knows: the belief in both is
// normal-inverse-gamma, which stays of that form when observations come in, so that what is believed widens and narrows
// by plain arithmetic. docs/concepts/forecast.md has the formula. A rate is gamma for the same reason.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/result.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// As many observations as make a belief certain.
inline constexpr double certain = 1e12;

/// A belief in the log of a ratio. As it is made, it is certain that the ratio is 1.
struct Ratio {
  double log_mean = 0;
  double mean_weight = certain;    ///< How many observations the belief in the mean is worth; 0 is no belief.
  double log_spread = 0;           ///< Standard deviation of one log ratio.
  double spread_weight = certain;  ///< How many observations the belief in the spread is worth; above 0.
};

/// A belief in how often something happens. As it is made, it is certain that it never does.
struct Rate {
  double mean = 0;    ///< Each week for each unit: device or application.
  double weight = 1;  ///< How many events the belief is worth; above 0.
};

/// All that a forecast believes.
struct Priors {
  Ratio effort;              ///< Of one application.
  std::vector<Ratio> teams;  ///< By team, of its capacity in one week; for teams beyond the last, `team`.
  Ratio team;
  Ratio moving;            ///< Of the capacity of all sites in one week.
  Rate devices;            ///< New ones, for each device.
  Rate applications;       ///< New ones that keep devices from moving, for each such application.
  double slip_chance = 0;  ///< Of each date from which hardware can be had.
  double slip_weeks = 0;   ///< How late it is on average, where it is.
  Ratio pace;              ///< Of a period's pace to what the ramp says, for programmes known by counts alone.
};

/// One thing that was planned and has happened.
struct Outcome {
  double planned = 0, actual = 0;  ///< In one unit; both above 0, or it says nothing and is passed over.
};

/// What a programme has shown so far.
struct History {
  std::vector<Outcome> efforts;             ///< Applications that are done.
  std::vector<Outcome> under_way;           ///< Applications that are begun: `actual` is what was spent so far.
  std::vector<std::vector<Outcome>> teams;  ///< By team, weeks of its capacity.
  std::vector<Outcome> moving;              ///< Weeks in which as many devices could have moved as there were slots.
  double weeks = 0;                         ///< For how long the following were counted.
  std::int64_t devices = 0, new_devices = 0;
  std::int64_t applications = 0, new_applications = 0;
};

/// `belief` after these outcomes.
Ratio updated(const Ratio& belief, std::span<const Outcome> outcomes);
/// `belief` after `events` in `weeks` weeks among `units`.
Rate updated(const Rate& belief, std::int64_t events, double weeks, std::int64_t units);
/// `belief`, which knows what is done, after what is under way: that takes long more often than not, and whoever looks
/// only at what is done takes a programme's estimates for better than they are. Moves the mean alone.
Ratio with_under_way(const Ratio& belief, std::span<const Outcome> under_way);
/// All of it.
Priors calibrated(const Priors& priors, const History& history);

/// A mean and a spread of log ratios, as one scenario has them.
struct DrawnRatio {
  double log_mean = 0, log_spread = 0;
};
DrawnRatio drawn(const Ratio& belief, Random& random);
/// A rate for each unit and week, as one scenario has it.
double drawn(const Rate& belief, Random& random);

/// The table data/plan/priors.csv.
/// Medians are from 0.01 to 100, spreads at most 3, rates and chances at most 1, weights of spreads at least 1, of
/// rates 0.1, of means 0.01. Errors (invalid_input): "base.bad_csv"; "plan.bad_priors" naming what is missing, unknown
/// or out of its range.
Result<Priors> read_priors(std::string_view csv);

}  // namespace shoal::plan
