#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/outbreak_charts.hpp"
#include "report/outbreak_words.hpp"

namespace shoal::report {
namespace {

/// Places in columns by when they are reached, and arrows between them as wide as what goes along them.
class WaysChart {
 public:
  WaysChart(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures)
      : html_(html),
        figures_(figures),
        times_(answer.ensemble.times),
        replicates_(answer.ensemble.losses.size()),
        ways_(figures.ways.begin(),
              figures.ways.begin() + static_cast<std::ptrdiff_t>(std::min(figures.ways.size(), ways_drawn))) {
    place_boxes();
    order_rows();
  }

  void draw() {
    std::size_t most = 1;
    for (const auto& column : columns_) most = std::max(most, column.size());
    const int bottom = rows_top + static_cast<int>(most) * row_pitch;
    const Chart chart(html_, "ways-chart",
                      figures_.are_sites ? "The ways from site to site on which most is infected"
                                         : "The ways from zone to zone on which most is infected",
                      told(), bottom + key_height);
    for (std::size_t column = 0; column < columns_.size(); column++)
      draw_text(html_, column_x(column), rows_top - 14, head_of(column), "start", "c-quiet");
    for (std::size_t i = 0; i < ways_.size(); i++) draw_way(i);
    for (std::size_t column = 0; column < columns_.size(); column++)
      for (const std::size_t place : columns_[column]) draw_box(place);
    draw_text(
        html_, 0, bottom + 16,
        "Columns: when half of what a place loses in the end is lost. An arrow is as wide as what is infected along "
        "it.",
        "start", "c-quiet");
  }

 private:
  static constexpr std::size_t columns_max = 5, name_max = 19;
  static constexpr int rows_top = 34, row_pitch = 50, box_height = 36, box_width = 134, key_height = 28;
  static constexpr int width_max = 9, tip_length = 9;

  struct Place {
    std::size_t column = 0, row = 0;
  };

  struct Point {
    int x = 0, y = 0;
  };

  std::size_t reached(std::size_t place) const { return reached_half(figures_.places[place]).value_or(times_.size()); }

  void place_boxes() {
    std::vector<std::size_t> order;
    for (const WayFigure& way : ways_) order.push_back(way.from), order.push_back(way.to);
    std::sort(order.begin(), order.end());
    order.erase(std::unique(order.begin(), order.end()), order.end());
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return reached(a) < reached(b); });
    const std::size_t columns = std::min(columns_max, order.size());
    columns_.resize(columns);
    for (std::size_t i = 0; i < order.size(); i++) columns_[i * columns / order.size()].push_back(order[i]);
    gap_ = columns > 1 ? (chart_width - box_width - right_room) / static_cast<int>(columns - 1) : 0;
    for (std::size_t column = 0; column < columns; column++) number_rows(column);
  }

  void number_rows(std::size_t column) {
    for (std::size_t row = 0; row < columns_[column].size(); row++) place_of_[columns_[column][row]] = {column, row};
  }

  // Each column in the order of the middle of those to the left that lead to it, so that fewer arrows cross.
  void order_rows() {
    for (std::size_t column = 1; column < columns_.size(); column++) {
      std::map<std::size_t, std::pair<std::uint64_t, std::uint64_t>> pulls;
      for (const WayFigure& way : ways_) {
        if (place_of_.at(way.to).column == column) pull(way.to, way.from, way.infections, pulls);
        if (place_of_.at(way.from).column == column) pull(way.from, way.to, way.infections, pulls);
      }
      std::stable_sort(columns_[column].begin(), columns_[column].end(), [&](std::size_t a, std::size_t b) {
        const auto [sum_a, weight_a] = pulls[a];
        const auto [sum_b, weight_b] = pulls[b];
        return sum_a * std::max<std::uint64_t>(weight_b, 1) < sum_b * std::max<std::uint64_t>(weight_a, 1);
      });
      number_rows(column);
    }
  }

  void pull(std::size_t place, std::size_t by, std::uint64_t weight,
            std::map<std::size_t, std::pair<std::uint64_t, std::uint64_t>>& pulls) const {
    if (place_of_.at(by).column >= place_of_.at(place).column) return;
    pulls[place].first += place_of_.at(by).row * weight;
    pulls[place].second += weight;
  }

  int column_x(std::size_t column) const { return static_cast<int>(column) * gap_; }
  int box_y(const Place& place) const { return rows_top + static_cast<int>(place.row) * row_pitch; }

  std::string head_of(std::size_t column) const {
    std::size_t first = times_.size(), last = 0;
    for (const std::size_t place : columns_[column]) {
      first = std::min(first, reached(place));
      last = std::max(last, reached(place));
    }
    if (first >= times_.size()) return "never";
    const std::string from = short_duration(times_[first]);
    if (last >= times_.size()) return "from " + from + " on";
    return first == last ? from : from + " to " + short_duration(times_[last]);
  }

