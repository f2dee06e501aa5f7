// What charts over weeks are drawn with, as SVG. Coordinates are whole numbers, so that the bytes are the same
// everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "report/html.hpp"

namespace shoal::report {

constexpr int chart_width = 1080;  ///< Of every chart; where the paper is narrower it shrinks or scrolls.

/// A chart in a region that scrolls by itself where the screen is narrow. It is drawn between construction and end.
class Chart {
 public:
  /// `id` is unique in the document; the text alternative is `title` and `told`.
  Chart(Html& html, const std::string& id, std::string_view title, std::string_view told, int height);

 private:
  Html::Element region_, svg_;
};

/// Weeks from left to right.
struct WeekScale {
  int left = 0, width = 0;
  std::int32_t weeks = 1;  ///< 1 or more.

  /// Where `week` begins.
  int at(std::int64_t week) const;
  int right() const { return left + width; }
};

/// A line for the first week of every month, quarter or year, as there is room, from `top` to `bottom`, and below it
/// the week's number and its first day.
void draw_weeks(Html& html, const WeekScale& scale, Day begins, int top, int bottom);

/// Counts from bottom to top.
struct CountScale {
  int top = 0, bottom = 0;
  std::int64_t most = 1;  ///< 1 or more.

  int at(std::int64_t count) const;
};
/// Lines from `left` to `right` at round counts, with the counts to their left.
void draw_counts(Html& html, const CountScale& scale, int left, int right);
/// At most `lines` counts from 0 upwards, 1, 2 or 5 times a power of ten apart, the last of them not above `most`.
std::vector<std::int64_t> round_counts(std::int64_t most, int lines);

/// What a pen does, as the `d` of a path.
class Pen {
 public:
  Pen& move(int x, int y) { return add('M', x, y); }
  Pen& line(int x, int y) { return add('L', x, y); }
  Pen& box(int x, int y, int width, int height);
  /// Along a cubic curve, by two points that bend it.
  Pen& curve(int x1, int y1, int x2, int y2, int x, int y);
  Pen& close();
  bool is_empty() const { return path_.empty(); }
  const std::string& path() const { return path_; }

 private:
  Pen& add(char what, int x, int y);
  std::string path_;
};

/// Text at a place; `anchor` is "start", "middle" or "end".
void draw_text(Html& html, int x, int y, std::string_view text, const char* anchor = "start",
               const char* look = "c-text");
/// A line or an area of one look. Nothing where the pen drew nothing.
void draw_path(Html& html, const Pen& pen, const char* look);

/// `name` cut to so many characters of UTF-8, the last of them an ellipsis where it is longer.
std::string shortened(std::string_view name, std::size_t characters_max);
/// About how wide text is in a chart, not less.
int text_width(std::string_view text);

/// The style of all that is drawn here.
Literal chart_style();

}  // namespace shoal::report
