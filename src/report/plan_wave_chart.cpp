#include <algorithm>
#include <array>
#include <map>

#include "base/text.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/plan_charts.hpp"

namespace shoal::report {
namespace {

using plan::Week;

class WaveChart {
 public:
  WaveChart(Html& html, const PlanAnswer& answer, const std::vector<WaveFigure>& waves)
      : html_(html), answer_(answer), sites_(site_figures(waves)) {
    const Week weeks = waves.back().week + 1;
    span_ = static_cast<Week>((weeks + columns_max - 1) / columns_max);
    columns_ = static_cast<std::size_t>((weeks + span_ - 1) / span_);
    weeks_ = {plot_left, chart_width - plot_left - totals_width, static_cast<Week>(columns_) * span_};
    rows_ = std::min(sites_.size(), sites_drawn);
    has_rest_ = sites_.size() > rows_;
    count(waves);
  }

  void draw() {
    const int rows_top = bars_top + bars_height + rows_gap;
    const int rows_bottom = rows_top + static_cast<int>(cells_.size()) * row_height;
    const Chart chart(html_, "waves-chart", "Devices that move, by week and site", told(),
                      rows_bottom + weeks_height + key_height);
    draw_bars();
    draw_text(html_, chart_width, rows_top - 8, "all weeks", "end", "c-quiet");
    draw_text(html_, 0, rows_top - 8, "site", "start", "c-quiet");
    draw_weeks(html_, weeks_, answer_.programme.begins, rows_top, rows_bottom);
    for (std::size_t row = 0; row < cells_.size(); row++) draw_site(row, rows_top + static_cast<int>(row) * row_height);
    draw_cells(rows_top);
    draw_key(rows_bottom + weeks_height + 16);
  }

 private:
  // From top to bottom: bars, a row for each site, the weeks, the key.
  static constexpr int bars_top = 24, bars_height = 110, rows_gap = 26, row_height = 16, weeks_height = 42;
  static constexpr int key_height = 28, plot_left = 190, totals_width = 64;
  static constexpr Week columns_max = 130;
  static constexpr std::size_t name_max = 26;
  static constexpr int levels = 5;
  static constexpr const char* looks[levels] = {"c-level-1", "c-level-2", "c-level-3", "c-level-4", "c-level-5"};

  void count(const std::vector<WaveFigure>& waves) {
    std::map<plan::SiteIndex, std::size_t> row_of;
    for (std::size_t i = 0; i < sites_.size(); i++) row_of[sites_[i].site] = std::min(i, rows_);
    cells_.assign(rows_ + (has_rest_ ? 1 : 0), std::vector<std::int64_t>(columns_));
    all_.assign(columns_, 0);
    for (const WaveFigure& wave : waves) {
      const auto column = static_cast<std::size_t>(wave.week / span_);
      all_[column] += wave.devices;
      for (const auto& [site, devices] : wave.sites) cells_[row_of[site]][column] += devices;
    }
    // The rest of the sites may be as large as all others: it does not set the scale.
    for (std::size_t row = 0; row < rows_; row++)
      most_ = std::max(most_, *std::max_element(cells_[row].begin(), cells_[row].end()));
  }

  int column_x(std::size_t column) const { return weeks_.at(static_cast<std::int64_t>(column) * span_); }
  int column_width(std::size_t column) const { return std::max(column_x(column + 1) - column_x(column), 1); }

  void draw_bars() {
    const CountScale counts{bars_top, bars_top + bars_height, *std::max_element(all_.begin(), all_.end())};
    draw_text(html_, 0, bars_top + 10, "all sites", "start", "c-strong");
    draw_text(html_, 0, bars_top + 26, span_ == 1 ? "devices each week" : devices_each(), "start", "c-quiet");
    draw_counts(html_, counts, weeks_.left, weeks_.right());
    Pen bars;
    for (std::size_t column = 0; column < columns_; column++) {
      if (all_[column] == 0) continue;
      const int y = std::min(counts.at(all_[column]), counts.bottom - 1), width = column_width(column);
      bars.box(column_x(column), y, width > 3 ? width - 1 : width, counts.bottom - y);
    }
    draw_path(html_, bars, "c-bar");
  }

  std::string devices_each() const { return "devices each " + std::to_string(span_) + " weeks"; }

