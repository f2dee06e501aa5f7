#include "report/plan_page.hpp"

#include <algorithm>
#include <span>

#include "base/text.hpp"
#include "plan/start_weeks.hpp"
#include "report/chart.hpp"
#include "report/figures.hpp"
#include "report/page/frame.hpp"
#include "report/page/parts.hpp"
#include "report/plan_charts.hpp"

namespace shoal::report {
namespace {

using page::cell;
using page::head_cell;
using page::honesty_entry;
using page::link;
using page::say;
using page::Table;
using page::whole_cell;
using plan::ApplicationIndex;
using plan::never;
using plan::Week;

// Beyond these a page would be too long to hand on: what is left out is counted, and said.
constexpr struct {
  std::size_t weeks = 60;          // Rows of the burn-down, and of the waves.
  Week weeks_apart = 4;            // Rows of the burn-down, at least.
  std::size_t sites = 100;         // With a row of their own.
  std::size_t wave_sites = 6;      // Of one wave.
  std::size_t applications = 300;  // In the order of mending.
  std::size_t blocks = 60;
  std::size_t reasons = 60;  // For which devices stay.
  std::size_t changes = 60;  // Of what was announced.
  std::size_t limits = 12;
  std::size_t uncovered = 20;  // Pairs that no pilot tries.
  std::size_t pilots = 200;    // Names.
  std::size_t levers = 12;
  std::size_t set_aside = 30;
} plan_page_max;

std::uint64_t shown_count(std::int64_t number) { return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)); }

class PlanPage {
 public:
  PlanPage(const PlanAnswer& answer, const Origin& origin, std::ostream& out)
      : answer_(answer),
        origin_(origin),
        problem_(answer.prepared.problem),
        html_(out),
        waves_(wave_figures(answer)),
        starts_(plan::start_weeks(problem_, answer.plan.order)) {}

  void write() {
    const std::string title = "A programme for " + devices_text(devices()) +
                              (answer_.programme.target.empty() ? "" : " to " + answer_.programme.target);
    page::write_document(
        html_, title, title, chart_style(), [&] { header(title); }, page::present_sections(*this, own_sections()));
  }

 private:
  static std::span<const page::SectionOf<PlanPage>> own_sections();

  bool has_waves() const { return !waves_.empty(); }
  bool has_order() const {
    const auto& teams = answer_.plan.order.teams;
    return std::any_of(teams.begin(), teams.end(), [](const auto& team) { return !team.empty(); });
  }
  bool has_changes() const { return answer_.replan.has_value(); }
  bool has_stayed() const { return !answer_.stayed.empty(); }
  bool has_limits() const { return !answer_.limits.empty(); }
  bool has_compared() const { return !answer_.compared.empty(); }
  bool has_pilots() const { return answer_.pilots.has_value(); }
  bool has_levers() const { return !answer_.levers.empty(); }
  bool has_estate() const { return answer_.estate.has_value(); }

  std::int64_t devices() const { return static_cast<std::int64_t>(answer_.programme.devices.size()); }

  void header(const std::string& title) {
    const auto header = html_.in("header");
    html_.element("p", "Shoal", {{"class", "name"}}).element("h1", title).line();
    {
      const auto list = html_.in("dl", {{"class", "honesty"}});
      honesty_entry(html_, "Begins", to_string(answer_.programme.begins),
                    "planned over " + std::to_string(problem_.weeks) + " weeks");
      honesty_entry(html_, "Devices", grouped_count(devices()), "in the programme");
      honesty_entry(html_, "Move", grouped_count(moving_of(answer_)),
                    "the last in " + finish_text(answer_, answer_.plan.finish));
      honesty_entry(html_, "Stay", grouped_count(staying_of(answer_)), "do not move within these weeks");
      honesty_entry(html_, "Exposure", device_weeks(answer_.plan.exposure), "device-weeks; less is better");
      honesty_entry(html_, "No plan has less than", device_weeks(answer_.bound), nearness_text(answer_));
    }
    if (answer_.was_stopped)
      page::write_degraded(
          html_, "the search was stopped early: a longer one may find a better plan, and another run another.");
    if (const std::uint64_t rows = estate::count_of(answer_.set_aside); rows > 0)
      page::write_degraded(html_, counted(rows, "row was", "rows were") +
                                      (answer_.estate ? " set aside, and changed nothing."
                                                      : " set aside, and whom they name is in none of these counts."));
    if (!answer_.prepared.unknown.empty())
      page::write_degraded(html_, counted(answer_.prepared.unknown.size(), "application keeps", "applications keep") +
                                      " devices, and nobody is told of who could mend " +
                                      (answer_.prepared.unknown.size() == 1 ? "it." : "them."));
  }

