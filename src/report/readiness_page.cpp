#include "report/readiness_page.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "report/figures.hpp"
#include "report/page/frame.hpp"
#include "report/page/parts.hpp"
#include "report/readiness_figures.hpp"

namespace shoal::report {
namespace {

using page::cell;
using page::head_cell;
using page::honesty_entry;
using page::id_cell;
using page::link;
using page::say;
using page::share_cell;
using page::Table;
using readiness::State;

// Beyond these a page would be too long to hand on: what is left out is counted, and said.
constexpr struct {
  std::size_t matrix = 300;     // Applications with a row in the matrix...
  std::size_t cells = 4000;     // ... or fewer, so that it has no more cells than these.
  std::size_t sections = 60;    // Applications with a section of their own.
  std::size_t named = 10'000;   // Applications that are named in lists.
  std::size_t findings = 12;    // Of one application.
  std::size_t evidence = 3;     // Lines of one finding.
  std::size_t opaque = 5;       // Files of one application that were not looked into.
  std::size_t actions = 20;     // Remedies and applications that unblock devices.
  std::size_t linked = 100;     // Applications with why they are held to be on devices.
  std::size_t unlinked = 1000;  // Names of those that could not be linked.
  std::size_t headlines = 6;    // Targets in the sentences at the beginning.
  std::size_t evidence_bytes = 240;
} page_max;

Fill fill_of(State state) {
  switch (state) {
    case State::ready:
      return Fill::good;
    case State::ready_with_remedies:
      return Fill::fair;
    case State::blocked:
      return Fill::bad;
    case State::unassessed:
      break;
  }
  return Fill::unknown;
}

const char* means(State state) {
  switch (state) {
    case State::ready:
      return "Nothing known stands in its way. Only a test shows that it works.";
    case State::ready_with_remedies:
      return "What blocks can be discharged with the program as it is, or something of it does not work.";
    case State::blocked:
      return "Something blocks, and only another program or another build of it would help.";
    case State::unassessed:
      break;
  }
  return "A file of it cannot be looked into, and nothing else blocks. It is not known to be safe.";
}

std::string applications_text(std::uint64_t count) { return counted(count, "application", "applications"); }

class ReadinessPage {
 public:
  ReadinessPage(const ReadinessSubject& subject, const Origin& origin, std::ostream& out)
      : subject_(subject),
        origin_(origin),
        html_(out),
        applications_(worst_applications(subject)),
        rules_(rule_figures(subject)) {
    // Those in whose way nothing stands and of which nothing is said need no section.
    const auto is_told = [](const ApplicationRows& each) {
      return std::any_of(each.rows.begin(), each.rows.end(), [](const ReadinessRow& row) {
        return row.state() != State::ready || !row.verdict.findings.empty() || row.test;
      });
    };
    told_ = static_cast<std::size_t>(std::stable_partition(applications_.begin(), applications_.end(), is_told) -
                                     applications_.begin());
    sections_ = std::min(told_, page_max.sections);
    const std::size_t by_cells = page_max.cells / std::max<std::size_t>(subject.targets.size(), 1);
    matrix_ = std::min({applications_.size(), page_max.matrix, std::max<std::size_t>(by_cells, 20)});
  }

  void write() {
    const std::string title =
        (subject_.downlevel ? "Readiness for older releases: " : "Readiness of ") +
        applications_text(applications_.size()) +
        (subject_.targets.size() == 1 ? " for " + subject_.targets.front()->name
                                      : " for " + counted(subject_.targets.size(), "target", "targets"));
    page::write_document(
        html_, title, title, "", [&] { header(title); }, page::present_sections(*this, own_sections()));
  }

 private:
  static std::span<const page::SectionOf<ReadinessPage>> own_sections();

  // Of devices only a register tells.
  bool has_register() const { return subject_.answer != nullptr; }

