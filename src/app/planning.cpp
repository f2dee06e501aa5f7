#include "app/planning.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>

#include "app/pilots.hpp"
#include "plan/exact.hpp"
#include "plan/propose.hpp"
#include "plan/relaxation.hpp"
#include "plan/replan.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::app {
namespace {

using plan::Plan;
using plan::Prepared;

// More rounds than a gate ever took to come to rest; each only delays devices.
constexpr int gate_rounds_max = 12;

// A proof that takes more would keep people waiting for minutes; the gap is told then.
constexpr int branches_max = 500;

// A search of 600 applications so takes ten seconds on one core, of 30 one. Two go on side by side.
constexpr std::int64_t moves_for_each = 1'500;
constexpr std::size_t searches = 2;

std::int64_t moves_of(const plan::Problem& problem) {
  return moves_for_each * std::max<std::int64_t>(std::ssize(problem.applications), 20);
}

// Of the search by which pilots are chosen, which takes no more moves than the other either: about a second.
constexpr std::int64_t quick_steps = 500'000'000;

// Of the time that there is: the most that the bound may take, which mostly needs less, and, where a plan was
// announced, what is spent by the time that the search ends which looks for the best plan from scratch.
constexpr double share_of_bound = 0.6;
// And with the round on all devices that it takes in any case.
constexpr double share_of_all_bounds = 0.8;
constexpr double share_from_scratch = 0.8;

class Planner {
 public:
  Planner(const plan::Programme& programme, const PlanningRequest& request)
      : programme_(programme), request_(request) {}

  Result<report::PlanAnswer> make() {
    std::optional<ChosenPilots> pilots;
    if (programme_.pilots) {
      request_.tell("choosing pilots");
      pilots = SHOAL_TRY(choose_pilots(programme_, request_.for_each));
    }
    Prepared prepared = SHOAL_TRY(prepare(programme_, pilots ? pilots->is_pilot : std::vector<std::uint8_t>()));
    report::PlanAnswer answer{programme_, std::move(prepared)};
    answer.seed = request_.seed;
    if (pilots) SHOAL_TRY(choose_more_pilots(answer, *pilots));
    find_plan(answer);
    // Before gates are held: how long this plan's pilots take is no condition of the programme.
    answer.clash = plan::clash_of(programme_, answer.prepared);
    if (pilots) SHOAL_TRY(hold_gates(answer, *pilots));
    explain(answer);
    if (request_.compare) compare(answer);
    if (pilots) answer.pilots = std::move(pilots->answer);
    if (request_.scenarios > 0) SHOAL_TRY(forecast_end(answer));
    return answer;
  }

 private:
  void find_plan(report::PlanAnswer& answer) const {
    const plan::Problem& problem = answer.prepared.problem;
    plan::RelaxationOptions relaxing;
    relaxing.for_each = request_.for_each;
    relaxing.seed = request_.seed;
    relaxing.should_stop = [&] { return spent() > share_of_bound; };
    relaxing.is_cancelled = [&] { return request_.should_stop() || spent() > share_of_all_bounds; };
    relaxing.on_round = [&](const plan::RelaxationRound& round) {
      request_.tell("bound, round " + std::to_string(round.round) + (round.whole ? "" : " on a sample of the devices") +
                    ": " + (round.whole ? "no plan has less than " : "plans have about ") +
                    report::device_weeks(static_cast<plan::Exposure>(std::max(round.bound, 0.0))) +
                    (round.whole ? "" : " and more") + " device-weeks");
    };
    const plan::Relaxation relaxation = plan::relax(problem, relaxing);
    answer.bound = relaxation.bound;
    answer.is_bound_rough = !relaxation.is_priced;

    plan::SearchOptions searching;
    searching.seed = request_.seed;
    searching.for_each = request_.for_each;
    searching.searches = searches;
    if (!request_.spent) searching.moves_max = moves_of(problem);
    searching.steps_max = INT64_MAX;
    searching.should_stop = request_.should_stop;
    const bool is_announced = !answer.prepared.announced.empty();
    searching.spent = [&, all = is_announced ? share_from_scratch : 1] { return spent() / all; };
    searching.progress = [&](std::size_t, plan::Exposure best) {
      request_.tell("search: " + report::device_weeks(best) + " device-weeks, and no plan has less than " +
                    report::device_weeks(relaxation.bound));
    };
    answer.plan = plan::propose(problem, relaxation, searching);
    if (is_announced) {
      searching.spent = [&] { return spent(); };
      keep_announced(answer, searching);
    }
    answer.was_stopped = request_.should_stop() || request_.spent;
    if (plan::is_small(problem) && answer.plan.exposure > answer.bound && !programme_.pilots && !answer.replan &&
        !request_.should_stop())
      prove_best(answer);
    answer.is_proven = answer.plan.exposure <= answer.bound;
  }

  double spent() const { return request_.spent ? request_.spent() : 0; }

  // What was announced costs something to change, so that the plan of least exposure is only one of several.
  void keep_announced(report::PlanAnswer& answer, const plan::SearchOptions& searching) const {
    const plan::SoFar& so_far = *programme_.so_far;
    plan::KeptPlan kept = plan::replan(answer.prepared.problem, answer.prepared.order_before, answer.prepared.announced,
                                       so_far.change_cost, std::span(&answer.plan.order, 1), searching);
    answer.plan = std::move(kept.plan);
    answer.replan =
        report::ReplanAnswer{static_cast<std::int64_t>(so_far.moved.size()), kept.kept, std::move(kept.changes)};
  }

