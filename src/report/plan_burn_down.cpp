#include <algorithm>

#include "report/chart.hpp"
#include "report/plan_charts.hpp"

namespace shoal::report {
namespace {

using plan::Week;

class BurnDown {
 public:
  BurnDown(Html& html, const PlanAnswer& answer)
      : html_(html),
        answer_(answer),
        by_plan_(left_by_plan(answer)),
        weeks_{plot_left, chart_width - plot_left - 40, burn_down_weeks(answer)} {
    set_marks();
    counts_.top = marks_top + static_cast<int>(marks_.size()) * mark_height + 4;
    counts_.bottom = counts_.top + plot_height;
    counts_.most = std::max<std::int64_t>(by_plan_.front(), 1);
    if (answer.forecast)
      for (const plan::Quantiles& week : answer.forecast->left) counts_.most = std::max(counts_.most, week.p90);
  }

  void draw() {
    const Chart chart(html_, "burn-down-chart", "Devices left, week by week", told(), counts_.bottom + weeks_height);
    draw_counts(html_, counts_, weeks_.left, weeks_.right());
    draw_weeks(html_, weeks_, answer_.programme.begins, counts_.top, counts_.bottom);
    if (answer_.forecast) draw_forecast();
    Pen plan;
    for (Week week = 0; week <= weeks_.weeks; week++) go(plan, week, by_plan_[static_cast<std::size_t>(week)]);
    draw_path(html_, plan, "c-plan");
    draw_marks();
    draw_key();
  }

 private:
  // From top to bottom: the key, a line for each mark, the plot, the weeks.
  static constexpr int key_y = 16, marks_top = 34, mark_height = 18, plot_height = 300, weeks_height = 42;
  static constexpr int plot_left = 64;

  /// A day on which something is to end.
  struct Mark {
    int x = 0;
    std::string label;
    const char* look = "";

    /// Whether the label stands to the left of the line, for want of room.
    bool is_left() const { return x + text_width(label) + 8 > chart_width; }
  };

  void go(Pen& pen, Week week, std::int64_t count) const {
    const int x = weeks_.at(week), y = counts_.at(count);
    pen.is_empty() ? pen.move(x, y) : pen.line(x, y);
  }

  void draw_forecast() {
    const auto& left = answer_.forecast->left;
    const Week last = std::min(weeks_.weeks, static_cast<Week>(left.size()) - 1);
    Pen fan, low, half, eighty, high;
    for (Week week = 0; week <= last; week++) {
      const plan::Quantiles& of = left[static_cast<std::size_t>(week)];
      go(fan, week, of.p90), go(low, week, of.p10), go(half, week, of.p50), go(eighty, week, of.p80);
      go(high, week, of.p90);
    }
    for (Week week = last; week >= 0; week--) go(fan, week, left[static_cast<std::size_t>(week)].p10);
    if (last >= 0) fan.close();
    draw_path(html_, fan, "c-fan");
    draw_path(html_, low, "c-edge");
    draw_path(html_, high, "c-edge");
    draw_path(html_, half, "c-half");
    draw_path(html_, eighty, "c-eighty");
  }

  void mark_week(std::int64_t week, const std::string& what, const char* look) {
    if (week < 0 || week >= weeks_.weeks) return;
    marks_.push_back({weeks_.at(week + 1), what + ": " + until_text(answer_, week), look});
  }

  void set_marks() {
    mark_week(answer_.plan.finish, "the plan", "c-plan");
    if (answer_.forecast) {
      mark_week(answer_.forecast->finish.p50, "half of all scenarios", "c-half");
      mark_week(answer_.forecast->finish.p80, "8 of 10 scenarios", "c-eighty");
    }
    if (answer_.programme.finish_by) {
      const Day by = *answer_.programme.finish_by;
      const std::int64_t days = (by - answer_.programme.begins).count() + 1;
      if (days >= 0 && days <= std::int64_t{7} * weeks_.weeks)
        marks_.push_back({weeks_.left + static_cast<int>(days * weeks_.width / (std::int64_t{7} * weeks_.weeks)),
                          "wanted by " + to_string(by), "c-wanted"});
    }
    // Those whose words stand to their left first, from right to left, then the others from left to right: so that few
    // lines cross words.
    std::stable_sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) {
      if (a.is_left() != b.is_left()) return a.is_left();
      return a.is_left() ? a.x > b.x : a.x < b.x;
    });
  }

  void draw_marks() {
    for (std::size_t i = 0; i < marks_.size(); i++) {
      Pen line;
      line.move(marks_[i].x, mark_y(i)).line(marks_[i].x, counts_.bottom);
      draw_path(html_, line, marks_[i].look);
    }
    for (std::size_t i = 0; i < marks_.size(); i++) {
      const bool is_left = marks_[i].is_left();
      draw_text(html_, marks_[i].x + (is_left ? -7 : 7), mark_y(i) + 11, marks_[i].label, is_left ? "end" : "start",
                "c-label");
    }
  }

  static int mark_y(std::size_t mark) { return marks_top + static_cast<int>(mark) * mark_height; }

  void draw_key() {
    int x = plot_left;
    const auto entry = [&](const char* look, const char* word) {
      Pen sample;
      sample.move(x, key_y - 4).line(x + 30, key_y - 4);
      draw_path(html_, sample, look);
      draw_text(html_, x + 37, key_y, word);
      x += 37 + text_width(word) + 24;
    };
    entry("c-plan", "the plan");
    if (!answer_.forecast) return;
    entry("c-half", "half of all scenarios have fewer left");
    entry("c-eighty", "8 of 10 have fewer");
    Pen area;
    area.box(x, key_y - 10, 30, 12);
    draw_path(html_, area, "c-fan");
    entry("c-edge", "8 of 10 are in between (P10 to P90)");
  }

  std::string told() const {
    std::string text = devices_text(by_plan_.front()) + " at the beginning";
    for (const Mark& mark : marks_) text += "; " + mark.label;
    return text + "; at the end of the plan " + grouped_count(by_plan_.back()) + " are left. The numbers follow.";
  }

  Html& html_;
  const PlanAnswer& answer_;
  std::vector<std::int64_t> by_plan_;
  WeekScale weeks_;
  CountScale counts_;
  std::vector<Mark> marks_;
};

}  // namespace

std::vector<std::int64_t> left_by_plan(const PlanAnswer& answer) {
  std::vector<std::int64_t> left(static_cast<std::size_t>(answer.prepared.problem.weeks) + 1);
  for (const plan::Move& move : answer.plan.moves) left[static_cast<std::size_t>(move.week) + 1] -= move.devices;
  left[0] = static_cast<std::int64_t>(answer.programme.devices.size());
  for (std::size_t week = 1; week < left.size(); week++) left[week] += left[week - 1];
  return left;
}

Week burn_down_weeks(const PlanAnswer& answer) {
  std::int64_t last = answer.plan.finish;
  if (answer.forecast) last = std::max({last, answer.forecast->finish.p90, std::int64_t{answer.forecast->planned}});
  if (answer.programme.finish_by)
    last = std::max<std::int64_t>(last, plan::week_of(*answer.programme.finish_by, answer.programme.begins));
  // Two weeks more, so that the last mark does not stand at the edge.
  return static_cast<Week>(std::clamp<std::int64_t>(last + 3, 1, answer.prepared.problem.weeks));
}

void draw_burn_down(Html& html, const PlanAnswer& answer) { BurnDown(html, answer).draw(); }

}  // namespace shoal::report
