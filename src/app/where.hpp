// A part of what was assessed: the devices that a filter means.
#pragma once

#include <string>

#include "app/assess.hpp"

namespace shoal::app {

/// Keeps the devices that `filter` means, as if no others had been read; what was set aside stays.
/// docs/reference/filter.md has the language. Errors: those of Filter::parse().
Result<void> keep_where(Assessed& made, const std::string& filter);

}  // namespace shoal::app
