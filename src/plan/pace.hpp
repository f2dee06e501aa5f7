// When a programme ends of which nothing is known but how many devices were left on some days.
//
// Programmes begin slowly, are fastest in the middle and end slowly: of those to move, the share 3s^2 - 2s^3 has moved
// when the share s of the time is over. A period between two counts so has a level, the share of the whole time that it
// was worth for each day. Levels of periods differ as a `Ratio` says; what is left is one more period. That a pace goes
// on as it was is another model, and dates most programmes too late while they still climb.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "plan/priors.hpp"

namespace shoal::plan {

/// How many devices were left to move on a day.
struct DevicesLeft {
  Day day;
  std::int64_t left = 0;
};

/// What of a ramp's time is over when the share `moved` of the devices has moved; both from 0 to 1.
double ramp_time(double moved);
/// What share has moved when the share `time` of the ramp is over; 0 before it, 1 after.
double ramp_moved(double time);

/// Finishes that are equally likely.
class PaceForecast {
 public:
  /// The day by which the programme ends with probability `p`, 0 < p < 1; not later than 200 years on.
  Day finish(double p) const;
  /// How likely it ends by the end of `day`.
  double ended_by(Day day) const;
  /// How many devices are left on `day`, which is not before the last count, with probability `p` at most.
  std::int64_t left_on(Day day, double p) const;
  /// How likely no more than `left` are left on `day`.
  double at_most_left_on(Day day, std::int64_t left) const;

 private:
  friend Result<PaceForecast> forecast_pace(std::span<const DevicesLeft>, const Ratio&, std::uint64_t);
  double left_after(double days, double finish_days) const;

  Day last_;
  std::int64_t whole_ = 0;
  double time_over_ = 0;
  std::vector<double> finishes_;  ///< Days after the last count, ascending.
};

/// A forecast from `counts`, by day, of which the first is all devices. A period without progress is joined with the
/// next. `pace` is the belief in levels, with no weight on their mean: the programme tells that itself.
/// Errors (invalid_input): "plan.no_pace" where there are no two counts on different days, in order, the last below the
/// first, or none is left any more.
Result<PaceForecast> forecast_pace(std::span<const DevicesLeft> counts, const Ratio& pace, std::uint64_t seed);

}  // namespace shoal::plan
