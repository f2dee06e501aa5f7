// Numbers that should never fall and do: the nearest that do not.
#pragma once

#include <span>

namespace shoal::plan {

/// Puts in place of `row` what never falls and is nearest to it by the sum of squares: each stretch that falls becomes
/// its mean (isotonic regression by pooling adjacent violators: R. E. Barlow and others, Statistical inference under
/// order restrictions, 1972; title and year are known, not read).
void make_never_falling(std::span<float> row);

}  // namespace shoal::plan
