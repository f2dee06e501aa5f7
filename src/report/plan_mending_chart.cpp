#include <algorithm>

#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/plan_charts.hpp"

namespace shoal::report {
namespace {

using plan::ApplicationIndex;
using plan::never;
using plan::Week;

class MendingChart {
 public:
  MendingChart(Html& html, const PlanAnswer& answer, const std::vector<Week>& starts)
      : html_(html), answer_(answer), problem_(answer.prepared.problem), starts_(starts) {
    Week last = 0;
    for (ApplicationIndex a = 0; a < starts.size(); a++) {
      if (starts[a] != never) last = std::max(last, starts[a]);
      if (answer.plan.ready[a] != never) last = std::max(last, answer.plan.ready[a]);
    }
    weeks_ = {plot_left, chart_width - plot_left - 40, last + 1};
    choose_labelled();
    const auto& teams = answer.plan.order.teams;
    for (plan::TeamIndex team = 0; team < teams.size() && lanes_.size() < teams_drawn; team++)
      if (!teams[team].empty()) lay_out(team);
  }

  void draw() {
    const int top = key_height;
    int bottom = top;
    for (Lane& lane : lanes_) {
      lane.top = bottom;
      bottom += lane.height() + lane_gap;
    }
    const Chart chart(html_, "mending-chart", "Which team mends what, and when", told(), bottom + weeks_height);
    draw_key();
    draw_weeks(html_, weeks_, answer_.programme.begins, top, bottom);
    for (const Lane& lane : lanes_) draw_lane(lane);
  }

 private:
  static constexpr int head_height = 26, row_height = 17, bar_height = 11, thin_pitch = 5, thin_height = 4,
                       lane_gap = 14;
  static constexpr int weeks_height = 42, key_height = 26, plot_left = 34;
  static constexpr std::size_t thin_rows_max = 30;
  static constexpr std::size_t name_max = 34;

  /// Intervals in as few rows as they fit without touching, each in the first that has room.
  class Rows {
   public:
    /// The row of an interval that begins no sooner than those before it in the row end.
    std::size_t place(int from, int to) {
      const auto row = std::find_if(ends_.begin(), ends_.end(), [&](int end) { return end <= from; });
      if (row != ends_.end()) {
        *row = to;
        return static_cast<std::size_t>(row - ends_.begin());
      }
      ends_.push_back(to);
      return ends_.size() - 1;
    }
    std::size_t size() const { return ends_.size(); }

   private:
    std::vector<int> ends_;
  };

  /// Where an application's bar stands.
  struct Bar {
    ApplicationIndex application = 0;
    int from = 0, to = 0;
    bool is_open = false;  // Not ready within these weeks.
    bool is_left = false;  // Its label stands to the left of it.
    std::size_t row = 0;
    std::string label;
  };

  struct Lane {
    plan::TeamIndex team = 0;
    std::vector<Bar> labelled, thin;
    std::size_t labelled_rows = 0, thin_rows = 0;
    std::size_t undrawn = 0;  // For want of rows.
    int top = 0;

    int height() const {
      return head_height + static_cast<int>(labelled_rows) * row_height + static_cast<int>(thin_rows) * thin_pitch;
    }
  };

  void choose_labelled() {
    std::vector<ApplicationIndex> sorted;
    for (const auto& team : answer_.plan.order.teams)
      for (const ApplicationIndex a : team)
        if (starts_[a] != never) sorted.push_back(a);
    std::sort(sorted.begin(), sorted.end(), [&](ApplicationIndex a, ApplicationIndex b) {
      const plan::Meaning &x = answer_.meanings[a], &y = answer_.meanings[b];
      if (x.frees != y.frees) return x.frees > y.frees;
      return x.waiting != y.waiting ? x.waiting > y.waiting : a < b;
    });
    sorted.resize(std::min(sorted.size(), applications_labelled));
    is_labelled_.assign(problem_.applications.size(), false);
    for (const ApplicationIndex a : sorted) is_labelled_[a] = true;
  }

