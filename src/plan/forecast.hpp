// When a programme ends, and how sure that is: many scenarios of the same plan, each with its own luck.
//
// In a scenario applications take other efforts than estimated, teams and sites do more or less than planned, hardware
// is late, devices and applications are found that nobody knew of. The order of mending stays; devices move as soon as
// they can, those who weigh most first. docs/concepts/forecast.md has the model and what it cannot know.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/for_each.hpp"
#include "base/result.hpp"
#include "plan/plan.hpp"
#include "plan/priors.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

struct ForecastRules {
  std::uint32_t scenarios = 10'000;  ///< 1 to a million.
  std::uint64_t seed = 1;
  /// Nothing new is found from this week on; the planned finish where it is not given.
  std::optional<Week> found_until;
};

/// The values that 10, 50, 80 and 90 of 100 scenarios do not exceed.
struct Quantiles {
  std::int64_t p10 = 0, p50 = 0, p80 = 0, p90 = 0;

  bool operator==(const Quantiles&) const = default;
};

/// What the scenarios say. Each is counted once: those of `finishes` and `beyond` sum to `scenarios`.
struct Forecast {
  std::uint32_t scenarios = 0;
  Week planned = -1;  ///< The finish if all goes as planned; `never` if then devices are left that could move.
  Exposure planned_exposure = 0;
  std::vector<std::uint32_t> finishes;  ///< By week, in how many scenarios the last device moves in it.
  std::uint32_t beyond = 0;             ///< In how many devices are left that could move, at the programme's end.
  Quantiles finish;                     ///< `never` where it is beyond the programme.
  std::uint32_t on_time = 0;            ///< How many finish by `planned`.
  Quantiles exposure;
  double exposure_mean = 0;
  std::vector<Quantiles> left;     ///< At the beginning of each week and at the end: known devices not moved.
  std::int64_t devices_stuck = 0;  ///< That can move in no scenario; among those left, and in no finish.

  bool operator==(const Forecast&) const = default;
};

/// The forecast of `order` for `problem`. The same whoever runs `for_each`, and however.
/// Errors (invalid_input): "plan.bad_problem"; "plan.bad_forecast" where rules or order do not fit.
Result<Forecast> forecast(const Problem& problem, const Order& order, const Priors& priors, const ForecastRules& rules,
                          const ForEach& for_each);

}  // namespace shoal::plan
