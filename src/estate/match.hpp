// Which device of one day is which of another.
//
// By name alone, which is what two exports have in common. A name that stands twice on either day proves nothing, so
// its devices are told apart as such; who they are is the register's question.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "estate/device.hpp"

namespace shoal::estate {

/// Every device of either day stands in exactly one of these, by its position; each list is ascending.
struct Match {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> both;  ///< Before and after; ascending by after.
  std::vector<std::uint32_t> before_only, after_only;
  std::vector<std::uint32_t> before_unclear, after_unclear;  ///< Their name stands several times on one of the days.
};

/// Matches devices by name, ignoring the case of ASCII letters.
Match match_by_name(std::span<const Device> before, std::span<const Device> after);

}  // namespace shoal::estate