  void header(const std::string& title) {
    const auto header = html_.in("header");
    html_.element("p", "Shoal", {{"class", "name"}}).element("h1", title).line();
    const auto list = html_.in("dl", {{"class", "honesty"}});
    honesty_entry(html_, "Applications", grouped(applications_.size()), "judged for each target");
    honesty_entry(html_, "Files", grouped(subject_.files),
                  grouped(subject_.idle) + " of them belong to no application");
    std::string baselines;
    for (std::size_t i = 0; i < subject_.baselines.size(); i++) {
      const auto before = subject_.baselines.first(i);
      if (std::find(before.begin(), before.end(), subject_.baselines[i]) != before.end()) continue;
      baselines.append(baselines.empty() ? "" : "; ").append(subject_.baselines[i]);
    }
    honesty_entry(html_, "Imports resolved against", baselines, "what it does not know is not said to be missing");
    if (!subject_.unread.empty())
      honesty_entry(html_, "Not read", grouped(subject_.unread.size()),
                    "files beside these, which may be programs: a share went away?");
    honesty_entry(html_, "Not looked into", grouped(unassessed()), "applications that cannot be judged on some target");
    if (subject_.answer != nullptr) {
      honesty_entry(html_, "Devices", grouped(subject_.answer->devices), "in the register");
      honesty_entry(html_, "As of", to_string(subject_.answer->as_of), "what was true of the devices");
      honesty_entry(html_, "Known at", to_string(subject_.answer->known_at), "what the register had been told");
    }
    honesty_entry(html_, "Tested by a person", grouped(tested()), "verdicts that a test of this version outranks");
  }

  std::uint64_t unassessed() const {
    return static_cast<std::uint64_t>(std::count_if(applications_.begin(), applications_.end(),
                                                    [](const auto& each) { return each.on(State::unassessed) > 0; }));
  }

  std::uint64_t tested() const {
    return static_cast<std::uint64_t>(
        std::count_if(subject_.rows.begin(), subject_.rows.end(), [](const auto& row) { return row.is_tested(); }));
  }

  // --- In short

  void headlines() {
    const auto list = html_.in("ul", {{"class", "headlines"}});
    const std::size_t shown = std::min(subject_.targets.size(), page_max.headlines);
    for (std::size_t i = 0; i < shown; i++) headline(i);
    if (shown < subject_.targets.size()) {
      const auto item = html_.in("li");
      html_.text("The other " + counted(subject_.targets.size() - shown, "target", "targets") + ": ");
      link(html_, "targets", "all of them");
    }
    if (subject_.answer != nullptr)
      for (std::size_t i = 0; i < shown; i++) device_headline(i);
    if (rules_.empty() || rules_.front().blocks == 0) return;
    const auto item = html_.in("li");
    html_.text("What blocks most: ");
    link(html_, rule_id(rules_.front().rule), rule_of(rules_.front().rule).title);
    html_.text(", which stands in the way of " + applications_text(rules_.front().blocks) + ".");
  }

  void headline(std::size_t target) {
    const StateCounts counts = counts_on(subject_, subject_.targets[target]);
    const auto of = [&](State state) { return counts[static_cast<std::size_t>(state)]; };
    const auto item = html_.in("li");
    link(html_, target_id(target), grouped(of(State::blocked)) + " of " + applications_text(applications_.size()));
    html_.text((of(State::blocked) == 1 ? " is" : " are") + std::string(" blocked on ") +
               subject_.targets[target]->name + "; " + grouped(of(State::ready_with_remedies)) + " with a remedy, " +
               grouped(of(State::ready)) + " ready, and of " + grouped(of(State::unassessed)) + " nobody can tell.");
  }

  void device_headline(std::size_t at) {
    const RegisterTarget& target = subject_.answer->targets[at];
    const std::uint64_t blocked = target.of(DeviceReadiness::blocked);
    const auto item = html_.in("li");
    link(html_, "devices", grouped(blocked) + " of " + counted(subject_.answer->devices, "device", "devices"));
    html_.text((blocked == 1 ? " has" : " have") + std::string(" an application that blocks on ") +
               subject_.targets[at]->name + "; " + grouped(target.of(DeviceReadiness::ready)) +
               " are ready, and of the others not all is known.");
    if (target.order.empty()) return;
    const readiness::UnblockingStep& first = target.order.front();
    html_.text(" The first step, " + subject_.answer->spelled(first.action) + ", unblocks " + grouped(first.devices) +
               ".");
  }

