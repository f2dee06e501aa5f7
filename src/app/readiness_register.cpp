#include "app/readiness_register.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "app/applications.hpp"
#include "app/register.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "ingest/encoding.hpp"
#include "ingest/program_links.hpp"

namespace shoal::app {
namespace {

using readiness::Application;
using readiness::ApplicationFile;
using readiness::FactKind;
using report::DeviceReadiness;
using report::RegisterAnswer;

constexpr std::size_t steps_max = 1000;

// --- What files say

// The files of an application that stand for themselves, not inside another.
std::vector<const ApplicationFile*> standing_files(const Application& application) {
  std::set<std::string_view> paths;
  for (const ApplicationFile& file : application.files) paths.insert(file.path);
  std::vector<const ApplicationFile*> standing;
  for (const ApplicationFile& file : application.files) {
    const std::string_view path = file.path;
    bool inside = false;
    for (auto slash = path.find('/'); slash != path.npos && !inside; slash = path.find('/', slash + 1))
      inside = paths.contains(path.substr(0, slash));
    if (!inside) standing.push_back(&file);
  }
  return standing;
}

// Where the file stands on the disk. An application that is one file has its path for a name.
std::filesystem::path path_of(const Application& application, const ApplicationFile& file) {
  std::error_code failed;
  const std::filesystem::path root = application.name;
  return std::filesystem::is_directory(root, failed) ? root / file.path : root;
}

std::string text_of(const readiness::FactSheet& sheet, FactKind kind, std::string_view name) {
  const auto fact = sheet.first(kind, name);
  return fact ? std::string(trimmed(fact->value)) : std::string();
}

std::string stem_of(const std::string& path) { return std::filesystem::path(path).stem().string(); }

void add_package_names(const ApplicationFile& file, std::vector<estate::ToldName>& names) {
  const std::string product = text_of(file.sheet, FactKind::msi_property, "ProductName"),
                    maker = text_of(file.sheet, FactKind::msi_property, "Manufacturer");
  for (const char* code : {"ProductCode", "UpgradeCode"})
    if (std::string told = text_of(file.sheet, FactKind::msi_property, code); !told.empty())
      names.push_back({estate::NamedBy::code, std::move(told), {}, file.path + ", " + code});
  if (!product.empty()) names.push_back({estate::NamedBy::product, product, maker, file.path + ", ProductName"});
}

bool is_run(const ApplicationFile& file) {
  if (role_of(file.sheet) != Role::program) return false;
  const auto has_flag = [&](std::string_view name) { return file.sheet.first(FactKind::image_flag, name).has_value(); };
  return !has_flag("dll") && !has_flag("library");
}

std::ptrdiff_t depth_of(const ApplicationFile& file) { return std::count(file.path.begin(), file.path.end(), '/'); }

void add_program_names(std::span<const ApplicationFile* const> standing, std::vector<estate::ToldName>& names) {
  std::ptrdiff_t highest = PTRDIFF_MAX;
  for (const ApplicationFile* file : standing)
    if (is_run(*file)) highest = std::min(highest, depth_of(*file));
  for (const ApplicationFile* file : standing) {
    if (!is_run(*file) || depth_of(*file) != highest) continue;
    const std::string product = text_of(file->sheet, FactKind::version, "ProductName");
    if (!product.empty())
      names.push_back({estate::NamedBy::product, product, text_of(file->sheet, FactKind::version, "CompanyName"),
                       file->path + ", ProductName"});
    names.push_back({estate::NamedBy::file, stem_of(file->path), {}, file->path});
  }
}

// --- What is kept

store::KeptFinding kept_finding(const readiness::Finding& finding, const readiness::RuleSet& rules) {
  const readiness::Rule& rule = rules.rules()[finding.rule];
  return {rule.id, std::string(spelled(finding.is)), finding.says, finding.remedies};
}

store::KeptName kept_name(const estate::ToldName& told) {
  return {std::string(spelled(told.by)), told.name, told.publisher, told.place};
}

std::vector<estate::ToldName> told_names(const store::KeptReadiness& kept) {
  std::vector<estate::ToldName> names;
  for (const store::KeptName& each : kept.names)
    if (const auto by = estate::named_by(each.from)) names.push_back({*by, each.name, each.publisher, each.place});
  return names;
}

// What a person said earlier of each application.
using PersonsNames = std::map<std::string, std::vector<store::KeptName>>;
PersonsNames persons_names(const std::vector<store::KeptReadiness>& kept) {
  PersonsNames names;
  for (const store::KeptReadiness& each : kept) {
    std::vector<store::KeptName> own = each.names;
    std::erase_if(own, [](const store::KeptName& name) { return name.from != spelled(estate::NamedBy::person); });
    if (!own.empty()) names[each.application] = std::move(own);
  }
  return names;
}

std::optional<readiness::State> state_in(std::string_view word) {
  for (std::size_t i = 0; i < readiness::state_count; i++)
    if (spelled(static_cast<readiness::State>(i)) == word) return static_cast<readiness::State>(i);
  return std::nullopt;
}

// --- What it means for the devices

// Remedies by number: those that are known, and behind them those that only the register knows.
class RemedyNumbers {
 public:
  RemedyNumbers(const std::vector<readiness::Remedy>& known, std::vector<RegisterAnswer::NamedRemedy>& named)
      : named_(named) {
    for (const readiness::Remedy& each : known) {
      add({each.id, each.title + (each.discharges ? "" : " (not as it is)"), each.kind});
      as_is_.push_back(each.discharges);
    }
  }
  // Whether it leaves the program as it is; one that only the register knows is not known to.
  bool is_as_is(std::uint32_t number) const { return number < as_is_.size() && as_is_[number]; }
  std::uint32_t number_of(const std::string& id) {
    const auto at = numbers_.find(id);
    return at != numbers_.end() ? at->second : add({id, id, ""});
  }

