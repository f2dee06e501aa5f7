// The answer of a register about readiness as JSON, for the files that write it: they alone include this.
#pragma once

#include "report/json_text.hpp"
#include "report/readiness_register.hpp"

namespace shoal::report {

/// Null where nobody tested it.
Json test_json(const std::optional<readiness::Test>& test, bool is_old);
/// What devices list that it is.
Json linked_json(const RegisterApplication& application);
/// The devices by target, and what unblocks them.
Json register_json(const RegisterAnswer& answer);

}  // namespace shoal::report
