#include "report/plan_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

#include "base/text.hpp"
#include "report/figures.hpp"

namespace shoal::report {
namespace {

using plan::day_of;
using plan::never;
using plan::Week;

std::uint64_t as_count(std::int64_t number) { return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)); }

std::string limited_by(const plan::Problem& problem, const plan::Limit& limit) {
  switch (limit.kind) {
    case plan::Limit::Kind::team:
      return "what only team " + problem.teams[limit.at].name + " can mend";
    case plan::Limit::Kind::moving:
      return "the capacity to move devices";
    case plan::Limit::Kind::site:
      return "the capacity of site " + problem.sites[limit.at].name;
    case plan::Limit::Kind::release:
      break;
  }
  return "the day on which the last devices may move";
}

}  // namespace

std::string one_decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

std::string person_days(plan::Effort effort) { return one_decimal(static_cast<double>(effort) / 100); }

std::string devices_text(std::int64_t number) { return counted(as_count(number), "device", "devices"); }

std::string grouped_count(std::int64_t number) { return grouped(as_count(number)); }

std::string first_day(const PlanAnswer& answer, Week week) {
  return week == never ? "never" : to_string(day_of(week, answer.programme.begins));
}

std::string week_text(const PlanAnswer& answer, std::int64_t week) {
  const Week weeks = answer.prepared.problem.weeks;
  if (week >= weeks) return "a week after these";
  return "week " + std::to_string(week) + ", " + first_day(answer, static_cast<Week>(week));
}

std::string finish_text(const PlanAnswer& answer, Week finish) {
  return finish < 0 ? "nobody moves" : week_text(answer, finish);
}

std::string until_text(const PlanAnswer& answer, std::int64_t week) {
  if (week < 0) return "the beginning";
  if (week >= answer.prepared.problem.weeks) return "no day within these weeks";
  const Day last = day_of(static_cast<Week>(week + 1), answer.programme.begins) - std::chrono::days(1);
  return to_string(last) + ", the end of week " + std::to_string(week);
}

std::string gap_text(const PlanAnswer& answer) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f %%", std::max(std::ceil(100 * gap_percent(answer) - 1e-9) / 100, 0.01));
  return text.data();
}

std::string nearness_text(const PlanAnswer& answer) {
  if (answer.is_proven) return "this plan is proved to be the best";
  if (answer.is_bound_rough) return "how near this plan is to the best possible is not known";
  return "this plan is within " + gap_text(answer);
}

std::string bound_note(const PlanAnswer& answer) {
  if (answer.is_bound_rough && !answer.is_proven)
    return "The search for a bound was stopped before it knew more than when each application could be ready at the "
           "soonest, and how many devices can move in a week.";
  if (!answer.pilots || answer.is_proven) return {};
  return "It bounds plans with these pilots, and knows how long they are watched, not how long it takes until they can "
         "move.";
}

std::string limit_text(const PlanAnswer& answer, const plan::Limit& limit) {
  return limited_by(answer.prepared.problem, limit) +
         (limit.finish >= answer.prepared.problem.weeks
              ? " lets no plan end within these weeks"
              : " lets no plan end before " + week_text(answer, limit.finish));
}

