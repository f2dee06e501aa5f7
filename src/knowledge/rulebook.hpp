// The rules of readiness: from data/rules/, or a folder like it, to what a pack holds, and as bytes.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "readiness/rulebook.hpp"

namespace shoal::knowledge {

/// One rule in YAML, as data/rules/README.md tells.
/// Errors: those of read_yaml(); invalid_input "knowledge.bad_rule" with the line, where a field is missing, is none,
/// or holds what it must not; readiness.bad_selector.
Result<readiness::Rule> read_rule(std::string_view text);

/// Every *.yaml below `folder` by rule, and its tables: targets.csv, remedies.csv, modules.csv and, where it is there,
/// functions.csv. The files of YARA rules that a rule names are read and not compiled.
/// Errors: those of read_rule() and Table, with the file; readiness.bad_rules.
Result<readiness::Rulebook> read_rulebook(const std::filesystem::path& folder);

}  // namespace shoal::knowledge
