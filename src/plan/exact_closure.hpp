// The closure of greatest weight in whole numbers, for what must not depend on how a sum was rounded.
//
// Profits are spread over applications as closure.hpp has it, and overload flows towards room until none can: preflow
// and push with distances that are measured anew in each wave. 128 bits hold a product of an exposure and an effort.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/closure.hpp"

namespace shoal::plan {

__extension__ using Wide = __int128;

/// The product of two numbers that are 0 or more. (Not of signed factors: sanitizers ask for a library then.)
inline Wide product(std::int64_t a, std::int64_t b) {
  __extension__ using Unsigned = unsigned __int128;
  return static_cast<Wide>(static_cast<Unsigned>(a) * static_cast<Unsigned>(b));
}

/// By application, 1 if it belongs to the closure of greatest weight; of several such closures, to the largest, which
/// has all the others in it. Profits and prices are 0 or more, and their sums within 126 bits.
std::vector<std::uint8_t> greatest_closure(const ClosureGraph& graph, std::span<const Wide> profit,
                                           std::span<const Wide> price);

}  // namespace shoal::plan
