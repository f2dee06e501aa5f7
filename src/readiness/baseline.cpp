#include "readiness/baseline.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "base/text.hpp"
#include "readiness/rule.hpp"

namespace shoal::readiness {
namespace {

// What answers call an image: with what tells it from another of the same name.
std::string told_of(const SystemImage& image) {
  std::string machines;
  for (const ImageModule& module : image.modules) {
    if (machines.ends_with(module.machine) || module.machine.empty()) continue;
    machines += (machines.empty() ? "" : " and ") + module.machine;
  }
  std::string told = image.name + " (";
  if (image.registry.build != 0) told += "build " + std::to_string(image.registry.build) + ", ";
  return told + (machines.empty() ? "no modules" : machines) + ", read " + to_string(image.read) + ")";
}

// Where a function is forwarded to, "ntdll.RtlMoveMemory".
struct Forward {
  std::string module;  // In lower case, with its extension.
  std::string_view function;
};
std::optional<Forward> forward_in(std::string_view text) {
  const auto dot = text.find_last_of('.');
  if (dot == text.npos || dot == 0) return std::nullopt;
  Forward forward{lower_ascii(text.substr(0, dot)), text.substr(dot + 1)};
  if (forward.module.find('.') == forward.module.npos) forward.module += ".dll";
  return forward;
}

}  // namespace

// Puts an image's modules where they are found.
class Baseline::Maker {
 public:
  explicit Maker(const SystemImage& image) : image_(image) {}

  Baseline make() {
    made_.is_image_ = true;
    made_.name_ = told_of(image_);
    made_.arch_ = image_.arch;
    for (const ApiSet& set : image_.api_sets) made_.contracts_.try_emplace(set.name, Contract{set.host, set.hosts_for});
    made_.contract_version_ = image_.api_set_version;
    made_.beside_ = image_.side_by_side;
    made_.has_services_ = image_.has_system;
    made_.services_ = image_.registry.services;
    for (const ImageModule& module : image_.modules) add(module);
    for (const auto& [shelf, module, function, forwarded] : forwards_)
      made_.functions_[function].is_there = leads_somewhere(made_.shelves_[shelf], module, forwarded);
    return std::move(made_);
  }

 private:
  // Modules are in order, those of a processor stand together.
  void add(const ImageModule& module) {
    if (made_.shelves_.empty() || made_.shelves_.back().machine != module.machine)
      made_.shelves_.push_back({module.machine, {}});
    made_.shelves_.back().modules.try_emplace(module.name, static_cast<std::uint32_t>(made_.entries_.size()));
    const auto begin = static_cast<std::uint32_t>(made_.functions_.size());
    for (const ImageExport& each : module.exports) {
      const auto at = static_cast<std::uint32_t>(made_.functions_.size());
      made_.functions_.push_back(
          {static_cast<std::uint32_t>(made_.text_.size()), static_cast<std::uint32_t>(each.name.size()), true});
      made_.text_ += each.name;
      made_.ordinals_.push_back({each.ordinal, at});
      forwarded_.push_back(each.forwarded_to);
      if (!each.forwarded_to.empty())
        forwards_.push_back({made_.shelves_.size() - 1, module.name, at, each.forwarded_to});
    }
    std::stable_sort(made_.ordinals_.begin() + begin, made_.ordinals_.end(),
                     [](const Ordinal& a, const Ordinal& b) { return a.ordinal < b.ordinal; });
    made_.entries_.push_back({begin, static_cast<std::uint32_t>(made_.functions_.size()), module.is_read});
  }

  bool leads_somewhere(const Shelf& shelf, std::string_view importer, std::string_view text) const {
    std::string asks(importer);
    for (int step = 0; step < forwards_max; step++) {
      const auto forward = forward_in(text);
      if (!forward) return false;
      const Module module = made_.find(shelf, forward->module, asks);
      if (module.presence() != Presence::present) return module.presence() == Presence::unknown;
      const Entry& entry = made_.entries_[module.entry_];
      const Function* function = made_.find(entry, forward->function);
      if (function == nullptr) return !entry.is_known;
      text = forwarded_[static_cast<std::size_t>(function - made_.functions_.data())];
      if (text.empty()) return true;
      asks = forward->module;
    }
    return false;
  }

  struct Forwarded {
    std::size_t shelf = 0;
    std::string_view module;
    std::uint32_t function = 0;
    std::string_view to;
  };

