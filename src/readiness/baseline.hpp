// What a target has: which modules, and which functions they export.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "readiness/system_image.hpp"
#include "readiness/target.hpp"

namespace shoal::readiness {

/// What is known of a module or a function on a target.
enum class Presence : std::uint8_t {
  present,
  absent,       ///< Known not to be there.
  installable,  ///< Not there unless somebody adds it: an optional feature, a redistributable package.
  unknown,      ///< What we hold does not decide it.
};

/// What data/rules/modules.csv says of a module on some targets.
struct ModuleRow {
  std::string module;  ///< In lower case; a * stands for any letters.
  TargetSelector on;
  Presence presence = Presence::unknown;
};

/// What data/rules/functions.csv says of a function on some targets.
struct FunctionRow {
  std::string module;    ///< In lower case.
  std::string function;  ///< As programs import it.
  TargetSelector on;
  Presence presence = Presence::unknown;
};

/// How many times a function may be forwarded before it counts as absent: one that is forwarded in a ring never ends.
inline constexpr int forwards_max = 16;

/// The modules of one target: from the shipped tables, which know few of them and of those few functions, or from an
/// image, which has all.
class Baseline {
 public:
  /// From the shipped tables. Of rows that mean the target, the first for a module or a function counts.
  static Baseline shipped(const std::vector<ModuleRow>& modules, const std::vector<FunctionRow>& functions,
                          const Target& target);

  /// From an image that is in order: a module or function that it does not have is absent, and so is a function that is
  /// forwarded to one that is not there. Of processors for which the image has no module nothing is said.
  static Baseline of(const SystemImage& image);

  /// What answers stand on: "the shipped table of modules", or "golden (build 19045, x64 and x86, read 2026-11-26)".
  const std::string& name() const { return name_; }

  /// A module that was looked up, for asking of its functions.
  class Module {
   public:
    Presence presence() const { return presence_; }

   private:
    friend class Baseline;
    Presence presence_ = Presence::unknown;
    std::uint32_t entry_ = none;
  };
  /// The module of that name, in lower case, as a program for `machine` finds it; the shipped tables know no machines.
  /// Of a contract of API sets, the module that keeps it.
  Module module(std::string_view name, std::string_view machine) const;
  /// As the module; of one that an image has, absent where it does not export the function, "#12" by its ordinal; of
  /// one that the shipped table does not say to be missing, as the table of functions says where that has the function.
  Presence function(const Module& module, std::string_view function) const;

  /// Whether a program for `machine` finds the module where its manifest names `assembly`; both names in lower case.
  bool has_beside(std::string_view assembly, std::string_view name, std::string_view machine) const;

  /// Whether there is such a service, in any case of letters; unknown where no registry was read.
  Presence service(std::string_view name) const;

 private:
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename T>
  using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

  // Functions are kept as texts one behind the other: there are hundreds of thousands.
  struct Function {
    std::uint32_t begin = 0, size = 0;  // In text_.
    bool is_there = true;               // Whether where it is forwarded to is there.
  };
  struct Ordinal {
    std::uint32_t ordinal = 0, function = 0;
  };
  struct Entry {
    std::uint32_t begin = 0, end = 0;  // Of functions_, which are in order there, and of ordinals_ likewise.
    bool is_known = true;              // Whether all its functions are.
  };
  // The modules for one processor.
  struct Shelf {
    std::string machine;
    ByText<std::uint32_t> modules;  // To entries_.
  };
  struct Contract {
    std::string host;
    std::vector<std::pair<std::string, std::string>> hosts_for;
  };
  class Maker;

  Baseline() = default;
  const Shelf* shelf(std::string_view machine) const;
  const Contract* contract(std::string_view name) const;
  Module find(const Shelf& shelf, std::string_view name, std::string_view importer) const;
  const Function* find(const Entry& entry, std::string_view function) const;

  std::string name_ = "the shipped table of modules";
  // Of the shipped tables.
  ByText<Presence> table_;
  std::vector<std::pair<std::string, Presence>> patterns_;
  ByText<std::uint32_t> told_modules_;  // To told_functions_.
  std::vector<ByText<Presence>> told_functions_;
  // Of an image.
  bool is_image_ = false;
  std::string arch_;
  std::string text_;
  std::vector<Function> functions_;
  std::vector<Ordinal> ordinals_;
  std::vector<Entry> entries_;
  std::vector<Shelf> shelves_;
  ByText<Contract> contracts_;
  std::uint32_t contract_version_ = 0;
  std::vector<SideBySideModule> beside_;
  bool has_services_ = false;
  std::vector<std::string> services_;
};

}  // namespace shoal::readiness
