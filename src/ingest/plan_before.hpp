// The plan before this one, as `shoal plan --format json` wrote it: what was announced.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "plan/programme.hpp"

namespace shoal::ingest {

/// Takes from `text` the week that each device of `programme` was to move in, and the order in which teams mend.
/// Devices and applications that the programme has not are passed over: they have moved, or are gone. Errors:
/// invalid_input "ingest.bad_plan" where it is no such document, with the field that lacks.
Result<void> read_plan_before(std::string_view text, plan::Programme& programme);

}  // namespace shoal::ingest
