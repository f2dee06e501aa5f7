// What belongs together in an order of mending: Sidney's decomposition.
//
// Suppose one team did all the work, one application after the other, and devices were free as soon as the last of what
// they wait for is ready. Of all sets of applications the first block is the one that frees most weight for each
// person-day; the second is the one that does so when the first is done, and so on. Every best order of that one team
// works through the blocks one after the other (Sidney 1975). Of sets that free the same for each person-day the
// largest is taken, so that the blocks are unique and each frees less than the one before; an application that takes no
// effort is in the first set that is chosen, since it costs nothing.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "plan/plan.hpp"

namespace shoal::plan {

struct Block {
  std::uint32_t applications = 0;
  Effort effort = 0;         ///< Of all of them.
  std::int64_t devices = 0;  ///< Those that are free with this block and not before; they need no other block later.
  Exposure weight = 0;       ///< Of these devices.

  bool operator==(const Block&) const = default;
};

constexpr std::uint32_t no_block = std::numeric_limits<std::uint32_t>::max();

struct Blocks {
  std::vector<Block> blocks;      ///< Those that free most for each effort first.
  std::vector<std::uint32_t> of;  ///< By application, its block from 0; `no_block` of what stands in no order.
  /// By class, the block that frees it; `no_block` where it waits for nothing, or can never move.
  std::vector<std::uint32_t> frees;
};

/// The blocks of all that has to be mended in these modes, by application. Devices that can never move weigh nothing.
/// Takes about 4 s for 10 million pairs of a class and an application, a fifteenth of a second for 300,000.
Blocks blocks_of(const Problem& problem, std::span<const std::uint8_t> mode);

}  // namespace shoal::plan