  // --- In short

  void headlines() {
    const auto list = html_.in("ul", {{"class", "headlines"}});
    const std::int64_t moving = moving_of(answer_), staying = staying_of(answer_);
    headline(has_waves() ? "waves" : "burn-down", grouped_count(moving) + " of " + devices_text(devices()),
             (moving == 1 ? " moves" : " move") +
                 (answer_.plan.finish < 0 ? std::string() : " by " + until_text(answer_, answer_.plan.finish)) + ". " +
                 (staying == 0 ? "None stays." : grouped_count(staying) + (staying == 1 ? " stays." : " stay.")));
    headline("method", device_weeks(answer_.plan.exposure) + " device-weeks", " of exposure until then. " + quality());
    if (answer_.forecast) forecast_headline();
    if (answer_.programme.finish_by) day_headline();
    if (has_compared()) compared_headline();
    if (has_levers()) lever_headline();
    if (has_changes()) {
      const std::int64_t changed = change_sum();
      headline("changes", devices_text(changed),
               (changed == 1 ? " moves" : " move") + std::string(" in another week than was announced, ") +
                   grouped_count(answer_.replan->kept) + " in the same.");
    }
  }

  void headline(const char* leads_to, const std::string& figure, const std::string& rest) {
    const auto item = html_.in("li");
    link(html_, leads_to, figure);
    html_.text(rest);
  }

  std::string quality() const {
    if (answer_.is_proven) return "No order of work could do better: this plan is proved to be the best.";
    return "No order of work could do better than " + device_weeks(answer_.bound) + "; " + nearness_text(answer_) +
           (answer_.is_bound_rough ? ". " : " of that. ") + bound_note(answer_);
  }

  void forecast_headline() {
    const plan::Forecast& forecast = *answer_.forecast;
    const bool has_half = forecast.finish.p50 < problem_.weeks, has_eighty = forecast.finish.p80 < problem_.weeks;
    std::string figure =
        grouped(forecast.scenarios - forecast.beyond) + " of " + grouped(forecast.scenarios) + " scenarios";
    std::string rest = " of how the programme may go end within these weeks";
    if (has_half) {
      figure = has_eighty ? "8 of 10 scenarios" : "Half of all scenarios";
      rest = " of how the programme may go end by " +
             until_text(answer_, has_eighty ? forecast.finish.p80 : forecast.finish.p50) +
             (has_eighty ? "; half of all by " + until_text(answer_, forecast.finish.p50)
                         : "; fewer than 8 of 10 end within these weeks");
    }
    headline("burn-down", figure,
             rest + (forecast.planned < problem_.weeks
                         ? ". If all goes as planned it is " + until_text(answer_, forecast.planned) + ": " +
                               grouped(forecast.on_time) + " of " + grouped(forecast.scenarios) + " end then or sooner."
                         : ". Also if all goes as planned, devices are left that could move later."));
  }

  void day_headline() {
    const Day by = *answer_.programme.finish_by;
    // Those whose week is over by then.
    const std::int64_t in_time = std::count_if(answer_.week_of.begin(), answer_.week_of.end(), [&](Week week) {
      return week != never && plan::day_of(week + 1, answer_.programme.begins) <= by + std::chrono::days(1);
    });
    const auto item = html_.in("li");
    link(html_, "burn-down", "By " + to_string(by));
    const std::int64_t late = devices() - in_time;
    html_.text(late == 0 ? ", all devices have moved, by this plan."
                         : ", " + grouped_count(late) + " of " + devices_text(devices()) +
                               (late == 1 ? " has" : " have") + " not moved, by this plan.");
    if (answer_.forecast) html_.text(" All that can move have, in " + scenarios_by(by) + ".");
    const auto beyond = limits_beyond_the_day(answer_);
    if (answer_.clash)
      html_.text(" No order of work could keep the day, as " + clash_text(answer_, *answer_.clash) + ".");
    else if (!beyond.empty())
      html_.text(" No order of work could keep the day: " + limit_text(answer_, beyond.front()) + ".");
  }

