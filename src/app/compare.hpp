// The progress of an estate: what became of each device between two exports.
#pragma once

#include <string>

#include "app/assess.hpp"
#include "report/compared.hpp"

namespace shoal::app {

/// Compares `made` with its earlier day, which must have been read. `filter` may be empty; otherwise a device is kept
/// that it means on either day: one that was meant before and is not now has changed, and has not gone silent. So it
/// must run before keep_where(). `made` must outlive the answer. Errors: those of Filter::parse().
Result<report::Compared> compare(const Assessed& made, const std::string& filter);

}  // namespace shoal::app
