// What many protections avert in one replicate: several that may do nothing are tried at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "outbreak/trial.hpp"

namespace shoal::outbreak {

/// Tries protections on the replicate that `trial` has begun last: lost[p] becomes what is lost under the p-th of
/// `protections`, for each p of `wanted`, which are ascending. `unprotected` is what is lost without any. Once
/// `should_stop` says so, `lost` tells nothing.
void try_protections(const std::vector<const Protection*>& protections, const std::vector<std::size_t>& wanted,
                     std::int64_t unprotected, Trial& trial, const std::function<bool()>& should_stop,
                     std::vector<std::int64_t>& lost);

}  // namespace shoal::outbreak
