#include "report/rows.hpp"

#include "base/text.hpp"
#include "report/deadlines.hpp"
#include "report/findings.hpp"
#include "report/presumed.hpp"
#include "report/programs.hpp"

namespace shoal::report {
namespace {

enum Column : std::size_t {
  device_name,
  place,
  release_id,
  support,
  support_until,
  state_id,
  seen,
  cve,
  verdict,
  because,
  updates,
  obtainable,
  known_exploited,
  unassessable,
  tags,
  last_day,
  overdue_days,
  day_estimated,
  policy,
  kind,
  program,
  program_until,
  program_paid_until,
  probability,
  nearest_relative,
};

std::string joined(const std::vector<std::uint32_t>& kbs) {
  std::string text;
  for (const std::uint32_t kb : kbs) text += (text.empty() ? "KB" : ";KB") + std::to_string(kb);
  return text;
}

std::string joined(const estate::Tags& all) {
  std::string text;
  for (const estate::Tag& tag : all) text += (text.empty() ? "" : "; ") + tag.key + "=" + tag.value;
  return text;
}

RowCells head_of(const Subject& subject, const exposure::JudgedDevice& judged) {
  const estate::Device& device = device_of(subject, judged);
  RowCells cells;
  cells[device_name] = device.name;
  cells[place] = place_of(device.seen.front());
  cells[support] = "unknown";
  if (const exposure::JudgedRelease* release = release_of(subject, judged)) {
    cells[release_id] = release->release->id;
    cells[support] = lifecycle::spelled(release->standing.phase);
    if (release->standing.until) cells[support_until] = to_string(*release->standing.until);
  }
  if (const exposure::JudgedState* state = state_of(subject, judged)) cells[state_id] = state->id;
  if (const auto day = estate::last_seen(device)) cells[seen] = to_string(*day);
  if (judged.reason >= 0) cells[unassessable] = subject.assessment.reasons[static_cast<std::size_t>(judged.reason)];
  cells[tags] = joined(*device.tags);
  cells[kind] = "device";
  return cells;
}

void put(const Finding& finding, RowCells& cells) {
  const bool doubted = finding.outcome.doubt != exposure::Doubt::none;
  cells[kind] = "vulnerability";
  cells[cve] = finding.cve;
  cells[verdict] = exposure::spelled(finding.outcome.verdict);
  cells[because] = doubted ? exposure::spelled(finding.outcome.doubt) : std::string_view();
  cells[updates] = joined(finding.updates);
  cells[obtainable] = finding.obtainable;
  cells[known_exploited] = finding.known_exploited ? "yes" : "no";
}

void put(const std::optional<FirstDeadline>& first, RowCells& cells) {
  cells[last_day] = first ? to_string(first->due) : "";
  cells[overdue_days] = first ? std::to_string(first->days_over) : "";
  cells[day_estimated] = first ? (first->estimated ? "yes" : "no") : "";
  cells[policy] = first ? first->policy->id : "";
}

void put(const Likely& likely, RowCells& cells) {
  cells[kind] = "vulnerability";
  cells[cve] = likely.cve;
  cells[verdict] = exposure::spelled(exposure::Verdict::presumed);
  cells[known_exploited] = likely.known_exploited ? "yes" : "no";
  cells[probability] = spelled_probability(likely.probability);
  cells[nearest_relative] = likely.nearest;
}

std::string day_or_empty(const std::optional<Day>& day) { return day ? to_string(*day) : ""; }

void put(const ProductFigure& figure, RowCells& cells) {
  cells[kind] = "program";
  cells[program] = figure.title();
  cells[program_until] = day_or_empty(figure.standing.until);
  cells[program_paid_until] = day_or_empty(figure.standing.paid_until);
}

}  // namespace

void each_row(const Subject& subject, const std::function<void(const RowCells&)>& take) {
  Deadlines deadlines(subject);
  EndedPrograms programs(subject);
  const std::vector<exposure::JudgedDevice>& devices = subject.assessment.devices;
  for (std::size_t i = 0; i < devices.size(); i++) {
    const RowCells head = head_of(subject, devices[i]);
    bool any = false;
    const auto take_row = [&](const RowCells& cells) {
      take(cells);
      any = true;
    };
    RowCells cells = head;
    if (const exposure::JudgedState* state = state_of(subject, devices[i])) {
      each_finding(*state, [&](const Finding& finding) {
        put(finding, cells);
        put(deadlines.of(*state, finding), cells);
        take_row(cells);
      });
      cells = head;
      each_likely(*state->view, [&](const Likely& likely) {
        put(likely, cells);
        take_row(cells);
      });
    }
    for (const ProductFigure* figure : programs.on(i)) {
      cells = head;
      put(*figure, cells);
      take_row(cells);
    }
    if (!any) take(head);
  }
}

std::string manifest(const Subject& subject, std::uint64_t rows, const std::string& sha256) {
  const exposure::Assessment& assessment = subject.assessment;
  std::string text = grouped(rows) + (rows == 1 ? " row of " : " rows of ") + grouped(assessment.devices.size()) +
                     (assessment.devices.size() == 1 ? " device" : " devices");
  if (!subject.where.filter.empty())
    text += ", those of " + grouped(subject.where.devices) + " that the filter means: " + subject.where.filter;
  text += "; as of " + to_string(assessment.as_of) + ", known at " + to_string(assessment.known_at) + "; pack " +
          subject.facts.pack_id;
  return text + "; sha256 of the rows as CSV " + sha256;
}

}  // namespace shoal::report
