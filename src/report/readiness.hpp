// Whether applications will run on targets, as a table, JSON or CSV.
#pragma once

#include <ostream>
#include <span>
#include <string>

#include "readiness/judge.hpp"
#include "readiness/rulebook.hpp"

namespace shoal::report {

/// One application on one target.
struct ReadinessRow {
  const readiness::Application* application = nullptr;
  const readiness::Target* target = nullptr;
  readiness::ApplicationVerdict verdict;
};

/// What is told of. All loans.
struct ReadinessSubject {
  const readiness::RuleSet& rules;
  std::span<const readiness::Target* const> targets;
  std::span<const ReadinessRow> rows;      ///< By application, and of each by target.
  std::uint64_t files = 0, idle = 0;       ///< All that were looked at, and those that belong to no application.
  std::span<const std::string> baselines;  ///< By target, what imports were resolved against: Baseline::name().
  bool downlevel = false;                  ///< Whether new programs are asked whether they still run on old releases.
};

/// `format` is "table", "json" or "csv". A table has, of each application, every rule that holds with the first of its
/// evidence; JSON and CSV have all that was kept.
void write_readiness(const ReadinessSubject& subject, std::string_view format, std::ostream& out);

/// The rules as a table, or as JSON.
void write_rules(const readiness::Rulebook& book, std::string_view format, std::ostream& out);

}  // namespace shoal::report