  // A bar, and below it a row for each of its parts with what it means; the last row is the sum.
  template <typename Means>
  void partition(const std::string& id, const std::string& caption, const char* parts_are, const char* counts_are,
                 const std::vector<Part>& parts, std::uint64_t sum, const Means& means_of) {
    stacked_bar(html_, id + "-bar", caption, parts);
    const Table table(html_, id + "-table", caption,
                      {{parts_are}, {counts_are, page::number}, {"share", page::number}, {"means"}});
    for (std::size_t i = 0; i < parts.size(); i++) {
      const auto row = html_.in("tr");
      {
        const auto label = html_.in("th", {{"scope", "row"}, {"class", "id"}});
        swatch(html_, parts[i].fill);
        html_.text(parts[i].label);
      }
      cell(html_, parts[i].count);
      share_cell(html_, parts[i].count, sum);
      cell(html_, means_of(i));
    }
    const auto row = html_.in("tr", {{"class", "sum"}});
    head_cell(html_, "sum");
    cell(html_, sum);
    share_cell(html_, sum, sum);
    cell(html_, "");
  }

  // --- By target

  static std::string target_id(std::size_t target) { return "t" + std::to_string(target + 1); }

  void targets() {
    for (std::size_t i = 0; i < subject_.targets.size(); i++) {
      const readiness::Target& target = *subject_.targets[i];
      const StateCounts counts = counts_on(subject_, &target);
      const std::string id = target_id(i), caption = "Applications by state on " + target.name;
      const auto whole = html_.in("div", {{"class", "whole"}, {"id", id}});
      std::vector<Part> parts;
      std::uint64_t sum = 0;
      for (const State state : readiness_states) {
        const std::uint64_t count = counts[static_cast<std::size_t>(state)];
        parts.push_back({std::string(spelled(state)), count, fill_of(state)});
        sum += count;
      }
      html_.element("h3", target.name);
      partition(id, caption, "state", "applications", parts, sum,
                [](std::size_t state) { return means(readiness_states[state]); });
    }
  }

  // --- The matrix

  std::string application_id(std::size_t at) const { return "a" + std::to_string(at + 1); }

  void application_name(std::size_t at) {
    if (at < sections_) {
      link(html_, application_id(at), applications_[at].application->name);
    } else {
      page::write_name(html_, applications_[at].application->name);
    }
  }

  void matrix() {
    {
      std::vector<Table::Column> columns = {{"application"}};
      for (const readiness::Target* target : subject_.targets) columns.push_back({target->name});
      const Table table(html_, "matrix-table",
                        matrix_ < applications_.size()
                            ? "The " + grouped(matrix_) + " applications in whose way most stands, on each target"
                            : "Each application on each target, those in whose way most stands first",
                        columns);
      for (std::size_t at = 0; at < matrix_; at++) matrix_row(at);
    }
    if (matrix_ < applications_.size()) rest();
  }

  void matrix_row(std::size_t at) {
    const auto row = html_.in("tr");
    {
      const auto label = html_.in("th", {{"scope", "row"}, {"class", "path"}});
      application_name(at);
    }
    for (const ReadinessRow& each : applications_[at].rows) {
      const auto state = html_.in("td", {{"class", "id"}});
      swatch(html_, fill_of(each.state()));
      html_.text(spelled(each.state()));
      if (each.is_tested()) html_.text(" (tested)");
    }
  }

  // Those without a row, by how they stand on all targets.
  void rest() {
    std::map<std::vector<State>, std::vector<std::size_t>> by_states;
    for (std::size_t at = matrix_; at < applications_.size(); at++) {
      std::vector<State> states;
      for (const ReadinessRow& row : applications_[at].rows) states.push_back(row.state());
      by_states[states].push_back(at);
    }
    html_.element("h3", "The other " + applications_text(applications_.size() - matrix_)).line();
    std::size_t named = 0;
    for (const auto& [states, all] : by_states) {
      std::string text;
      for (std::size_t i = 0; i < states.size(); i++)
        text += (text.empty() ? "" : ", ") + std::string(spelled(states[i])) +
                (subject_.targets.size() > 1 ? " on " + subject_.targets[i]->name : "");
      html_.element("p", text + ": " + applications_text(all.size())).line();
      const std::size_t shown = std::min(all.size(), page_max.named - named);
      names({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown)}, all.size() - shown);
      named += shown;
    }
  }

  void names(const std::vector<std::size_t>& shown, std::size_t more) {
    const auto list = html_.in("p", {{"class", "names"}});
    for (std::size_t i = 0; i < shown.size(); i++) {
      if (i > 0) html_.text(", ").empty("wbr");
      application_name(shown[i]);
    }
    if (more > 0) html_.text(" and " + grouped(more) + " more, which --format csv has");
  }

