#include "report/made_plan_answer.hpp"

#include "base/assert.hpp"
#include "plan/propose.hpp"

namespace shoal::report {

using namespace std::chrono;

plan::Programme made_plan_programme() {
  plan::Programme programme;
  programme.target = "windows-11-25h2-x64";
  programme.begins = 2026y / 1 / 5;
  programme.weeks = 6;
  programme.finish_by = 2026y / 2 / 8;
  programme.slots.per_week = 3;
  programme.teams = {{"packagers", {500, {}, {}}}, {"vendor", {500, {}, {}}}};
  programme.sites = {{"Croydon", {}, {}}, {"Sutton, police station with the community office (Büro)", {}, {}}};
  programme.applications = {{"HOLMES 2", {{"packagers", 750, 1}}, {}},
                            {"CRIS", {{"packagers", 250, 1}}, {}},
                            {"Oracle Forms", {{"vendor", 1000, 1}}, {}}};
  programme.names = {"HOLMES 2", "CRIS", "Oracle Forms"};
  const auto add = [&](const char* name, std::size_t site, std::vector<std::uint32_t> applications) {
    plan::NamedDevice& device = programme.devices.emplace_back();
    device.name = name;
    device.site = programme.sites[site].name;
    device.model = "OptiPlex 745";
    device.applications = std::move(applications);
  };
  add("PC-1", 0, {});
  add("PC-2", 0, {0});
  add("PC-3", 0, {0});
  add("PC-4", 1, {1});
  add("PC-5", 1, {1, 2});
  add("PC-6", 1, {});
  programme.devices[2].weight = 2000;
  programme.devices[5].never = true;
  return programme;
}

PlanAnswer made_plan_answer(const plan::Programme& programme) {
  auto prepared = plan::prepare(programme);
  SHOAL_ASSERT(prepared);
  PlanAnswer answer{programme, std::move(*prepared)};
  const plan::Problem& problem = answer.prepared.problem;
  answer.plan = plan::plan_of(problem, {{{1, 0}, {2}}, {0, 0, 0}});
  answer.bound = 20'000;
  answer.seed = 7;
  answer.week_of = weeks_of_devices(answer.prepared, answer.plan);
  answer.meanings = plan::meanings_of(problem, answer.plan);
  answer.blocks = plan::blocks_of(problem, answer.plan.order.mode);
  answer.departed = plan::departures_of(problem, answer.plan, answer.blocks);
  answer.clash = plan::clash_of(programme, answer.prepared);
  answer.stayed = plan::reasons_to_stay(problem, answer.plan);
  answer.limits = plan::limits_of(problem);
  answer.compared = {{"most-used", 25'200, 3, 1}};
  answer.pilots = PilotAnswer{{0}, 4, 3, 1, 1, {{"Oracle Forms", "OptiPlex 745", 2, plan::Uncovered::rare}}};

  plan::Forecast& forecast = answer.forecast.emplace();
  forecast.scenarios = 100;
  forecast.planned = 2;
  forecast.planned_exposure = 21'000;
  forecast.finishes = {0, 0, 20, 40, 20, 15};
  forecast.beyond = 5;
  forecast.finish = {2, 3, 4, 5};
  forecast.on_time = 20;
  forecast.exposure = {21'000, 23'000, 26'000, 28'000};
  forecast.left = {{6, 6, 6, 6}, {5, 5, 5, 6}, {4, 4, 5, 5}, {1, 2, 3, 4}, {1, 1, 2, 3}, {1, 1, 1, 2}, {1, 1, 1, 1}};
  forecast.devices_stuck = 1;
  answer.levers = {{plan::LeverKind::people, 0, 1, 1, 2, 1.5, 3000}, {plan::LeverKind::hardware, 0, 4, 0, 0, 0, -100}};
  answer.set_aside = {{"devices.csv line 9", "plan.unknown_name", "there is no site Suton", 1}};
  return answer;
}

}  // namespace shoal::report
