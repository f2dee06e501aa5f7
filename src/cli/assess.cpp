#include <algorithm>
#include <fstream>
#include <iostream>

#include "app/assess.hpp"
#include "app/compare.hpp"
#include "app/where.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/told_command.hpp"
#include "report/explanation.hpp"
#include "report/figures.hpp"
#include "report/json.hpp"
#include "report/page.hpp"
#include "report/presumed.hpp"
#include "report/programs.hpp"
#include "report/rows.hpp"
#include "report/summary.hpp"
#include "store/sqlite.hpp"

namespace shoal::cli {
namespace {

Result<std::vector<const exposure::Incident*>> find_incidents(const exposure::Facts& facts,
                                                              const std::vector<std::string>& asked) {
  std::vector<const exposure::Incident*> found;
  std::vector<std::string_view> known;
  for (const exposure::Incident& incident : facts.incidents) known.push_back(incident.id);
  for (const std::string& id : asked) {
    const auto at = std::find(known.begin(), known.end(), lower_ascii(id));
    if (at == known.end()) {
      std::string message = "no incident " + id + " in the pack";
      if (const auto meant = nearest(id, known)) message += "; did you mean " + std::string(*meant) + "?";
      return Error{ErrorKind::not_found, "cli.no_incident", message};
    }
    found.push_back(&facts.incidents[static_cast<std::size_t>(at - known.begin())]);
  }
  return found;
}

Result<std::vector<std::uint32_t>> parse_updates(const std::vector<std::string>& asked) {
  std::vector<std::uint32_t> updates;
  for (const std::string& text : asked) {
    std::string_view digits = text;
    if (digits.size() > 2 && equal_ignoring_case(digits.substr(0, 2), "KB")) digits.remove_prefix(2);
    const auto kb = parse_number(digits);
    if (!kb || *kb == 0)
      return Error{ErrorKind::invalid_input, "cli.bad_kb", "not an update such as KB4012598: " + text};
    updates.push_back(*kb);
  }
  return updates;
}

Result<std::size_t> find_device(const std::vector<estate::Device>& devices, const std::string& wanted) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < devices.size(); i++) {
    const estate::Device& device = devices[i];
    if (place_of(device.seen.front()) == wanted) return i;
    if (equal_ignoring_case(device.name, wanted)) found.push_back(i);
  }
  if (found.empty()) return Error{ErrorKind::not_found, "cli.no_device", "no device named " + wanted + " was read"};
  if (found.size() > 1)
    return Error{ErrorKind::conflict, "cli.several_devices",
                 std::to_string(found.size()) + " devices are named " + wanted + "; give the path of one, such as " +
                     place_of(devices[found[0]].seen.front())};
  return found.front();
}

Exit explain(const report::Subject& subject, const app::Assessed& made, const AssessOptions& options,
             std::ostream& out) {
  const auto cve = exposure::parse_cve(options.explain[1]);
  if (!cve)
    return fail({ErrorKind::invalid_input, "cli.bad_cve", "not a CVE such as CVE-2017-0144: " + options.explain[1]});
  const auto device = find_device(made.reading.devices, options.explain[0]);
  if (!device) return fail(device.error());
  const auto vulnerability = exposure::find_vulnerability(subject.facts, *cve);
  if (!vulnerability)
    return fail({ErrorKind::not_found, "cli.unknown_cve", "the pack holds no " + options.explain[1] + " for Windows"},
                "that the pack does not hold it says nothing about the device");
  out << report::explanation(subject, made.reading.devices[*device], made.assessment.devices[*device], *vulnerability);
  return Exit::done;
}

void write_as(const std::string& format, const report::Subject& subject, std::ostream& out) {
  if (format == "json") {
    report::write_json(subject, out);
  } else if (format == "ndjson") {
    report::write_ndjson(subject, out);
  } else if (format == "csv") {
    report::write_csv(subject, out);
  } else {
    out << report::summary(subject);
  }
}

bool has_unsupported_release(const exposure::Totals& totals) {
  const auto found = totals.by_phase.find(lifecycle::Phase::none);
  return found != totals.by_phase.end() && found->second > 0;
}

