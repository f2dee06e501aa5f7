// How much of the estate the register sees, by how its sources overlap.
#pragma once

#include <string>
#include <vector>

#include "app/assess.hpp"
#include "report/coverage.hpp"

namespace shoal::app {

/// Counts the devices in use by the systems that saw them, and estimates those that none did. `feeds` are pairs
/// "FROM=TO" of systems, as a person says: TO is filled from FROM.
/// Errors: invalid_input "app.bad_feed" where one has another form; not_found "app.no_source" where a system is not
/// among those that saw a device, with the names of those that are.
Result<report::CoverageStory> coverage_of(const Assessed& made, const knowledge::Pack& pack,
                                          const std::vector<std::string>& feeds, int silent_after);

}  // namespace shoal::app
