// Programs of others: endoflife.date's products and data/programs/ to a lifecycle::ProgramCatalogue.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "knowledge/published.hpp"
#include "lifecycle/programs.hpp"

namespace shoal::knowledge {

/// Reads data/programs below `data`, which names the products to take from what endoflife.date `published`. Where both
/// give an end for one cycle, ours stands and the difference is told in `conflicts`.
/// Errors: those of Table; invalid_input "knowledge.bad_row" where a row is malformed or names what does not exist.
Result<lifecycle::ProgramCatalogue> read_programs(const std::filesystem::path& data, const Cycles& published,
                                                  std::vector<std::string>& conflicts);

}  // namespace shoal::knowledge
