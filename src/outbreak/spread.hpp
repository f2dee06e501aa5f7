// How far a channel may go on by itself.
#pragma once

#include <cstddef>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

struct SpreadLimits {
  std::size_t lost_max = 0;  ///< Ends once so many are lost,
  Seconds until = 0;         ///< or what comes next is after this.
};

}  // namespace shoal::outbreak
