// Outbreaks for the tests of what reports tell of them: what an engine would have found is written down, not simulated.
#pragma once

#include <cstdint>

#include "report/outbreak.hpp"

namespace shoal::report {

/// Small enough to be checked by hand. Two zones of Croydon, A with PC-1 to PC-3 and B with PC-4 and PC-5, and one of
/// Sutton with PC-6; PC-3 and PC-6 have personal data. Everything begins in Croydon A.
outbreak::Prepared made_small_outbreak();
/// Four replicates at 60, 600 and 3,600 seconds, in which 1, 3, 4 and 6 devices are lost in the end. `prepared` is that
/// above but for its names, and must outlive the answer.
OutbreakAnswer made_small_answer(const outbreak::Prepared& prepared);

/// 32 sites, 200 zones, 18,000 devices, of which one in four has personal data.
outbreak::Prepared made_large_outbreak();
/// 400 replicates at 60 times of two days that look as those of a worm do: some die out at once, the others grow by
/// factors from site to site until all that is reached is lost or people cut the links.
OutbreakAnswer made_large_answer(const outbreak::Prepared& prepared, std::uint64_t seed);

}  // namespace shoal::report
