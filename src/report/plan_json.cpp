#include "report/plan_json.hpp"

#include <cstdint>

#include "report/json_text.hpp"
#include "report/plan_words.hpp"

namespace shoal::report {
namespace {

using plan::never;
using plan::Week;

Json week_json(Week week) { return week == never || week < 0 ? Json() : Json(week); }

Json quantiles_json(const plan::Quantiles& of, std::int64_t beyond) {
  const auto each = [&](std::int64_t value) { return value >= beyond ? Json() : Json(value); };
  return {{"p10", each(of.p10)}, {"p50", each(of.p50)}, {"p80", each(of.p80)}, {"p90", each(of.p90)}};
}

class PlanJson {
 public:
  explicit PlanJson(const PlanAnswer& answer)
      : answer_(answer), problem_(answer.prepared.problem), departed_of_(problem_.applications.size()) {
    for (const plan::Departed& departed : answer.departed) departed_of_[departed.application] = &departed;
  }

  Json document() const {
    Json made = {{"schema", "shoal.plan/1"},
                 {"programme",
                  {{"target", answer_.programme.target},
                   {"begins", to_string(answer_.programme.begins)},
                   {"weeks", problem_.weeks},
                   {"devices", answer_.programme.devices.size()}}},
                 {"exposure", answer_.plan.exposure},
                 {"bound", answer_.bound},
                 {"is_bound_rough", answer_.is_bound_rough},
                 {"is_proven", answer_.is_proven},
                 {"was_stopped", answer_.was_stopped},
                 {"seed", answer_.seed},
                 {"finish", week_json(answer_.plan.finish)},
                 {"weights_rounded", answer_.prepared.weight_error}};
    made["applications"] = applications();
    made["blocks"] = blocks();
    made["devices"] = devices();
    made["limits"] = limits();
    made["clash"] = answer_.clash ? clash(*answer_.clash) : Json();
    made["compared"] = compared();
    made["pilots"] = answer_.pilots ? pilots() : Json();
    made["forecast"] = answer_.forecast ? forecast() : Json();
    made["levers"] = levers();
    made["replan"] = answer_.replan ? replan() : Json();
    made["set_aside"] = set_aside();
    if (answer_.estate) made["estate"] = estate();
    return made;
  }

 private:
  Json applications() const {
    Json made = Json::array();
    std::vector<std::uint8_t> is_placed(problem_.applications.size());
    for (std::size_t t = 0; t < problem_.teams.size(); t++)
      for (std::size_t i = 0; i < answer_.plan.order.teams[t].size(); i++) {
        const plan::ApplicationIndex a = answer_.plan.order.teams[t][i];
        is_placed[a] = 1;
        Json each = application(a);
        each["team"] = problem_.teams[t].name;
        each["rank"] = i + 1;
        each["person_days"] =
            static_cast<double>(problem_.applications[a].modes[answer_.plan.order.mode[a]].effort) / 100;
        made.push_back(std::move(each));
      }
    for (plan::ApplicationIndex a = 0; a < problem_.applications.size(); a++)
      if (is_placed[a] == 0) made.push_back(application(a));
    return made;
  }

  Json application(plan::ApplicationIndex a) const {
    const plan::Meaning& meaning = answer_.meanings[a];
    const bool has_block = a < answer_.blocks.of.size() && answer_.blocks.of[a] != plan::no_block;
    return {{"application", problem_.applications[a].name},
            {"ready", week_json(answer_.plan.ready[a])},
            {"keeps_devices", meaning.waiting},
            {"frees_devices", meaning.frees},
            {"keeps_alone", meaning.alone},
            {"block", has_block ? Json(answer_.blocks.of[a] + 1) : Json()},
            {"departs", departed_of_[a] != nullptr ? departed(*departed_of_[a]) : Json()}};
  }

  Json departed(const plan::Departed& of) const {
    Json made = {{"where", of.is_sooner ? "sooner" : "later"},
                 {"why", spelled(of.why)},
                 {"reason", departure_reason(answer_, of)}};
    if (of.why == plan::Departure::other_team) made["application"] = problem_.applications[of.other].name;
    return made;
  }

