#include <algorithm>
#include <array>
#include <numeric>

#include "base/text.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/outbreak_charts.hpp"
#include "report/outbreak_words.hpp"
#include "report/page/parts.hpp"

namespace shoal::report {
namespace {

class HeatChart {
 public:
  HeatChart(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures)
      : html_(html),
        figures_(figures),
        times_of_(answer.ensemble.times),
        replicates_(std::max<std::uint64_t>(answer.ensemble.losses.size(), 1)),
        times_(outbreak_times(answer, plot_left, chart_width - plot_left - totals_width)),
        rows_(places_by_loss(figures)) {
    rows_.resize(std::min(rows_.size(), places_drawn));
    std::stable_sort(rows_.begin(), rows_.end(), [&](std::size_t a, std::size_t b) { return moment(a) < moment(b); });
  }

  void draw() {
    const int bottom = rows_top + static_cast<int>(rows_.size()) * row_height;
    const Chart chart(html_, "heat-chart",
                      figures_.are_sites ? "Sites, and how much of them is lost by when"
                                         : "Zones, and how much of them is lost by when",
                      told(), bottom + times_height + key_height);
    draw_text(html_, 0, rows_top - 8, figures_.are_sites ? "site" : "zone", "start", "c-quiet");
    draw_text(html_, chart_width, rows_top - 8, "in the end", "end", "c-quiet");
    draw_times(html_, times_, rows_top, bottom);
    for (std::size_t row = 0; row < rows_.size(); row++) draw_row(row);
    for (std::size_t level = 0; level < levels; level++) draw_path(html_, pens_[level], looks[level]);
    draw_key(bottom + times_height + 16);
  }

 private:
  static constexpr int rows_top = 24, row_height = 16, key_height = 28, plot_left = 200, totals_width = 64;
  static constexpr std::size_t name_max = 28, levels = 5;
  static constexpr const char* looks[levels] = {"c-level-1", "c-level-2", "c-level-3", "c-level-4", "c-level-5"};
  static constexpr const char* words[levels] = {"some of it is lost, up to 5 %", "up to 20 %", "up to 40 %",
                                                "up to 60 %", "more"};
  static constexpr std::array<std::uint64_t, levels - 1> most_of = {5, 20, 40, 60};

  std::size_t moment(std::size_t place) const {
    return reached_half(figures_.places[place]).value_or(times_of_.size());
  }

  /// The level of what is lost of a place; nothing at `levels`.
  std::size_t level_of(const PlaceFigure& place, std::size_t t) const {
    if (place.lost[t] == 0) return levels;
    std::size_t level = 0;
    while (level < most_of.size() && place.lost[t] * 100 > most_of[level] * place.devices * replicates_) level++;
    return level;
  }

  void draw_row(std::size_t row) {
    const PlaceFigure& place = figures_.places[rows_[row]];
    const int y = rows_top + static_cast<int>(row) * row_height;
    draw_text(html_, 0, y + 12, shortened(place_text(place), name_max));
    draw_text(html_, chart_width, y + 12, page::percent(place.lost_at_end(), place.devices * replicates_), "end");
    for (std::size_t t = 0; t < times_of_.size();) {
      const std::size_t level = level_of(place, t), first = t;
      while (t < times_of_.size() && level_of(place, t) == level) t++;
      const int from = times_.at(times_of_[first]),
                to = t < times_of_.size() ? times_.at(times_of_[t]) : times_.right();
      if (level < levels && to > from) pens_[level].box(from, y + 1, to - from, row_height - 2);
    }
  }

  void draw_key(int y) {
    int x = plot_left;
    for (std::size_t level = 0; level < levels; level++) {
      Pen sample;
      sample.box(x, y - 11, 24, 14);
      draw_path(html_, sample, looks[level]);
      draw_text(html_, x + 31, y, words[level]);
      x += 31 + text_width(words[level]) + 26;
    }
  }

  std::string told() const {
    const char* what = figures_.are_sites ? "site" : "zone";
    std::string text = "A row for each " + std::string(what) + ", " + counted(rows_.size(), "of them", "of them") +
                       ", the mean of all outbreaks";
    if (!rows_.empty() && moment(rows_.front()) < times_of_.size())
      text += "; first " + place_text(figures_.places[rows_.front()]) + ", of whose loss half is reached after " +
              duration_text(times_of_[moment(rows_.front())]);
    return text + ". The numbers follow.";
  }

  Html& html_;
  const PlaceFigures& figures_;
  const std::vector<outbreak::Seconds>& times_of_;
  std::uint64_t replicates_;
  TimeScale times_;
  std::vector<std::size_t> rows_;  // Positions of places.
  std::array<Pen, levels> pens_;
};

}  // namespace

void draw_heat(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures) {
  HeatChart(html, answer, figures).draw();
}

}  // namespace shoal::report