  void draw_box(std::size_t at) {
    const PlaceFigure& place = figures_.places[at];
    const int x = column_x(place_of_.at(at).column), y = box_y(place_of_.at(at));
    Pen box;
    box.box(x, y, box_width, box_height);
    draw_path(html_, box, "c-box");
    draw_text(html_, x + 7, y + 15, shortened(place_text(place), name_max), "start", "c-strong");
    draw_text(html_, x + 7, y + 29,
              mean_text(place.lost_at_end(), replicates_) + " of " + grouped(place.devices) + " lost", "start",
              "c-quiet");
  }

  /// The widest way is `width_max` wide; none is thinner than 1.
  int width_of(const WayFigure& way) const {
    return std::max(1, static_cast<int>(way.infections * width_max / ways_.front().infections));
  }

  // From the side of a box that looks to the other one; from right to right where both stand in one column.
  void draw_way(std::size_t number) {
    const WayFigure& way = ways_[number];
    const Place &from = place_of_.at(way.from), &to = place_of_.at(way.to);
    const int sign = to.column < from.column ? -1 : 1;
    const bool same = to.column == from.column;
    // Ways to and fro do not lie upon each other.
    const int shift = sign < 0 ? 8 : same && from.row > to.row ? -8 : 0;
    const Point begin{side_of(from, sign), box_y(from) + box_height / 2 + shift};
    const Point touched{side_of(to, same ? sign : -sign), box_y(to) + box_height / 2 + shift};
    const Point end{touched.x + (same ? sign : -sign) * tip_length, touched.y};
    Pen line;
    line.move(begin.x, begin.y);
    if (same) {
      const int bend = 28 + 6 * static_cast<int>(std::max(from.row, to.row) - std::min(from.row, to.row));
      line.curve(begin.x + bend, begin.y, end.x + bend, end.y, end.x, end.y);
    } else {
      go_between_rows(line, number, begin, end);
    }
    html_.empty("path", {{"d", line.path()}, {"class", "c-way"}, {"stroke-width", std::to_string(width_of(way))}});
    const int half = std::max(4, width_of(way) / 2 + 3);
    Pen tip;
    tip.move(end.x, end.y - half).line(touched.x, touched.y).line(end.x, end.y + half).close();
    draw_path(html_, tip, "c-tip");
  }

  /// The side of a box that looks to the right where `sign` is above 0.
  int side_of(const Place& place, int sign) const { return column_x(place.column) + (sign > 0 ? box_width : 0); }

  // To another column. A way that passes columns goes between rows there, so that it is not taken for one of the
  // boxes'.
  void go_between_rows(Pen& line, std::size_t number, Point begin, Point end) const {
    const Place &from = place_of_.at(ways_[number].from), &to = place_of_.at(ways_[number].to);
    const int sign = to.column < from.column ? -1 : 1;
    const auto passed = std::max(from.column, to.column) - std::min(from.column, to.column) - 1;
    if (passed > 0) {
      const Place first{from.column + static_cast<std::size_t>(sign), (from.row + to.row + 1) / 2};
      const Place last{to.column - static_cast<std::size_t>(sign), first.row};
      const int y = box_y(first) - (row_pitch - box_height) / 2 + (static_cast<int>(number % 3) - 1) * 4;
      const int x = side_of(first, -sign) - sign * 4;
      line.curve((begin.x + x) / 2, begin.y, (begin.x + x) / 2, y, x, y);
      begin = {side_of(last, sign) + sign * 4, y};
      line.line(begin.x, begin.y);
    }
    line.curve((begin.x + end.x) / 2, begin.y, (begin.x + end.x) / 2, end.y, end.x, end.y);
  }

  std::string told() const {
    const WayFigure& first = ways_.front();
    return counted(ways_.size(), "way", "ways") + " of " + grouped(figures_.ways.size()) + "; most, " +
           mean_text(first.infections, replicates_) + " infections in an outbreak, from " +
           place_text(figures_.places[first.from]) + " to " + place_text(figures_.places[first.to]) +
           ". The numbers follow.";
  }

  static constexpr int right_room = 60;  // For arrows from right to right.

  Html& html_;
  const PlaceFigures& figures_;
  const std::vector<outbreak::Seconds>& times_;
  std::uint64_t replicates_;
  std::vector<WayFigure> ways_;
  std::vector<std::vector<std::size_t>> columns_;  // Positions of places.
  std::map<std::size_t, Place> place_of_;
  int gap_ = 0;
};

}  // namespace

void draw_ways(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures) {
  WaysChart(html, answer, figures).draw();
}

}  // namespace shoal::report
