#include <algorithm>

#include "base/text.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/outbreak_charts.hpp"

namespace shoal::report {
namespace {

class LossChart {
 public:
  LossChart(Html& html, const OutbreakAnswer& answer, const std::vector<SpreadFigure>& over_time)
      : html_(html),
        times_of_(answer.ensemble.times),
        over_time_(over_time),
        replicates_(answer.ensemble.losses.size()),
        times_(outbreak_times(answer, plot_left, chart_width - plot_left - 40)),
        counts_{plot_top, plot_top + plot_height, 1} {
    for (const SpreadFigure& each : over_time) counts_.most = std::max<std::int64_t>(counts_.most, each.p90);
  }

  void draw() {
    const Chart chart(html_, "loss-chart", "Devices lost over time", told(), counts_.bottom + times_height + 14);
    draw_counts(html_, counts_, times_.left, times_.right());
    draw_times(html_, times_, counts_.top, counts_.bottom);
    draw_text(html_, times_.left, counts_.bottom + 32,
              times_.by_factors ? "since the first device was infected; equal ways are equal factors of time"
                                : "since the first device was infected",
              "start", "c-quiet");
    Pen fan;
    for (std::size_t t = 0; t < over_time_.size(); t++) go(fan, t, over_time_[t].p90);
    for (std::size_t t = over_time_.size(); t-- > 0;) go(fan, t, over_time_[t].p10);
    draw_path(html_, fan.close(), "c-fan");
    draw_line(&SpreadFigure::p10, "c-edge");
    draw_line(&SpreadFigure::p90, "c-edge");
    draw_line(&SpreadFigure::p80, "c-eighty");
    draw_line(&SpreadFigure::p50, "c-half");
    draw_key();
  }

 private:
  static constexpr int key_y = 16, plot_top = 40, plot_height = 300, plot_left = 64;

  void go(Pen& pen, std::size_t t, std::uint32_t count) const {
    const int x = times_.at(times_of_[t]), y = counts_.at(count);
    pen.is_empty() ? pen.move(x, y) : pen.line(x, y);
  }

  void draw_line(std::uint32_t SpreadFigure::*of, const char* look) {
    Pen pen;
    for (std::size_t t = 0; t < over_time_.size(); t++) go(pen, t, over_time_[t].*of);
    draw_path(html_, pen, look);
  }

  void draw_key() {
    int x = plot_left;
    const auto word = [&](const char* text) {
      draw_text(html_, x + 37, key_y, text);
      x += 37 + text_width(text) + 24;
    };
    const auto line = [&](const char* look, const char* text) {
      Pen sample;
      sample.move(x, key_y - 4).line(x + 30, key_y - 4);
      draw_path(html_, sample, look);
      word(text);
    };
    line("c-half", "half of all outbreaks lose no more (P50)");
    line("c-eighty", "8 of 10 lose no more (P80)");
    Pen area;
    area.box(x, key_y - 10, 30, 12);
    draw_path(html_, area, "c-fan");
    line("c-edge", "8 of 10 are in between (P10 to P90)");
  }

  std::string told() const {
    const SpreadFigure& end = over_time_.back();
    std::string text = counted(replicates_, "outbreak", "outbreaks") + "; in the end, " +
                       duration_text(times_of_.back()) +
                       " after the first device, half of them have lost no more than " + grouped(end.p50) +
                       " devices, 8 of 10 no more than " + grouped(end.p80) + ", and 8 of 10 are between " +
                       grouped(end.p10) + " and " + grouped(end.p90);
    if (const auto half = half_way(over_time_, &SpreadFigure::p50))
      text += "; half of the middle outbreak's loss is reached after " + duration_text(times_of_[*half]);
    return text + ". The numbers follow.";
  }

  Html& html_;
  const std::vector<outbreak::Seconds>& times_of_;
  const std::vector<SpreadFigure>& over_time_;
  std::uint64_t replicates_;
  TimeScale times_;
  CountScale counts_;
};

}  // namespace

TimeScale outbreak_times(const OutbreakAnswer& answer, int left, int width) {
  const std::vector<outbreak::Seconds>& times = answer.ensemble.times;
  std::vector<std::uint64_t> lost(times.size());
  for (std::size_t i = 0; i < answer.ensemble.lost_by.size(); i++) lost[i % times.size()] += answer.ensemble.lost_by[i];
  std::size_t half = 0;
  while (lost[half] * 2 < lost.back()) half++;
  return time_scale(times, times[half], left, width);
}

void draw_loss(Html& html, const OutbreakAnswer& answer, const std::vector<SpreadFigure>& over_time) {
  LossChart(html, answer, over_time).draw();
}

}  // namespace shoal::report
