#include "readiness/judge.hpp"

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "base/text.hpp"

namespace shoal::readiness {
namespace {

std::string name_of(std::string_view path) { return lower_ascii(path.substr(path.find_last_of("/\\") + 1)); }

void copy(const FactSheet& from, FactKind kind, FactSheet& to) {
  for (std::size_t i = 0; i < from.size(); i++) {
    if (from.kind(i) != kind) continue;
    const Fact fact = from[i];
    to.add(kind, fact.name, fact.value, fact.number, fact.at, fact.more);
  }
}

// The files of an application by what Windows finds them by, which is in any case.
class Neighbours {
 public:
  explicit Neighbours(const std::vector<ApplicationFile>& files) {
    for (const ApplicationFile& file : files) {
      by_path_.try_emplace(lower_ascii(file.path), &file);
      by_name_[name_of(file.path)].push_back(&file);
    }
  }

  const ApplicationFile* at(std::string_view path) const {
    const auto found = by_path_.find(lower_ascii(path));
    return found == by_path_.end() ? nullptr : found->second;
  }
  // Whether modules of that name are there, but all of them for other processors.
  bool only_for_others(std::string_view name, std::string_view machine) const {
    const auto found = by_name_.find(std::string(name));
    if (found == by_name_.end()) return false;
    return std::all_of(found->second.begin(), found->second.end(), [&](const ApplicationFile* file) {
      const auto other = file->sheet.first(FactKind::machine);
      return other && other->name != machine;
    });
  }