  void lay_out(plan::TeamIndex team) {
    Lane lane;
    lane.team = team;
    Rows labelled, thin;
    for (const ApplicationIndex a : answer_.plan.order.teams[team]) {
      if (starts_[a] == never) continue;
      Bar bar = bar_of(a);
      if (!is_labelled_[a]) {
        bar.row = thin.place(bar.from, bar.to);
        if (bar.row < thin_rows_max)
          lane.thin.push_back(bar);
        else
          lane.undrawn++;
        continue;
      }
      bar.label =
          shortened(problem_.applications[a].name, name_max) + " (" + grouped_count(answer_.meanings[a].frees) + ")";
      const int width = text_width(bar.label) + 16;
      bar.is_left = bar.to + width > chart_width;
      bar.row = labelled.place(bar.from - (bar.is_left ? width : 0), bar.to + (bar.is_left ? 4 : width));
      lane.labelled.push_back(bar);
    }
    lane.labelled_rows = labelled.size();
    lane.thin_rows = std::min(thin.size(), thin_rows_max);
    lanes_.push_back(std::move(lane));
  }

  Bar bar_of(ApplicationIndex a) const {
    const Week ready = answer_.plan.ready[a];
    Bar bar;
    bar.application = a;
    bar.is_open = ready == never;
    bar.from = weeks_.at(starts_[a]);
    bar.to = std::max(bar.from + 3, bar.is_open ? weeks_.right() : weeks_.at(std::int64_t{ready} + 1));
    return bar;
  }

  void draw_lane(const Lane& lane) {
    draw_text(html_, 0, lane.top + 16, head_of(lane), "start", "c-strong");
    Pen bars, open, thin;
    const int labelled_top = lane.top + head_height;
    for (const Bar& bar : lane.labelled)
      (bar.is_open ? open : bars)
          .box(bar.from, labelled_top + static_cast<int>(bar.row) * row_height + 2, bar.to - bar.from, bar_height);
    const int thin_top = labelled_top + static_cast<int>(lane.labelled_rows) * row_height;
    for (const Bar& bar : lane.thin) {
      const int width = bar.to - bar.from;
      thin.box(bar.from, thin_top + static_cast<int>(bar.row) * thin_pitch, width > 3 ? width - 1 : width, thin_height);
    }
    draw_path(html_, thin, "c-thin");
    draw_path(html_, bars, "c-bar");
    draw_path(html_, open, "c-open");
    for (const Bar& bar : lane.labelled)
      draw_text(html_, bar.is_left ? bar.from - 6 : bar.to + 6,
                labelled_top + static_cast<int>(bar.row) * row_height + 12, bar.label, bar.is_left ? "end" : "start",
                "c-label");
  }

  std::string head_of(const Lane& lane) const {
    const auto& order = answer_.plan.order.teams[lane.team];
    plan::Effort effort = 0;
    for (const ApplicationIndex a : order) effort += problem_.applications[a].modes[answer_.plan.order.mode[a]].effort;
    std::string text = shortened(problem_.teams[lane.team].name, 40) + ": " +
                       counted(order.size(), "application", "applications") + ", " + person_days(effort) +
                       " person-days";
    if (lane.undrawn > 0) text += "; " + std::to_string(lane.undrawn) + " of them are only in the table";
    return text;
  }

  void draw_key() {
    int x = 0;
    const auto entry = [&](const char* look, int height, const char* word) {
      Pen sample;
      sample.box(x, 9 - height / 2, 30, height);
      draw_path(html_, sample, look);
      draw_text(html_, x + 37, 13, word);
      x += 37 + text_width(word) + 20;
    };
    entry("c-bar", bar_height,
          "from its first week to the week in which it is ready (devices that it frees as the last)");
    entry("c-thin", thin_height, "all others");
    for (const Lane& lane : lanes_)
      if (std::any_of(lane.labelled.begin(), lane.labelled.end(), [](const Bar& bar) { return bar.is_open; }))
        return entry("c-open", bar_height, "not ready in these weeks");
  }

  std::string told() const {
    std::string text = "A lane for each team";
    for (const Lane& lane : lanes_) {
      text += "; " + head_of(lane);
      const auto first = std::max_element(lane.labelled.begin(), lane.labelled.end(), [&](const Bar& a, const Bar& b) {
        return answer_.meanings[a.application].frees < answer_.meanings[b.application].frees;
      });
      if (first != lane.labelled.end())
        text += ", most devices are freed by " + problem_.applications[first->application].name + " (" +
                finish_text(answer_, answer_.plan.ready[first->application]) + ")";
    }
    return text + ". The table has the weeks of each application.";
  }

  Html& html_;
  const PlanAnswer& answer_;
  const plan::Problem& problem_;
  const std::vector<Week>& starts_;
  WeekScale weeks_;
  std::vector<bool> is_labelled_;
  std::vector<Lane> lanes_;
};

}  // namespace

void draw_mending(Html& html, const PlanAnswer& answer, const std::vector<Week>& starts) {
  MendingChart(html, answer, starts).draw();
}

}  // namespace shoal::report