  // --- The devices of a register

  void devices() {
    const RegisterAnswer& answer = *subject_.answer;
    for (std::size_t i = 0; i < answer.targets.size(); i++) {
      const RegisterTarget& target = answer.targets[i];
      const std::string id = "d" + std::to_string(i + 1), name = subject_.targets[i]->name;
      {
        const auto whole = html_.in("div", {{"class", "whole"}});
        html_.element("h3", name);
        device_partition(target, id, "Devices by how their applications stand to " + name);
      }
      if (target.of(DeviceReadiness::blocked) == 0) continue;
      alone(target, id + "-alone", "What unblocks most devices for " + name + ", each alone");
      order(target, id + "-order", "What unblocks most devices for " + name + ", in an order");
    }
  }

  void device_partition(const RegisterTarget& target, const std::string& id, const std::string& caption) {
    struct DeviceFill {
      DeviceReadiness readiness;
      Fill fill;
    };
    constexpr DeviceFill fills[] = {
        {DeviceReadiness::ready, Fill::good},         {DeviceReadiness::blocked, Fill::bad},
        {DeviceReadiness::unassessed, Fill::unknown}, {DeviceReadiness::never_judged, Fill::presumed},
        {DeviceReadiness::not_listed, Fill::outside}, {DeviceReadiness::retired, Fill::paid}};
    std::vector<Part> parts;
    for (const DeviceFill& each : fills)
      parts.push_back({std::string(spelled(each.readiness)), target.of(each.readiness), each.fill});
    partition(id, caption, "devices", "how many", parts, subject_.answer->devices,
              [&](std::size_t part) { return means_for_devices(fills[part].readiness); });
  }

  void unblocks_bar(std::uint64_t unblocked, std::uint64_t blocked) {
    const auto drawn = html_.in("td", {{"class", "drawn"}});
    bar(html_, unblocked, blocked, Fill::good);
  }

  void alone(const RegisterTarget& target, const std::string& id, const std::string& caption) {
    const std::uint64_t blocked = target.of(DeviceReadiness::blocked);
    const std::size_t shown = std::min(target.alone.size(), page_max.actions);
    {
      const Table table(html_, id, caption,
                        {{"what is done"},
                         {"unblocks", page::number},
                         {"of " + grouped(blocked) + " blocked"},
                         {"of them ready", page::number},
                         {"helps on", page::number},
                         {"applications", page::number}});
      for (std::size_t i = 0; i < shown; i++) {
        const readiness::Unblocking& each = target.alone[i];
        const auto row = html_.in("tr");
        html_.element("th", subject_.answer->spelled(each.action), {{"scope", "row"}, {"class", "path"}});
        cell(html_, each.devices);
        unblocks_bar(each.devices, blocked);
        cell(html_, each.settled);
        cell(html_, each.standing);
        cell(html_, each.applications);
      }
    }
    more_actions(target.alone.size(), shown);
  }

  void order(const RegisterTarget& target, const std::string& id, const std::string& caption) {
    const std::uint64_t blocked = target.of(DeviceReadiness::blocked);
    const std::size_t shown = std::min(target.order.size(), page_max.actions);
    {
      const Table table(html_, id, caption,
                        {{"step", page::number},
                         {"what is done"},
                         {"unblocks", page::number},
                         {"after this", page::number},
                         {"of " + grouped(blocked) + " blocked"},
                         {"of them ready", page::number}});
      for (std::size_t i = 0; i < shown; i++) {
        const readiness::UnblockingStep& step = target.order[i];
        const auto row = html_.in("tr");
        cell(html_, i + 1);
        html_.element("th", subject_.answer->spelled(step.action), {{"scope", "row"}, {"class", "path"}});
        cell(html_, step.devices);
        cell(html_, step.unblocked);
        unblocks_bar(step.unblocked, blocked);
        cell(html_, step.settled);
      }
    }
    more_actions(target.order.size(), shown);
  }

  void more_actions(std::size_t all, std::size_t shown) {
    if (all > shown) say(html_, "And " + grouped(all - shown) + " more: --format json has all.");
  }

