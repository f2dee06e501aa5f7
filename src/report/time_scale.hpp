// Time from left to right, from seconds to weeks: for what begins slowly and ends fast, in proportion or by factors.
#pragma once

#include <string>
#include <vector>

#include "report/chart.hpp"

namespace shoal::report {

/// "45 seconds", "12 minutes", "3 hours 20 minutes", "2 days 4 hours": seconds in words, rounded to the unit below the
/// largest, and to the largest where there are ten of it; "0.25 seconds" below one. "never" where infinite.
std::string duration_text(double seconds);
/// "45 s", "12 min", "3 h 20 min", "2 d 4 h": for charts and tables, always to the unit below the largest.
std::string short_duration(double seconds);

/// Seconds from left to right, within [from, until]; what is beyond stands at the edge.
struct TimeScale {
  int left = 0, width = 0;
  double from = 0, until = 1;  ///< from < until; above 0 where by factors.
  bool by_factors = false;     ///< Equal ways are equal factors.

  int at(double seconds) const;
  int right() const { return left + width; }
};

/// The scale for values at `times`, which ascend and are at least two: by factors where `middle`, at which half has
/// happened, is within the first tenth.
TimeScale time_scale(const std::vector<double>& times, double middle, int left, int width);

/// Round times within the scale, none nearer to the one before it than a label is wide.
std::vector<double> round_times(const TimeScale& scale);
/// A line for each round time from `top` to `bottom`, and what it is below.
void draw_times(Html& html, const TimeScale& scale, int top, int bottom);
constexpr int times_height = 30;  ///< That the labels take below `bottom`.

}  // namespace shoal::report
