// Which entry of each trail counts on a day: found by opening as little of the register as can be.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/day.hpp"
#include "base/result.hpp"
#include "estate/trail.hpp"
#include "store/database.hpp"
#include "store/segment.hpp"

namespace shoal::store {

/// Of each trail that has one, the entry of the latest day up to `as_of` that came with an import up to `import`, and
/// of several of one day the last that came; ascending by trail. Reads segments in the order in which they stand in the
/// file. Errors: those of Database; corrupt "store.damaged".
Result<std::vector<std::pair<estate::TrailId, Entry>>> latest_entries(Database& database, Day as_of,
                                                                      std::int64_t import);

}  // namespace shoal::store
