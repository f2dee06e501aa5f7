#include "readiness/hardware.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/rule.hpp"

namespace shoal::readiness {
namespace {

constexpr std::array<std::string_view, need_count> need_names = {
    "64-bit", "arm64",  "nx",     "pae",  "sse2", "cmpxchg16b", "lahf-sahf",   "prefetchw",
    "sse4.2", "popcnt", "memory", "disk", "tpm",  "uefi",       "secure-boot", "listed"};

// --- Which processor it is

// The number behind `word` and a blank: 42 behind "Model".
std::optional<std::uint32_t> number_behind(std::string_view text, std::string_view word) {
  const auto at = text.find(word);
  if (at == text.npos) return std::nullopt;
  text.remove_prefix(at + word.size());
  return parse_number(text.substr(0, text.find_first_not_of("0123456789")));
}

// Whether `text` is as `pattern` says: # stands for a digit, * for any letters.
bool is_named(std::string_view text, std::string_view pattern) {
  while (!pattern.empty() && pattern.front() != '*') {
    if (text.empty()) return false;
    if (pattern.front() == '#' ? !is_digit(text.front()) : pattern.front() != text.front()) return false;
    text.remove_prefix(1);
    pattern.remove_prefix(1);
  }
  if (pattern.empty()) return text.empty();
  pattern.remove_prefix(1);
  for (std::size_t i = 0; i <= text.size(); i++)
    if (is_named(text.substr(i), pattern)) return true;
  return false;
}

bool fits(const ProcessorKind& kind, const ProcessorId& id) {
  return !kind.vendor.empty() && kind.vendor == id.vendor && kind.family == id.family && kind.model_min <= id.model &&
         id.model <= kind.model_max && kind.stepping_min <= id.stepping && id.stepping <= kind.stepping_max;
}

const ProcessorKind* kind_of(const HardwareBook& book, const Machine& machine, const std::optional<ProcessorId>& id) {
  if (id)
    for (const ProcessorKind& kind : book.processors)
      if (fits(kind, *id)) return &kind;
  if (machine.processor_name.empty()) return nullptr;
  const std::string name = plain_processor_name(machine.processor_name);
  for (const ProcessorKind& kind : book.processors)
    for (const std::string& pattern : kind.names)
      if (is_named(name, pattern)) return &kind;
  return nullptr;
}

// --- One need after the other

constexpr std::string_view ask_processor = "a list with the processor's name, or systeminfo, would tell";

// Judges the needs of one machine.
class Judge {
 public:
  Judge(const HardwareBook& book, const Machine& machine)
      : book_(book), machine_(machine), id_(parse_processor(machine.processor)), kind_(kind_of(book, machine, id_)) {
    const std::string made = lower_ascii(machine.maker) + "|" + lower_ascii(machine.model);
    virtual_ = std::any_of(book.virtual_models.begin(), book.virtual_models.end(),
                           [&](const std::string& pattern) { return is_like(made, pattern); });
    running_.os = machine.os;
    running_.build = machine.build;
    running_.arch = machine.arch;
    running_.server = machine.server;
  }

  bool is_virtual() const { return virtual_; }
  const ProcessorKind* kind() const { return kind_; }

  NeedVerdict on(const Requirement& requirement) const {
    NeedVerdict verdict;
    verdict.requirement = &requirement;
    const Answer answer = answer_to(requirement);
    verdict.met = answer.met;
    verdict.says = answer.says;
    return verdict;
  }

 private:
  struct Answer {
    Met met = Met::untold;
    std::string says;
  };

  Answer answer_to(const Requirement& requirement) const {
    switch (requirement.need) {
      case Need::arm64:
        return arm();
      case Need::memory:
        return size(machine_.memory_mb, requirement.at_least, true, "systeminfo or a list of devices would tell");
      case Need::disk:
        if (machine_.disk_mb == 0 && disk_proved_by_running() >= requirement.at_least)
          return {Met::yes, "the Windows that it runs needs as much"};
        return size(machine_.disk_mb, requirement.at_least, false,
                    "a list of devices with the size of the disk would tell");
      case Need::tpm:
        return tpm(requirement.at_least);
      case Need::uefi:
        return uefi();
      case Need::secure_boot:
        return secure_boot();
      case Need::listed:
        return listed();
      case Need::long_mode:
      case Need::nx:
      case Need::pae:
      case Need::sse2:
      case Need::cx16:
      case Need::lahf:
      case Need::prefetchw:
      case Need::sse42:
      case Need::popcnt:
        break;
    }
    return feature(requirement.need);
  }

