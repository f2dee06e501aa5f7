#include "report/estate.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using estate::Activity;
using enum TextTable::Align;

constexpr Activity activity_columns[] = {Activity::active, Activity::silent, Activity::undated, Activity::retired};

std::string notes(const Basis& basis) {
  std::string text = "silent: no source saw the device in the " + std::to_string(basis.silent_after) +
                     " days before; it stays in every count\n";
  if (basis.doubted > 0)
    text += "of " + grouped(basis.doubted) + (basis.doubted == 1 ? " device" : " devices") +
            " two sources of one day tell different operating systems: --where belief:outweighed\n";
  return text + set_aside_line(basis);
}

// --- Counts

std::vector<std::string> count_cells(const exposure::CountRow& row, bool group_digits) {
  const auto number = [&](std::uint64_t value) { return group_digits ? grouped(value) : std::to_string(value); };
  std::vector<std::string> cells = {row.group};
  for (const Activity activity : activity_columns)
    cells.push_back(number(row.devices[static_cast<std::size_t>(activity)]));
  cells.push_back(number(row.total()));
  return cells;
}

Json count_json(const exposure::CountRow& row) {
  Json json = {{"group", row.group}};
  for (const Activity activity : activity_columns)
    json[std::string(spelled(activity))] = row.devices[static_cast<std::size_t>(activity)];
  json["all"] = row.total();
  return json;
}

// --- Devices

std::string release_name(const Subject& subject, const exposure::JudgedDevice& judged) {
  const exposure::JudgedRelease* release = release_of(subject, judged);
  return release == nullptr ? std::string() : release->release->name;
}

std::set<std::string> sources_of(const estate::Device& device) {
  std::set<std::string> names;
  for (const estate::Observation& seen : device.seen) names.insert(estate::source_name(seen));
  return names;
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text;
}

std::string tags_of(const estate::Device& device) {
  std::string text;
  for (const estate::Tag& tag : *device.tags) text += (text.empty() ? "" : "; ") + tag.key + "=" + tag.value;
  return text;
}

struct DeviceLine {
  std::string number, name, os, release, activity, seen, sources, tags;
};

DeviceLine line_of(const Subject& subject, const Basis& basis, std::size_t i) {
  const estate::Device& device = subject.devices[i];
  const auto last = estate::last_seen(device);
  return {device.number ? std::to_string(*device.number) : "",
          device.name,
          device.known->os ? device.known->os->name : "",
          release_name(subject, subject.assessment.devices[i]),
          std::string(spelled(estate::activity_on(device, basis.as_of, basis.silent_after))),
          last ? to_string(*last) : "",
          joined(sources_of(device)),
          tags_of(device)};
}

Json device_json(const Subject& subject, const Basis& basis, std::size_t i) {
  const DeviceLine line = line_of(subject, basis, i);
  const estate::Device& device = subject.devices[i];
  Json json = {{"device", line.name},
               {"number", device.number.value_or(0)},
               {"os", line.os},
               {"release", line.release},
               {"activity", line.activity},
               {"seen", line.seen},
               {"sources", sources_of(device)},
               {"tags", Json::array()}};
  if (!device.number) json.erase("number");
  for (const char* key : {"os", "release", "seen"})
    if (json[key].get_ref<const std::string&>().empty()) json[key] = nullptr;
  for (const estate::Tag& tag : *device.tags) json["tags"].push_back({{"key", tag.key}, {"value", tag.value}});
  return json;
}

const std::vector<std::string> device_columns = {"number",   "device", "os",      "release",
                                                 "activity", "seen",   "sources", "tags"};

std::vector<std::string> cells_of(const DeviceLine& line) {
  return {line.number, line.name, line.os, line.release, line.activity, line.seen, line.sources, line.tags};
}

// --- One device

std::string claimed_os(const estate::OsClaim& os) {
  std::string text = os.name.empty() ? "a system without a name" : os.name;
  if (!os.version.empty()) text += ", version " + os.version;
  if (os.build != 0) text += " build " + std::to_string(os.build);
  if (os.revision) text += "." + std::to_string(*os.revision);
  if (os.service_pack > 0) text += ", service pack " + std::to_string(os.service_pack);
  return text;
}

std::string observed(const estate::Device& device, std::size_t i) {
  const estate::Observation& seen = device.seen[i];
  std::string text = "  " + (seen.seen_on ? to_string(*seen.seen_on) : "no day    ") + "  " +
                     estate::source_name(seen) + ", " + place_of(seen) + "\n";
  const auto add = [&](const std::string& line) { text += "              " + line + "\n"; };
  if (!device.believed.empty() && device.believed[i] == estate::Belief::overtaken)
    add("does not count: a later source tells another operating system");
  if (!device.believed.empty() && device.believed[i] == estate::Belief::outweighed)
    add("does not count: a source of the same day tells another operating system, and more of it");
  const estate::Claims& claims = *seen.claims;
  if (claims.os) add(claimed_os(*claims.os));
  if (claims.updates_listed) {
    const auto hidden = estate::updates_not_named(claims);
    add(grouped(claims.updates.size()) + " updates named" +
        (hidden > 0 ? ", " + grouped(hidden) + " more not named" : std::string()));
  }
  if (claims.programs_listed) add(grouped(claims.programs.size()) + " programs");
  for (const estate::ProtectionClaim& claim : claims.protection)
    add(std::string(estate::spelled(claim.what)) + (claim.on ? " on" : " off"));
  std::string identifiers;
  for (const estate::Identifier& each : *seen.identifiers)
    identifiers += (identifiers.empty() ? "" : ", ") + std::string(spelled(each.kind)) + " " + each.value;
  if (!identifiers.empty()) add(identifiers);
  return text;
}

