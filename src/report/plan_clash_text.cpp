// How a clash is told.
#include "report/figures.hpp"
#include "report/plan_words.hpp"

namespace shoal::report {
namespace {

std::string joined_names(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); i++)
    text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " and ") + names[i];
  return text;
}

/// The last day of a week.
std::string clash_day(const PlanAnswer& answer, plan::Week week) {
  return to_string(plan::day_of(week + 1, answer.programme.begins) - std::chrono::days(1));
}

std::string clash_cause(const PlanAnswer& answer, const plan::Clash::Cause& cause) {
  switch (cause.kind) {
    case plan::Clash::Cause::Kind::site:
      return "the day from which devices may move at site " + answer.programme.sites[cause.at].name;
    case plan::Clash::Cause::Kind::model:
      return "the day on which model " + answer.programme.unfit[cause.at].name + " is replaced";
    case plan::Clash::Cause::Kind::person:
      break;
  }
  return "the days that people set for single devices";
}

std::string watched(const PlanAnswer& answer, const plan::Clash& clash) {
  if (!clash.with_soak || !answer.programme.pilots) return {};
  return ", as pilots are watched for " +
         counted(static_cast<std::uint64_t>(answer.programme.pilots->soak_weeks), "week", "weeks") +
         " before others move";
}

std::string mending_clash(const PlanAnswer& answer, const plan::Clash& clash) {
  std::vector<std::string> teams;
  for (const plan::TeamIndex team : clash.teams) teams.push_back(answer.prepared.problem.teams[team].name);
  const bool is_one = teams.size() == 1;
  return (is_one ? "team " : "teams ") + joined_names(teams) + " can do " + person_days(clash.possible) +
         " person-days by " + clash_day(answer, clash.by) + (clash.with_weeks_off ? ", with weeks off," : "") +
         " and " + person_days(clash.needed) + " are needed by then, for " +
         counted(clash.applications, "application", "applications") + " that only " + (is_one ? "it" : "they") +
         " can mend" + watched(answer, clash);
}

std::string moving_clash(const PlanAnswer& answer, const plan::Clash& clash) {
  std::vector<std::string> causes;
  for (const plan::Clash::Cause& cause : clash.causes) causes.push_back(clash_cause(answer, cause));
  return (clash.site ? "site " + answer.prepared.problem.sites[*clash.site].name : std::string("all sites together")) +
         (clash.site ? " has " : " have ") + grouped_count(clash.possible) + " slots " +
         (clash.from > 0 ? "from " + first_day(answer, clash.from) + " " : "") + "until " +
         clash_day(answer, clash.by) + (clash.with_weeks_off ? ", with weeks off," : "") + " and " +
         devices_text(clash.devices) + " that " + (clash.from > 0 ? "cannot move before" : "can move") + " take " +
         grouped_count(clash.needed) + (causes.empty() ? "" : ", by " + joined_names(causes));
}

}  // namespace

std::string clash_text(const PlanAnswer& answer, const plan::Clash& clash) {
  const plan::Problem& problem = answer.prepared.problem;
  switch (clash.kind) {
    case plan::Clash::Kind::mending:
      return mending_clash(answer, clash);
    case plan::Clash::Kind::least_weeks:
      return problem.applications[clash.application].name + " takes at least " + std::to_string(clash.needed) +
             " weeks whoever mends it, and there are " + std::to_string(clash.possible) + " until " +
             clash_day(answer, clash.by) + ", when it must be ready" + watched(answer, clash);
    case plan::Clash::Kind::released:
      return devices_text(clash.devices) + " may move only later, the first in " + week_text(answer, clash.from) +
             ", by " + clash_cause(answer, clash.causes.front());
    case plan::Clash::Kind::moving:
      return moving_clash(answer, clash);
    case plan::Clash::Kind::stuck:
      break;
  }
  return devices_text(clash.devices) + " can never move (" + stay_text(answer, clash.stay, clash.application) + ")";
}

}  // namespace shoal::report
