#include "report/time_scale.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/pinned_math.hpp"

namespace shoal::report {
namespace {

constexpr double minute_seconds = 60, hour_seconds = 3600, day_seconds = 86'400;
constexpr int label_room = 62;
constexpr double seconds_told = 1e15;  // Thirty million years: what is beyond is told as this.

struct TimeUnit {
  double seconds;
  const char *brief, *one, *many;
};
constexpr std::array<TimeUnit, 4> time_units{{{day_seconds, " d", " day", " days"},
                                              {hour_seconds, " h", " hour", " hours"},
                                              {minute_seconds, " min", " minute", " minutes"},
                                              {1, " s", " second", " seconds"}}};

std::string whole_units(double seconds, std::size_t unit) {
  return std::to_string(static_cast<std::uint64_t>(std::floor(seconds / time_units[unit].seconds + 0.5))) +
         time_units[unit].many;
}

std::string spelled_time(double seconds, bool is_brief) {
  if (!std::isfinite(seconds)) return "never";
  seconds = std::min(seconds, seconds_told);
  const auto word = [&](const TimeUnit& unit, bool is_one) {
    return std::string(is_brief ? unit.brief : is_one ? unit.one : unit.many);
  };
  if (seconds > 0 && seconds < 1) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2g", seconds);
    return text.data() + word(time_units[3], false);
  }
  for (std::size_t i = 0; i < time_units.size(); i++) {
    if (seconds < time_units[i].seconds && i + 1 < time_units.size()) continue;
    const double below = i + 1 < time_units.size() ? time_units[i + 1].seconds : 1;
    const auto parts = static_cast<std::uint64_t>(std::floor(seconds / below + 0.5));
    const auto each = static_cast<std::uint64_t>(time_units[i].seconds / below);
    // What is rounded up to a whole unit above is told in that.
    const double rounded = static_cast<double>(parts) * below;
    if (i > 0 && rounded >= time_units[i - 1].seconds) return spelled_time(rounded, is_brief);
    std::string text = std::to_string(parts / each) + word(time_units[i], parts / each == 1);
    // In a sentence nobody wants the seconds of an hour: ten units and more stand alone.
    if (!is_brief && seconds >= 10 * time_units[i].seconds) return whole_units(seconds, i);
    if (parts % each > 0) text += " " + std::to_string(parts % each) + word(time_units[i + 1], parts % each == 1);
    return text;
  }
  return {};
}

constexpr std::array<double, 27> round_steps{1,
                                             2,
                                             5,
                                             10,
                                             15,
                                             30,
                                             minute_seconds,
                                             120,
                                             300,
                                             600,
                                             900,
                                             1800,
                                             hour_seconds,
                                             2 * hour_seconds,
                                             3 * hour_seconds,
                                             6 * hour_seconds,
                                             12 * hour_seconds,
                                             day_seconds,
                                             2 * day_seconds,
                                             7 * day_seconds,
                                             14 * day_seconds,
                                             28 * day_seconds,
                                             56 * day_seconds,
                                             91 * day_seconds,
                                             182 * day_seconds,
                                             364 * day_seconds,
                                             3640 * day_seconds};

}  // namespace

std::string duration_text(double seconds) { return spelled_time(seconds, false); }
std::string short_duration(double seconds) { return spelled_time(seconds, true); }

int TimeScale::at(double seconds) const {
  const double within = std::clamp(seconds, from, until);
  const double share =
      by_factors ? pinned_log(within / from) / pinned_log(until / from) : (within - from) / (until - from);
  return left + static_cast<int>(share * width);
}

TimeScale time_scale(const std::vector<double>& times, double middle, int left, int width) {
  const double until = times.back();
  const auto first = std::find_if(times.begin(), times.end(), [](double each) { return each > 0; });
  if (middle * 10 < until && first != times.end() && *first < until) return {left, width, *first, until, true};
  return {left, width, 0, until, false};
}

std::vector<double> round_times(const TimeScale& scale) {
  std::vector<double> made;
  if (scale.by_factors) {
    for (const double each : round_steps) {
      if (each < scale.from || each > scale.until) continue;
      if (made.empty() || scale.at(each) - scale.at(made.back()) >= label_room) made.push_back(each);
    }
    return made;
  }
  double step = round_steps.back();
  for (const double each : round_steps)
    if (scale.at(scale.from + each) - scale.left >= label_room) {
      step = each;
      break;
    }
  while (scale.at(scale.from + step) - scale.left < label_room && step < scale.until) step *= 10;
  for (int i = 0; i * step <= scale.until; i++) made.push_back(i * step);
  return made;
}

void draw_times(Html& html, const TimeScale& scale, int top, int bottom) {
  Pen lines;
  for (const double each : round_times(scale)) {
    const int x = scale.at(each);
    lines.move(x, top).line(x, bottom + 4);
    draw_text(html, x, bottom + 18, each == 0 ? "0" : short_duration(each), "middle");
  }
  draw_path(html, lines, "c-grid");
}

}  // namespace shoal::report