  void prove_best(report::PlanAnswer& answer) const {
    request_.tell("proving that there is none better");
    plan::Exact exact = plan::prove(answer.prepared.problem, answer.plan, {branches_max, 0});
    if (exact.plan.exposure < answer.plan.exposure) answer.plan = std::move(exact.plan);
    answer.bound = std::max(answer.bound, exact.bound);
    answer.is_bound_rough = false;
  }

  // By a quick plan, since which pilots there are decides what is searched for and what bounds it.
  Result<void> choose_more_pilots(report::PlanAnswer& answer, ChosenPilots& pilots) const {
    plan::SearchOptions quick;
    quick.seed = request_.seed;
    quick.moves_max = moves_of(answer.prepared.problem);
    quick.steps_max = quick_steps;
    quick.should_stop = request_.should_stop;
    const plan::Order order = plan::propose(answer.prepared.problem, {}, quick).order;
    answer.plan = plan::greedy_plan_of(answer.prepared.problem, order);
    for (int round = 0; round < gate_rounds_max; round++) {
      if (add_pilots(programme_, pilots, report::weeks_of_devices(answer.prepared, answer.plan)) == 0) break;
      answer.prepared = SHOAL_TRY(prepare(programme_, pilots.is_pilot));
      answer.plan = plan::greedy_plan_of(answer.prepared.problem, order);
    }
    return {};
  }

  // Devices wait until their pilots have moved and been watched, also where a pilot itself was late. The bound holds
  // all the same: it knows only that they wait for the soak, and more waiting is never less exposure.
  Result<void> hold_gates(report::PlanAnswer& answer, const ChosenPilots& pilots) const {
    plan::Programme gated = programme_;
    gated.weeks = answer.prepared.problem.weeks;
    for (int round = 0; round < gate_rounds_max; round++) {
      const auto weeks = report::weeks_of_devices(answer.prepared, answer.plan);
      if (!delay_behind_pilots(gated, pilots, weeks)) return {};
      answer.prepared = SHOAL_TRY(prepare(gated, pilots.is_pilot));
      answer.plan = plan::greedy_plan_of(answer.prepared.problem, answer.plan.order);
      answer.is_proven = answer.plan.exposure <= answer.bound;
    }
    return {};
  }

  void explain(report::PlanAnswer& answer) const {
    request_.tell("finding what belongs together");
    answer.week_of = report::weeks_of_devices(answer.prepared, answer.plan);
    answer.meanings = plan::meanings_of(answer.prepared.problem, answer.plan);
    answer.blocks = plan::blocks_of(answer.prepared.problem, answer.plan.order.mode);
    answer.departed = plan::departures_of(answer.prepared.problem, answer.plan, answer.blocks);
    answer.stayed = plan::reasons_to_stay(answer.prepared.problem, answer.plan);
    answer.limits = plan::limits_of(answer.prepared.problem);
  }

  void compare(report::PlanAnswer& answer) const {
    request_.tell("planning as people usually do");
    for (const plan::UsualOrder& usual : plan::usual_orders(answer.prepared.problem)) {
      const Plan planned = plan::plan_of(answer.prepared.problem, usual.order);
      std::int64_t left_over = 0;
      for (const plan::LeftOver& left : planned.left_over) left_over += left.devices;
      answer.compared.push_back({std::string(usual.rule), planned.exposure, planned.finish, left_over});
    }
  }

  Result<void> forecast_end(report::PlanAnswer& answer) const {
    request_.tell("forecasting");
    const plan::Problem& problem = answer.prepared.problem;
    plan::ForecastRules rules;
    rules.scenarios = request_.scenarios;
    rules.seed = request_.seed;
    const plan::Priors priors = plan::calibrated(request_.priors, history());
    answer.forecast = SHOAL_TRY(plan::forecast(problem, answer.plan.order, priors, rules, request_.for_each));
    plan::LeverRules levers;
    levers.forecast = rules;
    levers.forecast.scenarios = std::min<std::uint32_t>(rules.scenarios, 2'000);
    // Five person-days a week make a person.
    for (const plan::Team& team : problem.teams)
      levers.people.push_back(static_cast<std::int32_t>(
          std::max<plan::Effort>(1, *std::max_element(team.capacity.begin(), team.capacity.end()) / 500)));
    answer.levers = SHOAL_TRY(plan::levers(problem, answer.plan.order, priors, levers, request_.for_each));
    return {};
  }

  // What was spent so far teaches how this estate's estimates turn out.
  plan::History history() const {
    plan::History made;
    if (!programme_.so_far) return made;
    for (const auto& each : programme_.so_far->done)
      made.efforts.push_back({static_cast<double>(each.planned), static_cast<double>(each.spent)});
    for (const auto& each : programme_.so_far->under_way)
      made.under_way.push_back({static_cast<double>(each.planned), static_cast<double>(each.spent)});
    return made;
  }

  const plan::Programme& programme_;
  const PlanningRequest& request_;
};

}  // namespace

Result<report::PlanAnswer> make_plan(const plan::Programme& programme, const PlanningRequest& request) {
  return Planner(programme, request).make();
}

}  // namespace shoal::app