// What protects the device, a line for each protection: "not told" is an answer too.
std::string protection_lines(const estate::Known& known) {
  std::string text;
  for (std::size_t i = 0; i < estate::protection_count; i++) {
    const auto what = static_cast<estate::Protection>(i);
    const auto found = std::find_if(known.protection.begin(), known.protection.end(),
                                    [&](const estate::ProtectionClaim& claim) { return claim.what == what; });
    text += "  " + std::string(estate::spelled(what)) + ": ";
    if (found == known.protection.end()) {
      text += "unassessed, no source tells";
    } else {
      text += found->on ? "on" : "off";
      if (found->current_on) text += ", its definitions of " + to_string(*found->current_on);
    }
    text += "\n";
  }
  return text;
}

// --- Flows

constexpr exposure::Turn turns_in[] = {exposure::Turn::appeared, exposure::Turn::returned, exposure::Turn::migrated,
                                       exposure::Turn::reclassified};
constexpr exposure::Turn turns_out[] = {exposure::Turn::migrated, exposure::Turn::reclassified,
                                        exposure::Turn::gone_silent, exposure::Turn::retired};

std::vector<std::string> flow_columns(std::string_view by, Day first, Day second) {
  std::vector<std::string> columns = {std::string(by), to_string(first)};
  for (const exposure::Turn turn : turns_in) columns.push_back("+" + std::string(spelled(turn)));
  for (const exposure::Turn turn : turns_out) columns.push_back("-" + std::string(spelled(turn)));
  columns.push_back(to_string(second));
  return columns;
}

// A count of nobody is a blank on the screen, where most cells are.
std::vector<std::string> flow_cells(const exposure::FlowRow& row, bool for_people) {
  const auto number = [&](std::uint64_t value) { return for_people ? grouped(value) : std::to_string(value); };
  const auto move = [&](std::uint64_t value) { return for_people && value == 0 ? std::string() : number(value); };
  std::vector<std::string> cells = {row.group, number(row.first)};
  for (const exposure::Turn turn : turns_in) cells.push_back(move(row.in[static_cast<std::size_t>(turn)]));
  for (const exposure::Turn turn : turns_out) cells.push_back(move(row.out[static_cast<std::size_t>(turn)]));
  cells.push_back(number(row.second));
  return cells;
}

exposure::FlowRow sum_of(const std::vector<exposure::FlowRow>& rows) {
  exposure::FlowRow sum{"all", 0, 0, {}, {}};
  for (const exposure::FlowRow& row : rows) {
    sum.first += row.first;
    sum.second += row.second;
    for (std::size_t i = 0; i < exposure::turn_count; i++) {
      sum.in[i] += row.in[i];
      sum.out[i] += row.out[i];
    }
  }
  return sum;
}

Json flow_json(const exposure::FlowRow& row) {
  Json json = {{"group", row.group}, {"first", row.first}};
  for (const exposure::Turn turn : turns_in)
    json["in"][std::string(spelled(turn))] = row.in[static_cast<std::size_t>(turn)];
  for (const exposure::Turn turn : turns_out)
    json["out"][std::string(spelled(turn))] = row.out[static_cast<std::size_t>(turn)];
  json["second"] = row.second;
  return json;
}

}  // namespace

void write_count(const exposure::Count& count, const Basis& basis, std::string_view format, std::ostream& out) {
  if (format == "json") {
    Json json = {
        {"basis", basis_json(basis)}, {"by", count.by}, {"rows", Json::array()}, {"all", count_json(count.all)}};
    json["all"].erase("group");
    for (const exposure::CountRow& row : count.rows) json["rows"].push_back(count_json(row));
    out << indented(json);
    return;
  }
  std::vector<std::string> columns = {count.by};
  for (const Activity activity : activity_columns) columns.emplace_back(spelled(activity));
  columns.emplace_back("all");
  if (format == "csv") {
    out << csv_line(columns);
    for (const exposure::CountRow& row : count.rows) out << csv_line(count_cells(row, false));
    out << csv_line(count_cells(count.all, false));
    return;
  }
  std::vector<TextTable::Column> heading = {{columns[0], left}};
  for (std::size_t i = 1; i < columns.size(); i++) heading.push_back({columns[i], right});
  TextTable table(std::move(heading));
  for (const exposure::CountRow& row : count.rows) table.add(count_cells(row, true));
  table.rule();
  table.add(count_cells(count.all, true));
  out << basis_line(basis, count.all.total()) << "\n" << table.text() << "\n" << notes(basis);
}

