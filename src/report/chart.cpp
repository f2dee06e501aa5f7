#include "report/chart.hpp"

#include <algorithm>
#include <chrono>

#include "base/text.hpp"

namespace shoal::report {
namespace {

constexpr int tick_room = 84;  // A day and some air.

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }

}  // namespace

Chart::Chart(Html& html, const std::string& id, std::string_view title, std::string_view told, int height)
    : region_(html.in(
          "div", {{"class", "scroll"}, {"role", "region"}, {"tabindex", "0"}, {"aria-labelledby", id + "-title"}})),
      svg_(html.in("svg", {{"class", "chart"},
                           {"role", "img"},
                           {"viewBox", "0 0 " + std::to_string(chart_width) + " " + std::to_string(height)},
                           {"aria-labelledby", id + "-title " + id + "-desc"}})) {
  html.element("title", title, {{"id", id + "-title"}}).element("desc", told, {{"id", id + "-desc"}}).line();
}

int WeekScale::at(std::int64_t week) const { return left + static_cast<int>(week * width / weeks); }

void draw_weeks(Html& html, const WeekScale& scale, Day begins, int top, int bottom) {
  std::int32_t step = 1;
  for (const std::int32_t each : {1, 2, 4, 8, 13, 26, 52, 104, 208}) {
    step = each;
    if (scale.width * std::int64_t{step} / scale.weeks >= tick_room) break;
  }
  Pen lines;
  for (std::int32_t week = 0; week <= scale.weeks; week += step) {
    const int x = scale.at(week);
    lines.move(x, top).line(x, bottom + 4);
    draw_text(html, x, bottom + 18, std::to_string(week), "middle");
    draw_text(html, x, bottom + 33, to_string(begins + std::chrono::days(7 * week)), "middle", "c-quiet");
  }
  draw_path(html, lines, "c-grid");
}

int CountScale::at(std::int64_t count) const {
  return bottom - static_cast<int>(std::clamp<std::int64_t>(count, 0, most) * (bottom - top) / most);
}

std::vector<std::int64_t> round_counts(std::int64_t most, int lines) {
  std::int64_t step = 1;
  for (std::int64_t power = 1; most / step >= lines; power *= 10)
    for (const std::int64_t each : {1, 2, 5}) {
      step = each * power;
      if (most / step < lines) break;
    }
  std::vector<std::int64_t> counts;
  for (std::int64_t count = 0; count <= most; count += step) counts.push_back(count);
  return counts;
}

void draw_counts(Html& html, const CountScale& scale, int left, int right) {
  Pen lines;
  for (const std::int64_t count : round_counts(scale.most, (scale.bottom - scale.top) / 36 + 2)) {
    const int y = scale.at(count);
    lines.move(left, y).line(right, y);
    draw_text(html, left - 8, y + 4, grouped(static_cast<std::uint64_t>(count)), "end");
  }
  draw_path(html, lines, "c-grid");
}

Pen& Pen::add(char what, int x, int y) {
  path_ += what + std::to_string(x) + " " + std::to_string(y);
  return *this;
}

Pen& Pen::box(int x, int y, int width, int height) {
  add('M', x, y);
  path_ += "h" + std::to_string(width) + "v" + std::to_string(height) + "h" + std::to_string(-width) + "z";
  return *this;
}

Pen& Pen::curve(int x1, int y1, int x2, int y2, int x, int y) {
  add('C', x1, y1).add(' ', x2, y2).add(' ', x, y);
  return *this;
}

Pen& Pen::close() {
  path_ += "z";
  return *this;
}

void draw_text(Html& html, int x, int y, std::string_view text, const char* anchor, const char* look) {
  html.element("text", text,
               {{"x", std::to_string(x)}, {"y", std::to_string(y)}, {"text-anchor", anchor}, {"class", look}});
}

void draw_path(Html& html, const Pen& pen, const char* look) {
  if (!pen.is_empty()) html.empty("path", {{"d", pen.path()}, {"class", look}}).line();
}

std::string shortened(std::string_view name, std::size_t characters_max) {
  std::size_t characters = 0, cut = name.size();
  for (std::size_t i = 0; i < name.size(); i++) {
    if (!begins_character(name[i])) continue;
    if (++characters == characters_max) cut = i;
    if (characters > characters_max) return std::string(name.substr(0, cut)) + "\xE2\x80\xA6";
  }
  return std::string(name);
}

int text_width(std::string_view text) {
  return static_cast<int>(13 * std::count_if(text.begin(), text.end(), begins_character) / 2);
}

// Lines differ in how they are dashed and areas in how light they are, so that nobody needs colour.
Literal chart_style() {
  return R"css(
.chart{display:block;width:100%;min-width:46rem;height:auto;font-size:12px}
.chart text{fill:var(--ink)}
.chart .c-quiet{fill:var(--quiet);font-size:11px}
.chart .c-strong{font-weight:650;font-size:13px}
.chart .c-label{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.c-grid{stroke:var(--line);fill:none;shape-rendering:crispEdges}
.c-axis{stroke:var(--ink);fill:none;shape-rendering:crispEdges}
.c-fan{fill:var(--fair);fill-opacity:.2}
.c-edge,.c-half,.c-eighty,.c-plan,.c-wanted{fill:none;stroke:var(--fair);stroke-width:1.5}
.c-edge{stroke-dasharray:1.5 3}.c-half{stroke-width:2}.c-eighty{stroke-dasharray:8 4;stroke-width:2}
.c-plan{stroke:var(--ink);stroke-width:2.5}
.c-wanted{stroke:var(--bad);stroke-width:2;stroke-dasharray:10 3 2 3}
.c-bar{fill:var(--fair)}
.c-bar,.c-thin,.c-level-1,.c-level-2,.c-level-3,.c-level-4,.c-level-5{shape-rendering:crispEdges}
.c-thin{fill:var(--unknown)}
.c-open{fill:url(#f-unknown);stroke:var(--ink)}
.c-level-1,.c-level-2,.c-level-3,.c-level-4,.c-level-5{fill:var(--fair)}
.c-level-1{fill-opacity:.18}.c-level-2{fill-opacity:.38}.c-level-3{fill-opacity:.58}.c-level-4{fill-opacity:.8}
.c-way{fill:none;stroke:var(--fair);stroke-opacity:.55}
.c-tip{fill:var(--fair)}
.c-box{fill:var(--paper);stroke:var(--ink);shape-rendering:crispEdges}
details{margin:1rem 0}
summary{cursor:pointer;color:var(--link);font-weight:600}
@media print{.chart{min-width:0;break-inside:avoid}}
)css";
}

}  // namespace shoal::report
