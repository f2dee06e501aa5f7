#include <algorithm>
#include <cmath>

#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/outbreak_charts.hpp"
#include "report/outbreak_words.hpp"

namespace shoal::report {
namespace {

using outbreak::Averted;

/// Amounts from left to right; what is beyond stands at the edge.
struct AmountScale {
  int left = 0, width = 0;
  double least = 0, most = 1;  // least <= 0 < most.

  int at(double amount) const {
    return left + static_cast<int>((std::clamp(amount, least, most) - least) / (most - least) * width);
  }
};

/// The scale that has room for all of `intervals` but for infinite ends.
AmountScale amounts_of(const std::vector<outbreak::Interval>& intervals, int left, int width) {
  AmountScale scale{left, width, 0, 0};
  for (const outbreak::Interval& each : intervals)
    for (const double end : {each.low, each.mean, each.high})
      if (std::isfinite(end)) scale.least = std::min(scale.least, end), scale.most = std::max(scale.most, end);
  if (scale.most <= 0) scale.most = scale.least < 0 ? -scale.least / 10 : 1;
  return scale;
}

class RankingChart {
 public:
  RankingChart(Html& html, const OutbreakAnswer& answer) : html_(html), answer_(answer) {
    const auto& all = answer.ranking->actions;
    shown_.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), actions_drawn)));
    bottom_ = rows_top + static_cast<int>(shown_.size()) * row_height;
  }

  void draw() {
    const Chart chart(html_, "ranking-chart", "What each action averts, for its effort and in all", told(),
                      bottom_ + times_height);
    for (std::size_t i = 0; i < shown_.size(); i++)
      draw_text(html_, 0, row_y(i) + 12, shortened(answer_.actions[shown_[i].action].name, name_max));
    draw_panel(&Averted::per_person_day, "devices fewer lost per person-day", names_width);
    draw_panel(&Averted::devices, "devices fewer lost in an outbreak", names_width + panel_width + panel_gap);
  }

 private:
  static constexpr int rows_top = 30, row_height = 20, bar_height = 11;
  static constexpr int names_width = 330, panel_gap = 50,
                       panel_width = (chart_width - names_width - panel_gap - 20) / 2;
  static constexpr std::size_t name_max = 48;

  int row_y(std::size_t row) const { return rows_top + static_cast<int>(row) * row_height; }

  void draw_panel(outbreak::Interval Averted::*of, const char* head, int left) {
    std::vector<outbreak::Interval> intervals;
    intervals.reserve(shown_.size());
    for (const Averted& each : shown_) intervals.push_back(each.*of);
    const AmountScale scale = amounts_of(intervals, left, panel_width);
    draw_text(html_, left, rows_top - 14, head, "start", "c-strong");
    draw_axis(scale);
    Pen bars, whiskers, unsure;
    for (std::size_t i = 0; i < intervals.size(); i++)
      draw_interval(scale, intervals[i], row_y(i), bars, whiskers, unsure);
    draw_path(html_, bars, "c-bar");
    draw_path(html_, whiskers, "c-axis");
    draw_path(html_, unsure, "c-edge");
  }

  void draw_axis(const AmountScale& scale) {
    double unit = 1;
    while (scale.most / unit < 10) unit /= 10;
    Pen lines;
    for (const std::int64_t count : round_counts(static_cast<std::int64_t>(std::min(scale.most / unit, 1e15)), 5)) {
      const double amount = static_cast<double>(count) * unit;
      lines.move(scale.at(amount), rows_top - 4).line(scale.at(amount), bottom_ + 4);
      draw_text(html_, scale.at(amount), bottom_ + 18, value_text(amount), "middle");
    }
    draw_path(html_, lines, "c-grid");
  }

  static void draw_interval(const AmountScale& scale, const outbreak::Interval& of, int y, Pen& bars, Pen& whiskers,
                            Pen& unsure) {
    const int zero = scale.at(0), mean = scale.at(of.mean), low = scale.at(of.low), high = scale.at(of.high);
    bars.box(std::min(zero, mean), y + 3, std::max(std::abs(mean - zero), 1), bar_height);
    const int middle = y + 3 + bar_height / 2;
    if (!is_known(of)) {
      unsure.move(scale.left, middle).line(scale.left + scale.width, middle);
      return;
    }
    whiskers.move(low, middle).line(high, middle);
    for (const int end : {low, high}) whiskers.move(end, middle - 4).line(end, middle + 4);
  }

  std::string told() const {
    const Averted& first = shown_.front();
    return counted(shown_.size(), "action", "actions") +
           ", best for their effort first, each a bar with a line from the low " +
           "to the high end of what it may be as well; first " + answer_.actions[first.action].name +
           ", which averts " + interval_text(first.per_person_day) + " devices per person-day. The numbers follow.";
  }

  Html& html_;
  const OutbreakAnswer& answer_;
  std::vector<Averted> shown_;
  int bottom_ = 0;
};

}  // namespace

void draw_ranking(Html& html, const OutbreakAnswer& answer) { RankingChart(html, answer).draw(); }

}  // namespace shoal::report