  void links() {
    const RegisterAnswer& answer = *subject_.answer;
    std::vector<const RegisterApplication*> linked, unlinked;
    for (const RegisterApplication& each : answer.applications)
      (each.links.empty() ? unlinked : linked).push_back(&each);
    std::stable_sort(linked.begin(), linked.end(),
                     [](const auto* a, const auto* b) { return a->devices > b->devices; });
    const std::size_t shown = std::min(linked.size(), page_max.linked);
    say(html_, grouped(linked.size()) + " of " + applications_text(answer.applications.size()) +
                   " are programs that devices list; of " + grouped(unlinked.size()) +
                   " no device is known to list any.");
    if (shown > 0) {
      const Table table(html_, "linked-table", "Applications on most devices, and why they are held to be there",
                        {{"application"}, {"devices", page::number}, {"is"}, {"because"}});
      for (std::size_t i = 0; i < shown; i++)
        for (const RegisterApplication::Link& link : linked[i]->links) {
          const auto row = html_.in("tr");
          html_.element("th", linked[i]->name, {{"scope", "row"}, {"class", "path"}});
          cell(html_, linked[i]->devices);
          cell(html_, link.program);
          html_.element("td", link.why, {{"class", "path"}});
        }
    }
    more_actions(linked.size(), shown);
    list_names("Applications that no device is known to list", unlinked.size(), [&](std::size_t i) {
      return unlinked[i]->name + (unlinked[i]->doubts.empty() ? "" : " (" + unlinked[i]->doubts.front() + ")");
    });
    list_names("Programs that devices list and nobody judged", answer.never_judged.size(), [&](std::size_t i) {
      return answer.never_judged[i].program + " (" + counted(answer.never_judged[i].devices, "device", "devices") + ")";
    });
  }

  template <typename Name>
  void list_names(const char* heading, std::size_t all, Name name) {
    if (all == 0) return;
    html_.element("h3", std::string(heading) + ": " + grouped(all)).line();
    const auto list = html_.in("p", {{"class", "names"}});
    const std::size_t shown = std::min(all, page_max.unlinked);
    for (std::size_t i = 0; i < shown; i++) {
      if (i > 0) html_.text(", ").empty("wbr");
      page::write_name(html_, name(i));
    }
    if (shown < all) html_.text(" and " + grouped(all - shown) + " more, which --format json has");
  }

  // --- What blocks most

  const readiness::Rule& rule_of(std::size_t rule) const { return subject_.rules.rules()[rule]; }
  std::string rule_id(std::size_t rule) const { return "rule-" + std::to_string(rule + 1); }

  void blockers() {
    if (rules_.empty()) return say(html_, "No rule holds for any of these applications.");
    const Table table(html_, "blockers-table", "Rules by how many applications they mean on any of the targets",
                      {{"what stands in the way"},
                       {"blocks", page::number},
                       {"of " + grouped(applications_.size())},
                       {"not as it is", page::number},
                       {"degrades", page::number},
                       {"warns", page::number}});
    for (const RuleFigure& figure : rules_) {
      const auto row = html_.in("tr");
      {
        const auto label = html_.in("th", {{"scope", "row"}});
        link(html_, rule_id(figure.rule), rule_of(figure.rule).title);
      }
      cell(html_, figure.blocks);
      {
        const auto drawn = html_.in("td", {{"class", "drawn"}});
        const std::uint64_t rest = applications_.size() - std::min<std::uint64_t>(figure.blocks, applications_.size());
        const Part parts[] = {{"", figure.not_as_it_is, Fill::bad},
                              {"", figure.blocks - figure.not_as_it_is, Fill::fair},
                              {"", rest, Fill::none}};
        small_stacked_bar(html_, parts);
      }
      cell(html_, figure.not_as_it_is);
      cell(html_, figure.degrades);
      cell(html_, figure.warns);
    }
  }

  // --- Each application

  void applications() {
    if (told_ == 0) return say(html_, "Nothing is known to stand in the way of any application.");
    for (std::size_t at = 0; at < sections_; at++) application(at);
    if (sections_ == told_) return;
    say(html_, "Something is known of " + applications_text(told_ - sections_) +
                   " more, in whose way less stands: --format csv and json have what, with its evidence.");
  }

  void application(std::size_t at) {
    const ApplicationRows& each = applications_[at];
    html_.element("h3", each.application->name, {{"id", application_id(at)}, {"class", "path"}}).line();
    states(each);
    findings(at, each);
    opaque(each);
  }