 private:
  std::uint32_t add(RegisterAnswer::NamedRemedy remedy) {
    const auto number = static_cast<std::uint32_t>(named_.size());
    numbers_.emplace(remedy.id, number);
    named_.push_back(std::move(remedy));
    return number;
  }
  std::vector<RegisterAnswer::NamedRemedy>& named_;
  std::vector<bool> as_is_;
  std::map<std::string, std::uint32_t> numbers_;
};

// The findings that keep an application from a target, each with what discharges it; none where nothing blocks.
std::vector<std::vector<std::uint32_t>> blocking_findings(const report::RegisterVerdict& verdict,
                                                          const store::KeptReadiness& kept, RemedyNumbers& remedies) {
  if (verdict.is_tested()) {
    switch (verdict.test->result) {
      case readiness::TestResult::works:
        return {};
      case readiness::TestResult::works_with_remedy:
        if (!verdict.test->remedy.empty()) return {{remedies.number_of(verdict.test->remedy)}};
        return {{}};
      case readiness::TestResult::fails:
        return {{}};
    }
  }
  std::vector<std::vector<std::uint32_t>> findings;
  for (const store::KeptFinding& finding : kept.findings) {
    if (finding.severity != spelled(readiness::Severity::blocks)) continue;
    std::vector<std::uint32_t>& numbers = findings.emplace_back();
    for (const std::string& id : finding.remedies) numbers.push_back(remedies.number_of(id));
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  }
  return findings;
}

class Asking {
 public:
  Asking(std::vector<store::KeptReadiness> kept, const std::vector<store::KeptTest>& tests,
         const std::vector<estate::Device>& devices, const estate::Applications& listed,
         const std::vector<readiness::Remedy>& remedies, RegisterAnswer& answer)
      : kept_(std::move(kept)),
        devices_(devices),
        listed_(listed),
        answer_(answer),
        remedies_(remedies, answer.remedies) {
    for (const store::KeptTest& each : tests)
      if (const auto result = readiness::test_result_in(each.result))
        tests_[{each.application, each.target}].push_back(
            {each.digest, *result, each.on, each.by, each.ran, each.remedy});
    programs_on_.resize(devices.size());
    for (std::uint32_t program = 0; program < listed.found.size(); program++)
      for (const std::uint32_t device : listed.found[program].devices) programs_on_[device].push_back(program);
  }

  void answer(const std::vector<std::string>& targets) {
    add_applications();
    for (const std::string& target : targets) add_target(target);
    for (std::size_t program = 0; program < listed_.found.size(); program++)
      if (applications_of_[program].empty())
        answer_.never_judged.push_back({listed_.found[program].name, listed_.found[program].devices.size()});
  }

  TargetStands stands(const std::string& target) {
    add_applications();
    TargetStands made;
    made.applications.resize(answer_.applications.size());
    for (std::size_t i = 0; i < made.applications.size(); i++) made.applications[i].name = answer_.applications[i].name;
    for (std::size_t i = 0; i < kept_.size(); i++) {
      const report::RegisterVerdict& verdict = answer_.verdicts[i];
      if (verdict.target != target) continue;
      TargetStands::Application& application = made.applications[verdict.application];
      application.blocks = !blocking_findings(verdict, kept_[i], remedies_).empty();
      application.needs_remedy = application.blocks && verdict.state() == readiness::State::ready_with_remedies;
      application.is_unassessed = verdict.state() == readiness::State::unassessed;
    }
    made.of_program = std::move(applications_of_);
    return made;
  }