  const SystemImage& image_;
  Baseline made_;
  std::vector<std::string_view> forwarded_;  // By function.
  std::vector<Forwarded> forwards_;
};

Baseline Baseline::of(const SystemImage& image) { return Maker(image).make(); }

Baseline Baseline::shipped(const std::vector<ModuleRow>& modules, const std::vector<FunctionRow>& functions,
                           const Target& target) {
  Baseline baseline;
  for (const ModuleRow& row : modules) {
    if (!row.on.means(target)) continue;
    if (row.module.find('*') == row.module.npos) {
      baseline.table_.emplace(row.module, row.presence);
    } else {
      baseline.patterns_.emplace_back(row.module, row.presence);
    }
  }
  for (const FunctionRow& row : functions) {
    if (!row.on.means(target)) continue;
    const auto at = static_cast<std::uint32_t>(baseline.told_functions_.size());
    const auto [module, is_new] = baseline.told_modules_.try_emplace(row.module, at);
    if (is_new) baseline.told_functions_.emplace_back();
    baseline.told_functions_[module->second].emplace(row.function, row.presence);
  }
  return baseline;
}

const Baseline::Shelf* Baseline::shelf(std::string_view machine) const {
  const auto found =
      std::find_if(shelves_.begin(), shelves_.end(), [&](const Shelf& s) { return s.machine == machine; });
  return found == shelves_.end() ? nullptr : &*found;
}

// Version 6 of the schema leaves the last number of a contract's name aside; versions before it had all of the name but
// its first four letters.
const Baseline::Contract* Baseline::contract(std::string_view name) const {
  if (contracts_.empty() || !(name.starts_with("api-") || name.starts_with("ext-"))) return nullptr;
  if (name.ends_with(".dll")) name.remove_suffix(4);
  const auto found = contracts_.find(contract_version_ >= 6 ? name.substr(0, name.find_last_of('-')) : name.substr(4));
  return found == contracts_.end() ? nullptr : &found->second;
}

Baseline::Module Baseline::find(const Shelf& shelf, std::string_view name, std::string_view importer) const {
  Module module;
  module.presence_ = Presence::absent;
  if (const Contract* kept = contract(name)) {
    name = kept->host;
    for (const auto& [asks, host] : kept->hosts_for)
      if (asks == importer) name = host;
  }
  const auto found = shelf.modules.find(name);
  if (found == shelf.modules.end()) return module;
  module.presence_ = Presence::present;
  module.entry_ = found->second;
  return module;
}

const Baseline::Function* Baseline::find(const Entry& entry, std::string_view function) const {
  if (const auto ordinal = function.starts_with('#') ? parse_number(function.substr(1)) : std::nullopt) {
    const auto end = ordinals_.begin() + entry.end;
    const auto at = std::lower_bound(ordinals_.begin() + entry.begin, end, *ordinal,
                                     [](const Ordinal& each, std::uint32_t wanted) { return each.ordinal < wanted; });
    return at == end || at->ordinal != *ordinal ? nullptr : &functions_[at->function];
  }
  const std::string_view text = text_;
  const auto name = [&](const Function& each) { return text.substr(each.begin, each.size); };
  const auto end = functions_.begin() + entry.end;
  const auto at = std::lower_bound(functions_.begin() + entry.begin, end, function,
                                   [&](const Function& each, std::string_view wanted) { return name(each) < wanted; });
  return at == end || name(*at) != function ? nullptr : &*at;
}

Baseline::Module Baseline::module(std::string_view name, std::string_view machine) const {
  if (is_image_) {
    const Shelf* own = shelf(machine);
    Module found = own != nullptr ? find(*own, name, {}) : Module();
    // Modules of ARM64 serve programs of x64 as well; which functions, their tables do not tell.
    const Shelf* other = machine == "x64" && arch_ == "arm64" ? shelf("arm64") : nullptr;
    if (found.presence_ != Presence::present && other != nullptr) found.presence_ = find(*other, name, {}).presence_;
    return found;
  }
  Module module;
  if (const auto told = told_modules_.find(name); told != told_modules_.end()) module.entry_ = told->second;
  if (const auto found = table_.find(name); found != table_.end()) {
    module.presence_ = found->second;
    return module;
  }
  for (const auto& [pattern, presence] : patterns_) {
    if (!is_like(name, pattern)) continue;
    module.presence_ = presence;
    return module;
  }
  return module;
}

Presence Baseline::function(const Module& module, std::string_view function) const {
  if (module.entry_ == none || function.empty()) return module.presence_;
  if (!is_image_) {
    const bool is_missing = module.presence_ == Presence::absent || module.presence_ == Presence::installable;
    const auto& told = told_functions_[module.entry_];
    const auto found = is_missing ? told.end() : told.find(function);
    return found == told.end() ? module.presence_ : found->second;
  }
  const Entry& entry = entries_[module.entry_];
  const Function* found = find(entry, function);
  if (found == nullptr) return entry.is_known ? Presence::absent : Presence::unknown;
  return found->is_there ? Presence::present : Presence::absent;
}

bool Baseline::has_beside(std::string_view assembly, std::string_view name, std::string_view machine) const {
  const auto key = std::tie(name, machine, assembly);
  const auto at =
      std::lower_bound(beside_.begin(), beside_.end(), key, [](const SideBySideModule& each, const auto& k) {
        return std::tuple<std::string_view, std::string_view, std::string_view>(each.name, each.machine,
                                                                                each.assembly) < k;
      });
  return at != beside_.end() && at->name == name && at->machine == machine && at->assembly == assembly;
}

Presence Baseline::service(std::string_view name) const {
  if (!has_services_) return Presence::unknown;
  return std::binary_search(services_.begin(), services_.end(), lower_ascii(name)) ? Presence::present
                                                                                   : Presence::absent;
}

}  // namespace shoal::readiness