  void states(const ApplicationRows& each) {
    const auto list = html_.in("ul", {{"class", "states"}});
    for (const ReadinessRow& row : each.rows) {
      const auto item = html_.in("li");
      swatch(html_, fill_of(row.state()));
      html_.text(std::string(spelled(row.state())) + " on " + row.target->name);
      if (!row.test) continue;
      const readiness::Test& test = *row.test;
      html_.text(std::string(row.test_is_old ? "; another version of it was tested by " : ": tested by ") + test.by +
                 " on " + to_string(test.on) + ", " + std::string(spelled(test.result)) +
                 (test.ran.empty() ? "" : ", by running " + test.ran) +
                 (row.test_is_old ? "" : "; the rules alone say " + std::string(spelled(row.verdict.state))));
    }
  }

  // One finding, on all targets on which the same is said.
  struct Told {
    const readiness::Finding* finding = nullptr;
    std::vector<const readiness::Target*> on;
  };

  static std::vector<Told> told_of(const ApplicationRows& each) {
    std::vector<Told> all;
    for (const ReadinessRow& row : each.rows)
      for (const readiness::Finding& finding : row.verdict.findings) {
        const auto same = std::find_if(all.begin(), all.end(), [&](const Told& told) {
          return told.finding->rule == finding.rule && told.finding->is == finding.is &&
                 told.finding->says == finding.says && told.finding->remedies == finding.remedies;
        });
        if (same == all.end()) {
          all.push_back({&finding, {row.target}});
        } else {
          same->on.push_back(row.target);
        }
      }
    std::stable_sort(all.begin(), all.end(),
                     [](const Told& a, const Told& b) { return a.finding->is < b.finding->is; });
    return all;
  }

  void findings(std::size_t at, const ApplicationRows& each) {
    const std::vector<Told> all = told_of(each);
    if (all.empty()) return;
    {
      const Table table(html_, application_id(at) + "-table", "What stands in the way of " + each.application->name,
                        {{"how bad"}, {"what"}, {"shown by"}, {"remedy"}});
      for (std::size_t i = 0; i < std::min(all.size(), page_max.findings); i++) finding(each, all[i]);
    }
    if (all.size() > page_max.findings)
      say(html_, "And " + counted(all.size() - page_max.findings, "finding", "findings") +
                     " more, no worse: --format json has all.");
  }

  void finding(const ApplicationRows& each, const Told& told) {
    const readiness::Finding& finding = *told.finding;
    const readiness::Rule& rule = rule_of(finding.rule);
    const auto row = html_.in("tr");
    id_cell(html_, spelled(finding.is));
    {
      const auto what = html_.in("td", {{"class", "wide"}});
      html_.element("strong", rule.title).text(": " + finding.says + ".");
      const auto more = html_.in("span", {{"class", "more"}});
      if (told.on.size() < subject_.targets.size()) {
        html_.text("On ");
        for (std::size_t i = 0; i < told.on.size(); i++) html_.text((i == 0 ? "" : ", ") + told.on[i]->name);
        html_.text(". ");
      }
      html_.text("Known from ");
      link(html_, rule_id(finding.rule), rule.citation.title);
      if (!rule.citation.section.empty()) html_.text(", " + rule.citation.section);
      html_.text(" (" + rule.citation.verified + ").");
    }
    {
      const auto shown = html_.in("td", {{"class", "wide path"}});
      for (std::size_t i = 0; i < std::min(finding.evidence.size(), page_max.evidence); i++) {
        const readiness::Shown& evidence = finding.evidence[i];
        if (i > 0) html_.empty("br");
        html_.text(each.application->files[evidence.file].path + ": ")
            .element("code", harmless(evidence.fact, page_max.evidence_bytes));
      }
      if (finding.files > readiness::files_shown_max)
        html_.empty("br").text("and " + grouped(finding.files - readiness::files_shown_max) + " more files");
    }
    const auto remedies = html_.in("td");
    if (finding.remedies.empty()) html_.text("none known");
    for (std::size_t i = 0; i < finding.remedies.size(); i++) {
      const readiness::Remedy& remedy = subject_.rules.remedy(finding.remedies[i]);
      html_.text(i == 0 ? "" : "; or ").text(remedy.title + (remedy.discharges ? "" : " (not as it is)"));
    }
  }

