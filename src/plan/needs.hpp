// Which applications an application needs, and those in turn.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/directory.hpp"
#include "plan/programme.hpp"

namespace shoal::plan {

/// By position in `table`: the positions of all that it needs, itself among them; ascending.
/// Errors: invalid_input "plan.unknown_name" for a name that is not there, "plan.needs_itself" with the way round.
Result<std::vector<std::vector<std::uint32_t>>> needs_of(const std::vector<NamedApplication>& table,
                                                         const Directory& names);

}  // namespace shoal::plan