  std::string scenarios_by(Day by) const {
    std::uint64_t in_time = 0;
    for (std::size_t week = 0; week < answer_.forecast->finishes.size(); week++)
      if (plan::day_of(static_cast<Week>(week) + 1, answer_.programme.begins) <= by + std::chrono::days(1))
        in_time += answer_.forecast->finishes[week];
    return grouped(in_time) + " of " + counted(answer_.forecast->scenarios, "scenario", "scenarios");
  }

  void compared_headline() {
    const auto best = std::min_element(answer_.compared.begin(), answer_.compared.end(),
                                       [](const auto& a, const auto& b) { return a.exposure < b.exposure; });
    const double more = more_percent(answer_, *best);
    if (more < 0.05) return;  // It would read as nothing.
    headline("compared", one_decimal(more) + " % more exposure",
             " comes of the best of the orders in which people mend without a plan: " + best->rule + ".");
  }

  void lever_headline() {
    const plan::Lever& lever = answer_.levers.front();
    if (lever.weeks_p80 <= 0) return;
    headline("levers", counted(shown_count(lever.weeks_p80), "week", "weeks") + " sooner",
             ", in 8 of 10 scenarios, is what moves the date most: " + lever_text(answer_, lever) + ".");
  }

  // --- Burn-down

  void burn_down() {
    draw_burn_down(html_, answer_);
    if (answer_.forecast)
      say(html_,
          "A scenario is one way in which the programme may go: estimates are wrong, people are away, hardware is "
          "late, devices and applications are found. What it cannot know is said at the end.");
    burn_down_table();
    if (answer_.forecast) finish_table();
  }

  // A table that is folded, so that the page stays short; `write` gives the table.
  template <typename Write>
  void folded(const std::string& what, Write write) {
    const auto details = html_.in("details");
    html_.element("summary", what);
    write();
  }

  void burn_down_table() {
    const Week last = burn_down_weeks(answer_);
    const auto rows = static_cast<Week>(plan_page_max.weeks) - 1;
    const Week step = std::max(plan_page_max.weeks_apart, (last + rows - 1) / rows);
    folded("The numbers, every " + std::to_string(step) + " weeks", [&] {
      std::vector<Table::Column> columns{{"week", page::number}, {"begins"}, {"by the plan", page::number}};
      if (answer_.forecast)
        for (const char* each : {"1 of 10 has at most", "5 of 10", "8 of 10", "9 of 10"})
          columns.push_back({each, page::number});
      const std::vector<std::int64_t> left = left_by_plan(answer_);
      const Table table(html_, "burn-down-table", "Devices left at the beginning of a week", columns);
      for (Week week = 0; week < last; week += step) burn_down_row(week, left);
      burn_down_row(last, left);
    });
  }

  void burn_down_row(Week week, const std::vector<std::int64_t>& left) {
    const auto row = html_.in("tr");
    html_.element("th", std::to_string(week), {{"scope", "row"}, {"class", "n"}});
    whole_cell(html_, first_day(answer_, week));
    const auto at = static_cast<std::size_t>(week);
    cell(html_, shown_count(left[at]));
    if (!answer_.forecast) return;
    const plan::Quantiles of = at < answer_.forecast->left.size() ? answer_.forecast->left[at] : plan::Quantiles{};
    for (const std::int64_t each : {of.p10, of.p50, of.p80, of.p90}) cell(html_, shown_count(each));
  }

