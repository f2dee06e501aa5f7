#include "plan/pace.hpp"

#include <algorithm>
#include <cmath>

#include "base/pinned_math.hpp"
#include "plan/variates.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t pace_scenarios = 20'000;
constexpr double days_max = 200 * 365.25;

Error no_pace(std::string message) { return {ErrorKind::invalid_input, "plan.no_pace", std::move(message)}; }

Result<void> check_counts(std::span<const DevicesLeft> counts) {
  if (counts.size() < 2)
    return no_pace("a pace needs counts of two days, and there are " + std::to_string(counts.size()));
  for (std::size_t i = 0; i < counts.size(); i++) {
    if (counts[i].left < 0) return no_pace("devices left are below 0: " + std::to_string(counts[i].left));
    if (i > 0 && counts[i].day <= counts[i - 1].day)
      return no_pace("counts are by day, and " + to_string(counts[i].day) + " follows " + to_string(counts[i - 1].day));
  }
  if (counts.back().left >= counts.front().left)
    return no_pace("no fewer devices are left than at first: " + std::to_string(counts.back().left));
  if (counts.back().left == 0) return no_pace("no device is left to move");
  return {};
}

/// The level of each period with progress, as an outcome of one share of the time a day.
std::vector<Outcome> levels_of(std::span<const DevicesLeft> counts) {
  std::vector<Outcome> levels;
  const auto whole = static_cast<double>(counts.front().left);
  DevicesLeft since = counts.front();
  for (const DevicesLeft& count : counts) {
    if (count.left >= since.left) continue;
    const auto days = static_cast<double>((count.day - since.day).count());
    const auto moved = [&](std::int64_t left) { return std::clamp(1 - static_cast<double>(left) / whole, 0.0, 1.0); };
    levels.push_back({1, (ramp_time(moved(count.left)) - ramp_time(moved(since.left))) / days});
    since = count;
  }
  return levels;
}

}  // namespace

double ramp_moved(double time) {
  const double s = std::clamp(time, 0.0, 1.0);
  return s * s * (3 - 2 * s);
}

double ramp_time(double moved) {
  double low = 0, high = 1;
  for (int i = 0; i < 60; i++) {
    const double middle = (low + high) / 2;
    (ramp_moved(middle) < moved ? low : high) = middle;
  }
  return moved <= 0 ? 0 : high;
}

Result<PaceForecast> forecast_pace(std::span<const DevicesLeft> counts, const Ratio& pace, std::uint64_t seed) {
  SHOAL_TRY(check_counts(counts));
  const auto levels = levels_of(counts);
  const Ratio belief = updated(pace, levels);
  PaceForecast forecast;
  forecast.last_ = counts.back().day;
  forecast.whole_ = counts.front().left;
  forecast.time_over_ = ramp_time(1 - static_cast<double>(counts.back().left) / static_cast<double>(forecast.whole_));
  for (std::size_t i = 0; i < pace_scenarios; i++) {
    Random random = Random::numbered(seed, i);
    const DrawnRatio level = drawn(belief, random);
    const double days = (1 - forecast.time_over_) / pinned_exp(level.log_mean + level.log_spread * normal(random));
    forecast.finishes_.push_back(std::min(days, days_max));
  }
  std::sort(forecast.finishes_.begin(), forecast.finishes_.end());
  return forecast;
}

Day PaceForecast::finish(double p) const {
  const auto at = static_cast<std::size_t>(p * static_cast<double>(finishes_.size()));
  return last_ + std::chrono::days(static_cast<int>(std::ceil(finishes_[std::min(at, finishes_.size() - 1)])));
}

double PaceForecast::ended_by(Day day) const {
  const auto days = static_cast<double>((day - last_).count());
  const auto after = std::upper_bound(finishes_.begin(), finishes_.end(), days);
  return static_cast<double>(after - finishes_.begin()) / static_cast<double>(finishes_.size());
}

double PaceForecast::left_after(double days, double finish_days) const {
  const double time = time_over_ + (1 - time_over_) * days / finish_days;
  return static_cast<double>(whole_) * (1 - ramp_moved(time));
}

std::int64_t PaceForecast::left_on(Day day, double p) const {
  // Whoever ends sooner has fewer left on every day, so that quantiles of both are the same scenarios.
  const auto at = std::min(static_cast<std::size_t>(p * static_cast<double>(finishes_.size())), finishes_.size() - 1);
  return std::llround(left_after(static_cast<double>((day - last_).count()), finishes_[at]));
}

double PaceForecast::at_most_left_on(Day day, std::int64_t left) const {
  const auto days = static_cast<double>((day - last_).count());
  const auto first_above = std::partition_point(finishes_.begin(), finishes_.end(), [&](double finish_days) {
    return left_after(days, finish_days) <= static_cast<double>(left) + 0.5;
  });
  return static_cast<double>(first_above - finishes_.begin()) / static_cast<double>(finishes_.size());
}

}  // namespace shoal::plan
