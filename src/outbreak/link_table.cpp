#include "outbreak/link_table.hpp"

#include <algorithm>

namespace shoal::outbreak {

LinkTable::LinkTable(const Links& links) : links_(&links), near_(links.begins.size() - 1) {
  for (DeviceIndex device = 0; device < near_.size(); device++) {
    Near& near = near_[device];
    near.first = links.begins[device];
    near.count = static_cast<std::uint8_t>(std::min(links.begins[device + 1] - near.first, few + 1));
    near.has_far = near.count > few;
    for (std::uint32_t i = 0; i < std::min<std::uint32_t>(near.count, few); i++) {
      const std::int64_t step = std::int64_t{links.to[near.first + i]} - device;
      near.steps[i] = step > far && step <= INT16_MAX ? static_cast<std::int16_t>(step) : far;
      near.has_far = near.has_far || near.steps[i] == far;
    }
  }
}

}  // namespace shoal::outbreak