 private:
  void add_applications() {
    const estate::ProgramLinker linker(listed_);
    applications_of_.resize(listed_.found.size());
    for (std::size_t i = 0; i < kept_.size(); i++) {
      const store::KeptReadiness& kept = kept_[i];
      if (answer_.applications.empty() || answer_.applications.back().name != kept.application) {
        // The names of the verdict that was given last.
        const store::KeptReadiness* latest = &kept;
        for (std::size_t k = i; k < kept_.size() && kept_[k].application == kept.application; k++)
          if (kept_[k].on > latest->on) latest = &kept_[k];
        add_application(linker.link(told_names(*latest)), kept.application);
      }
      answer_.verdicts.push_back(verdict_of(kept));
    }
  }

  void add_application(const estate::Linked& linked, const std::string& name) {
    report::RegisterApplication made{name, {}, linked.doubts, 0};
    std::set<std::uint32_t> on;
    for (const estate::ProgramLink& link : linked.links) {
      made.links.push_back({listed_.found[link.application].name, link.why});
      applications_of_[link.application].push_back(static_cast<std::uint32_t>(answer_.applications.size()));
      for (const std::uint32_t device : listed_.found[link.application].devices)
        if (!devices_[device].retired) on.insert(device);
    }
    made.devices = on.size();
    answer_.applications.push_back(std::move(made));
  }

  report::RegisterVerdict verdict_of(const store::KeptReadiness& kept) const {
    report::RegisterVerdict verdict;
    verdict.application = answer_.applications.size() - 1;
    verdict.target = kept.target;
    verdict.judged = kept.on;
    verdict.rules = state_in(kept.state).value_or(readiness::State::unassessed);
    const auto tests = tests_.find({kept.application, kept.target});
    if (tests == tests_.end()) return verdict;
    const readiness::Standing standing = readiness::standing_of(tests->second, kept.digest);
    const readiness::Test* test = standing.counts != nullptr ? standing.counts : standing.old;
    if (test != nullptr) verdict.test = *test;
    verdict.test_is_old = standing.counts == nullptr;
    return verdict;
  }

  // To replace or to rebuild is work on each application: in an order that is its mending, and no step for all.
  std::vector<readiness::BlockingApplication> in_one_go(std::vector<readiness::BlockingApplication> blocking) const {
    for (readiness::BlockingApplication& each : blocking)
      for (std::vector<std::uint32_t>& finding : each.findings)
        std::erase_if(finding, [&](std::uint32_t remedy) { return !remedies_.is_as_is(remedy); });
    return blocking;
  }

  // How each application stands to one target.
  struct Stand {
    bool judged = false, blocks = false, unassessed = false;
  };

  void add_target(const std::string& target) {
    std::vector<Stand> stands(answer_.applications.size());
    std::vector<readiness::BlockingApplication> blocking(answer_.applications.size());
    for (std::size_t i = 0; i < kept_.size(); i++) {
      const report::RegisterVerdict& verdict = answer_.verdicts[i];
      if (verdict.target != target) continue;
      auto findings = blocking_findings(verdict, kept_[i], remedies_);
      stands[verdict.application] = {true, !findings.empty(), verdict.state() == readiness::State::unassessed};
      blocking[verdict.application].findings = std::move(findings);
    }
    report::RegisterTarget made{target, {}, {}, {}};
    std::map<std::vector<std::uint32_t>, readiness::BlockedDevices> groups;
    for (std::size_t d = 0; d < devices_.size(); d++) {
      std::vector<std::uint32_t> blocked_by;
      bool unassessed = false, never = false;
      for (const std::uint32_t program : programs_on_[d]) {
        bool judged = false;
        for (const std::uint32_t application : applications_of_[program]) {
          const Stand& stand = stands[application];
          judged = judged || stand.judged;
          unassessed = unassessed || stand.unassessed;
          if (stand.blocks) blocked_by.push_back(application);
        }
        never = never || !judged;
      }
      const DeviceReadiness readiness = devices_[d].retired                   ? DeviceReadiness::retired
                                        : !devices_[d].known->programs_listed ? DeviceReadiness::not_listed
                                        : !blocked_by.empty()                 ? DeviceReadiness::blocked
                                        : unassessed                          ? DeviceReadiness::unassessed
                                        : never                               ? DeviceReadiness::never_judged
                                                                              : DeviceReadiness::ready;
      made.devices[static_cast<std::size_t>(readiness)]++;
      if (readiness != DeviceReadiness::blocked) continue;
      std::sort(blocked_by.begin(), blocked_by.end());
      blocked_by.erase(std::unique(blocked_by.begin(), blocked_by.end()), blocked_by.end());
      readiness::BlockedDevices& group = groups[blocked_by];
      group.devices++;
      if (!unassessed && !never) group.settled++;
    }
    std::vector<readiness::BlockedDevices> blocked;
    for (auto& [applications, group] : groups) {
      group.applications = applications;
      blocked.push_back(std::move(group));
    }
    const auto remedies = static_cast<std::uint32_t>(answer_.remedies.size());
    made.alone = readiness::unblocking(blocking, blocked, remedies);
    made.order = readiness::unblocking_order(in_one_go(blocking), blocked, remedies, steps_max);
    std::vector<std::uint64_t> unblocks(answer_.applications.size(), 0);
    for (const readiness::Unblocking& each : made.alone)
      if (each.action.kind == readiness::Action::Kind::application) unblocks[each.action.at] = each.devices;
    for (report::RegisterVerdict& verdict : answer_.verdicts)
      if (verdict.target == target) verdict.unblocks = unblocks[verdict.application];
    answer_.targets.push_back(std::move(made));
  }