  // A release that runs proves what it does not start without.
  bool proved_by_running(Need need) const {
    if (machine_.os == 0) return false;
    return std::any_of(book_.requirements.begin(), book_.requirements.end(), [&](const Requirement& each) {
      return each.kind == NeedKind::runs && each.need == need && each.on.means(running_);
    });
  }

  // The disk that the release which runs was installed on has at least this size.
  std::uint64_t disk_proved_by_running() const {
    std::uint64_t proved = 0;
    if (machine_.os == 0) return proved;
    for (const Requirement& each : book_.requirements)
      if (each.need == Need::disk && each.kind == NeedKind::minimum && each.on.means(running_))
        proved = std::max(proved, std::uint64_t{each.at_least});
    return proved;
  }

  Answer feature(Need need) const {
    if (machine_.arch == "arm64") return {Met::no, "its processor is an ARM"};
    if (proved_by_running(need)) return {Met::yes, "the Windows that it runs does not start without"};
    if (need == Need::nx && machine_.execute_disable == true) return {Met::yes, "Windows says so"};
    if (need == Need::long_mode && id_ && id_->long_mode) return {Met::yes, "Windows says so: " + machine_.processor};
    if (kind_ == nullptr)
      return {Met::untold, machine_.processor.empty() && machine_.processor_name.empty()
                               ? "no source tells its processor; " + std::string(ask_processor)
                               : "its processor is in no table: " +
                                     (machine_.processor.empty() ? machine_.processor_name : machine_.processor) +
                                     "; Coreinfo on it would tell"};
    if (!kind_->knows(need) || kind_->verified == "unverified")
      return {Met::untold, "not known of " + kind_->name + "; Coreinfo on it would tell"};
    if (!kind_->has_need(need)) return {Met::no, kind_->name + " lacks it"};
    if (virtual_) return {Met::untold, "it is a virtual machine, and its host decides; Coreinfo on it would tell"};
    return {Met::yes, kind_->name + " has it"};
  }

  Answer arm() const {
    if (machine_.arch == "arm64") return {Met::yes, "it runs a Windows for ARM"};
    if (machine_.arch.empty()) return {Met::untold, "no source tells its kind of processor"};
    return {Met::no, "its processor is no ARM"};
  }

  // Firmware and graphics keep some of the memory to themselves, and Windows for 32 bits sees at most some 3 GB: a
  // sixteenth less than was asked for is no lack, and up to a quarter less may be none.
  static Answer size(std::uint64_t told, std::uint64_t needed, bool some_is_kept, std::string_view ask) {
    if (told == 0) return {Met::untold, "no source tells it; " + std::string(ask)};
    const std::string says = grouped(told) + " MB of " + grouped(needed) + " MB";
    if (told >= needed || (some_is_kept && told >= needed - needed / 16)) return {Met::yes, says};
    if (some_is_kept && told >= needed - needed / 4)
      return {Met::untold,
              says + " can be used, and how much is installed is not told; a look at its firmware would tell"};
    return {Met::no, says};
  }

  Answer tpm(std::uint32_t needed) const {
    const auto version = [](std::uint32_t number) { return number == 20 ? "2.0" : "1.2"; };
    if (machine_.no_tpm)
      return {Met::no, "none answers, where " + std::string(version(needed)) +
                           " is needed; it may be turned off in the firmware"};
    if (machine_.tpm == 0) return {Met::untold, "no source tells it; tpm.msc, Get-Tpm or a list of devices would tell"};
    if (machine_.tpm == 1) return {Met::untold, "there is one, of a version that no source tells"};
    const std::string says = std::string(version(machine_.tpm)) + " of " + version(needed);
    return {machine_.tpm >= needed ? Met::yes : Met::no, says};
  }

  Answer uefi() const {
    if (machine_.uefi == true) return {Met::yes, "it starts by UEFI"};
    if (machine_.uefi == false)
      return {Met::untold, "it starts in the mode of a BIOS; whether its firmware has UEFI too, its setup would tell"};
    return {Met::untold, "no source tells it; msinfo32 or a list with the mode of the firmware would tell"};
  }

  Answer secure_boot() const {
    if (machine_.secure_boot == true) return {Met::yes, "it is on"};
    if (machine_.secure_boot == false)
      return {Met::untold, "it is off; whether it can be turned on, the firmware's setup would tell"};
    return {Met::untold, "no source tells it; msinfo32 or Confirm-SecureBootUEFI would tell"};
  }

