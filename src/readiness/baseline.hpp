// What a target has: which modules, and which functions they export.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "readiness/target.hpp"

namespace shoal::readiness {

/// What is known of a module or a function on a target.
enum class Presence : std::uint8_t {
  present,
  absent,       ///< Known not to be there.
  installable,  ///< Not there unless somebody adds it: an optional feature, a redistributable package.
  unknown,      ///< What we hold does not decide it.
};
/// "present", "absent", "installable", "unknown".
std::string_view spelled(Presence presence);

/// What data/rules/modules.csv says of a module on some targets.
struct ModuleRow {
  std::string module;  ///< In lower case; a * stands for any letters.
  TargetSelector on;
  Presence presence = Presence::unknown;
};

/// The modules of one target. Until an image of it was read, the shipped table decides, which knows few modules and no
/// functions.
class Baseline {
 public:
  /// From the shipped table. Of rows that mean the target, the first for a module counts.
  static Baseline shipped(const std::vector<ModuleRow>& rows, const Target& target);

  /// From an image: every module that it has, with what each exports; a module that was not added is absent.
  /// `name` is what answers call it.
  explicit Baseline(std::string name) : name_(std::move(name)), complete_(true) {}
  void add_module(std::string_view module);
  void add_export(std::string_view module, std::string_view function);

  const std::string& name() const { return name_; }
  bool is_image() const { return complete_; }

  /// `module` in lower case. Contracts of API sets ("api-ms-win-...") are present where the image has them, and by the
  /// shipped table as it says.
  Presence module(std::string_view module) const;
  /// Of an image absent where the module does not export it; otherwise as the module.
  Presence function(std::string_view module, std::string_view function) const;

 private:
  Baseline() = default;
  std::string name_ = "the shipped table";
  bool complete_ = false;
  std::unordered_map<std::string, Presence> modules_;
  std::vector<std::pair<std::string, Presence>> patterns_;
  std::unordered_map<std::string, std::unordered_set<std::string>> exports_;
};

}  // namespace shoal::readiness
