#include "readiness/baseline.hpp"

#include "readiness/rule.hpp"

namespace shoal::readiness {

std::string_view spelled(Presence presence) {
  switch (presence) {
    case Presence::present:
      return "present";
    case Presence::absent:
      return "absent";
    case Presence::installable:
      return "installable";
    case Presence::unknown:
      break;
  }
  return "unknown";
}

Baseline Baseline::shipped(const std::vector<ModuleRow>& rows, const Target& target) {
  Baseline baseline;
  for (const ModuleRow& row : rows) {
    if (!row.on.means(target)) continue;
    if (row.module.find('*') == row.module.npos) {
      baseline.modules_.emplace(row.module, row.presence);
    } else {
      baseline.patterns_.emplace_back(row.module, row.presence);
    }
  }
  return baseline;
}

void Baseline::add_module(std::string_view module) { exports_.try_emplace(std::string(module)); }

void Baseline::add_export(std::string_view module, std::string_view function) {
  exports_[std::string(module)].emplace(function);
}

Presence Baseline::module(std::string_view module) const {
  if (complete_) return exports_.contains(std::string(module)) ? Presence::present : Presence::absent;
  if (const auto found = modules_.find(std::string(module)); found != modules_.end()) return found->second;
  for (const auto& [pattern, presence] : patterns_)
    if (is_like(module, pattern)) return presence;
  return Presence::unknown;
}

Presence Baseline::function(std::string_view module, std::string_view function) const {
  const Presence whole = this->module(module);
  if (!complete_ || whole != Presence::present) return whole;
  const auto& exports = exports_.find(std::string(module))->second;
  return exports.contains(std::string(function)) ? Presence::present : Presence::absent;
}

}  // namespace shoal::readiness
