// The rules of readiness as they stand in a pack.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "readiness/rulebook.hpp"

namespace shoal::knowledge {

/// As bytes: the same rules always give the same.
std::string rulebook_bytes(const readiness::Rulebook& book);

/// Back; nothing where the bytes are none that rulebook_bytes() gave. They are hostile: every count is bounded by what
/// is left, and conditions are no deeper than rules can be written.
std::optional<readiness::Rulebook> rulebook_from(std::string_view bytes);

}  // namespace shoal::knowledge
