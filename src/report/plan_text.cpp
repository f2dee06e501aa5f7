#include "report/plan_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using plan::day_of;
using plan::never;
using plan::Week;
using Align = TextTable::Align;

// Beyond these a table tells nobody anything; JSON and CSV have all.
constexpr std::size_t applications_told = 12;  // Of each team.
constexpr std::size_t waves_told = 26;
constexpr std::size_t sites_told = 4;  // Of each wave.
constexpr std::size_t uncovered_told = 8;
constexpr std::size_t levers_told = 8;
constexpr std::size_t limits_told = 5;
constexpr std::size_t changes_told = 12;

std::string one_decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::uint64_t count(std::int64_t number) { return static_cast<std::uint64_t>(number); }

std::string devices_text(std::int64_t number) { return counted(count(number), "device", "devices"); }

class PlanText {
 public:
  PlanText(const PlanAnswer& answer, std::ostream& out)
      : answer_(answer), problem_(answer.prepared.problem), out_(out) {}

  void write() {
    tell_head();
    tell_changes();
    tell_order();
    tell_waves();
    tell_pilots();
    tell_stayed();
    tell_limits();
    tell_compared();
    tell_forecast();
    tell_levers();
    tell_basis();
  }

 private:
  std::string day(Week week) const {
    return week == never ? "never" : to_string(day_of(week, answer_.programme.begins));
  }

  // Of a finish: the week and its first day.
  std::string week_text(std::int64_t week) const {
    if (week >= problem_.weeks) return "a week after these";
    return "week " + std::to_string(week) + ", " + day(static_cast<Week>(week));
  }

  std::int64_t moving() const {
    return std::count_if(answer_.week_of.begin(), answer_.week_of.end(), [](Week week) { return week != never; });
  }

  void tell_head() {
    const auto devices = static_cast<std::int64_t>(answer_.programme.devices.size());
    out_ << "A programme for " << devices_text(devices)
         << (answer_.programme.target.empty() ? "" : " to " + printable(answer_.programme.target)) << ", from "
         << to_string(answer_.programme.begins) << ", planned over " << problem_.weeks << " weeks\n\n";
    out_ << "  move      " << grouped(count(moving())) << " devices";
    if (answer_.plan.finish >= 0) out_ << ", the last in " << week_text(answer_.plan.finish);
    out_ << "\n  stay      " << grouped(count(devices - moving())) << " devices\n";
    out_ << "  exposure  " << device_weeks(answer_.plan.exposure) << " device-weeks; no plan"
         << (answer_.pilots ? " with these pilots" : "") << " has less than " << device_weeks(answer_.bound) << ": "
         << (answer_.is_proven ? "this plan is proved to be the best"
                               : "this plan is within " + percent(gap_percent(answer_)) + " of the best possible")
         << "\n";
    if (answer_.was_stopped)
      out_ << "  The search was stopped early: a longer one may find a better plan, and another run another.\n";
    if (answer_.programme.finish_by) tell_finish_by();
  }

  // Never rounded to less than it is.
  static std::string percent(double value) {
    if (value < 0.005) return "0.01 %";
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.2f %%", value);
    return text.data();
  }

  void tell_finish_by() {
    const Day by = *answer_.programme.finish_by;
    const bool holds = answer_.plan.left_over.empty() && answer_.plan.finish >= 0 &&
                       day_of(answer_.plan.finish + 1, answer_.programme.begins) - std::chrono::days(1) <= by;
    out_ << "  By " << to_string(by) << " all devices " << (holds ? "have moved.\n" : "have not moved:\n");
    if (holds) return;
    for (const plan::Limit& limit : answer_.limits)
      if (limit.finish == never || day_of(limit.finish, answer_.programme.begins) > by)
        out_ << "    " << limit_text(limit) << "\n";
  }