  void draw_site(std::size_t row, int y) {
    const bool is_rest = row == rows_;
    std::int64_t devices = 0;
    for (const std::int64_t each : cells_[row]) devices += each;
    const std::string name = is_rest ? counted(sites_.size() - rows_, "other site", "other sites")
                                     : answer_.prepared.problem.sites[sites_[row].site].name;
    draw_text(html_, 0, y + 12, shortened(name, name_max));
    draw_text(html_, chart_width, y + 12, grouped_count(devices), "end");
  }

  // The least count of each level: levels grow as squares do, so that small waves differ too.
  std::int64_t least_of(int level) const {
    return level == 0 ? 1 : most_ * level * level / (std::int64_t{levels} * levels) + 1;
  }
  int level_of(std::int64_t devices) const {
    int level = 0;
    while (level + 1 < levels && devices >= least_of(level + 1)) level++;
    return level;
  }

  void draw_cells(int rows_top) {
    std::array<Pen, levels> pens;
    for (std::size_t row = 0; row < cells_.size(); row++)
      for (std::size_t column = 0; column < columns_; column++) {
        if (cells_[row][column] == 0) continue;
        const int width = column_width(column), y = rows_top + static_cast<int>(row) * row_height;
        pens[static_cast<std::size_t>(level_of(cells_[row][column]))].box(
            column_x(column), y + 1, width > 3 ? width - 1 : width, row_height - 2);
      }
    for (std::size_t level = 0; level < levels; level++) draw_path(html_, pens[level], looks[level]);
  }

  void draw_key(int y) {
    int x = plot_left;
    draw_text(html_, 0, y, span_ == 1 ? "devices of a site in a week" : "of a site, " + devices_each(), "start",
              "c-quiet");
    for (int level = 0; level < levels; level++) {
      const std::int64_t least = least_of(level);
      const std::int64_t next = level + 1 < levels ? least_of(level + 1) : most_ + 1;
      if (next <= least) continue;
      Pen sample;
      sample.box(x, y - 11, 24, 14);
      draw_path(html_, sample, looks[level]);
      const std::string word =
          next - 1 == least ? grouped_count(least) : grouped_count(least) + " to " + grouped_count(next - 1);
      draw_text(html_, x + 31, y, word + (level + 1 == levels && has_rest_ ? ", or more" : ""));
      x += 31 + text_width(word) + 26;
    }
  }

  std::string told() const {
    const auto column = static_cast<std::size_t>(std::max_element(all_.begin(), all_.end()) - all_.begin());
    return devices_text(moving_of(answer_)) + " move at " + counted(sites_.size(), "site", "sites") + "; most, " +
           grouped_count(all_[column]) + ", in " + (span_ == 1 ? "" : "the weeks from ") +
           week_text(answer_, static_cast<std::int64_t>(column) * span_) + ". The numbers follow.";
  }

  Html& html_;
  const PlanAnswer& answer_;
  std::vector<SiteFigure> sites_;
  Week span_ = 1;  // Weeks in a column.
  std::size_t columns_ = 1, rows_ = 0;
  bool has_rest_ = false;
  WeekScale weeks_;
  std::vector<std::vector<std::int64_t>> cells_;  // By row, by column; the last row is the rest.
  std::vector<std::int64_t> all_;
  std::int64_t most_ = 1;
};

}  // namespace

std::vector<SiteFigure> site_figures(const std::vector<WaveFigure>& waves) {
  std::map<plan::SiteIndex, SiteFigure> by_site;
  for (const WaveFigure& wave : waves)
    for (const auto& [site, devices] : wave.sites) {
      SiteFigure& figure = by_site[site];
      figure.site = site;
      figure.devices += devices;
      figure.first = std::min(figure.first, wave.week);
      figure.last = std::max(figure.last, wave.week);
    }
  std::vector<SiteFigure> figures;
  figures.reserve(by_site.size());
  for (const auto& [site, figure] : by_site) figures.push_back(figure);
  std::stable_sort(figures.begin(), figures.end(), [](const auto& a, const auto& b) { return a.devices > b.devices; });
  return figures;
}

void draw_waves(Html& html, const PlanAnswer& answer, const std::vector<WaveFigure>& waves) {
  WaveChart(html, answer, waves).draw();
}

}  // namespace shoal::report
