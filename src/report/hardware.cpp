#include "report/hardware.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/json_text.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using readiness::Fitness;
using readiness::Met;
using readiness::NeedKind;
using readiness::NeedVerdict;

constexpr std::array<Fitness, readiness::fitness_count> fitnesses = {Fitness::fit, Fitness::unsupported, Fitness::unfit,
                                                                     Fitness::unassessed};

std::string_view told_as(Fitness fitness) {
  return fitness == Fitness::unsupported ? "fit, unsupported" : spelled(fitness);
}

std::array<std::uint64_t, readiness::fitness_count> fitness_on(const HardwareSubject& subject,
                                                               const readiness::Target* target) {
  std::array<std::uint64_t, readiness::fitness_count> counts{};
  for (const FitnessRow& row : subject.rows)
    if (row.target == target) counts[static_cast<std::size_t>(row.verdict.state)]++;
  return counts;
}

std::string_view told_as(Met met) {
  constexpr std::string_view words[] = {"met", "lacking", "untold"};
  return words[static_cast<std::size_t>(met)];
}

// The needs of a verdict that stand so, by their words: "memory, tpm".
std::string needs_that(const FitnessRow& row, Met met, bool support) {
  std::string text;
  for (const NeedVerdict& each : row.verdict.needs)
    if (each.met == met && (each.requirement->kind == NeedKind::support) == support)
      text += (text.empty() ? "" : ", ") + std::string(spelled(each.requirement->need));
  return text;
}

// What devices of one line have in common.
std::string reason_of(const FitnessRow& row) {
  std::string text;
  const auto add = [&](std::string_view word, const std::string& needs) {
    if (!needs.empty()) text += (text.empty() ? "" : "; ") + std::string(word) + needs;
  };
  add("lacks ", needs_that(row, Met::no, false));
  add("not supported: ", needs_that(row, Met::no, true));
  if (row.verdict.state == Fitness::unassessed) {
    add("not told: ", needs_that(row, Met::untold, false));
    add("not told whether supported: ", needs_that(row, Met::untold, true));
  }
  if (row.verdict.needs.empty()) text = "no requirement of this target is known";
  return text;
}

struct Group {
  std::uint64_t devices = 0;
  const FitnessRow* example = nullptr;
};

void tell_example(const FitnessRow& row, std::ostream& out) {
  out << "      such as " << printable(row.device->name) << " (" << printable(place_of(row.device->seen.front()))
      << ")\n";
  const bool only_lacks = row.verdict.state == Fitness::unfit;
  for (const NeedVerdict& each : row.verdict.needs) {
    if (each.met == Met::yes || (only_lacks && each.met != Met::no)) continue;
    out << "        " << spelled(each.requirement->need) << ": " << printable(each.says);
    if (each.met == Met::no && !each.requirement->says.empty()) out << " (" << each.requirement->says << ")";
    out << "\n";
  }
}

void tell_target(const HardwareSubject& subject, const readiness::Target* target, std::ostream& out) {
  std::map<std::pair<Fitness, std::string>, Group> groups;
  for (const FitnessRow& row : subject.rows) {
    if (row.target != target) continue;
    Group& group = groups[{row.verdict.state, reason_of(row)}];
    if (group.devices++ == 0) group.example = &row;
  }
  std::vector<std::pair<std::pair<Fitness, std::string>, Group>> sorted(groups.begin(), groups.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::pair(a.first.first, b.second.devices) < std::pair(b.first.first, a.second.devices);
  });
  for (const auto& [key, group] : sorted) {
    out << "  " << told_as(key.first) << "  " << grouped(group.devices) << (group.devices == 1 ? " device" : " devices")
        << (key.second.empty() ? "" : ": " + key.second) << "\n";
    if (key.first != Fitness::fit) tell_example(*group.example, out);
  }
}

