// What stops a program from running on a target: a rule, as data/rules/ has it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "readiness/facts.hpp"
#include "readiness/target.hpp"

namespace shoal::readiness {

/// How bad it is where a rule holds.
enum class Severity : std::uint8_t {
  blocks,    ///< It does not start, does not install, or does not do what it is for.
  degrades,  ///< Something of it does not work.
  warns,     ///< It may not, depending on what a file does not show.
};
/// "blocks", "degrades", "warns".
std::string_view spelled(Severity severity);
std::optional<Severity> severity_in(std::string_view word);

/// What a rule asks of a fact. Names and values are compared ignoring case; a * stands for any letters.
struct Pattern {
  FactKind kind = FactKind::format;
  std::string name = {}, value = {};  ///< Any where empty.
  /// The number must lie in [number_min, number_max].
  std::uint64_t number_min = 0, number_max = ~std::uint64_t{0};
  /// Of msi-row: a column must hold a number, of which the bits in `mask` are one of `numbers`.
  std::string column = {};
  std::uint64_t mask = ~std::uint64_t{0};
  std::vector<std::uint64_t> numbers = {};

  bool matches(const Fact& fact) const { return fact.kind == kind && means_name(fact.name) && means_rest(fact); }
  /// Whether it asks for facts of this name, and of such a value and number.
  bool means_name(std::string_view fact_name) const;
  bool means_rest(const Fact& fact) const;
};

/// Whether `text` is as `pattern` says, ignoring the case of ASCII letters; * stands for any letters, also none.
bool is_like(std::string_view text, std::string_view pattern);

/// A tree of patterns.
struct Condition {
  enum class Kind : std::uint8_t { fact, all, any, none, count };
  Kind kind = Kind::fact;
  Pattern pattern;               ///< Of fact.
  std::uint32_t at_least = 1;    ///< Of count: so many facts must match its one part, which is a pattern.
  std::vector<Condition> parts;  ///< Of the others; none, "not" in the rules, has one.
};

/// Whether there is a fact with this name and value, as patterns spell them.
Condition fact_of(FactKind kind, std::string name, std::string value = {});
/// All of, any of or none of `parts`.
Condition tree_of(Condition::Kind kind, std::vector<Condition> parts);

/// What a rule says of the targets that it means.
struct Verdict {
  TargetSelector on;
  Severity is = Severity::warns;
  std::string says;  ///< What happens there, where it differs from the rule's own words.
};

/// Where a rule's claim comes from.
struct RuleCitation {
  std::string title, section, where, read;
  std::string verified;  ///< "primary", "secondary" or "unverified".
};

/// One of a rule's own tests.
struct RuleTest {
  std::string name;
  enum class Kind : std::uint8_t { positive, negative, near_miss };
  Kind kind = Kind::positive;
  std::vector<std::vector<std::string>> files;  ///< The facts of each file of an application, as lines: see facts.hpp.
  std::string target;                           ///< The target that it is judged for.
  std::optional<Severity> expect;               ///< Nothing where the rule must not hold.
};

/// A file of YARA rules that a rule asks for.
struct YaraText {
  std::string file;  ///< "own.yar", beside the rule.
  std::string text;
};

struct Rule {
  std::string id;          ///< "LOG-01"
  std::string title;       ///< "It replaces the logon screen (GINA)"
  std::string why;         ///< What breaks, in a sentence.
  std::string confidence;  ///< "high", "medium" or "low": how often it is so where the rule holds.
  /// Whether the facts may stand in different files of an application.
  bool whole_application = false;
  Condition when;
  std::vector<Verdict> verdicts;      ///< The first that means the target counts; where none does, nothing is said.
  std::vector<std::string> remedies;  ///< Identifiers in data/rules/remedies.csv, the first to be tried first.
  RuleCitation citation;
  std::vector<RuleTest> tests;
  std::vector<YaraText> yara;  ///< The files that its condition names; none in rules of a pack.

  /// What the rule says of a target where it holds.
  const Verdict* verdict_on(const Target& target) const;
};

/// What discharges a finding.
struct Remedy {
  std::string id;     ///< "netfx-config"
  std::string title;  ///< "Name newer runtimes in the program's .config"
  /// "shim", "manifest", "config", "setting", "install", "package", "isolate", "replace" or "rebuild".
  std::string kind;
  std::string what;  ///< What is to be done, in a sentence.
  /// Whether the program then runs on the target as it is; replace and rebuild do not.
  bool discharges = false;
  TargetSelector on = {};  ///< Where it can be had: NTVDM cannot be turned on in Windows of 64 bits. Any by default.
};

}  // namespace shoal::readiness