 private:
  std::unordered_map<std::string, const ApplicationFile*> by_path_;
  std::unordered_map<std::string, std::vector<const ApplicationFile*>> by_name_;
};

// What stands beside a program and speaks for it: "x.exe.config" and "x.exe.manifest".
void take_companions(ApplicationFile& file, const Neighbours& neighbours) {
  if (file.sheet.first(FactKind::format)->name != "pe") return;
  const auto companion = [&](std::string_view format) {
    const ApplicationFile* other = neighbours.at(file.path + "." + std::string(format));
    return other != nullptr && other->sheet.first(FactKind::format)->name == format ? other : nullptr;
  };
  if (const ApplicationFile* config = companion("config")) {
    file.sheet.add(FactKind::sibling, "config", config->path);
    copy(config->sheet, FactKind::clr, file.sheet);
  }
  if (const ApplicationFile* manifest = companion("manifest")) {
    // One inside the program comes before one beside it (Windows Vista and later).
    const bool has_own = file.sheet.first(FactKind::manifest).has_value();
    file.sheet.add(FactKind::sibling, "manifest", manifest->path);
    if (!has_own) copy(manifest->sheet, FactKind::manifest, file.sheet);
  }
}

bool is_import(FactKind kind) { return kind == FactKind::import || kind == FactKind::delay_import; }

// Modules that a program asks for and that stand beside it for another processor.
void compare_machines(ApplicationFile& file, const Neighbours& neighbours) {
  const auto machine = file.sheet.first(FactKind::machine);
  if (!machine) return;
  const std::string own(machine->name);
  std::unordered_set<std::string_view> asked;
  std::string_view last;  // One module's functions stand together.
  std::vector<std::string> others;
  for (std::size_t i = 0; i < file.sheet.size(); i++) {
    if (!is_import(file.sheet.kind(i))) continue;
    const std::string_view name = file.sheet[i].name;
    if (name == last) continue;
    last = name;
    if (asked.insert(name).second && neighbours.only_for_others(name, own)) others.emplace_back(name);
  }
  for (const std::string& other : others) file.sheet.add(FactKind::sibling, "other-machine", other);
}

// What of a package could not be unpacked, and why; nothing where all was.
std::optional<std::string> unpacked_in_part(const FactSheet& sheet) {
  constexpr std::size_t shown_max = 3;
  std::string shown;
  std::size_t count = 0;
  for (std::size_t i = 0; i < sheet.size(); i++) {
    if (sheet.kind(i) != FactKind::unread || sheet[i].name != "members" || ++count > shown_max) continue;
    shown.append(shown.empty() ? "" : "; ").append(sheet[i].value);
  }
  if (count == 0) return std::nullopt;
  if (count > shown_max) shown += "; and " + std::to_string(count - shown_max) + " more";
  return "a package of which not all is unpacked: " + shown;
}

// Why a file cannot be looked into; nothing where it can.
std::optional<std::string> opacity_of(const FactSheet& sheet) {
  if (const auto unread = sheet.first(FactKind::unread)) {
    for (const std::string_view whole : {"file", "headers", "budget", "yara"})
      if (unread->name == whole) return std::string(unread->value);
  }
  if (auto members = unpacked_in_part(sheet)) return members;
  if (const auto packer = sheet.first(FactKind::packer)) return "packed or protected: " + std::string(packer->name);
  if (const auto installer = sheet.first(FactKind::installer))
    if (installer->name != "msi") return "an installer (" + std::string(installer->name) + "), whose files are inside";
  return std::nullopt;
}

// For which processor a file asks for modules: what has none of its own, such as a program of 16 bits, finds others.
std::string_view machine_of(const FactSheet& sheet, const Target& target) {
  if (sheet.size() > 0 && sheet[0].name != "pe") return "none";
  const auto machine = sheet.first(FactKind::machine);
  return machine ? machine->name : std::string_view(target.arch);
}

// The services for which one waits, by its column: names with "[~]" behind each. Those with "+" before them are groups.
std::vector<std::string_view> services_in(std::string_view column) {
  constexpr std::string_view behind = "[~]";
  std::vector<std::string_view> names;
  while (!column.empty()) {
    const std::string_view name = column.substr(0, column.find(behind));
    if (!name.empty() && name[0] != '+') names.push_back(name);
    column.remove_prefix(std::min(column.size(), name.size() + behind.size()));
  }
  return names;
}

// Whether its manifest names an assembly that has the module.
bool is_beside(const Baseline& baseline, const FactSheet& sheet, std::string_view module, std::string_view machine) {
  for (std::size_t i = 0; i < sheet.size(); i++) {
    if (sheet.kind(i) != FactKind::manifest) continue;
    const Fact fact = sheet[i];
    if (fact.name == "dependency" && baseline.has_beside(lower_ascii(fact.value), module, machine)) return true;
  }
  return false;
}

bool is_header(const Fact& fact) {
  return fact.kind == FactKind::format || fact.kind == FactKind::machine || fact.kind == FactKind::subsystem ||
         fact.kind == FactKind::image_flag;
}

State state_of(const ApplicationVerdict& verdict) {
  const auto any = [&](auto&& is) { return std::any_of(verdict.findings.begin(), verdict.findings.end(), is); };
  if (any([](const Finding& each) { return each.is == Severity::blocks && !each.dischargeable; }))
    return State::blocked;
  if (!verdict.opaque.empty()) return State::unassessed;
  if (any([](const Finding& each) { return each.is != Severity::warns; })) return State::ready_with_remedies;
  return State::ready;
}

}  // namespace

std::string_view spelled(State state) {
  switch (state) {
    case State::ready:
      return "ready";
    case State::ready_with_remedies:
      return "ready with remedies";
    case State::blocked:
      return "blocked";
    case State::unassessed:
      break;
  }
  return "unassessed";
}

void relate(Application& application) {
  const Neighbours neighbours(application.files);
  for (ApplicationFile& file : application.files) {
    take_companions(file, neighbours);
    compare_machines(file, neighbours);
  }
}

Assessment::Assessment(const RuleSet& rules, const Application& application)
    : rules_(rules), application_(application) {
  hits_.reserve(application.files.size());
  conditions_.reserve(application.files.size());
  for (std::uint32_t i = 0; i < application.files.size(); i++) {
    const ApplicationFile& file = application.files[i];
    hits_.push_back(rules.none());
    rules.meet(file.sheet, i, hits_.back());
    modules_.try_emplace(name_of(file.path), OwnModule{i, false, false, {}});
    read_package(file.sheet);
    if (auto why = opacity_of(file.sheet)) opaque_.push_back({i, *std::move(why)});
  }
  for (const ApplicationFile& file : application.files) {
    std::string_view asked;
    for (std::size_t at = 0; at < file.sheet.size(); at++) {
      if (!is_import(file.sheet.kind(at)) || file.sheet[at].name == asked) continue;
      asked = file.sheet[at].name;
      if (const auto own = modules_.find(asked); own != modules_.end() && !own->second.is_asked)
        read_exports(own->second);
    }
  }
}

// What the tables of a package say, of the next file.
void Assessment::read_package(const FactSheet& sheet) {
  conditions_.emplace_back();
  service_rows_.emplace_back();
  for (std::uint32_t at = 0; at < sheet.size(); at++) {
    if (sheet.kind(at) == FactKind::msi_condition) {
      if (auto parsed = MsiCondition::parse(sheet[at].value)) conditions_.back().push_back({at, *std::move(parsed)});
    } else if (sheet.kind(at) == FactKind::msi_row && sheet[at].name == "ServiceInstall") {
      service_rows_.back().push_back(at);
      services_.insert(lower_ascii(column_of(sheet[at].value, "Name")));
    }
  }
}

void Assessment::read_exports(OwnModule& module) const {
  module.is_asked = true;
  const FactSheet& sheet = application_.files[module.file].sheet;
  for (std::size_t i = 0; i < sheet.size(); i++)
    if (sheet.kind(i) == FactKind::export_) module.functions.insert(sheet[i].name);
  module.has_any = module.functions.empty() || sheet.first(FactKind::unread);
}

// Whether the application brings the function itself. A module whose exports could not be read is taken to have it.
bool Assessment::is_own(std::string_view module, std::string_view function) const {
  const auto found = modules_.find(module);
  if (found == modules_.end()) return false;
  const OwnModule& own = found->second;
  return function.empty() || own.has_any || function[0] == '#' || own.functions.contains(function);
}

// The conditions of a package that are false on the target, whatever else is so on the machine.
void Assessment::add_false_conditions(const Target& target, std::uint32_t file, FactSheet& told) const {
  if (conditions_[file].empty()) return;
  const FactSheet& package = application_.files[file].sheet;
  const MsiProperties properties = msi_properties(target, package);
  for (const Stated& stated : conditions_[file]) {
    const Fact fact = package[stated.fact];
    if (stated.condition.judge(properties).truth == Truth::no)
      told.add(FactKind::condition_false, fact.name, fact.value, fact.number, fact.at, fact.more);
  }
}

// What a program asks for that neither the application nor the target has. One module's functions stand together.
void Assessment::add_unresolved(const Target& target, const Baseline& baseline, const FactSheet& sheet,
                                FactSheet& told) const {
  const std::string_view machine = machine_of(sheet, target);
  std::string_view asked;
  Baseline::Module module;
  for (std::size_t i = 0; i < sheet.size(); i++) {
    if (!is_import(sheet.kind(i))) continue;
    const Fact fact = sheet[i];
    if (fact.name != asked) {
      asked = fact.name;
      module = baseline.module(asked, machine);
    }
    const Presence presence = baseline.function(module, fact.value);
    if (presence != Presence::absent && presence != Presence::installable) continue;
    const bool has_module = module.presence() == Presence::present;
    if (is_own(asked, fact.value) || (!has_module && is_beside(baseline, sheet, asked, machine))) continue;
    told.add(fact.kind == FactKind::import ? FactKind::unresolved : FactKind::unresolved_delay, asked, fact.value,
             has_module && presence == Presence::absent ? 1 : 0, fact.at);
  }
}

void Assessment::add_unresolved_services(const Baseline& baseline, std::uint32_t file, FactSheet& told) const {
  for (const std::uint32_t row : service_rows_[file]) {
    const Fact fact = application_.files[file].sheet[row];
    for (const std::string_view service : services_in(column_of(fact.value, "Dependencies")))
      if (baseline.service(service) == Presence::absent && !services_.contains(lower_ascii(service)))
        told.add(FactKind::unresolved_service, service, column_of(fact.value, "Name"), 0, fact.at);
  }
}

FactSheet Assessment::told_by(const Target& target, const Baseline& baseline, std::uint32_t number) const {
  FactSheet told;
  add_false_conditions(target, number, told);
  const ApplicationFile& file = application_.files[number];
  add_unresolved(target, baseline, file.sheet, told);
  add_unresolved_services(baseline, number, told);
  return told;
}

ApplicationVerdict Assessment::on(const Target& target, const Baseline& baseline) const {
  const auto count = static_cast<std::uint32_t>(application_.files.size());
  std::vector<FactSheet> told;
  std::vector<Hits> with_told(count);  // Of the files of which the target tells anything.
  told.reserve(count);
  for (std::uint32_t i = 0; i < count; i++) {
    told.push_back(told_by(target, baseline, i));
    if (told.back().size() == 0) continue;
    with_told[i] = hits_[i];
    rules_.meet(told.back(), count + i, with_told[i]);
  }
  const auto hits = [&](std::uint32_t i) -> const Hits& { return told[i].size() == 0 ? hits_[i] : with_told[i]; };
  Hits together;
  if (count != 1) {
    together = rules_.none();
    for (std::uint32_t i = 0; i < count; i++) together.add(hits(i));
  }
  const Hits& all = count == 1 ? hits(0) : together;

  const auto fact_of = [&](const Evidence& each) {
    return each.file < count ? application_.files[each.file].sheet[each.fact] : told[each.file - count][each.fact];
  };
  // What a file is says less than what is in it, and is shown only where nothing else is.
  const auto show = [&](std::size_t rule, const Hits& met, Finding& finding) {
    const std::vector<Evidence> shown = rules_.evidence(rule, met);
    const bool says_more =
        std::any_of(shown.begin(), shown.end(), [&](const Evidence& each) { return !is_header(fact_of(each)); });
    for (const Evidence& each : shown)
      if (const Fact fact = fact_of(each); !says_more || !is_header(fact))
        finding.evidence.push_back({each.file < count ? each.file : each.file - count, to_line(fact)});
  };

  ApplicationVerdict verdict;
  verdict.opaque = opaque_;
  for (const std::size_t i : rules_.candidates(all)) {
    Finding finding;
    finding.rule = i;
    bool holds = false;
    if (rules_.rules()[i].whole_application) {
      holds = rules_.holds(i, all);
      if (holds) show(i, all, finding);
    } else {
      for (std::uint32_t file = 0; file < count; file++) {
        if (!rules_.holds(i, hits(file))) continue;
        holds = true;
        if (finding.files++ < files_shown_max) show(i, hits(file), finding);
      }
    }
    if (holds && say(target, finding)) verdict.findings.push_back(std::move(finding));
  }
  std::stable_sort(verdict.findings.begin(), verdict.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.is < b.is; });
  verdict.state = state_of(verdict);
  return verdict;
}

// What a rule that holds says of the target, and what helps there; false where it says nothing.
bool Assessment::say(const Target& target, Finding& finding) const {
  const Rule& rule = rules_.rules()[finding.rule];
  const Verdict* row = rule.verdict_on(target);
  if (row == nullptr) return false;
  finding.is = row->is;
  finding.says = row->says.empty() ? rule.why : row->says;
  for (const std::string& id : rule.remedies) {
    const Remedy& remedy = rules_.remedy(id);
    if (!remedy.on.means(target)) continue;
    finding.remedies.push_back(id);
    finding.dischargeable = finding.dischargeable || remedy.discharges;
  }
  return true;
}

}  // namespace shoal::readiness