  std::vector<store::KeptReadiness> kept_;  // As answer_.verdicts.
  const std::vector<estate::Device>& devices_;
  const estate::Applications& listed_;
  RegisterAnswer& answer_;
  RemedyNumbers remedies_;
  std::map<std::pair<std::string, std::string>, std::vector<readiness::Test>> tests_;
  std::vector<std::vector<std::uint32_t>> programs_on_;      // By device: positions in listed_.found.
  std::vector<std::vector<std::uint32_t>> applications_of_;  // By program: positions in answer_.applications.
};

std::string last_part(const std::string& name) { return name.substr(name.find_last_of("/\\") + 1); }

}  // namespace

std::string digest_of(const Application& application) {
  std::vector<std::string> lines;
  for (const ApplicationFile* file : standing_files(application)) {
    if (role_of(file->sheet) == Role::other) continue;
    std::ifstream in(path_of(application, *file), std::ios::binary);
    Sha256 hash;
    std::vector<char> piece(std::size_t{1} << 20U);
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0)
      hash.add({piece.data(), static_cast<std::size_t>(in.gcount())});
    if (!in.eof()) return {};
    lines.push_back(hash.hex() + " " + file->path + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return sha256_hex(all);
}

std::vector<estate::ToldName> names_of(const Application& application) {
  const std::vector<const ApplicationFile*> standing = standing_files(application);
  std::vector<estate::ToldName> names;
  for (const ApplicationFile* file : standing) add_package_names(*file, names);
  const bool told =
      std::any_of(names.begin(), names.end(), [](const auto& each) { return each.by == estate::NamedBy::product; });
  if (!told) add_program_names(standing, names);
  names.push_back({estate::NamedBy::file, stem_of(application.name), {}, "the name of its folder or file"});
  return names;
}

Result<estate::KeptProgramLinks> read_links(const std::filesystem::path& path) {
  auto bytes = load_table(path, "a table of links");
  if (!bytes) return std::move(bytes).error().within(path.string());
  auto decoded = ingest::decode(*bytes);
  if (!decoded) return std::move(decoded).error().within(path.string());
  auto links = ingest::read_program_links(decoded->text(), path.string());
  if (!links) return std::move(links).error().within(path.string());
  return links;
}

Result<void> keep_readiness(store::Store& store, const Portfolio& portfolio, std::span<const Judged> judged,
                            const readiness::RuleSet& rules, std::span<const readiness::Target* const> targets,
                            std::span<const estate::KeptProgramLink> links, const std::string& links_place,
                            const Keeping& keeping) {
  const std::vector<store::KeptReadiness> before = SHOAL_TRY(store.readiness(Day::max(), Day::max()));
  PersonsNames persons = persons_names(before);
  std::set<std::string> renamed;
  for (const estate::KeptProgramLink& link : links) {
    std::vector<store::KeptName>& names = persons[link.application];
    if (renamed.insert(link.application).second) names.clear();
    names.push_back(
        kept_name({estate::NamedBy::person, link.program, {}, links_place + " line " + std::to_string(link.line)}));
  }
  store::Batch batch;
  batch.received = keeping.received;
  batch.program = keeping.program;
  std::string digest;
  std::vector<store::KeptName> names;
  for (std::size_t i = 0; i < judged.size(); i++) {
    const Judged& each = judged[i];
    const Application& application = portfolio.applications[each.application];
    if (i == 0 || judged[i - 1].application != each.application) {
      digest = digest_of(application);
      names.clear();
      if (const auto told = persons.find(application.name); told != persons.end()) names = told->second;
      for (const estate::ToldName& told : names_of(application)) names.push_back(kept_name(told));
    }
    store::KeptReadiness kept{application.name,
                              targets[each.target]->id,
                              keeping.on,
                              digest,
                              std::string(spelled(each.verdict.state)),
                              {},
                              names};
    for (const readiness::Finding& finding : each.verdict.findings)
      kept.findings.push_back(kept_finding(finding, rules));
    batch.readiness.push_back(std::move(kept));
  }
  SHOAL_TRY(store.keep(batch));
  return {};
}

Result<std::string> keep_test(store::Store& store, const std::string& application, const std::string& target,
                              const readiness::Test& test, const Keeping& keeping) {
  const std::vector<store::KeptReadiness> all = SHOAL_TRY(store.readiness(Day::max(), Day::max()));
  std::vector<const store::KeptReadiness*> meant;
  std::set<std::string_view> names;
  for (const store::KeptReadiness& each : all) names.insert(each.application);
  const bool whole = names.contains(application);
  for (const store::KeptReadiness& each : all)
    if (each.target == target && (whole ? each.application : last_part(each.application)) == application)
      meant.push_back(&each);
  if (meant.size() > 1)
    return Error{
        ErrorKind::conflict, "app.several_applications",
        "several applications are called " + application + ": " + meant[0]->application + ", " + meant[1]->application};
  if (meant.empty()) {
    std::string message = "the register keeps no verdict on " + application + " for " + target;
    const std::vector<std::string_view> known(names.begin(), names.end());
    if (const auto near = nearest(application, known); near && !whole)
      message += "; did you mean " + std::string(*near) + "?";
    return Error{ErrorKind::not_found, "app.no_application", message};
  }
  const store::KeptReadiness& kept = *meant.front();
  store::Batch batch;
  batch.received = keeping.received;
  batch.program = keeping.program;
  batch.tests.push_back({kept.application, target, test.on, kept.digest, std::string(spelled(test.result)), test.by,
                         test.ran, test.remedy});
  SHOAL_TRY(store.keep(batch));
  return kept.application;
}

Result<TargetStands> stands_on(store::Store& store, const std::vector<estate::Device>& devices,
                               const estate::Applications& listed, const std::string& target, Day as_of, Day known_at) {
  const std::vector<store::KeptTest> tests = SHOAL_TRY(store.tests(as_of, known_at));
  std::vector<store::KeptReadiness> kept = SHOAL_TRY(store.readiness(as_of, known_at));
  std::erase_if(kept, [&](const store::KeptReadiness& each) { return each.target != target; });
  const std::vector<readiness::Remedy> no_remedies;
  RegisterAnswer answer;
  return Asking(std::move(kept), tests, devices, listed, no_remedies, answer).stands(target);
}

Result<RegisterAnswer> ask_readiness(store::Store& store, const knowledge::Pack& pack,
                                     const std::vector<readiness::Remedy>& remedies,
                                     const std::vector<std::string>& targets, Day as_of, Day known_at) {
  const Reading reading = SHOAL_TRY(read_register(store, as_of, known_at, store::Detail::judged));
  const std::vector<store::KeptTest> tests = SHOAL_TRY(store.tests(as_of, known_at));
  std::vector<store::KeptReadiness> kept = SHOAL_TRY(store.readiness(as_of, known_at));
  std::vector<std::string> asked = targets;
  if (asked.empty()) {
    std::set<std::string> all;
    for (const store::KeptReadiness& each : kept) all.insert(each.target);
    asked.assign(all.begin(), all.end());
  } else {
    std::erase_if(kept, [&](const store::KeptReadiness& each) {
      return std::find(asked.begin(), asked.end(), each.target) == asked.end();
    });
  }
  const estate::Applications listed = applications_of(pack, reading.devices);
  RegisterAnswer answer;
  answer.as_of = as_of;
  answer.known_at = known_at;
  answer.devices = reading.devices.size();
  Asking(std::move(kept), tests, reading.devices, listed, remedies, answer).answer(asked);
  return answer;
}

}  // namespace shoal::app