  void tell_changes() {
    if (!answer_.replan) return;
    const ReplanAnswer& replan = *answer_.replan;
    out_ << "\nSince the plan before: " << devices_text(replan.moved) << " moved; " << grouped(count(replan.kept))
         << " keep the week that was announced\n";
    std::map<std::tuple<plan::ChangeReason, plan::ApplicationIndex, Week, Week>, std::int64_t> changes;
    for (const plan::Change& change : replan.changes)
      changes[{change.why, change.application, change.from, change.to}] += change.devices;
    if (changes.empty()) return;
    std::vector<std::pair<std::int64_t, std::tuple<plan::ChangeReason, plan::ApplicationIndex, Week, Week>>> sorted;
    for (const auto& [key, devices] : changes) sorted.emplace_back(-devices, key);
    std::sort(sorted.begin(), sorted.end());
    TextTable table({{"devices", Align::right}, {"announced for"}, {"move in"}, {"because"}});
    for (std::size_t i = 0; i < std::min(sorted.size(), changes_told); i++) {
      const auto& [why, application, from, to] = sorted[i].second;
      table.add({grouped(count(-sorted[i].first)), week_text(from), to == never ? "no week" : week_text(to),
                 change_text(why, application)});
    }
    out_ << table.text();
    if (sorted.size() > changes_told)
      out_ << "  and " << sorted.size() - changes_told << " more changes; --format json has every device\n";
  }

  std::string change_text(plan::ChangeReason why, plan::ApplicationIndex application) const {
    switch (why) {
      case plan::ChangeReason::not_ready:
        return problem_.applications[application].name + " is not ready sooner";
      case plan::ChangeReason::released_later:
        return "they may go only later: hardware, a person's word or their pilots";
      case plan::ChangeReason::no_room:
        return "the week has less room than was announced";
      case plan::ChangeReason::sooner:
        break;
    }
    return "sooner is worth more than a change costs";
  }

  std::string limit_text(const plan::Limit& limit) const {
    std::string what;
    switch (limit.kind) {
      case plan::Limit::Kind::team:
        what = "what only team " + printable(problem_.teams[limit.at].name) + " can mend";
        break;
      case plan::Limit::Kind::moving:
        what = "the capacity to move devices";
        break;
      case plan::Limit::Kind::site:
        what = "the capacity of site " + printable(problem_.sites[limit.at].name);
        break;
      case plan::Limit::Kind::release:
        what = "the day on which the last devices may move";
        break;
    }
    return what + (limit.finish >= problem_.weeks ? " lets no plan end within these weeks"
                                                  : " lets no plan end before " + week_text(limit.finish));
  }

  void tell_order() {
    for (std::size_t t = 0; t < problem_.teams.size(); t++) {
      const auto& order = answer_.plan.order.teams[t];
      if (order.empty()) continue;
      out_ << "\nTeam " << printable(problem_.teams[t].name) << " mends "
           << counted(order.size(), "application", "applications") << ", in this order\n";
      TextTable table({{"", Align::right},
                       {"application"},
                       {"person-days", Align::right},
                       {"ready by the end of"},
                       {"keeps devices", Align::right},
                       {"frees as the last", Align::right}});
      for (std::size_t i = 0; i < std::min(order.size(), applications_told); i++)
        table.add(application_cells(i + 1, order[i]));
      out_ << table.text();
      if (order.size() > applications_told)
        out_ << "  and " << order.size() - applications_told << " more; --format json has all\n";
    }
  }

  std::vector<std::string> application_cells(std::size_t rank, plan::ApplicationIndex a) const {
    const plan::Application& application = problem_.applications[a];
    const plan::Effort effort = application.modes[answer_.plan.order.mode[a]].effort;
    const plan::Meaning& meaning = answer_.meanings[a];
    const Week ready = answer_.plan.ready[a];
    return {std::to_string(rank),
            application.name,
            one_decimal(static_cast<double>(effort) / 100),
            ready == never ? "not in these weeks" : week_text(ready),
            grouped(count(meaning.waiting)),
            grouped(count(meaning.frees))};
  }

  void tell_waves() {
    std::map<Week, std::map<plan::SiteIndex, std::int64_t>> waves;
    for (const plan::Move& move : answer_.plan.moves)
      waves[move.week][problem_.classes[move.devices_of].site] += move.devices;
    if (waves.empty()) return;
    out_ << "\nWaves\n";
    TextTable table({{"week", Align::right}, {"begins"}, {"devices", Align::right}, {"sites"}});
    std::size_t told = 0;
    for (const auto& [week, sites] : waves) {
      if (told++ == waves_told) break;
      std::int64_t devices = 0;
      for (const auto& [site, number] : sites) devices += number;
      table.add({std::to_string(week), day(week), grouped(count(devices)), sites_text(sites)});
    }
    out_ << table.text();
    if (waves.size() > waves_told)
      out_ << "  and " << waves.size() - waves_told << " more; --format csv has every device with its week\n";
  }