bool has_unsupported_program(const report::Subject& subject) {
  return report::program_figures(subject).of(report::ProgramStance::ended) > 0;
}

bool has_likely(const report::Subject& subject) {
  const auto figures = report::presumed_figures(subject, report::release_figures(subject));
  return std::any_of(figures.begin(), figures.end(), [](const auto& figure) { return figure.likely > 0; });
}

bool trips(const std::string& gate, const report::Subject& subject, const exposure::Totals& totals) {
  constexpr auto missing = static_cast<std::size_t>(exposure::Verdict::missing);
  constexpr auto no_fix = static_cast<std::size_t>(exposure::Verdict::no_fix);
  if (gate == "missing") return totals.by_verdict[missing] > 0;
  if (gate == "exploited") return totals.exploited[missing] + totals.exploited[no_fix] > 0;
  if (gate == "presumed") return has_likely(subject);
  if (gate == "unassessable") return totals.unassessable > 0;
  if (gate == "unsupported-release") return has_unsupported_release(totals);
  if (gate == "unsupported-program") return has_unsupported_program(subject);
  return has_unsupported_release(totals) || has_unsupported_program(subject);
}

// The answer's own standing: whether a gate tripped, or what it rests on is too old or too little.
Exit standing(const report::Subject& subject, const AssessOptions& options) {
  const exposure::Totals totals = exposure::totals_of(subject.assessment);
  if (totals.devices == 0 && subject.where.devices > 0 && subject.compared == nullptr) {
    std::fprintf(stderr, "error: nothing matches: none of %s devices is meant by %s\n",
                 grouped(subject.where.devices).c_str(), subject.where.filter.c_str());
    return Exit::nothing;
  }
  if (totals.devices == 0 && subject.where.devices == 0) {
    std::fprintf(stderr, "error: nothing to judge: no inventory in %s\n",
                 (std::to_string(subject.files) + (subject.files == 1 ? " file" : " files")).c_str());
    return Exit::nothing;
  }
  for (const std::string& gate : options.fail_on) {
    if (!trips(gate, subject, totals)) continue;
    std::fprintf(stderr, "gate: %s\n", gate.c_str());
    return Exit::gate;
  }
  const std::vector<std::string> notes = report::degradations(subject);
  for (const std::string& note : notes) std::fprintf(stderr, "degraded: %s\n", note.c_str());
  if (!notes.empty()) return Exit::degraded;
  return Exit::done;
}

// The command that gives the same report on any later day.
std::string command_of(const report::Subject& subject, const AssessOptions& options) {
  const bool from_register = options.paths.empty();
  ToldCommand command(from_register ? "shoal exposure list" : "shoal assess");
  if (from_register) command.add("--estate", options.estate);
  for (const std::string& path : options.paths) command.add(path);
  command.add("--as-of", to_string(subject.assessment.as_of));
  command.add("--known-at", to_string(subject.assessment.known_at));
  command.add("--map", options.mapped);
  command.add("--date-order", options.date_order);
  command.add("--where", options.where);
  command.add("--compare", options.compare);
  command.add("--enrolment", options.enrolments);
  command.add("--incident", options.incidents);
  command.add("--has", options.has);
  command.add("--pack", options.pack);
  return command.text() + " --report FILE.html";
}

Result<std::uint64_t> write_report(const report::Subject& subject, const AssessOptions& options) {
  std::ofstream file(options.report, std::ios::binary);
  report::write_page(subject, {program, command_of(subject, options)}, file);
  const auto bytes = file.tellp();
  file.close();
  if (!file) return Error{ErrorKind::unavailable, "cli.cannot_write", "cannot write " + options.report};
  return static_cast<std::uint64_t>(bytes);
}

// Writes the page where one was asked for; then the answer's own standing.
Exit finish(const report::Subject& subject, const AssessOptions& options) {
  if (!options.report.empty() && !subject.assessment.devices.empty()) {
    const auto bytes = write_report(subject, options);
    if (!bytes) return fail(bytes.error());
    std::fprintf(stderr, "report: %s, %s bytes\n", options.report.c_str(), grouped(*bytes).c_str());
  }
  return standing(subject, options);
}