  Json blocks() const {
    Json made = Json::array();
    for (const plan::Block& block : answer_.blocks.blocks)
      made.push_back({{"applications", block.applications},
                      {"person_days", static_cast<double>(block.effort) / 100},
                      {"frees_devices", block.devices},
                      {"frees_weight", block.weight}});
    return made;
  }

  Json clash(const plan::Clash& of) const {
    constexpr std::string_view kinds[] = {"mending", "least-weeks", "released", "moving", "stuck"};
    Json teams = Json::array(), causes = Json::array();
    for (const plan::TeamIndex team : of.teams) teams.push_back(problem_.teams[team].name);
    for (const plan::Clash::Cause& cause : of.causes) causes.push_back(clash_cause(cause));
    return {{"kind", kinds[static_cast<std::size_t>(of.kind)]},
            {"by", of.by < 0 ? Json() : Json(of.by)},
            {"from", of.from},
            {"needed", of.needed},
            {"possible", of.possible},
            {"teams", std::move(teams)},
            {"site", of.site ? Json(problem_.sites[*of.site].name) : Json()},
            {"causes", std::move(causes)},
            {"with_weeks_off", of.with_weeks_off},
            {"with_soak", of.with_soak},
            {"devices", of.devices},
            {"sentence", clash_text(answer_, of)}};
  }

  Json clash_cause(const plan::Clash::Cause& cause) const {
    switch (cause.kind) {
      case plan::Clash::Cause::Kind::site:
        return {{"kind", "site"}, {"name", answer_.programme.sites[cause.at].name}};
      case plan::Clash::Cause::Kind::model:
        return {{"kind", "model"}, {"name", answer_.programme.unfit[cause.at].name}};
      case plan::Clash::Cause::Kind::person:
        break;
    }
    return {{"kind", "person"}};
  }

  Json devices() const {
    std::vector<const plan::Stayed*> stayed_of(answer_.week_of.size());
    for (const plan::Stayed& stayed : answer_.stayed)
      for (const std::uint32_t device : answer_.prepared.devices_of(stayed.devices_of)) stayed_of[device] = &stayed;
    Json made = Json::array();
    for (std::size_t i = 0; i < answer_.week_of.size(); i++) {
      const plan::NamedDevice& device = answer_.programme.devices[i];
      Json each = {{"device", device.name}, {"site", device.site}, {"week", week_json(answer_.week_of[i])}};
      if (answer_.week_of[i] == never && stayed_of[i] != nullptr) {
        each["stays_because"] = spelled(stayed_of[i]->why);
        if (stayed_of[i]->why == plan::Stay::nobody_mends || stayed_of[i]->why == plan::Stay::not_ready)
          each["application"] = problem_.applications[stayed_of[i]->application].name;
      }
      made.push_back(std::move(each));
    }
    return made;
  }

  Json limits() const {
    constexpr std::string_view kinds[] = {"team", "moving", "site", "release"};
    Json made = Json::array();
    for (const plan::Limit& limit : answer_.limits) {
      Json each = {{"kind", kinds[static_cast<std::size_t>(limit.kind)]}, {"finish", week_json(limit.finish)}};
      if (limit.kind == plan::Limit::Kind::team) each["name"] = problem_.teams[limit.at].name;
      if (limit.kind == plan::Limit::Kind::site) each["name"] = problem_.sites[limit.at].name;
      made.push_back(std::move(each));
    }
    return made;
  }

  Json compared() const {
    Json made = Json::array();
    for (const UsualOrderFigure& each : answer_.compared)
      made.push_back({{"order", each.rule},
                      {"exposure", each.exposure},
                      {"finish", week_json(each.finish)},
                      {"stay", each.left_over}});
    return made;
  }

  Json pilots() const {
    Json names = Json::array(), uncovered = Json::array();
    for (const std::uint32_t device : answer_.pilots->devices) names.push_back(answer_.programme.devices[device].name);
    for (const PilotAnswer::Uncovered& each : answer_.pilots->uncovered)
      uncovered.push_back({{"application", each.application},
                           {"model", each.model},
                           {"devices", each.devices},
                           {"why", each.why == plan::Uncovered::rare ? "rare" : "nobody-may"}});
    return {{"devices", std::move(names)},      {"pairs", answer_.pilots->pairs}, {"covered", answer_.pilots->covered},
            {"fewest", answer_.pilots->fewest}, {"bound", answer_.pilots->bound}, {"uncovered", std::move(uncovered)}};
  }

