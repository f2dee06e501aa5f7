#include "report/outbreak_json.hpp"

#include <cmath>
#include <cstdint>

#include "report/json_text.hpp"
#include "report/outbreak_figures.hpp"
#include "report/outbreak_words.hpp"

namespace shoal::report {
namespace {

/// JSON has no infinity.
Json finite_json(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json interval_json(const outbreak::Interval& of) {
  return {{"mean", finite_json(of.mean)}, {"low", finite_json(of.low)}, {"high", finite_json(of.high)}};
}

/// Null where they were not tried apart.
Json begun_json(const outbreak::Averted& of) {
  if (!of.is_tried_apart()) return {};
  return {{"chance", interval_json(of.begun_chance)}, {"replicates", of.begun_replicates}};
}

Json spread_json(const SpreadFigure& of) {
  return {{"mean", of.mean()}, {"p10", of.p10}, {"p50", of.p50}, {"p80", of.p80}, {"p90", of.p90}, {"most", of.most}};
}

Json span_json(const outbreak::Span& span) {
  constexpr std::string_view laws[] = {"fixed", "exponential", "lognormal"};
  return {{"law", laws[static_cast<std::size_t>(span.law)]},
          {"typical", finite_json(span.typical)},
          {"spread", span.spread}};
}

class OutbreakJson {
 public:
  explicit OutbreakJson(const OutbreakAnswer& answer)
      : answer_(answer), scenario_(answer.prepared.scenario), ensemble_(answer.ensemble) {}

  Json document() const {
    Json made = {{"schema", "shoal.outbreak/1"},
                 {"note", model_not_prediction},
                 {"scenario", scenario()},
                 {"seed", ensemble_.seed},
                 {"first_replicate", ensemble_.first},
                 {"replicates", ensemble_.losses.size()},
                 {"was_stopped", answer_.was_stopped}};
    made["loss"] = loss();
    made["times"] = ensemble_.times;
    made["lost_by_time"] = over_time();
    made["zones"] = zones();
    made["ways"] = ways();
    made["ranking"] = answer_.ranking ? ranking() : Json();
    made["actions"] = actions();
    made["entries"] = entries();
    made["worm"] = worm();
    made["exploits"] = exploits();
    made["assumptions"] = answer_.assumptions;
    made["set_aside"] = set_aside();
    made["devices"] = devices();
    made["outbreaks"] = outbreaks();
    return made;
  }

 private:
  Json scenario() const {
    Json made = {{"digest", answer_.scenario},
                 {"worm", answer_.prepared.profile.name},
                 {"devices", scenario_.devices.size()},
                 {"devices_with_personal_data", personal_of(scenario_)},
                 {"sites", scenario_.sites},
                 {"until_seconds", scenario_.until},
                 {"site_down_share", scenario_.site_down_share}};
    made["response"] = response();
    made["entry"] = entry();
    return made;
  }

  Json response() const {
    if (!scenario_.response) return {};
    return {{"noticed_after", scenario_.response->noticed_after},
            {"detection", span_json(scenario_.response->detection)},
            {"reaction", span_json(scenario_.response->reaction)},
            {"cuts_zones", scenario_.response->cuts_zones},
            {"switches_off", scenario_.response->switches_off}};
  }

  Json entry() const {
    Json devices = Json::array();
    for (const outbreak::DeviceIndex d : scenario_.entry.devices) devices.push_back(answer_.prepared.devices[d]);
    return {{"count", scenario_.entry.count}, {"devices", std::move(devices)}};
  }

  Json loss() const {
    const LossFigures of = loss_figures(answer_);
    return {{"devices", spread_json(of.devices)},
            {"infected", spread_json(of.infected)},
            {"crashed", spread_json(of.crashed)},
            {"not_lost", spread_json(of.not_lost)},
            {"with_personal_data", spread_json(of.personal)},
            {"sites_down", spread_json(of.sites_down)}};
  }

  Json over_time() const {
    Json made = Json::array();
    for (const SpreadFigure& each : loss_over_time(ensemble_)) made.push_back(spread_json(each));
    return made;
  }

  Json zones() const {
    Json made = Json::array();
    const PlaceFigures figures = zone_figures(answer_);
    for (std::size_t z = 0; z < figures.places.size(); z++) {
      const PlaceFigure& zone = figures.places[z];
      made.push_back({{"zone", zone.name},
                      {"site", zone.site},
                      {"devices", zone.devices},
                      {"lost_by_time_all_replicates", zone.lost},
                      {"began_all_replicates", zone.began},
                      {"entry_weight", z < scenario_.entry.zone_weights.size() ? scenario_.entry.zone_weights[z] : 0}});
    }
    return made;
  }

  Json ways() const {
    Json made = Json::array();
    const std::size_t zones = scenario_.zones.size();
    for (std::size_t at = 0; at < ensemble_.ways.size(); at++)
      if (ensemble_.ways[at] > 0)
        made.push_back({{"from", scenario_.zones[at / zones].name},
                        {"to", scenario_.zones[at % zones].name},
                        {"infections_all_replicates", ensemble_.ways[at]}});
    return made;
  }

  Json ranking() const {
    const outbreak::Ranking& of = *answer_.ranking;
    Json ranked = Json::array(), pairs = Json::array();
    for (const outbreak::Averted& each : of.actions)
      ranked.push_back({{"action", answer_.actions[each.action].name},
                        {"averted", interval_json(each.devices)},
                        {"averted_per_person_day", interval_json(each.per_person_day)},
                        {"replicates", each.replicates},
                        {"begun_where_it_protects", begun_json(each)},
                        {"is_leader", each.is_leader},
                        {"as_good_below", each.as_good}});
    for (const outbreak::Together& each : of.pairs)
      pairs.push_back({{"one", answer_.actions[each.one].name},
                       {"other", answer_.actions[each.other].name},
                       {"averted", interval_json(each.devices)},
                       {"beyond_both_alone", interval_json(each.beyond)}});
    return {{"loss", interval_json(of.loss)},
            {"replicates", of.replicates},
            {"was_stopped", of.was_stopped},
            {"actions", std::move(ranked)},
            {"pairs", std::move(pairs)}};
  }

  Json actions() const {
    Json made = Json::array();
    for (const outbreak::Action& each : answer_.actions)
      made.push_back({{"action", each.name},
                      {"person_days", static_cast<double>(each.effort) / 100},
                      {"protection", protection(each.protection)}});
    return made;
  }

  Json protection(const outbreak::Protection& of) const {
    Json safe = Json::array(), patched = Json::array(), closed = Json::array(), useless = Json::array();
    for (const outbreak::DeviceIndex d : of.safe) safe.push_back(answer_.prepared.devices[d]);
    for (const auto& [kind, exploit] : of.patched)
      patched.push_back({{"kind", scenario_.kinds[kind].name}, {"exploit", scenario_.exploits[exploit]}});
    for (const outbreak::Protection::Closed& each : of.closed)
      closed.push_back({{"port", scenario_.reaches[each.reach].name},
                        {"from", scenario_.zones[each.from].name},
                        {"to", scenario_.zones[each.to].name}});
    for (const std::uint32_t credential : of.useless) useless.push_back(scenario_.credentials[credential].name);
    return {{"safe_devices", std::move(safe)},
            {"patched", std::move(patched)},
            {"closed", std::move(closed)},
            {"useless_credentials", std::move(useless)},
            {"reaction_sooner_seconds", of.reaction_sooner}};
  }

  Json entries() const {
    Json made = Json::array();
    for (const outbreak::EntryLoss& each : answer_.entries)
      made.push_back({{"zone", scenario_.zones[each.zone].name},
                      {"weight", each.weight},
                      {"lost", each.replicates > 0 ? interval_json(each.devices) : Json()},
                      {"replicates", each.replicates}});
    return made;
  }

  Json worm() const {
    Json values = Json::array();
    for (const outbreak::WormValue& each : answer_.prepared.profile.values)
      values.push_back({{"part", spelled(each.part)},
                        {"exploit", each.exploit},
                        {"port", each.port},
                        {"key", each.key},
                        {"low", each.range.low},
                        {"likely", each.range.likely},
                        {"high", each.range.high},
                        {"unit", outbreak::unit_of(each)},
                        {"note", each.cited.note},
                        {"verified", each.cited.verified},
                        {"citation", each.cited.citation},
                        {"read", each.cited.read}});
    return {{"name", answer_.prepared.profile.name}, {"values", std::move(values)}};
  }

  Json exploits() const {
    Json made = Json::array();
    for (const outbreak::Exploit& each : answer_.prepared.exploits)
      made.push_back({{"exploit", each.name},
                      {"title", each.title},
                      {"bulletin", each.bulletin},
                      {"cves", each.cves},
                      {"updates", each.updates},
                      {"verified", each.cited.verified},
                      {"citation", each.cited.citation},
                      {"read", each.cited.read}});
    return made;
  }

  Json set_aside() const {
    Json made = Json::array();
    for (const estate::SetAside& each : answer_.set_aside)
      made.push_back({{"place", each.place}, {"code", each.code}, {"reason", each.reason}, {"count", each.count}});
    return made;
  }

  Json devices() const {
    Json made = Json::array();
    const auto all = static_cast<double>(ensemble_.losses.size());
    const auto chance = [&](std::uint32_t count) { return all > 0 ? count / all : 0; };
    const std::vector<std::uint64_t> weights = loss_weights(ensemble_);
    for (std::size_t d = 0; d < scenario_.devices.size(); d++) {
      const outbreak::Zone& zone = scenario_.zones[scenario_.devices[d].zone];
      const std::uint32_t infected = ensemble_.infected[d], crashed = ensemble_.crashed[d];
      made.push_back({{"device", answer_.prepared.devices[d]},
                      {"zone", zone.name},
                      {"site", scenario_.sites[zone.site]},
                      {"kind", scenario_.kinds[scenario_.devices[d].kind].name},
                      {"has_personal_data", scenario_.devices[d].has_personal_data},
                      {"infected_replicates", infected},
                      {"crashed_replicates", crashed},
                      {"chance_lost", chance(infected + crashed)},
                      {"weight", static_cast<double>(weights[d]) / 1000}});
    }
    return made;
  }

  Json outbreaks() const {
    Json made = Json::array();
    const auto times = static_cast<std::ptrdiff_t>(ensemble_.times.size());
    for (std::size_t r = 0; r < ensemble_.losses.size(); r++) {
      const outbreak::Loss& loss = ensemble_.losses[r];
      const auto begin = ensemble_.lost_by.begin() + static_cast<std::ptrdiff_t>(r) * times;
      made.push_back({{"replicate", ensemble_.first + r},
                      {"infected", loss.infected},
                      {"crashed", loss.crashed},
                      {"with_personal_data", loss.personal},
                      {"sites_down", loss.sites_down},
                      {"lost_by_time", std::vector<std::uint32_t>(begin, begin + times)}});
    }
    return made;
  }

  const OutbreakAnswer& answer_;
  const outbreak::Scenario& scenario_;
  const outbreak::Ensemble& ensemble_;
};

}  // namespace

void write_outbreak_json(const OutbreakAnswer& answer, std::ostream& out) {
  out << indented(OutbreakJson(answer).document());
}

}  // namespace shoal::report