std::string stay_text(const PlanAnswer& answer, plan::Stay stay, plan::ApplicationIndex application) {
  const auto& applications = answer.prepared.problem.applications;
  const std::string name = applications.empty() ? "" : applications[application].name;
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

std::string lever_text(const PlanAnswer& answer, const plan::Lever& lever) {
  const std::string amount = std::to_string(lever.amount);
  switch (lever.kind) {
    case plan::LeverKind::people:
      return amount + " more in team " + answer.prepared.problem.teams[lever.which].name;
    case plan::LeverKind::slots:
      return amount + " % more capacity to move devices";
    case plan::LeverKind::application:
      return answer.prepared.problem.applications[lever.which].name + " keeps nobody any more";
    case plan::LeverKind::hardware:
      break;
  }
  return "hardware " + amount + " weeks sooner";
}

std::string change_text(const PlanAnswer& answer, plan::ChangeReason why, plan::ApplicationIndex application) {
  switch (why) {
    case plan::ChangeReason::not_ready:
      return answer.prepared.problem.applications[application].name + " is not ready sooner";
    case plan::ChangeReason::released_later:
      return "they may go only later: hardware, a person's word or their pilots";
    case plan::ChangeReason::no_room:
      return "the week has less room than was announced";
    case plan::ChangeReason::sooner:
      break;
  }
  return "sooner is worth more than a change costs";
}

std::string signed_device_weeks(double exposure) {
  const std::string amount = device_weeks(static_cast<plan::Exposure>(std::fabs(exposure)));
  return exposure < 0 ? "-" + amount : amount;
}

std::string fewest_text(const PilotAnswer& pilots) {
  std::string text =
      grouped_count(pilots.fewest) + " would do, and no fewer than " + grouped_count(pilots.bound) + " could";
  if (static_cast<std::int64_t>(pilots.devices.size()) > pilots.fewest)
    text += "; the others save people from waiting long for a pilot";
  return text;
}

const char* uncovered_text(plan::Uncovered why) {
  return why == plan::Uncovered::rare ? "on too few devices" : "none of them may be a pilot";
}

std::vector<std::string> basis_texts(const PlanAnswer& answer) {
  std::vector<std::string> texts;
  if (!answer.prepared.assumed.empty())
    texts.push_back("Assumed: " + counted(answer.prepared.assumed.size(), "application takes", "applications take") +
                    " what [assumed] says, since the table does not name them.");
  if (answer.prepared.weight_error > 0)
    texts.push_back("Weights are rounded, by at most " + one_decimal(100 * answer.prepared.weight_error) + " %.");
  if (const std::uint64_t rows = estate::count_of(answer.set_aside); rows > 0)
    texts.push_back(counted(rows, "row was", "rows were") +
                    (answer.estate ? " set aside, and changed nothing."
                                   : " set aside, and whom they name is in none of these counts."));
  texts.push_back("Exposure counts each device by its weight for every week until it has moved. Seed " +
                  std::to_string(answer.seed) + ".");
  return texts;
}

std::int64_t moving_of(const PlanAnswer& answer) {
  return std::count_if(answer.week_of.begin(), answer.week_of.end(), [](Week week) { return week != never; });
}

std::int64_t staying_of(const PlanAnswer& answer) {
  return static_cast<std::int64_t>(answer.programme.devices.size()) - moving_of(answer);
}

bool is_by_the_day(const PlanAnswer& answer) {
  return answer.plan.left_over.empty() && answer.plan.finish >= 0 &&
         day_of(answer.plan.finish + 1, answer.programme.begins) - std::chrono::days(1) <= *answer.programme.finish_by;
}

std::vector<plan::Limit> limits_beyond_the_day(const PlanAnswer& answer) {
  std::vector<plan::Limit> beyond;
  for (const plan::Limit& limit : answer.limits)
    if (limit.finish >= answer.prepared.problem.weeks ||
        day_of(limit.finish, answer.programme.begins) > *answer.programme.finish_by)
      beyond.push_back(limit);
  return beyond;
}

double more_percent(const PlanAnswer& answer, const UsualOrderFigure& order) {
  return 100.0 * static_cast<double>(order.exposure - answer.plan.exposure) /
         static_cast<double>(std::max<plan::Exposure>(answer.plan.exposure, 1));
}

std::vector<StayFigure> stay_figures(const PlanAnswer& answer) {
  std::map<std::pair<plan::Stay, plan::ApplicationIndex>, std::int64_t> devices;
  for (const plan::Stayed& stayed : answer.stayed) devices[{stayed.why, stayed.application}] += stayed.devices;
  std::vector<StayFigure> figures;
  figures.reserve(devices.size());
  for (const auto& [why, number] : devices) figures.push_back({why.first, why.second, number});
  std::stable_sort(figures.begin(), figures.end(),
                   [](const StayFigure& a, const StayFigure& b) { return a.devices > b.devices; });
  return figures;
}

std::vector<WeekChangeFigure> week_change_figures(const ReplanAnswer& replan) {
  std::map<std::tuple<plan::ChangeReason, plan::ApplicationIndex, Week, Week>, std::int64_t> devices;
  for (const plan::Change& change : replan.changes)
    devices[{change.why, change.application, change.from, change.to}] += change.devices;
  std::vector<WeekChangeFigure> figures;
  for (const auto& [key, number] : devices) {
    const auto& [why, application, from, to] = key;
    figures.push_back({why, application, from, to, number});
  }
  std::stable_sort(figures.begin(), figures.end(),
                   [](const WeekChangeFigure& a, const WeekChangeFigure& b) { return a.devices > b.devices; });
  return figures;
}

std::vector<WaveFigure> wave_figures(const PlanAnswer& answer) {
  std::map<Week, std::map<plan::SiteIndex, std::int64_t>> waves;
  for (const plan::Move& move : answer.plan.moves)
    waves[move.week][answer.prepared.problem.classes[move.devices_of].site] += move.devices;
  std::vector<WaveFigure> figures;
  for (const auto& [week, sites] : waves) {
    WaveFigure& wave = figures.emplace_back();
    wave.week = week;
    wave.sites.assign(sites.begin(), sites.end());
    for (const auto& [site, number] : sites) wave.devices += number;
    std::stable_sort(wave.sites.begin(), wave.sites.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }
  return figures;
}

std::string sites_text(const PlanAnswer& answer, const WaveFigure& wave, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(wave.sites.size(), most); i++)
    text += (i > 0 ? ", " : "") + answer.prepared.problem.sites[wave.sites[i].first].name + " " +
            grouped(as_count(wave.sites[i].second));
  if (wave.sites.size() > most) text += ", " + std::to_string(wave.sites.size() - most) + " more";
  return text;
}

std::vector<PilotAnswer::Uncovered> uncovered_by_devices(const PilotAnswer& pilots) {
  auto sorted = pilots.uncovered;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.devices > b.devices; });
  return sorted;
}

}  // namespace shoal::report