Result<app::AssessRequest> request_of(const AssessOptions& options) {
  app::AssessRequest request;
  request.paths.assign(options.paths.begin(), options.paths.end());
  request.as_of = SHOAL_TRY(day_or(options.as_of, today(), "--as-of"));
  request.known_at = SHOAL_TRY(day_or(options.known_at, today(), "--known-at"));
  request.enrolled = options.enrolments;
  request.mapped = options.mapped;
  request.date_order = options.date_order;
  const bool from_register = options.paths.empty();
  if (from_register && !options.compare.empty())
    request.earlier_day = SHOAL_TRY(day_or(options.compare.front(), request.as_of, "--compare"));
  if (!from_register) request.earlier.assign(options.compare.begin(), options.compare.end());
  return request;
}

Result<app::Assessed> assess_paths(const knowledge::Pack& pack, const app::AssessRequest& request) {
  ProgressLine progress("reading");
  return app::assess(pack, request, [&](std::uint64_t done, std::uint64_t total) { progress.tell(done, total); });
}

Result<app::Assessed> assess_register(const knowledge::Pack& pack, const app::AssessRequest& request,
                                      const AssessOptions& options) {
  const auto store = SHOAL_TRY(store::open_register(options.estate, store::Access::read));
  return app::assess(pack, request, *store,
                     options.explain.empty() ? store::Detail::judged : store::Detail::everything);
}

}  // namespace

Exit run_assess(const AssessOptions& options) {
  if (options.format == "xlsx" && options.output.empty())
    return fail({ErrorKind::invalid_input, "cli.no_output", "a workbook is not written to a terminal"},
                "say where with --output FILE.xlsx");
  if (!options.compare.empty() && options.format != "table" && options.format != "json")
    return fail({ErrorKind::invalid_input, "cli.no_comparison", "--format " + options.format + " holds no comparison"},
                "leave --compare out, or ask for --format table or json");
  const auto request = request_of(options);
  if (!request) return fail(request.error());
  const auto pack = app::open_named_pack(options.pack);
  if (!pack) return fail(pack.error());
  auto incidents = find_incidents(pack->facts, options.incidents);
  if (!incidents) return fail(incidents.error());
  auto updates = parse_updates(options.has);
  if (!updates) return fail(updates.error());

  auto made = options.paths.empty() ? assess_register(*pack, *request, options) : assess_paths(*pack, *request);
  if (!made) return fail(made.error());
  std::optional<report::Compared> compared;
  if (made->earlier) {
    auto found = app::compare(*made, options.where);
    if (!found) return fail(std::move(found).error().within("--where"));
    if (!found->devices.empty()) compared = std::move(*found);
  }
  if (!options.where.empty())
    if (const auto kept = app::keep_where(*made, options.where); !kept)
      return fail(Error(kept.error()).within("--where"));

  const report::Subject subject{pack->facts,
                                pack->catalogue.programs,
                                made->assessment,
                                made->reading.devices,
                                made->reading.rejected,
                                made->reading.files,
                                std::move(*incidents),
                                std::move(*updates),
                                made->where,
                                compared ? &*compared : nullptr};
  if (options.format == "xlsx") {
    const auto written = report::write_xlsx(subject, options.output);
    return written ? finish(subject, options) : fail(written.error());
  }
  std::ofstream file;
  if (!options.output.empty()) file.open(options.output, std::ios::binary);
  std::ostream& out = options.output.empty() ? std::cout : file;
  Exit status = Exit::done;
  if (!options.explain.empty()) {
    status = explain(subject, *made, options, out);
  } else {
    if (subject.assessment.devices.empty() && !compared && options.format == "table") {
      for (const estate::SetAside& aside : subject.set_aside)
        std::fprintf(stderr, "set aside: %s: %s\n", aside.place.c_str(), aside.reason.c_str());
    } else {
      write_as(options.format, subject, out);
    }
    out.flush();
    status = finish(subject, options);
  }
  out.flush();
  if (!out)
    return fail({ErrorKind::unavailable, "cli.cannot_write",
                 "cannot write " + (options.output.empty() ? "to standard output" : options.output)});
  return status;
}

}  // namespace shoal::cli
