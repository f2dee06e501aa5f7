// Which device of one day is which of another.
//
// Two exports have names in common and nothing else. A name that stands twice on either day proves nothing, so its
// devices are told apart as such; a register knows who they are, by number.
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

/// Matches the devices of a register, which all have a number.
Match match_by_number(std::span<const Device> before, std::span<const Device> after);

}  // namespace shoal::estate
