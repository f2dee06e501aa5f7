#include "report/plan_text.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/plan_words.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using plan::never;
using plan::Week;
using Align = TextTable::Align;

// Beyond these a table tells nobody anything; JSON and CSV have all.
constexpr std::size_t applications_told = 12;  // Of each team.
constexpr std::size_t blocks_told = 10;
constexpr std::size_t departures_told = 6;
constexpr std::size_t waves_told = 26;
constexpr std::size_t sites_told = 4;  // Of each wave.
constexpr std::size_t uncovered_told = 8;
constexpr std::size_t levers_told = 8;
constexpr std::size_t limits_told = 5;
constexpr std::size_t changes_told = 12;

class PlanText {
 public:
  PlanText(const PlanAnswer& answer, std::ostream& out)
      : answer_(answer), problem_(answer.prepared.problem), out_(out) {}

  void write() {
    tell_head();
    tell_estate();
    tell_changes();
    tell_order();
    tell_blocks();
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
  void tell_head() {
    const auto devices = static_cast<std::int64_t>(answer_.programme.devices.size());
    out_ << "A programme for " << devices_text(devices)
         << (answer_.programme.target.empty() ? "" : " to " + printable(answer_.programme.target)) << ", from "
         << to_string(answer_.programme.begins) << ", planned over " << problem_.weeks << " weeks\n\n";
    out_ << "  move      " << devices_text(moving_of(answer_));
    if (answer_.plan.finish >= 0) out_ << ", the last in " << week_text(answer_, answer_.plan.finish);
    out_ << "\n  stay      " << devices_text(staying_of(answer_)) << "\n";
    out_ << "  exposure  " << device_weeks(answer_.plan.exposure) << " device-weeks; no plan has less than "
         << device_weeks(answer_.bound) << ": " << nearness_text(answer_)
         << (answer_.is_proven || answer_.is_bound_rough ? "" : " of the best possible") << "\n";
    if (const std::string note = bound_note(answer_); !note.empty()) out_ << "  " << note << "\n";
    if (answer_.was_stopped)
      out_ << "  The search was stopped early: a longer one may find a better plan, and another run another.\n";
    if (answer_.programme.finish_by) tell_finish_by();
  }

  void tell_finish_by() {
    out_ << "  By " << to_string(*answer_.programme.finish_by)
         << (is_by_the_day(answer_) ? " all devices have moved.\n" : " not all devices have moved.\n");
    if (answer_.clash)
      out_ << "    No order of work could do it, as " << printable(clash_text(answer_, *answer_.clash)) << ".\n";
    for (const plan::Limit& limit : limits_beyond_the_day(answer_))
      out_ << "    " << printable(limit_text(answer_, limit)) << "\n";
  }

  void tell_estate() {
    if (!answer_.estate) return;
    const PlanEstate& estate = *answer_.estate;
    out_ << "\nFrom the register, as of " << to_string(estate.as_of) << ", as known by " << to_string(estate.known_at)
         << "\n";
    TextTable table({{"devices"}, {"", Align::right}, {""}});
    for (const EstateFigure& each : estate_figures(estate)) table.add({each.what, grouped(each.devices), each.means});
    out_ << table.text();
    for (const std::string& text : estate_texts(estate, answer_.programme.devices))
      out_ << "  " << printable(text) << "\n";
  }

  void tell_changes() {
    if (!answer_.replan) return;
    out_ << "\nSince the plan before: " << devices_text(answer_.replan->moved) << " moved; "
         << grouped_count(answer_.replan->kept) << " keep the week that was announced\n";
    const std::vector<WeekChangeFigure> figures = week_change_figures(*answer_.replan);
    if (figures.empty()) return;
    TextTable table({{"devices", Align::right}, {"announced for"}, {"move in"}, {"because"}});
    for (std::size_t i = 0; i < std::min(figures.size(), changes_told); i++)
      table.add({grouped_count(figures[i].devices), week_text(answer_, figures[i].from),
                 figures[i].to == never ? "no week" : week_text(answer_, figures[i].to),
                 change_text(answer_, figures[i].why, figures[i].application)});
    out_ << table.text();
    if (figures.size() > changes_told)
      out_ << "  and " << figures.size() - changes_told << " more changes; --format json has every device\n";
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
                       {"frees as the last", Align::right},
                       {"block", Align::right}});
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
            person_days(effort),
            ready == never ? "not in these weeks" : week_text(answer_, ready),
            grouped_count(meaning.waiting),
            grouped_count(meaning.frees),
            block_text(answer_, a)};
  }

  void tell_blocks() {
    const auto& blocks = answer_.blocks.blocks;
    if (blocks.empty()) return;
    out_ << "\nBlocks: what one team that did all the work would mend together, those first that free most\n";
    TextTable table({{"block", Align::right},
                     {"applications", Align::right},
                     {"person-days", Align::right},
                     {"frees devices", Align::right},
                     {"by weight, for each person-day", Align::right}});
    for (std::size_t i = 0; i < std::min(blocks.size(), blocks_told); i++)
      table.add({std::to_string(i + 1), grouped(blocks[i].applications), person_days(blocks[i].effort),
                 grouped_count(blocks[i].devices), freed_text(blocks[i])});
    out_ << table.text();
    if (blocks.size() > blocks_told)
      out_ << "  and " << blocks.size() - blocks_told << " more; --format json has all\n";
    tell_departed();
  }

  void tell_departed() {
    std::size_t told = 0;
    for (const plan::Departed& departed : answer_.departed)
      // What makes no difference is not worth a line here.
      if (departed.why != plan::Departure::same_week && told < departures_told && ++told > 0)
        out_ << "  " << printable(departure_text(answer_, departed)) << "\n";
    if (answer_.departed.size() > told)
      out_ << "  " << (told > 0 ? "and " : "") << counted(answer_.departed.size() - told, "application", "applications")
           << (told > 0 ? " more" : "") << " in another place than by blocks; --format json has the reasons\n";
  }

  void tell_waves() {
    const std::vector<WaveFigure> waves = wave_figures(answer_);
    if (waves.empty()) return;
    out_ << "\nWaves\n";
    TextTable table({{"week", Align::right}, {"begins"}, {"devices", Align::right}, {"sites"}});
    for (std::size_t i = 0; i < std::min(waves.size(), waves_told); i++)
      table.add({std::to_string(waves[i].week), first_day(answer_, waves[i].week), grouped_count(waves[i].devices),
                 sites_text(answer_, waves[i], sites_told)});
    out_ << table.text();
    if (waves.size() > waves_told)
      out_ << "  and " << waves.size() - waves_told << " more; --format csv has every device with its week\n";
  }

  void tell_pilots() {
    if (!answer_.pilots) return;
    const PilotAnswer& pilots = *answer_.pilots;
    out_ << "\nPilots: " << counted(pilots.devices.size(), "device tries", "devices try") << " "
         << grouped_count(pilots.covered) << " of " << grouped_count(pilots.pairs)
         << " pairs of an application and a model\n  " << fewest_text(pilots) << "\n";
    if (pilots.uncovered.empty()) return;
    TextTable table({{"not tried by a pilot"}, {"model"}, {"devices", Align::right}, {"why"}});
    const auto sorted = uncovered_by_devices(pilots);
    for (std::size_t i = 0; i < std::min(sorted.size(), uncovered_told); i++)
      table.add(
          {sorted[i].application, sorted[i].model, grouped_count(sorted[i].devices), uncovered_text(sorted[i].why)});
    out_ << table.text();
    if (sorted.size() > uncovered_told)
      out_ << "  and " << grouped(sorted.size() - uncovered_told) << " more pairs; --format json has all\n";
  }

  void tell_stayed() {
    if (answer_.stayed.empty()) return;
    const std::vector<StayFigure> figures = stay_figures(answer_);
    out_ << "\nDevices that stay\n";
    TextTable table({{"devices", Align::right}, {"why"}});
    for (std::size_t i = 0; i < std::min(figures.size(), applications_told); i++)
      table.add({grouped_count(figures[i].devices), stay_text(answer_, figures[i].why, figures[i].application)});
    out_ << table.text();
    if (figures.size() > applications_told)
      out_ << "  and for " << figures.size() - applications_told << " more reasons; --format csv has every device\n";
  }

  void tell_limits() {
    if (answer_.limits.empty()) return;
    out_ << "\nWhat limits the end by itself\n";
    for (std::size_t i = 0; i < std::min(answer_.limits.size(), limits_told); i++)
      out_ << "  " << printable(limit_text(answer_, answer_.limits[i])) << "\n";
  }

  void tell_compared() {
    if (answer_.compared.empty()) return;
    out_ << "\nCompared with the orders in which people mend without a plan\n";
    TextTable table({{"order"}, {"exposure", Align::right}, {"more", Align::right}, {"ends"}, {"stay", Align::right}});
    table.add({"this plan", device_weeks(answer_.plan.exposure), "", finish_text(answer_, answer_.plan.finish),
               grouped_count(staying_of(answer_))});
    for (const UsualOrderFigure& each : answer_.compared) {
      table.add({each.rule, device_weeks(each.exposure), one_decimal(more_percent(answer_, each)) + " %",
                 finish_text(answer_, each.finish), grouped_count(each.left_over)});
    }
    out_ << table.text();
  }

  void tell_forecast() {
    if (!answer_.forecast) return;
    const plan::Forecast& forecast = *answer_.forecast;
    out_ << "\nForecast: if all goes as planned it ends in " << week_text(answer_, forecast.planned) << ". Of "
         << grouped(forecast.scenarios) << " scenarios\n";
    TextTable table({{"share", Align::right}, {"have ended by the end of"}, {"exposure at most", Align::right}});
    const auto row = [&](const char* share, std::int64_t finish, std::int64_t exposure) {
      table.add({share, week_text(answer_, finish), device_weeks(exposure)});
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
      table.add({lever_text(answer_, lever), std::to_string(lever.weeks_p50), std::to_string(lever.weeks_p80),
                 signed_device_weeks(lever.exposure)});
    }
    out_ << table.text();
  }

  void tell_basis() {
    out_ << "\n";
    for (const std::string& text : basis_texts(answer_)) out_ << "  " << text << "\n";
  }

  const PlanAnswer& answer_;
  const plan::Problem& problem_;
  std::ostream& out_;
};

}  // namespace

void write_plan_text(const PlanAnswer& answer, std::ostream& out) { PlanText(answer, out).write(); }

}  // namespace shoal::report