  void opaque(const ApplicationRows& each) {
    // What cannot be looked into is so whatever the target.
    const std::vector<readiness::Opaque>& files = each.rows.front().verdict.opaque;
    if (files.empty()) return;
    const auto told = html_.in("p");
    html_.element("strong", "Not looked into: ");
    const std::size_t shown = std::min(files.size(), page_max.opaque);
    for (std::size_t i = 0; i < shown; i++)
      html_.text((i == 0 ? "" : "; ") + each.application->files[files[i].file].path + ", " +
                 harmless(files[i].why, page_max.evidence_bytes));
    if (shown < files.size()) html_.text("; and " + counted(files.size() - shown, "file", "files") + " more");
    html_.text(".");
  }

  // --- Rules and how to read it

  void citations() {
    if (rules_.empty()) return say(html_, "No rule holds for any of these applications.");
    const Table table(html_, "citations-table", "The rules that hold here, and from where each is known",
                      {{"rule"}, {"what breaks"}, {"known from"}, {"read on"}, {"how surely"}});
    for (const RuleFigure& figure : rules_) {
      const readiness::Rule& rule = rule_of(figure.rule);
      const auto row = html_.in("tr", {{"id", rule_id(figure.rule)}});
      id_cell(html_, rule.id);
      {
        const auto what = html_.in("td", {{"class", "wide"}});
        html_.element("strong", rule.title).text(": " + rule.why + ".");
      }
      {
        const auto from = html_.in("td", {{"class", "wide"}});
        html_.text(rule.citation.title + (rule.citation.section.empty() ? "" : ", " + rule.citation.section));
        html_.element("span", rule.citation.where, {{"class", "more path"}});
      }
      page::whole_cell(html_, rule.citation.read);
      cell(html_, rule.citation.verified + ", " + rule.confidence + " confidence");
    }
  }

  void method() {
    const auto list = html_.in("dl", {{"class", "terms"}});
    const auto term = [&](std::string_view word, std::string_view what) {
      html_.element("dt", word).element("dd", what).line();
    };
    for (const State state : readiness_states) term(spelled(state), means(state));
    term(
        "blocks, degrades, warns",
        "It does not start, does not install or does not do what it is for; something of it does not work; it may not, "
        "depending on what a file does not show.");
    term("not as it is", "A remedy that changes or replaces the program. All others leave it as it is.");
    term("tested", "A person ran this version of it on the target. That outranks what the rules say.");
    term("primary, secondary, unverified",
         "The maker's own words were read; others tell it; nobody could verify it, and then it only warns.");
  }

  void reproduction() {
    {
      const auto told = html_.in("p");
      html_.text("Made by " + origin_.program + " with this command:");
    }
    const auto told = html_.in("p");
    html_.element("code", origin_.command);
  }

  const ReadinessSubject& subject_;
  const Origin& origin_;
  Html html_;
  std::vector<ApplicationRows> applications_;
  std::vector<RuleFigure> rules_;
  std::size_t told_ = 0, sections_ = 0, matrix_ = 0;  // So many of the first of applications_.
};

std::span<const page::SectionOf<ReadinessPage>> ReadinessPage::own_sections() {
  static constexpr page::SectionOf<ReadinessPage> all[] = {
      {"headlines", "In short", &ReadinessPage::headlines, nullptr, false},
      {"targets", "By target", &ReadinessPage::targets},
      {"matrix", "Each application on each target", &ReadinessPage::matrix},
      {"devices", "Which devices that frees", &ReadinessPage::devices, &ReadinessPage::has_register},
      {"blockers", "What blocks most", &ReadinessPage::blockers},
      {"applications", "What stands in the way of each", &ReadinessPage::applications},
      {"links", "Which programs of devices these are", &ReadinessPage::links, &ReadinessPage::has_register},
      {"citations", "Rules and their sources", &ReadinessPage::citations},
      {"method", "How to read this", &ReadinessPage::method},
      {"reproduction", "How to make this report again", &ReadinessPage::reproduction, nullptr, false},
  };
  return all;
}

}  // namespace

void write_readiness_page(const ReadinessSubject& subject, const Origin& origin, std::ostream& out) {
  ReadinessPage(subject, origin, out).write();
  out << "\n";
}

}  // namespace shoal::report