  std::string sites_text(const std::map<plan::SiteIndex, std::int64_t>& sites) const {
    std::vector<std::pair<std::int64_t, plan::SiteIndex>> sorted;
    for (const auto& [site, number] : sites) sorted.emplace_back(-number, site);
    std::sort(sorted.begin(), sorted.end());
    std::string text;
    for (std::size_t i = 0; i < std::min(sorted.size(), sites_told); i++)
      text += (i > 0 ? ", " : "") + problem_.sites[sorted[i].second].name + " " + grouped(count(-sorted[i].first));
    if (sorted.size() > sites_told) text += ", " + std::to_string(sorted.size() - sites_told) + " more";
    return text;
  }

  void tell_pilots() {
    if (!answer_.pilots) return;
    const PilotAnswer& pilots = *answer_.pilots;
    out_ << "\nPilots: " << devices_text(static_cast<std::int64_t>(pilots.devices.size())) << " try "
         << grouped(count(pilots.covered)) << " of " << grouped(count(pilots.pairs))
         << " pairs of an application and a model\n  " << grouped(count(pilots.fewest))
         << " would do, and no fewer than " << grouped(count(pilots.bound))
         << " could; the others are there so that nobody waits long for a pilot\n";
    if (pilots.uncovered.empty()) return;
    TextTable table({{"not tried by a pilot"}, {"model"}, {"devices", Align::right}, {"why"}});
    auto sorted = pilots.uncovered;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.devices > b.devices; });
    for (std::size_t i = 0; i < std::min(sorted.size(), uncovered_told); i++)
      table.add({sorted[i].application, sorted[i].model, grouped(count(sorted[i].devices)),
                 sorted[i].why == plan::Uncovered::rare ? "on too few devices" : "none of them may be a pilot"});
    out_ << table.text();
    if (sorted.size() > uncovered_told)
      out_ << "  and " << grouped(sorted.size() - uncovered_told) << " more pairs; --format json has all\n";
  }

  void tell_stayed() {
    if (answer_.stayed.empty()) return;
    std::map<std::pair<plan::Stay, plan::ApplicationIndex>, std::int64_t> reasons;
    for (const plan::Stayed& stayed : answer_.stayed) reasons[{stayed.why, stayed.application}] += stayed.devices;
    std::vector<std::pair<std::int64_t, std::pair<plan::Stay, plan::ApplicationIndex>>> sorted;
    for (const auto& [why, devices] : reasons) sorted.emplace_back(-devices, why);
    std::sort(sorted.begin(), sorted.end());
    out_ << "\nDevices that stay\n";
    TextTable table({{"devices", Align::right}, {"why"}});
    for (std::size_t i = 0; i < std::min(sorted.size(), applications_told); i++)
      table.add({grouped(count(-sorted[i].first)), stay_text(sorted[i].second.first, sorted[i].second.second)});
    out_ << table.text();
    if (sorted.size() > applications_told)
      out_ << "  and for " << sorted.size() - applications_told << " more reasons; --format csv has every device\n";
  }

  std::string stay_text(plan::Stay stay, plan::ApplicationIndex a) const {
    const std::string name = problem_.applications.empty() ? "" : problem_.applications[a].name;
    switch (stay) {
      case plan::Stay::never_released:
        return "a person said so, nobody plans to replace their hardware, or no pilot of theirs can move";
      case plan::Stay::nobody_mends:
        return name + ": nobody is told of who could mend it";
      case plan::Stay::released_late:
        return "they may move only after the programme's last week";
      case plan::Stay::not_ready:
        return name + " is not ready in time";
      case plan::Stay::no_room:
        break;
    }
    return "no week had room for them";
  }

  void tell_limits() {
    if (answer_.limits.empty()) return;
    out_ << "\nWhat limits the end by itself\n";
    for (std::size_t i = 0; i < std::min(answer_.limits.size(), limits_told); i++)
      out_ << "  " << limit_text(answer_.limits[i]) << "\n";
  }

  void tell_compared() {
    if (answer_.compared.empty()) return;
    out_ << "\nCompared with the orders in which people mend without a plan\n";
    TextTable table({{"order"}, {"exposure", Align::right}, {"more", Align::right}, {"ends"}, {"stay", Align::right}});
    table.add({"this plan", device_weeks(answer_.plan.exposure), "", finish_text(answer_.plan.finish),
               grouped(count(static_cast<std::int64_t>(answer_.week_of.size()) - moving()))});
    for (const UsualOrderFigure& each : answer_.compared) {
      const double more = 100.0 * static_cast<double>(each.exposure - answer_.plan.exposure) /
                          static_cast<double>(std::max<plan::Exposure>(answer_.plan.exposure, 1));
      table.add({each.rule, device_weeks(each.exposure), one_decimal(more) + " %", finish_text(each.finish),
                 grouped(count(each.left_over))});
    }
    out_ << table.text();
  }

  std::string finish_text(Week finish) const { return finish < 0 ? "nobody moves" : week_text(finish); }

  void tell_forecast() {
    if (!answer_.forecast) return;
    const plan::Forecast& forecast = *answer_.forecast;
    out_ << "\nForecast: if all goes as planned it ends in " << week_text(forecast.planned) << ". Of "
         << grouped(forecast.scenarios) << " scenarios\n";
    TextTable table({{"share", Align::right}, {"have ended by the end of"}, {"exposure at most", Align::right}});
    const auto row = [&](const char* share, std::int64_t finish, std::int64_t exposure) {
      table.add({share, week_text(finish), device_weeks(exposure)});
    };
    row("10 %", forecast.finish.p10, forecast.exposure.p10);
    row("50 %", forecast.finish.p50, forecast.exposure.p50);
    row("80 %", forecast.finish.p80, forecast.exposure.p80);
    row("90 %", forecast.finish.p90, forecast.exposure.p90);
    out_ << table.text();
    out_ << "  " << grouped(forecast.on_time) << " end as planned or sooner, " << grouped(forecast.beyond)
         << " not within these weeks. What a forecast cannot know: docs/concepts/forecast.md\n";
  }

  void tell_levers() {
    if (answer_.levers.empty()) return;
    out_ << "\nWhat moves the date most\n";
    TextTable table({{"change"},
                     {"weeks sooner at 50 %", Align::right},
                     {"at 80 %", Align::right},
                     {"device-weeks less", Align::right}});
    for (std::size_t i = 0; i < std::min(answer_.levers.size(), levers_told); i++) {
      const plan::Lever& lever = answer_.levers[i];
      table.add({lever_text(lever), std::to_string(lever.weeks_p50), std::to_string(lever.weeks_p80),
                 lever.exposure < 0 ? "-" + device_weeks(static_cast<plan::Exposure>(-lever.exposure))
                                    : device_weeks(static_cast<plan::Exposure>(lever.exposure))});
    }
    out_ << table.text();
  }

  std::string lever_text(const plan::Lever& lever) const {
    const std::string amount = std::to_string(lever.amount);
    switch (lever.kind) {
      case plan::LeverKind::people:
        return amount + " more in team " + problem_.teams[lever.which].name;
      case plan::LeverKind::slots:
        return amount + " % more capacity to move devices";
      case plan::LeverKind::application:
        return problem_.applications[lever.which].name + " keeps nobody any more";
      case plan::LeverKind::hardware:
        break;
    }
    return "hardware " + amount + " weeks sooner";
  }

  void tell_basis() {
    out_ << "\n";
    if (!answer_.prepared.assumed.empty())
      out_ << "  Assumed: " << counted(answer_.prepared.assumed.size(), "application takes", "applications take")
           << " what [assumed] says, since the table does not name them.\n";
    if (answer_.prepared.weight_error > 0)
      out_ << "  Weights are rounded, by at most " << one_decimal(100 * answer_.prepared.weight_error) << " %.\n";
    if (const std::uint64_t rows = estate::count_of(answer_.set_aside); rows > 0)
      out_ << "  " << counted(rows, "row was", "rows were")
           << " set aside, and whom they name is in none of these counts.\n";
    out_ << "  Exposure counts each device by its weight for every week until it has moved. Seed " << answer_.seed
         << ".\n";
  }

  const PlanAnswer& answer_;
  const plan::Problem& problem_;
  std::ostream& out_;
};

}  // namespace

void write_plan_text(const PlanAnswer& answer, std::ostream& out) { PlanText(answer, out).write(); }

}  // namespace shoal::report