  Json forecast() const {
    const plan::Forecast& of = *answer_.forecast;
    Json left = Json::array();
    for (const plan::Quantiles& week : of.left) left.push_back(quantiles_json(week, INT64_MAX));
    return {{"scenarios", of.scenarios},
            {"planned", week_json(of.planned)},
            {"finish", quantiles_json(of.finish, never)},
            {"exposure", quantiles_json(of.exposure, INT64_MAX)},
            {"on_time", of.on_time},
            {"beyond", of.beyond},
            {"finishes", of.finishes},
            {"left", std::move(left)},
            {"stuck", of.devices_stuck}};
  }

  Json levers() const {
    constexpr std::string_view kinds[] = {"people", "slots", "application", "hardware"};
    Json made = Json::array();
    for (const plan::Lever& lever : answer_.levers) {
      Json each = {{"kind", kinds[static_cast<std::size_t>(lever.kind)]},
                   {"amount", lever.amount},
                   {"weeks_p50", lever.weeks_p50},
                   {"weeks_p80", lever.weeks_p80},
                   {"exposure", lever.exposure}};
      if (lever.kind == plan::LeverKind::people) each["team"] = problem_.teams[lever.which].name;
      if (lever.kind == plan::LeverKind::application) each["application"] = problem_.applications[lever.which].name;
      made.push_back(std::move(each));
    }
    return made;
  }

  // The devices of a change are those of its class that go to its week: which of them, the list of devices tells.
  Json replan() const {
    Json changes = Json::array();
    for (const plan::Change& change : answer_.replan->changes) {
      Json names = Json::array();
      for (const std::uint32_t device : answer_.prepared.devices_of(change.devices_of))
        if (answer_.week_of[device] == change.to) names.push_back(answer_.programme.devices[device].name);
      Json each = {{"devices", std::move(names)},
                   {"announced", change.from},
                   {"week", week_json(change.to)},
                   {"why", spelled(change.why)}};
      if (change.why == plan::ChangeReason::not_ready)
        each["application"] = problem_.applications[change.application].name;
      changes.push_back(std::move(each));
    }
    return {{"moved", answer_.replan->moved}, {"kept", answer_.replan->kept}, {"changes", std::move(changes)}};
  }

  Json set_aside() const {
    Json made = Json::array();
    for (const estate::SetAside& each : answer_.set_aside)
      made.push_back({{"place", each.place}, {"code", each.code}, {"reason", each.reason}, {"count", each.count}});
    return made;
  }

  Json estate() const {
    const PlanEstate& of = *answer_.estate;
    Json not_planned = Json::array(), weights = Json::array();
    for (const PlanEstate::Aside& each : of.aside)
      not_planned.push_back({{"device", each.device}, {"why", spelled(each.why)}});
    for (const WeightFigure& each : weight_figures(answer_.programme.devices))
      weights.push_back({{"weight", each.weight}, {"devices", each.devices}});
    return {{"as_of", to_string(of.as_of)},
            {"known_at", to_string(of.known_at)},
            {"devices", of.devices},
            {"planned", of.planned()},
            {"not_planned", std::move(not_planned)},
            {"rows_of_not_planned", of.rows_of_aside},
            {"untold",
             {{"release", of.release_not_exact},
              {"site", of.without_site},
              {"programs", of.without_list},
              {"hardware", of.hardware_untold}}},
            {"hardware", {{"unfit", of.unfit}, {"unsupported", of.unsupported}}},
            {"applications",
             {{"blocked", of.blocked},
              {"need_remedy", of.need_remedy},
              {"unassessed", of.unassessed},
              {"never_judged", of.never_judged},
              {"ready", of.ready},
              {"unjudged_are_ready", of.unjudged_are_ready}}},
            {"on_no_device", of.on_no_device},
            {"weights", {{"from", of.weights}, {"devices", std::move(weights)}}}};
  }

  const PlanAnswer& answer_;
  const plan::Problem& problem_;
  std::vector<const plan::Departed*> departed_of_;  // By application; null where it is in the order of blocks.
};

}  // namespace

void write_plan_json(const PlanAnswer& answer, std::ostream& out) { out << indented(PlanJson(answer).document()); }

}  // namespace shoal::report
