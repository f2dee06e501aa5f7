// Whether applications will run on targets, as a table, JSON or CSV.
#pragma once

#include <optional>
#include <ostream>
#include <span>
#include <string>

#include "readiness/judge.hpp"
#include "readiness/rulebook.hpp"
#include "readiness/tested.hpp"
#include "report/readiness_register.hpp"

namespace shoal::report {

/// One application on one target.
struct ReadinessRow {
  const readiness::Application* application = nullptr;
  const readiness::Target* target = nullptr;
  readiness::ApplicationVerdict verdict;  ///< What the rules say.
  /// What a person found who ran it there, or ran another version of it, where the register knows that.
  std::optional<readiness::Test> test = std::nullopt;
  bool test_is_old = false;  ///< It was of another version, and outranks nothing.

  bool is_tested() const { return test && !test_is_old; }
  /// What a person found; where nobody tested this version, what the rules say.
  readiness::State state() const { return is_tested() ? state_of(test->result) : verdict.state; }
};

/// What is told of. All loans.
struct ReadinessSubject {
  const readiness::RuleSet& rules;
  std::span<const readiness::Target* const> targets;
  std::span<const ReadinessRow> rows;             ///< By application, and of each by target.
  std::uint64_t files = 0, idle = 0;              ///< All that were looked at, and those that belong to no application.
  std::span<const std::string> baselines;         ///< By target, what imports were resolved against: Baseline::name().
  std::span<const readiness::UnreadFile> unread;  ///< Files that could not be read, beside those of applications.
  const RegisterAnswer* answer = nullptr;  ///< What it means for the devices of a register; null where none was asked.
  bool downlevel = false;                  ///< Whether new programs are asked whether they still run on old releases.
};

/// `format` is "table", "json" or "csv". A table has, of each application, every rule that holds with the first of its
/// evidence; JSON and CSV have all that was kept.
void write_readiness(const ReadinessSubject& subject, std::string_view format, std::ostream& out);

/// The rules as a table, or as JSON.
void write_rules(const readiness::Rulebook& book, std::string_view format, std::ostream& out);

}  // namespace shoal::report
