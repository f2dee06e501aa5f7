// All that is known of readiness, as a pack has it.
#pragma once

#include <vector>

#include "readiness/baseline.hpp"
#include "readiness/hardware.hpp"
#include "readiness/rule.hpp"
#include "readiness/target.hpp"

namespace shoal::readiness {

struct Rulebook {
  std::vector<Rule> rules;             ///< By identifier.
  std::vector<Remedy> remedies;        ///< In the order of their table.
  std::vector<Target> targets;         ///< Likewise.
  std::vector<ModuleRow> modules;      ///< Likewise: the first that means a module and a target counts.
  std::vector<FunctionRow> functions;  ///< Likewise, of a function.
  HardwareBook hardware;               ///< Empty in packs from before it, and where rules were read from a folder.

  /// The target of this identifier; null where there is none.
  const Target* target(std::string_view id) const;
};

/// The rule's own test: what it says in place of what was expected; nothing where it says that.
struct TestFailure {
  std::string rule, test, said, expected;
};
/// Runs every rule's own tests, each with the facts that it brings and nothing else.
/// Errors: those of RuleSet::make() and add_line(); invalid_input "readiness.bad_rules" where a test names no target.
Result<std::vector<TestFailure>> run_rule_tests(const Rulebook& rulebook);

}  // namespace shoal::readiness