void write_devices(const Subject& subject, const Basis& basis, std::string_view format, std::ostream& out) {
  if (format == "json") {
    Json json = {{"basis", basis_json(basis)}, {"devices", Json::array()}};
    for (std::size_t i = 0; i < subject.devices.size(); i++) json["devices"].push_back(device_json(subject, basis, i));
    out << indented(json);
  } else if (format == "ndjson") {
    for (std::size_t i = 0; i < subject.devices.size(); i++) out << dumped(device_json(subject, basis, i)) << "\n";
  } else if (format == "csv") {
    out << csv_line(device_columns);
    for (std::size_t i = 0; i < subject.devices.size(); i++) out << csv_line(cells_of(line_of(subject, basis, i)));
  } else {
    TextTable table({{"number", right},
                     {"device", left},
                     {"release", left},
                     {"activity", left},
                     {"seen", left},
                     {"sources", left}});
    for (std::size_t i = 0; i < subject.devices.size(); i++) {
      const DeviceLine line = line_of(subject, basis, i);
      const std::string release = line.release.empty() ? (line.os.empty() ? "unknown" : line.os) : line.release;
      table.add(
          {line.number, line.name, release, line.activity, line.seen.empty() ? "no day" : line.seen, line.sources});
    }
    out << basis_line(basis, subject.devices.size()) << "\n" << table.text();
  }
}

std::string device_story(const Subject& subject, const estate::Device& device, const exposure::JudgedDevice& judged,
                         const Basis& basis) {
  const exposure::JudgedRelease* release = release_of(subject, judged);
  std::string text = device.name + (device.number ? ", number " + std::to_string(*device.number) : "") + "\n";
  text += "as of " + to_string(basis.as_of) + ", as known by " + to_string(basis.known_at) + ": " +
          std::string(spelled(estate::activity_on(device, basis.as_of, basis.silent_after)));
  if (const auto last = estate::last_seen(device)) text += ", last seen " + to_string(*last);
  text += "\nrelease: ";
  text += release != nullptr
              ? release->release->name + ", support " + std::string(lifecycle::spelled(release->standing.phase)) +
                    (release->standing.until ? ", until " + to_string(*release->standing.until) : "")
              : "unknown; " + subject.assessment.reasons[static_cast<std::size_t>(judged.reason)];
  text += "\n";
  if (const exposure::JudgedState* state = state_of(subject, judged)) {
    const exposure::Counts& counts = state->judgement.counts;
    text += "vulnerabilities: " + grouped(counts.of(exposure::Verdict::missing)) + " missing their fix, " +
            grouped(counts.of(exposure::Verdict::no_fix)) + " without one, " +
            grouped(counts.of(exposure::Verdict::unassessed)) + " unassessed, " +
            grouped(counts.of(exposure::Verdict::fixed)) + " fixed\n";
  }
  for (const estate::Tag& tag : *device.tags) text += tag.key + ": " + tag.value + "\n";
  text += "\nprotection\n" + protection_lines(*device.known) + "\nobservations, the latest of each source\n";
  for (std::size_t i = 0; i < device.seen.size(); i++) text += observed(device, i);
  return text;
}

void write_flow(const exposure::Flow& flow, std::string_view by, Day first, const Basis& basis, std::string_view format,
                std::ostream& out) {
  const std::vector<exposure::FlowRow> rows = flow.rows();
  const exposure::FlowRow sum = sum_of(rows);
  if (format == "json") {
    Json basis_of_both = basis_json(basis);
    basis_of_both["first"] = to_string(first);
    Json json = {{"basis", basis_of_both}, {"by", by}, {"rows", Json::array()}, {"all", flow_json(sum)}};
    for (const exposure::FlowRow& row : rows) json["rows"].push_back(flow_json(row));
    for (std::size_t i = 0; i < exposure::turn_count; i++)
      json["devices"][std::string(spelled(static_cast<exposure::Turn>(i)))] = flow.turns()[i];
    out << indented(json);
    return;
  }
  const std::vector<std::string> columns = flow_columns(by, first, basis.as_of);
  if (format == "csv") {
    out << csv_line(columns);
    for (const exposure::FlowRow& row : rows) out << csv_line(flow_cells(row, false));
    out << csv_line(flow_cells(sum, false));
    return;
  }
  std::vector<TextTable::Column> heading = {{columns[0], left}};
  for (std::size_t i = 1; i < columns.size(); i++) heading.push_back({columns[i], right});
  TextTable table(std::move(heading));
  for (const exposure::FlowRow& row : rows) table.add(flow_cells(row, true));
  table.rule();
  table.add(flow_cells(sum, true));
  out << "devices in use from " << to_string(first) << " to " << to_string(basis.as_of) << ", as known by "
      << to_string(basis.known_at) << "\n\n"
      << table.text() << "\n"
      << grouped(flow.turns()[static_cast<std::size_t>(exposure::Turn::stayed)]) << " stayed as they were; "
      << grouped(flow.turns()[static_cast<std::size_t>(exposure::Turn::absent)])
      << " were in use on neither day (silent or retired)\n";
}

}  // namespace shoal::report