  void finish_table() {
    const plan::Forecast& forecast = *answer_.forecast;
    const Table table(html_, "finish-table", "By when scenarios have ended, of " + grouped(forecast.scenarios),
                      {{"share of scenarios"}, {"have ended by"}, {"exposure at most", page::number}});
    const auto line = [&](const char* share, std::int64_t finish, std::int64_t exposure) {
      const auto row = html_.in("tr");
      head_cell(html_, share);
      cell(html_, until_text(answer_, finish));
      html_.element("td", device_weeks(exposure), {{"class", "n"}});
    };
    line("1 of 10", forecast.finish.p10, forecast.exposure.p10);
    line("5 of 10", forecast.finish.p50, forecast.exposure.p50);
    line("8 of 10", forecast.finish.p80, forecast.exposure.p80);
    line("9 of 10", forecast.finish.p90, forecast.exposure.p90);
  }

  // --- Waves

  void waves() {
    draw_waves(html_, answer_, waves_);
    folded("The waves", [&] { waves_table(); });
    folded("The sites", [&] { sites_table(); });
  }

  void waves_table() {
    const std::size_t shown = std::min(waves_.size(), plan_page_max.weeks);
    {
      const Table table(
          html_, "waves-table", "Devices that move, week by week",
          {{"week", page::number}, {"begins"}, {"devices", page::number}, {"left after it", page::number}, {"sites"}});
      const std::vector<std::int64_t> left = left_by_plan(answer_);
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        html_.element("th", std::to_string(waves_[i].week), {{"scope", "row"}, {"class", "n"}});
        whole_cell(html_, first_day(answer_, waves_[i].week));
        cell(html_, shown_count(waves_[i].devices));
        cell(html_, shown_count(left[static_cast<std::size_t>(waves_[i].week) + 1]));
        cell(html_, sites_text(answer_, waves_[i], plan_page_max.wave_sites));
      }
    }
    more(waves_.size(), shown, "--format csv has every device with its week.");
  }

  void sites_table() {
    const std::vector<SiteFigure> figures = site_figures(waves_);
    const std::size_t shown = std::min(figures.size(), plan_page_max.sites);
    {
      const Table table(html_, "sites-table", "Sites, and when their devices move",
                        {{"site"}, {"devices", page::number}, {"of all that move"}, {"first week"}, {"last week"}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        html_.element("th", problem_.sites[figures[i].site].name, {{"scope", "row"}, {"class", "path"}});
        cell(html_, shown_count(figures[i].devices));
        bar_cell(figures[i].devices, figures.front().devices, Fill::fair);
        whole_cell(html_, week_text(answer_, figures[i].first));
        whole_cell(html_, week_text(answer_, figures[i].last));
      }
    }
    more(figures.size(), shown, "--format csv has every device with its site and week.");
  }

  void bar_cell(std::int64_t part, std::int64_t whole, Fill fill) {
    const auto drawn = html_.in("td", {{"class", "drawn"}});
    bar(html_, shown_count(part), shown_count(whole), fill);
  }

  void more(std::size_t all, std::size_t shown, const std::string& where) {
    if (all > shown) say(html_, "And " + grouped(all - shown) + " more: " + where);
  }

  // --- What was announced

  std::int64_t change_sum() const {
    std::int64_t sum = 0;
    for (const plan::Change& change : answer_.replan->changes) sum += change.devices;
    return sum;
  }

  void changes() {
    say(html_, devices_text(answer_.replan->moved) + " moved since the plan before; " +
                   grouped_count(answer_.replan->kept) + " keep the week that was announced, " +
                   grouped_count(change_sum()) + " do not.");
    const std::vector<WeekChangeFigure> figures = week_change_figures(*answer_.replan);
    const std::size_t shown = std::min(figures.size(), plan_page_max.changes);
    if (shown == 0) return;
    {
      const Table table(html_, "changes-table", "Devices that move in another week than was announced",
                        {{"devices", page::number}, {"announced for"}, {"move in"}, {"because"}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        cell(html_, shown_count(figures[i].devices));
        whole_cell(html_, week_text(answer_, figures[i].from));
        whole_cell(html_, figures[i].to == never ? "no week" : week_text(answer_, figures[i].to));
        cell(html_, change_text(answer_, figures[i].why, figures[i].application));
      }
    }
    more(figures.size(), shown, "--format json has every device.");
  }

  // --- The order of mending

  struct Turn {
    plan::TeamIndex team = 0;
    std::size_t rank = 0;
    ApplicationIndex application = 0;
  };

  // By when they are begun, whoever mends them.
  std::vector<Turn> turns() const {
    std::vector<Turn> made;
    for (plan::TeamIndex team = 0; team < answer_.plan.order.teams.size(); team++) {
      const auto& order = answer_.plan.order.teams[team];
      for (std::size_t i = 0; i < order.size(); i++) made.push_back({team, i + 1, order[i]});
    }
    std::stable_sort(made.begin(), made.end(),
                     [&](const Turn& a, const Turn& b) { return starts_[a.application] < starts_[b.application]; });
    return made;
  }

  void mending() {
    draw_mending(html_, answer_, starts_);
    const auto& teams = answer_.plan.order.teams;
    const auto working = static_cast<std::size_t>(
        std::count_if(teams.begin(), teams.end(), [](const auto& team) { return !team.empty(); }));
    more(working, std::min(working, teams_drawn), "the table has what these teams mend.");
    folded("The order, application by application", [&] { mending_table(); });
    if (!answer_.blocks.blocks.empty()) folded("The blocks", [&] { blocks_table(); });
  }

  void mending_table() {
    const std::vector<Turn> all = turns();
    const std::size_t shown = std::min(all.size(), plan_page_max.applications);
    {
      const Table table(html_, "mending-table", "Applications in the order in which they are begun",
                        {{"application"},
                         {"team"},
                         {"as its", page::number},
                         {"person-days", page::number},
                         {"begun in"},
                         {"ready by the end of"},
                         {"keeps devices", page::number},
                         {"frees as the last", page::number},
                         {"block", page::number},
                         {"sooner or later than its block, because"}});
      for (std::size_t i = 0; i < shown; i++) turn_row(all[i]);
    }
    more(all.size(), shown, "--format json has all.");
  }

  void blocks_table() {
    const auto& blocks = answer_.blocks.blocks;
    const std::size_t shown = std::min(blocks.size(), plan_page_max.blocks);
    {
      const Table table(html_, "blocks-table", "Blocks: what one team that did all the work would mend together",
                        {{"block", page::number},
                         {"applications", page::number},
                         {"person-days", page::number},
                         {"frees devices", page::number},
                         {"by weight, for each person-day", page::number}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        html_.element("th", std::to_string(i + 1), {{"scope", "row"}, {"class", "n"}});
        cell(html_, std::uint64_t{blocks[i].applications});
        html_.element("td", person_days(blocks[i].effort), {{"class", "n"}});
        cell(html_, shown_count(blocks[i].devices));
        html_.element("td", freed_text(blocks[i]), {{"class", "n"}});
      }
    }
    more(blocks.size(), shown, "--format json has all.");
  }

  void turn_row(const Turn& turn) {
    const ApplicationIndex a = turn.application;
    const Week start = starts_[a], ready = answer_.plan.ready[a];
    const auto row = html_.in("tr");
    html_.element("th", problem_.applications[a].name, {{"scope", "row"}, {"class", "path"}});
    html_.element("td", problem_.teams[turn.team].name, {{"class", "path"}});
    cell(html_, turn.rank);
    html_.element("td", person_days(problem_.applications[a].modes[answer_.plan.order.mode[a]].effort),
                  {{"class", "n"}});
    whole_cell(html_, start == never ? "not in these weeks" : week_text(answer_, start));
    whole_cell(html_, ready == never ? "not in these weeks" : week_text(answer_, ready));
    cell(html_, shown_count(answer_.meanings[a].waiting));
    cell(html_, shown_count(answer_.meanings[a].frees));
    html_.element("td", block_text(answer_, a), {{"class", "n"}});
    const auto departed = std::find_if(answer_.departed.begin(), answer_.departed.end(),
                                       [&](const plan::Departed& each) { return each.application == a; });
    cell(html_, departed == answer_.departed.end()
                    ? std::string()
                    : (departed->is_sooner ? "sooner: " : "later: ") + departure_reason(answer_, *departed));
  }

  // --- Who stays, and what limits the end

  void stayed() {
    const std::vector<StayFigure> figures = stay_figures(answer_);
    const std::size_t shown = std::min(figures.size(), plan_page_max.reasons);
    const std::int64_t staying = staying_of(answer_);
    {
      const Table table(html_, "stayed-table", "Devices that do not move within these weeks, and why",
                        {{"why"}, {"devices", page::number}, {"of " + grouped_count(staying)}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        html_.element("th", stay_text(answer_, figures[i].why, figures[i].application),
                      {{"scope", "row"}, {"class", "path"}});
        cell(html_, shown_count(figures[i].devices));
        bar_cell(figures[i].devices, staying, Fill::bad);
      }
    }
    more(figures.size(), shown, "--format csv has the reason of every device.");
  }

  void limits() {
    say(html_, "Each of these by itself, whatever the order of work:");
    const std::size_t shown = std::min(answer_.limits.size(), plan_page_max.limits);
    {
      const auto list = html_.in("ul");
      for (std::size_t i = 0; i < shown; i++) html_.element("li", limit_text(answer_, answer_.limits[i]) + ".").line();
    }
    more(answer_.limits.size(), shown, "--format json has all.");
  }

  // --- Compared

  void compared() {
    plan::Exposure most = answer_.plan.exposure;
    for (const UsualOrderFigure& each : answer_.compared) most = std::max(most, each.exposure);
    const Table table(html_, "compared-table", "This plan and the orders in which people mend without one",
                      {{"order"},
                       {"exposure", page::number},
                       {"device-weeks"},
                       {"more", page::number},
                       {"ends in"},
                       {"stay", page::number}});
    compared_row("this plan", answer_.plan.exposure, most, "", answer_.plan.finish, staying_of(answer_), Fill::good);
    for (const UsualOrderFigure& each : answer_.compared)
      compared_row(each.rule, each.exposure, most, one_decimal(more_percent(answer_, each)) + " %", each.finish,
                   each.left_over, Fill::fair);
  }

  void compared_row(const std::string& rule, plan::Exposure exposure, plan::Exposure most, const std::string& more,
                    Week finish, std::int64_t stay, Fill fill) {
    const auto row = html_.in("tr");
    head_cell(html_, rule);
    html_.element("td", device_weeks(exposure), {{"class", "n"}});
    bar_cell(exposure, most, fill);
    html_.element("td", more, {{"class", "n"}});
    whole_cell(html_, finish_text(answer_, finish));
    cell(html_, shown_count(stay));
  }

  // --- Pilots

  void pilots() {
    const PilotAnswer& pilots = *answer_.pilots;
    say(html_, counted(pilots.devices.size(), "device moves first and tries ", "devices move first and try ") +
                   grouped_count(pilots.covered) + " of " + grouped_count(pilots.pairs) +
                   " pairs of an application and a model, so that whatever fails fails on few. Of these " +
                   fewest_text(pilots) + ".");
    if (!pilots.devices.empty()) folded("The pilots, by name", [&] { pilot_names(); });
    if (pilots.uncovered.empty()) return;
    const auto sorted = uncovered_by_devices(pilots);
    const std::size_t shown = std::min(sorted.size(), plan_page_max.uncovered);
    {
      const Table table(html_, "uncovered-table", "What no pilot tries",
                        {{"application"}, {"model"}, {"devices", page::number}, {"why"}});
      for (std::size_t i = 0; i < shown; i++) {
        const auto row = html_.in("tr");
        html_.element("th", sorted[i].application, {{"scope", "row"}, {"class", "path"}});
        html_.element("td", sorted[i].model, {{"class", "path"}});
        cell(html_, shown_count(sorted[i].devices));
        cell(html_, uncovered_text(sorted[i].why));
      }
    }
    more(sorted.size(), shown, "--format json has all pairs.");
  }

  void pilot_names() {
    const auto& all = answer_.pilots->devices;
    const std::size_t shown = std::min(all.size(), plan_page_max.pilots);
    const auto list = html_.in("p", {{"class", "names"}});
    for (std::size_t i = 0; i < shown; i++) {
      // Lines of names are broken here only.
      if (i > 0) html_.text(", ").empty("wbr");
      page::write_name(html_, answer_.programme.devices[all[i]].name);
    }
    if (shown < all.size()) html_.text(" and " + grouped(all.size() - shown) + " more, which --format csv has");
  }

  // --- Levers

  void levers() {
    say(html_,
        "One change at a time, in the same scenarios with the same luck. The order of mending stays as it is: planned "
        "anew, each would gain as much or more. An end beyond these weeks counts as their last, so that a gain from "
        "there "
        "is a least one.");
    const std::size_t shown = std::min(answer_.levers.size(), plan_page_max.levers);
    std::int64_t most = 1;
    for (const plan::Lever& lever : answer_.levers) most = std::max({most, lever.weeks_p50, lever.weeks_p80});
    {
      const Table table(html_, "levers-table", "By how many weeks the end comes sooner",
                        {{"change"},
                         {"half of all scenarios", page::number},
                         {"weeks"},
                         {"8 of 10", page::number},
                         {"weeks"},
                         {"device-weeks less", page::number}});
      for (std::size_t i = 0; i < shown; i++) lever_row(answer_.levers[i], most);
    }
    more(answer_.levers.size(), shown, "--format json has all.");
  }

  void lever_row(const plan::Lever& lever, std::int64_t most) {
    const auto row = html_.in("tr");
    html_.element("th", lever_text(answer_, lever), {{"scope", "row"}, {"class", "path"}});
    for (const std::int64_t weeks : {lever.weeks_p50, lever.weeks_p80}) {
      html_.element("td", std::to_string(weeks), {{"class", "n"}});
      bar_cell(weeks, most, Fill::good);
    }
    html_.element("td", signed_device_weeks(lever.exposure), {{"class", "n"}});
  }

  // --- How to read it, and what it rests on

  void method() {
    const auto list = html_.in("dl", {{"class", "terms"}});
    const auto term = [&](std::string_view word, std::string_view what) {
      html_.element("dt", word).element("dd", what).line();
    };
    term("exposure, device-weeks",
         "Each device counts by its weight for every week until it has moved, that week included; one that stays "
         "counts for "
         "all weeks. A device of weight 1 that moves in the first week is one device-week.");
    term("no plan has less than",
         "A bound that is proved, not tried: whatever the order of mending and moving, no plan of these devices, teams "
         "and sites has less exposure. So the distance from it is the most that another plan could still gain.");
    term("week",
         "Weeks count from 0, the first of the programme, and are named by their first day. An application is ready by "
         "the end "
         "of a week; devices move from the week after it.");
    term("keeps, frees as the last",
         "Devices that wait for an application; and those of them that wait for no other any more when it is ready. "
         "Where "
         "several become ready in one week, each counts them.");
    if (!answer_.blocks.blocks.empty()) term("block", blocks_note());
    term("stays", "Does not move within the programme's weeks. It is in every count of devices and of exposure.");
    if (answer_.forecast) {
      term(
          "scenario, forecast",
          "The plan as it would go with other luck: efforts, capacities, hardware and what is found are drawn anew for "
          "each. How widely they vary is a judgement until the programme's own history has spoken; each judgement "
          "stands with its reason in data/plan/priors.csv. Scenarios move devices by a simpler rule than the plan, so "
          "that "
          "one in which all goes as planned may end some weeks beside it.");
      term("what a forecast cannot know",
           "That money or people are taken away, that the target changes, that an application is given up. The dates "
           "say what is likely if nothing of that kind happens.");
    }
    term("folded tables", "A table that is open is printed; one that is folded is not.");
  }

  void estate() {
    const PlanEstate& from = *answer_.estate;
    say(html_, "As of " + to_string(from.as_of) + ", as known by " + to_string(from.known_at) + ".");
    {
      const Table table(html_, "estate-table", "Devices of the register",
                        {{"devices"}, {"how many", page::number}, {"which"}});
      for (const EstateFigure& each : estate_figures(from)) {
        const auto row = html_.in("tr");
        html_.element("th", each.what, {{"scope", "row"}});
        cell(html_, each.devices);
        html_.element("td", each.means);
      }
    }
    const auto list = html_.in("ul");
    for (const std::string& text : estate_texts(from, answer_.programme.devices)) html_.element("li", text).line();
  }

  void basis() {
    {
      const auto list = html_.in("ul");
      for (const std::string& text : basis_texts(answer_)) html_.element("li", text).line();
    }
    const std::size_t shown = std::min(answer_.set_aside.size(), plan_page_max.set_aside);
    if (shown > 0) {
      const Table table(html_, "set-aside-table", "Rows that were read and not used",
                        {{"where"}, {"rows", page::number}, {"why"}});
      for (std::size_t i = 0; i < shown; i++) {
        const estate::SetAside& each = answer_.set_aside[i];
        const auto row = html_.in("tr");
        html_.element("th", each.place, {{"scope", "row"}, {"class", "path"}});
        cell(html_, each.count);
        html_.element("td", each.reason, {{"class", "path"}});
      }
    }
    more(answer_.set_aside.size(), shown, "--format json has all.");
    applications_named("Applications of which nobody is told who could mend them", answer_.prepared.unknown);
    applications_named("Applications whose effort is assumed", answer_.prepared.assumed);
  }

  void applications_named(const std::string& what, const std::vector<ApplicationIndex>& all) {
    if (all.empty()) return;
    html_.element("h3", what + ": " + grouped(all.size())).line();
    const auto list = html_.in("p", {{"class", "names"}});
    const std::size_t shown = std::min(all.size(), plan_page_max.applications);
    for (std::size_t i = 0; i < shown; i++) {
      if (i > 0) html_.text(", ").empty("wbr");
      page::write_name(html_, problem_.applications[all[i]].name);
    }
    if (shown < all.size()) html_.text(" and " + grouped(all.size() - shown) + " more");
  }

  void reproduction() {
    say(html_,
        "The same programme, the same program and the same seed give this page again, byte for byte" +
            std::string(answer_.was_stopped ? ", unless a search is stopped by the clock as this one was." : "."));
    const auto list = html_.in("dl", {{"class", "terms"}});
    html_.element("dt", "command");
    {
      const auto told = html_.in("dd");
      html_.element("code", origin_.command);
    }
    html_.element("dt", "program").element("dd", origin_.program);
    html_.element("dt", "seed").element("dd", std::to_string(answer_.seed));
  }

  const PlanAnswer& answer_;
  const Origin& origin_;
  const plan::Problem& problem_;
  Html html_;
  std::vector<WaveFigure> waves_;
  std::vector<Week> starts_;
};

std::span<const page::SectionOf<PlanPage>> PlanPage::own_sections() {
  static constexpr page::SectionOf<PlanPage> all[] = {
      {"headlines", "In short", &PlanPage::headlines, nullptr, false},
      {"burn-down", "Devices left, week by week", &PlanPage::burn_down},
      {"waves", "Who moves when", &PlanPage::waves, &PlanPage::has_waves},
      {"changes", "What changes of what was announced", &PlanPage::changes, &PlanPage::has_changes},
      {"mending", "In which order teams mend", &PlanPage::mending, &PlanPage::has_order},
      {"stayed", "Devices that stay", &PlanPage::stayed, &PlanPage::has_stayed},
      {"limits", "What limits the end", &PlanPage::limits, &PlanPage::has_limits, false},
      {"compared", "Compared with other orders", &PlanPage::compared, &PlanPage::has_compared, false},
      {"pilots", "Pilots", &PlanPage::pilots, &PlanPage::has_pilots},
      {"levers", "What moves the date most", &PlanPage::levers, &PlanPage::has_levers, false},
      {"register", "What of the register is planned", &PlanPage::estate, &PlanPage::has_estate, false},
      {"method", "How to read this", &PlanPage::method},
      {"basis", "What it rests on", &PlanPage::basis, nullptr, false},
      {"reproduction", "How to make this page again", &PlanPage::reproduction, nullptr, false},
  };
  return all;
}

}  // namespace

void write_plan_page(const PlanAnswer& answer, const Origin& origin, std::ostream& out) {
  PlanPage(answer, origin, out).write();
  out << "\n";
}

}  // namespace shoal::report
