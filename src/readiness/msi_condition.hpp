// Conditions of Windows Installer packages, judged for a target: will this package refuse to install there, and which
// of its parts would it leave out?
//
// Grammar and operators: "Conditional Statement Syntax" of the Windows Installer documentation,
// learn.microsoft.com/windows/win32/msi/conditional-statement-syntax. A condition asks for properties. Some are known
// of a target, some are in the package, and some only the machine knows: then the answer is "unknown", with what it
// hangs on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "readiness/facts.hpp"
#include "readiness/target.hpp"

namespace shoal::readiness {

/// Three-valued: unknown is not "perhaps true", it is "nobody here can tell".
enum class Truth : std::uint8_t { no, yes, unknown };
/// "false", "true", "unknown".
std::string_view spelled(Truth truth);

/// What is known of the properties while a package installs. Names are as in conditions: "VersionNT", "%TEMP", "&Main".
class MsiProperties {
 public:
  /// The property is one of these, of which there is at least one; "" is what an undefined property holds.
  void set(std::string_view name, std::vector<std::string> possible);
  /// Only the machine, the person or the moment decides.
  void set_unknown(std::string_view name);
  /// What was not set is unknown from now on, and not undefined: the package runs code of its own that can set it.
  void set_others_unknown() { others_unknown_ = true; }

  /// Whether it was set, to something or to unknown.
  bool has(std::string_view name) const;
  /// What it can be; null where that is unknown. A property that was not set is undefined, which is "". Environment
  /// variables and states of features and components are unknown unless set.
  const std::vector<std::string>* possible(std::string_view name) const;

 private:
  std::map<std::string, std::optional<std::vector<std::string>>, std::less<>> known_;
  bool others_unknown_ = false;
};

/// The properties that Windows Installer itself sets when a package is installed for the first time on `target`.
/// `summary_template` is the package's Template Summary, "Intel;1033"; it may be empty.
MsiProperties msi_properties(const Target& target, std::string_view summary_template);

/// The same, with those of a package: its Property table, except where Windows Installer overrides it, and unknown what
/// it searches for (AppSearch) or what its custom actions set.
MsiProperties msi_properties(const Target& target, const FactSheet& package);

/// A condition, parsed once and judged for many targets.
class MsiCondition {
 public:
  /// An empty text is always true. Errors: invalid_input "readiness.bad_condition" where the text keeps to no grammar,
  /// is longer than `condition_bytes_max`, or nests deeper than `condition_depth_max`.
  static Result<MsiCondition> parse(std::string_view text);

  struct Judgement {
    Truth truth = Truth::unknown;
    std::vector<std::string> depends_on;  ///< Of unknown: the names that would decide it, sorted. Else nothing.
    bool operator==(const Judgement&) const = default;
  };
  Judgement judge(const MsiProperties& properties) const;

  /// The names that it asks for, sorted: whoever reads the finding wants to see them.
  std::vector<std::string> symbols() const;

  // What a condition consists of; the parser makes it, and nobody else needs it.
  enum class Operation : std::uint8_t {
    value,
    compare,
    inverse,
    conjunction,
    disjunction,
    exclusive,
    equivalence,
    implication
  };
  enum class Relation : std::uint8_t { equal, unequal, less, more, at_most, at_least, contains, begins, ends };
  struct Operand {
    enum class Kind : std::uint8_t { integer, literal, symbol };
    Kind kind = Kind::integer;
    std::string text;  // Of literal, and the name of symbol.
    std::int32_t number = 0;
  };
  struct Node {
    Operation operation = Operation::value;
    Relation relation = Relation::equal;
    bool ignoring_case = false;
    Operand left, right;             // Of value only `left`.
    std::vector<std::size_t> parts;  // Of the logical operations; more than two are taken from left to right.
  };

 private:
  std::vector<Node> nodes_;  // Parts stand before what they are part of; the last is the whole.
};

inline constexpr std::size_t condition_bytes_max = 65'536;
inline constexpr std::size_t condition_depth_max = 64;

}  // namespace shoal::readiness
