// Our tables on identity, data/identity/, to the rules by which sightings come together.
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "estate/identity_rules.hpp"

namespace shoal::knowledge {

/// Reads kinds.csv, rules.csv and liars.csv, and makes weights of the probabilities.
/// Errors: those of Table; invalid_input "knowledge.bad_row" where a probability is not above 0 and below 1, a kind or
/// a rule is unknown, stands twice or is missing, or a liar cannot be of its kind.
Result<estate::IdentityRules> read_identity(const std::filesystem::path& data);

}  // namespace shoal::knowledge