  Answer listed() const {
    if (kind_ == nullptr)
      return {Met::untold, machine_.processor.empty() && machine_.processor_name.empty()
                               ? "no source tells its processor; " + std::string(ask_processor)
                               : "its processor is in no table; the maker's list would tell"};
    if (kind_->listed) return {*kind_->listed ? Met::yes : Met::no, kind_->name + (*kind_->listed ? " is" : " is not")};
    if (kind_->listed_platform && machine_.platform)
      return {*machine_.platform == *kind_->listed_platform ? Met::yes : Met::no,
              kind_->name + " of platform " + std::to_string(*machine_.platform)};
    return {Met::untold, "some of " + kind_->name +
                             " are; Platform Specific Field 1 of the registry or the processor's name would tell"};
  }

  const HardwareBook& book_;
  const Machine& machine_;
  std::optional<ProcessorId> id_;
  const ProcessorKind* kind_ = nullptr;
  bool virtual_ = false;
  Target running_;
};

Fitness state_of(const std::vector<NeedVerdict>& needs) {
  const auto any = [&](auto holds) { return std::any_of(needs.begin(), needs.end(), holds); };
  if (needs.empty()) return Fitness::unassessed;
  if (any([](const NeedVerdict& each) { return each.met == Met::no && each.requirement->kind != NeedKind::support; }))
    return Fitness::unfit;
  if (any([](const NeedVerdict& each) { return each.met == Met::untold; })) return Fitness::unassessed;
  return any([](const NeedVerdict& each) { return each.met == Met::no; }) ? Fitness::unsupported : Fitness::fit;
}

}  // namespace

std::string_view spelled(NeedKind kind) {
  constexpr std::string_view names[] = {"runs", "minimum", "support"};
  return names[static_cast<std::size_t>(kind)];
}

std::optional<NeedKind> need_kind_in(std::string_view word) {
  for (const NeedKind kind : {NeedKind::runs, NeedKind::minimum, NeedKind::support})
    if (spelled(kind) == word) return kind;
  return std::nullopt;
}

std::string_view spelled(Need need) { return need_names[static_cast<std::size_t>(need)]; }

std::optional<Need> need_in(std::string_view word) {
  const auto found = std::find(need_names.begin(), need_names.end(), word);
  if (found == need_names.end()) return std::nullopt;
  return static_cast<Need>(found - need_names.begin());
}

bool is_processor_feature(Need need) { return need == Need::long_mode || (need >= Need::nx && need <= Need::popcnt); }

std::string_view spelled(Fitness fitness) {
  constexpr std::string_view names[] = {"fit", "unsupported", "unfit", "unassessed"};
  return names[static_cast<std::size_t>(fitness)];
}

std::optional<ProcessorId> parse_processor(std::string_view text) {
  ProcessorId id;
  const auto family = number_behind(text, " Family "), model = number_behind(text, " Model ");
  const auto stepping = number_behind(text, " Stepping ");
  const auto last = text.rfind(' ');
  if (!family || !model || !stepping || last == text.npos) return std::nullopt;
  id.family = *family;
  id.model = *model;
  id.stepping = *stepping;
  id.vendor = text.substr(last + 1);
  if (parse_number(id.vendor)) id.vendor.clear();  // Where nothing follows the stepping.
  // "x86" is what Windows XP calls every processor, and later ones those without 64 bits.
  const std::string_view first = text.substr(0, text.find(' '));
  id.long_mode = first == "Intel64" || first == "AMD64" || first == "EM64T" || first == "x64";
  return id;
}

std::string plain_processor_name(std::string_view name) {
  std::string text = lower_ascii(name.substr(0, name.find('@')));
  for (const std::string_view mark :
       {"(r)", "(tm)", "\xC2\xAE", "\xE2\x84\xA2", "intel", "amd ", "genuine ", "processor", " cpu"})
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark)) text.replace(at, mark.size(), " ");
  std::string plain;
  for (const char c : text)
    if (c != ' ' || (!plain.empty() && plain.back() != ' ')) plain += c;
  while (!plain.empty() && plain.back() == ' ') plain.pop_back();
  return plain;
}

FitnessVerdict judge_hardware(const HardwareBook& book, const Machine& machine, const Target& target) {
  const Judge judge(book, machine);
  FitnessVerdict verdict;
  verdict.virtual_machine = judge.is_virtual();
  if (judge.kind() != nullptr) verdict.processor = judge.kind()->name;
  for (const Requirement& requirement : book.requirements)
    if (requirement.on.means(target)) verdict.needs.push_back(judge.on(requirement));
  verdict.state = state_of(verdict.needs);
  return verdict;
}

}  // namespace shoal::readiness
