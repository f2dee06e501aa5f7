#include "report/readiness_register.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/figures.hpp"
#include "report/readiness_register_json.hpp"
#include "report/text_table.hpp"

namespace shoal::report {
namespace {

using enum TextTable::Align;

// Rows of the tables; JSON has all.
constexpr std::size_t actions_shown_max = 15, unlinked_shown_max = 10, verdicts_shown_max = 60;

constexpr DeviceReadiness shown_order[] = {DeviceReadiness::ready,      DeviceReadiness::blocked,
                                           DeviceReadiness::unassessed, DeviceReadiness::never_judged,
                                           DeviceReadiness::not_listed, DeviceReadiness::retired};

void write_more(std::size_t all, std::size_t shown, std::ostream& out) {
  if (all > shown) out << "    and " << grouped(all - shown) << " more: --format json has all\n";
}

void write_devices_table(const RegisterAnswer& answer, const RegisterTarget& target, std::ostream& out) {
  TextTable table({{"devices", left}, {"", right}, {"", left}});
  for (const DeviceReadiness readiness : shown_order)
    table.add({"  " + std::string(spelled(readiness)), grouped(target.of(readiness)), means_for_devices(readiness)});
  table.add({"  sum", grouped(answer.devices), ""});
  out << table.text();
}

void write_alone(const RegisterAnswer& answer, const RegisterTarget& target, std::ostream& out) {
  if (target.alone.empty()) return;
  TextTable table({{"what unblocks most, each alone", left},
                   {"unblocks", right},
                   {"of them ready", right},
                   {"helps on", right},
                   {"applications", right}});
  const std::size_t shown = std::min(target.alone.size(), actions_shown_max);
  for (std::size_t i = 0; i < shown; i++) {
    const readiness::Unblocking& each = target.alone[i];
    table.add({answer.spelled(each.action), grouped(each.devices), grouped(each.settled), grouped(each.standing),
               grouped(each.applications)});
  }
  out << "\n" << table.text();
  write_more(target.alone.size(), shown, out);
}

void write_order(const RegisterAnswer& answer, const RegisterTarget& target, std::ostream& out) {
  if (target.order.empty()) return;
  TextTable table(
      {{"in this order", left}, {"unblocks", right}, {"after this", right}, {"", left}, {"of them ready", right}});
  const std::size_t shown = std::min(target.order.size(), actions_shown_max);
  const std::string of = "of " + grouped(target.of(DeviceReadiness::blocked));
  for (std::size_t i = 0; i < shown; i++) {
    const readiness::UnblockingStep& step = target.order[i];
    table.add({std::to_string(i + 1) + ". " + answer.spelled(step.action), grouped(step.devices),
               grouped(step.unblocked), of, grouped(step.settled)});
  }
  out << "\n" << table.text();
  write_more(target.order.size(), shown, out);
}

void write_links(const RegisterAnswer& answer, std::ostream& out) {
  std::vector<const RegisterApplication*> linked, unlinked;
  for (const RegisterApplication& each : answer.applications) (each.links.empty() ? unlinked : linked).push_back(&each);
  std::stable_sort(linked.begin(), linked.end(), [](const auto* a, const auto* b) { return a->devices > b->devices; });
  out << "\napplications that devices list: " << grouped(linked.size()) << " of " << grouped(answer.applications.size())
      << "\n";
  for (std::size_t i = 0; i < std::min(linked.size(), unlinked_shown_max); i++) {
    out << "    " << printable(linked[i]->name) << ": on " << counted(linked[i]->devices, "device", "devices") << "\n";
    for (const RegisterApplication::Link& link : linked[i]->links)
      out << "        is " << printable(link.program) << ": " << printable(link.why) << "\n";
  }
  write_more(linked.size(), unlinked_shown_max, out);
  out << "applications that no device is known to list: " << grouped(unlinked.size()) << "\n";
  for (std::size_t i = 0; i < std::min(unlinked.size(), unlinked_shown_max); i++) {
    out << "    " << printable(unlinked[i]->name) << "\n";
    for (const std::string& doubt : unlinked[i]->doubts) out << "        " << printable(doubt) << "\n";
  }
  write_more(unlinked.size(), unlinked_shown_max, out);
  out << "programs that devices list and nobody judged: " << grouped(answer.never_judged.size()) << "\n";
  for (std::size_t i = 0; i < std::min(answer.never_judged.size(), unlinked_shown_max); i++)
    out << "    " << printable(answer.never_judged[i].program) << ": on "
        << counted(answer.never_judged[i].devices, "device", "devices") << "\n";
  write_more(answer.never_judged.size(), unlinked_shown_max, out);
}

std::string test_text(const RegisterVerdict& verdict) {
  if (!verdict.test) return {};
  return (verdict.test_is_old ? "another version: " : "") + std::string(spelled(verdict.test->result)) + ", " +
         verdict.test->by + ", " + to_string(verdict.test->on);
}

std::string days_text(const RegisterAnswer& answer) {
  return "as of " + to_string(answer.as_of) + ", as known by " + to_string(answer.known_at);
}

void write_list_table(const RegisterAnswer& answer, std::ostream& out) {
  TextTable table({{"application", left},
                   {"target", left},
                   {"state", left},
                   {"the rules say", left},
                   {"judged", left},
                   {"devices", right},
                   {"unblocks", right},
                   {"tested", left}});
  std::vector<const RegisterVerdict*> verdicts;
  for (const RegisterVerdict& each : answer.verdicts) verdicts.push_back(&each);
  // Where there are too many, those on most devices.
  if (verdicts.size() > verdicts_shown_max)
    std::stable_sort(verdicts.begin(), verdicts.end(), [&](const auto* a, const auto* b) {
      return answer.applications[a->application].devices > answer.applications[b->application].devices;
    });
  const std::size_t shown = std::min(verdicts.size(), verdicts_shown_max);
  for (std::size_t i = 0; i < shown; i++) {
    const RegisterVerdict& each = *verdicts[i];
    const RegisterApplication& application = answer.applications[each.application];
    table.add({application.name, each.target, std::string(spelled(each.state())), std::string(spelled(each.rules)),
               to_string(each.judged), grouped(application.devices), grouped(each.unblocks), test_text(each)});
  }
  out << days_text(answer) << ": " << counted(answer.applications.size(), "application", "applications") << ", "
      << counted(answer.devices, "device", "devices") << "\n\n"
      << table.text();
  write_more(verdicts.size(), shown, out);
}

void write_list_csv(const RegisterAnswer& answer, std::ostream& out) {
  const auto line = [&](const std::vector<std::string>& cells) {
    out << csv_line(std::span<const std::string>(cells));
  };
  line({"application", "target", "state", "rules_say", "judged", "devices", "unblocks", "programs", "test_result",
        "test_by", "test_on", "test_ran", "test_remedy", "test_is_old"});
  for (const RegisterVerdict& each : answer.verdicts) {
    const RegisterApplication& application = answer.applications[each.application];
    std::string programs;
    for (const RegisterApplication::Link& link : application.links)
      programs += (programs.empty() ? "" : "; ") + link.program;
    std::vector<std::string> cells = {application.name,
                                      each.target,
                                      std::string(spelled(each.state())),
                                      std::string(spelled(each.rules)),
                                      to_string(each.judged),
                                      std::to_string(application.devices),
                                      std::to_string(each.unblocks),
                                      programs};
    if (each.test)
      cells.insert(cells.end(), {std::string(spelled(each.test->result)), each.test->by, to_string(each.test->on),
                                 each.test->ran, each.test->remedy, each.test_is_old ? "yes" : "no"});
    cells.resize(14);
    line(cells);
  }
}

Json action_json(const RegisterAnswer& answer, const readiness::Action& action) {
  if (action.kind == readiness::Action::Kind::remedy) return {{"remedy", answer.remedies[action.at].id}};
  return {{"application", answer.applications[action.at].name}};
}

Json target_json(const RegisterAnswer& answer, const RegisterTarget& target) {
  Json devices, alone = Json::array(), order = Json::array();
  for (const DeviceReadiness readiness : shown_order) devices[std::string(spelled(readiness))] = target.of(readiness);
  for (const readiness::Unblocking& each : target.alone)
    alone.push_back({{"action", action_json(answer, each.action)},
                     {"unblocks", each.devices},
                     {"ready", each.settled},
                     {"helps_on", each.standing},
                     {"applications", each.applications}});
  for (const readiness::UnblockingStep& step : target.order)
    order.push_back({{"action", action_json(answer, step.action)},
                     {"unblocks", step.devices},
                     {"unblocked", step.unblocked},
                     {"ready", step.settled}});
  return {{"target", target.target},
          {"devices", std::move(devices)},
          {"alone", std::move(alone)},
          {"order", std::move(order)}};
}

}  // namespace

std::string_view spelled(DeviceReadiness readiness) {
  switch (readiness) {
    case DeviceReadiness::retired:
      return "retired";
    case DeviceReadiness::not_listed:
      return "no list of programs";
    case DeviceReadiness::blocked:
      return "blocked";
    case DeviceReadiness::unassessed:
      return "unassessed";
    case DeviceReadiness::never_judged:
      return "never judged";
    case DeviceReadiness::ready:
      break;
  }
  return "ready";
}

const char* means_for_devices(DeviceReadiness readiness) {
  switch (readiness) {
    case DeviceReadiness::ready:
      return "every application was judged, and none blocks";
    case DeviceReadiness::blocked:
      return "an application blocks, or needs a remedy first";
    case DeviceReadiness::unassessed:
      return "none is known to block, and one cannot be looked into";
    case DeviceReadiness::never_judged:
      return "none is known to block, and one was never judged";
    case DeviceReadiness::not_listed:
      return "any application may be there";
    case DeviceReadiness::retired:
      break;
  }
  return "out of use";
}

const RegisterVerdict* RegisterAnswer::find(std::string_view application, std::string_view target) const {
  const auto at = std::lower_bound(verdicts.begin(), verdicts.end(), std::pair(application, target),
                                   [&](const RegisterVerdict& each, const auto& wanted) {
                                     return std::pair(std::string_view(applications[each.application].name),
                                                      std::string_view(each.target)) < wanted;
                                   });
  const bool is_it = at != verdicts.end() && applications[at->application].name == application && at->target == target;
  return is_it ? &*at : nullptr;
}

std::string RegisterAnswer::spelled(const readiness::Action& action) const {
  return action.kind == readiness::Action::Kind::remedy ? remedies[action.at].title
                                                        : "mend " + applications[action.at].name;
}

Json test_json(const std::optional<readiness::Test>& test, bool is_old) {
  if (!test) return nullptr;
  return {{"result", spelled(test->result)}, {"by", test->by},
          {"on", to_string(test->on)},       {"ran", test->ran},
          {"remedy", test->remedy},          {"of_another_version", is_old}};
}

Json linked_json(const RegisterApplication& application) {
  Json links = Json::array();
  for (const RegisterApplication::Link& link : application.links)
    links.push_back({{"program", link.program}, {"why", link.why}});
  return {{"devices", application.devices}, {"is", std::move(links)}, {"doubts", application.doubts}};
}

Json register_json(const RegisterAnswer& answer) {
  Json targets = Json::array(), never_judged = Json::array();
  for (const RegisterTarget& target : answer.targets) targets.push_back(target_json(answer, target));
  for (const NeverJudged& each : answer.never_judged)
    never_judged.push_back({{"program", each.program}, {"devices", each.devices}});
  return {{"as_of", to_string(answer.as_of)},
          {"known_at", to_string(answer.known_at)},
          {"devices", answer.devices},
          {"targets", std::move(targets)},
          {"never_judged", std::move(never_judged)}};
}

void write_register_figures(const RegisterAnswer& answer, std::ostream& out) {
  for (const RegisterTarget& target : answer.targets) {
    out << "\n== Devices and " << target.target << ", " << days_text(answer) << "\n";
    write_devices_table(answer, target, out);
    write_alone(answer, target, out);
    write_order(answer, target, out);
  }
  write_links(answer, out);
}

void write_register_list(const RegisterAnswer& answer, std::string_view format, std::ostream& out) {
  if (format == "csv") return write_list_csv(answer, out);
  if (format != "json") {
    write_list_table(answer, out);
    return write_register_figures(answer, out);
  }
  Json verdicts = Json::array();
  for (const RegisterVerdict& each : answer.verdicts) {
    const RegisterApplication& application = answer.applications[each.application];
    verdicts.push_back({{"application", application.name},
                        {"target", each.target},
                        {"state", spelled(each.state())},
                        {"rules_say", spelled(each.rules)},
                        {"judged", to_string(each.judged)},
                        {"test", test_json(each.test, each.test_is_old)},
                        {"unblocks", each.unblocks},
                        {"register", linked_json(application)}});
  }
  out << indented(
      {{"schema", "shoal.readiness-list/1"}, {"register", register_json(answer)}, {"verdicts", std::move(verdicts)}});
}

}  // namespace shoal::report
