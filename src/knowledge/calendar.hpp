// Support dates: endoflife.date's products and our own tables to a lifecycle::Catalogue.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "knowledge/published.hpp"
#include "knowledge/tables.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::knowledge {

/// What was read, and what was met on the way.
struct Calendar {
  lifecycle::Catalogue catalogue;
  std::vector<std::string> conflicts;  ///< A sentence each, with both values and which is used.
  std::uint64_t corrections = 0;       ///< Values of endoflife.date that corrections.csv puts right.
};

/// Reads data/lifecycle below `data`, which says what to take from what endoflife.date `published`. The family of a
/// release is that of its build. Where both give dates for one release and edition, ours stand.
/// Errors: those of Table; invalid_input "knowledge.bad_calendar" where dates are out of order, a row names a release
/// that does not exist or a build without a family, or a correction is of what endoflife.date does not say.
Result<Calendar> read_calendar(const std::filesystem::path& data, const Cycles& published,
                               const FamilyOfBuild& families);

}  // namespace shoal::knowledge