void write_hardware_table(const HardwareSubject& subject, std::ostream& out) {
  std::vector<TextTable::Column> columns = {{"target"}};
  for (const Fitness fitness : fitnesses) columns.push_back({std::string(told_as(fitness)), TextTable::Align::right});
  columns.push_back({"devices", TextTable::Align::right});
  TextTable table(columns);
  for (const readiness::Target* target : subject.targets) {
    std::vector<std::string> cells = {target->name};
    for (const std::uint64_t count : fitness_on(subject, target)) cells.push_back(grouped(count));
    cells.push_back(grouped(subject.devices));
    table.add(std::move(cells));
  }
  out << table.text();
  for (const readiness::Target* target : subject.targets) {
    out << "\n" << target->name << "\n";
    tell_target(subject, target, out);
  }
  out << "\n";
  if (!subject.filter.empty()) out << "  Only devices that are meant by " << subject.filter << ".\n";
  out << "  Not judged: graphics, clock, cores and drivers. The list of processors for Windows 11 says what is "
         "supported and is\n"
         "  no technical barrier: who is not on it is fit, unsupported. --format csv or json has each need with its "
         "source.\n";
}

Json json_of_need(const NeedVerdict& each) {
  Json need = {{"need", spelled(each.requirement->need)},
               {"kind", spelled(each.requirement->kind)},
               {"state", told_as(each.met)},
               {"says", each.says},
               {"note", each.requirement->says},
               {"citation", each.requirement->citation},
               {"verified", each.requirement->verified}};
  if (each.requirement->at_least > 0) need["at_least"] = each.requirement->at_least;
  return need;
}

std::vector<std::string> places_of(const estate::Device& device) {
  std::vector<std::string> places;
  for (const estate::Observation& seen : device.seen)
    if (seen.claims->hardware) places.push_back(place_of(seen));
  return places;
}

void write_hardware_json(const HardwareSubject& subject, std::ostream& out) {
  Json targets = Json::array();
  for (const readiness::Target* target : subject.targets) {
    const auto counts = fitness_on(subject, target);
    Json states;
    for (const Fitness fitness : fitnesses)
      states[std::string(spelled(fitness))] = counts[static_cast<std::size_t>(fitness)];
    targets.push_back({{"target", target->id}, {"name", target->name}, {"devices", std::move(states)}});
  }
  Json rows = Json::array();
  for (const FitnessRow& row : subject.rows) {
    Json needs = Json::array();
    for (const NeedVerdict& each : row.verdict.needs) needs.push_back(json_of_need(each));
    rows.push_back({{"device", row.device->name},
                    {"place", place_of(row.device->seen.front())},
                    {"told_by", places_of(*row.device)},
                    {"target", row.target->id},
                    {"state", spelled(row.verdict.state)},
                    {"processor", row.verdict.processor},
                    {"virtual_machine", row.verdict.virtual_machine},
                    {"needs", std::move(needs)}});
  }
  out << indented({{"devices", subject.devices},
                   {"filter", subject.filter},
                   {"targets", std::move(targets)},
                   {"verdicts", std::move(rows)}});
}

void write_hardware_csv(const HardwareSubject& subject, std::ostream& out) {
  const auto line = [&](const std::vector<std::string>& cells) {
    out << csv_line(std::span<const std::string>(cells));
  };
  line({"device", "place", "target", "state", "processor", "virtual_machine", "need", "kind", "need_state", "says",
        "citation"});
  for (const FitnessRow& row : subject.rows) {
    const std::vector<std::string> head = {row.device->name,      place_of(row.device->seen.front()),
                                           row.target->id,        std::string(spelled(row.verdict.state)),
                                           row.verdict.processor, row.verdict.virtual_machine ? "yes" : "no"};
    const auto with = [&](std::vector<std::string> tail) {
      std::vector<std::string> cells = head;
      cells.insert(cells.end(), std::make_move_iterator(tail.begin()), std::make_move_iterator(tail.end()));
      line(cells);
    };
    if (row.verdict.needs.empty()) with({"", "", "", "", ""});
    for (const NeedVerdict& each : row.verdict.needs)
      with({std::string(spelled(each.requirement->need)), std::string(spelled(each.requirement->kind)),
            std::string(told_as(each.met)), each.says, each.requirement->citation});
  }
}

}  // namespace

void write_hardware(const HardwareSubject& subject, std::string_view format, std::ostream& out) {
  if (format == "json") return write_hardware_json(subject, out);
  if (format == "csv") return write_hardware_csv(subject, out);
  write_hardware_table(subject, out);
}

}  // namespace shoal::report
