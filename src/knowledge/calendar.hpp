// Support dates: endoflife.date's products and our own tables to a lifecycle::Catalogue.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "exposure/facts.hpp"
#include "knowledge/tables.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::knowledge {

/// Reads data/lifecycle below `data` and the products of endoflife.date at `products` (its API's products/full). The
/// family of a release is that of its build.
/// Where both give dates for one release and edition, ours stand and the difference is told in `conflicts`.
/// Adds what was read to `citations`.
/// Errors: those of Table; invalid_input "knowledge.bad_calendar" where dates are out of order, a row names a release
/// that does not exist or a build without a family, or the JSON is not as expected.
Result<lifecycle::Catalogue> read_calendar(const std::filesystem::path& data, const std::filesystem::path& products,
                                           const FamilyOfBuild& families, std::vector<exposure::Citation>& citations,
                                           std::vector<std::string>& conflicts);

}  // namespace shoal::knowledge
