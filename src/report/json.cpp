#include "report/json.hpp"

#include <cmath>

#include "report/deadlines.hpp"
#include "report/findings.hpp"
#include "report/json_text.hpp"
#include "report/policies.hpp"
#include "report/presumed.hpp"
#include "report/programs.hpp"

namespace shoal::report {
namespace {

constexpr const char* schema_name = "shoal.assessment/1";

Json day_or_null(const std::optional<Day>& day) { return day ? Json(to_string(*day)) : Json(nullptr); }

template <typename Enum, typename Numbers>
Json by_name(const Numbers& numbers, std::size_t from = 0) {
  Json json = Json::object();
  for (std::size_t i = from; i < numbers.size(); i++)
    json[std::string(exposure::spelled(static_cast<Enum>(i)))] = numbers[i];
  return json;
}

double thousandths(double number) { return std::round(number * 1000) / 1000; }

Json likely_json(const Likely& likely) {
  return {{"cve", likely.cve},
          {"probability", thousandths(likely.probability)},
          {"known_exploited", likely.known_exploited},
          {"nearest", likely.nearest}};
}

Json expected_json(const exposure::PresumedTotal& total) {
  return {
      {"expected", thousandths(total.expected)}, {"low", thousandths(total.low)}, {"high", thousandths(total.high)}};
}

Json counts_json(const Subject& subject) {
  const exposure::Totals totals = exposure::totals_of(subject.assessment);
  Json json;
  json["files"] = subject.files;
  json["set_aside"] = estate::count_of(subject.set_aside);
  json["devices"] = totals.devices;
  if (const auto activities = activities_of(subject))
    for (std::size_t i = 0; i < activities->size(); i++)
      json["activity"][std::string(estate::spelled(static_cast<estate::Activity>(i)))] = (*activities)[i];
  json["states"] = subject.assessment.states.size();
  json["support"] = Json::object();
  for (const auto phase : {lifecycle::Phase::mainstream, lifecycle::Phase::extended, lifecycle::Phase::paid,
                           lifecycle::Phase::none, lifecycle::Phase::unknown}) {
    const auto found = totals.by_phase.find(phase);
    json["support"][std::string(lifecycle::spelled(phase))] = found == totals.by_phase.end() ? 0 : found->second;
  }
  json["support"]["unassessable"] = totals.unassessable;
  json["verdicts"] = by_name<exposure::Verdict>(totals.by_verdict);
  json["known_exploited"] = by_name<exposure::Verdict>(totals.exploited);
  json["unassessed_because"] = by_name<exposure::Doubt>(totals.by_doubt, 1);
  json["missing_obtainable"] = by_name<exposure::Obtainable>(totals.missing_by_obtainable);
  json["presumed"] = expected_json(totals.presumed);
  json["presumed_known_exploited"] = expected_json(totals.presumed_exploited);
  json["considered"] = totals.considered;
  json["not_considered"] = totals.not_considered;
  return json;
}

Json tally_json(const Tally& tally) {
  Json json = by_name<exposure::Answer>(tally.devices);
  json["unassessable"] = tally.unassessable;
  return json;
}

Json questions_json(const Subject& subject) {
  Json json = Json::array();
  for (const exposure::Incident* incident : subject.incidents) {
    Json entry{{"incident", incident->id}, {"title", incident->title}, {"citation", incident->citation}};
    for (const auto vulnerability : incident->vulnerabilities)
      entry["cves"].push_back(exposure::spelled(subject.facts.vulnerabilities[vulnerability]));
    entry["not_held"] = incident->not_held;
    entry["devices"] = tally_json(tally_incident(subject, *incident));
    json.push_back(std::move(entry));
  }
  for (const std::uint32_t kb : subject.updates)
    json.push_back({{"update", kb}, {"devices", tally_json(tally_update(subject, kb))}});
  return json;
}

Json in_force_json(const exposure::Policy* policy) {
  if (policy == nullptr) return nullptr;
  return {{"policy", policy->id},         {"title", policy->title},          {"publisher", policy->publisher},
          {"scope", policy->scope},       {"from", to_string(policy->from)}, {"until", day_or_null(policy->until)},
          {"citation", policy->citation}, {"disputed", policy->conflicts}};
}

Json unsupported_json(const ReleaseFigures& releases, const UnsupportedFigure& figure) {
  const exposure::JudgedRelease& release = *releases.releases[figure.place].release;
  return {{"release", release.release->id},
          {"edition", release.edition},
          {"devices", figure.devices},
          {"until", day_or_null(figure.stance.due)},
          {"days_over", figure.stance.days_over},
          {"unless_isolated", figure.stance.lacks.has(exposure::Lack::isolation)}};
}

Json policies_json(const Subject& subject) {
  const ReleaseFigures releases = release_figures(subject);
  Json json = Json::array();
  for (const PolicyFigure& figure : policy_figures(subject, releases)) {
    Json entry{{"scheme", figure.scheme.scheme}, {"in_force", in_force_json(figure.scheme.policy)}};
    if (figure.scheme.policy == nullptr) {
      entry["says"] = figure.scheme.says;
    } else {
      entry["devices"] = Json::object();
      for (std::size_t i = 0; i < device_stance_count; i++)
        entry["devices"][std::string(spelled(static_cast<DeviceStance>(i)))] = figure.devices[i];
      entry["findings"] = by_name<exposure::Stance>(figure.findings);
      entry["unassessed_lacks"] = by_name<exposure::Lack>(figure.lacks);
      entry["over_estimated"] = figure.estimated;
      entry["worst_days_over"] = figure.worst_days_over;
      entry["worst_estimated"] = figure.worst_estimated;
      entry["unsupported"] = Json::array();
      for (const UnsupportedFigure& each : figure.unsupported)
        entry["unsupported"].push_back(unsupported_json(releases, each));
    }
    json.push_back(std::move(entry));
  }
  return json;
}

Json deadline_json(const std::optional<FirstDeadline>& first) {
  if (!first) return nullptr;
  return {{"day", to_string(first->due)},
          {"overdue_days", first->days_over},
          {"estimated", first->estimated},
          {"policy", first->policy->id}};
}

Json finding_json(const Finding& finding, const std::optional<FirstDeadline>& first) {
  Json json;
  json["cve"] = finding.cve;
  json["verdict"] = std::string(exposure::spelled(finding.outcome.verdict));
  json["updates"] = finding.updates;
  json["obtainable"] = finding.obtainable.empty() ? Json(nullptr) : Json(finding.obtainable);
  json["known_exploited"] = finding.known_exploited;
  json["deadline"] = deadline_json(first);
  Json evidence;
  if (!finding.first_stated.empty()) evidence["listed"] = {finding.first_stated, finding.last_stated};
  if (finding.outcome.doubt != exposure::Doubt::none) {
    evidence["because"] = std::string(exposure::spelled(finding.outcome.doubt));
    evidence["decided_by"] = std::string(exposure::what_decides(finding.outcome.doubt));
  }
  if (!finding.cited.empty()) evidence["statement"] = finding.cited;
  json["evidence"] = std::move(evidence);
  return json;
}

Json outside_json(const exposure::Outside& outside) {
  return {{"assessed_from", day_or_null(outside.assessed_from)},
          {"assessed_until", day_or_null(outside.assessed_until)},
          {"before", outside.before},
          {"after", outside.after},
          {"presumed", outside.presumed},
          {"known_exploited_before", outside.exploited_before},
          {"known_exploited_after", outside.exploited_after},
          {"known_exploited_presumed", outside.exploited_presumed}};
}

Json state_json(const exposure::JudgedState& state, const exposure::JudgedRelease& release, Deadlines& deadlines) {
  const exposure::ProductView& view = *state.view;
  Json json;
  json["id"] = state.id;
  std::string build = release.release->version + "." + std::to_string(release.release->build);
  if (state.state.revision) build += "." + std::to_string(*state.state.revision);
  json["release"] = {{"id", release.release->id},
                     {"name", release.release->name},
                     {"build", build},
                     {"edition", release.edition},
                     {"product", view.product().name}};
  json["devices"] = state.devices;
  json["updates"] = state.state.kbs.size();
  json["updates_not_named"] = state.state.not_named;
  json["verdicts"] = by_name<exposure::Verdict>(state.judgement.counts.by_verdict);
  json["unassessed_because"] = by_name<exposure::Doubt>(state.judgement.counts.by_doubt, 1);
  json["missing_obtainable"] = by_name<exposure::Obtainable>(state.judgement.counts.missing_by_obtainable);
  json["not_considered"] = state.judgement.counts.not_considered;
  json["outside_interval"] = outside_json(view.outside());
  json["findings"] = Json::array();
  each_finding(state, [&](const Finding& finding) {
    json["findings"].push_back(finding_json(finding, deadlines.of(state, finding)));
  });
  json["install"] = Json::array();
  for (const exposure::Install& install : state.install.updates)
    json["install"].push_back({{"kb", view.kb(install.update)},
                               {"released", to_string(view.released(install.update))},
                               {"closes", install.closes},
                               {"known_exploited", install.exploited},
                               {"certain", install.certain}});
  json["out_of_reach"] = state.install.out_of_reach;
  return json;
}

Json device_json(const Subject& subject, const exposure::JudgedDevice& device) {
  Json json;
  const estate::Device& known = device_of(subject, device);
  json["name"] = known.name;
  json["place"] = place_of(known.seen.front());
  const exposure::JudgedState* state = state_of(subject, device);
  json["state"] = state == nullptr ? Json(nullptr) : Json(state->id);
  const exposure::JudgedRelease* release = release_of(subject, device);
  if (release == nullptr) {
    json["support"] = {{"phase", "unknown"}, {"until", nullptr}};
  } else {
    json["support"] = {{"phase", std::string(lifecycle::spelled(release->standing.phase))},
                       {"until", day_or_null(release->standing.until)}};
    json["release"] = release->release->id;
  }
  if (device.reason >= 0) json["unassessable"] = subject.assessment.reasons[static_cast<std::size_t>(device.reason)];
  for (const exposure::Incident* incident : subject.incidents)
    json["incidents"][incident->id] = answer_for(subject, device, *incident);
  for (const std::uint32_t kb : subject.updates)
    json["has"]["KB" + std::to_string(kb)] = answer_for(subject, device, kb);
  return json;
}

template <typename Records, typename Spell>
void write_array(std::ostream& out, const char* name, const Records& records, Spell spell) {
  out << ",\n\"" << name << "\": [";
  bool first = true;
  for (const auto& record : records) {
    out << (first ? "\n" : ",\n") << dumped(spell(record));
    first = false;
  }
  out << "]";
}

// What is presumed of one product, once for all its states: the sums over all, and each that is likely.
Json presumed_json(const PresumedFigure& figure, const ReleaseFigures& releases) {
  const exposure::ProductView& view = *figure.view;
  exposure::PresumedTotal one, exploited;
  one.add(view.outside().expected, 1);
  exploited.add(view.outside().expected_exploited, 1);
  const exposure::JudgedRelease& release = *releases.releases[figure.release].release;
  Json json{{"product", view.product().name},
            {"release", release.release->id},
            {"edition", release.edition},
            {"devices", figure.devices},
            {"considered", view.outside().presumed},
            {"per_device", expected_json(one)},
            {"per_device_known_exploited", expected_json(exploited)},
            {"listed_from", list_probability}};
  json["vulnerabilities"] = Json::array();
  each_likely(view, [&](const Likely& likely) { json["vulnerabilities"].push_back(likely_json(likely)); });
  return json;
}

void write_presumed(std::ostream& out, const Subject& subject) {
  const ReleaseFigures releases = release_figures(subject);
  const std::vector<PresumedFigure> figures = presumed_figures(subject, releases);
  write_array(out, "presumed", figures, [&](const PresumedFigure& figure) { return presumed_json(figure, releases); });
}

Json product_json(const ProductFigure& figure) {
  return {{"id", figure.program->id},
          {"title", figure.title()},
          {"vendor", figure.program->vendor},
          {"version", figure.cycle == nullptr ? Json(nullptr) : Json(figure.cycle->name)},
          {"support", std::string(lifecycle::spelled(figure.standing.support))},
          {"until", day_or_null(figure.standing.until)},
          {"paid_until", day_or_null(figure.standing.paid_until)},
          {"citation", figure.cycle == nullptr ? std::string() : figure.cycle->citation}};
}

Json programs_json(const Subject& subject) {
  const ProgramFigures figures = program_figures(subject);
  Json json;
  for (std::size_t i = 0; i < program_stance_count; i++)
    json["devices"][std::string(spelled(static_cast<ProgramStance>(i)))] = figures.devices[i];
  json["products"] = Json::array();
  for (const ProductFigure& figure : figures.products) {
    Json entry = product_json(figure);
    entry["devices"] = Json::array();
    for (const std::size_t device : figure.devices) entry["devices"].push_back(device);
    json["products"].push_back(std::move(entry));
  }
  json["unmatched"] = Json::array();
  for (const UnmatchedFigure& figure : figures.unmatched)
    json["unmatched"].push_back({{"name", figure.name}, {"publisher", figure.publisher}, {"devices", figure.devices}});
  for (std::size_t i = 0; i < figures.entries.size(); i++)
    json["entries"][std::string(lifecycle::spelled(static_cast<lifecycle::EntryKind>(i)))] = figures.entries[i];
  return json;
}

Json where_json(const Where& where) {
  if (where.filter.empty()) return nullptr;
  return {{"filter", where.filter}, {"of_devices", where.devices}};
}

Json release_or_null(const lifecycle::Release* release) {
  return release == nullptr ? Json(nullptr) : Json(release->name);
}

Json comparison_head(const Compared& compared) {
  const exposure::Comparison& comparison = compared.comparison;
  Json json{{"devices_before", comparison.before}, {"devices_after", comparison.after}, {"files", compared.files}};
  for (std::size_t i = 0; i < exposure::change_count; i++) {
    const auto change = static_cast<exposure::Change>(i);
    const ChangeFigure figure = change_figure(comparison, change);
    json["changes"][std::string(exposure::spelled(change))] = {{"before", figure.before}, {"after", figure.after}};
  }
  json["closed"] = comparison.closed;
  json["opened"] = comparison.opened;
  json["migrations"] = Json::array();
  for (const MigrationFigure& figure : migration_figures(comparison))
    json["migrations"].push_back({{"from", figure.from}, {"to", figure.to}, {"devices", figure.devices}});
  return json;
}

Json compared_json(const ComparedDevice& device, const exposure::ChangedDevice& changed) {
  return {{"name", device.name},
          {"change", std::string(exposure::spelled(changed.change))},
          {"before", changed.before >= 0},
          {"after", changed.after >= 0},
          {"from", release_or_null(device.from)},
          {"to", release_or_null(device.to)},
          {"closed", changed.difference.closed},
          {"opened", changed.difference.opened},
          {"decided", changed.difference.decided},
          {"undecided", changed.difference.undecided}};
}

Json aside_json(const estate::SetAside& aside) {
  return {{"place", aside.place}, {"code", aside.code}, {"reason", aside.reason}, {"count", aside.count}};
}

void write_comparison(std::ostream& out, const Compared* compared) {
  out << ",\n\"comparison\": ";
  if (compared == nullptr) {
    out << "null";
    return;
  }
  std::string head = dumped(comparison_head(*compared));
  head.pop_back();  // the brace: the lists follow, one record at a time
  out << head;
  write_array(out, "devices", compared->devices, [&](const ComparedDevice& device) {
    const auto at = static_cast<std::size_t>(&device - compared->devices.data());
    return compared_json(device, compared->comparison.devices[at]);
  });
  write_array(out, "rejected", compared->set_aside, aside_json);
  out << "}";
}

// The release of each state, by the last device that has it: they share it.
std::vector<const exposure::JudgedRelease*> releases_of_states(const Subject& subject) {
  std::vector<const exposure::JudgedRelease*> releases(subject.assessment.states.size());
  for (const exposure::JudgedDevice& device : subject.assessment.devices)
    if (device.state >= 0) releases[static_cast<std::size_t>(device.state)] = release_of(subject, device);
  return releases;
}

}  // namespace

void write_json(const Subject& subject, std::ostream& out) {
  const exposure::Assessment& assessment = subject.assessment;
  Json citations = Json::array();
  for (const exposure::Citation& citation : subject.facts.citations)
    citations.push_back(
        {{"name", citation.name}, {"publisher", citation.publisher}, {"dated", to_string(citation.dated)}});
  out << "{\"schema\": \"" << schema_name << "\",\n\"as_of\": \"" << to_string(assessment.as_of)
      << "\",\n\"known_at\": " << dumped({{"day", to_string(assessment.known_at)}, {"exact", assessment.known_exactly}})
      << ",\n\"pack\": " << dumped({{"sha256", subject.facts.pack_id}, {"citations", citations}})
      << ",\n\"where\": " << dumped(where_json(subject.where))
      << ",\n\"enrolments\": " << dumped(Json(assessment.enrolled)) << ",\n\"counts\": " << dumped(counts_json(subject))
      << ",\n\"questions\": " << dumped(questions_json(subject))
      << ",\n\"policies\": " << dumped(policies_json(subject));
  out << ",\n\"programs\": " << dumped(programs_json(subject));
  write_comparison(out, subject.compared);
  const auto releases = releases_of_states(subject);
  Deadlines deadlines(subject);
  write_presumed(out, subject);
  write_array(out, "states", assessment.states, [&](const exposure::JudgedState& state) {
    return state_json(state, *releases[static_cast<std::size_t>(&state - assessment.states.data())], deadlines);
  });
  write_array(out, "devices", assessment.devices,
              [&](const exposure::JudgedDevice& device) { return device_json(subject, device); });
  write_array(out, "rejected", subject.set_aside, aside_json);
  out << "}\n";
}

void write_ndjson(const Subject& subject, std::ostream& out) {
  Deadlines deadlines(subject);
  EndedPrograms programs(subject);
  const std::vector<exposure::JudgedDevice>& devices = subject.assessment.devices;
  for (std::size_t i = 0; i < devices.size(); i++) {
    const Json head = device_json(subject, devices[i]);
    bool any = false;
    const auto write = [&](const char* kind, const Json& own) {
      Json line = head;
      line["kind"] = kind;
      line.update(own);
      out << dumped(line) << "\n";
      any = true;
    };
    if (const exposure::JudgedState* state = state_of(subject, devices[i])) {
      each_finding(*state, [&](const Finding& finding) {
        write("vulnerability", finding_json(finding, deadlines.of(*state, finding)));
      });
      each_likely(*state->view, [&](const Likely& likely) {
        write("vulnerability", {{"cve", likely.cve},
                                {"verdict", "presumed"},
                                {"updates", Json::array()},
                                {"obtainable", nullptr},
                                {"known_exploited", likely.known_exploited},
                                {"deadline", nullptr},
                                {"probability", thousandths(likely.probability)},
                                {"evidence", {{"nearest_relative", likely.nearest}}}});
      });
    }
    for (const ProductFigure* figure : programs.on(i)) write("program", {{"program", product_json(*figure)}});
    if (!any) write("device", Json::object());
  }
}

}  // namespace shoal::report
