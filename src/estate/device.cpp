#include "estate/device.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace shoal::estate {
namespace {

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::string last_part(const std::string& place) { return place.substr(place.rfind('/') + 1); }

bool names_every_update(const Observation& seen) {
  return seen.updates_listed && !seen.cut_short && updates_not_named(seen) == 0;
}

}  // namespace

Device combine(std::vector<Observation> observations, std::vector<std::string> joined_by) {
  SHOAL_ASSERT(!observations.empty() && joined_by.size() + 1 == observations.size());
  Device device;
  for (const Observation& seen : observations) {
    if (device.name.empty()) device.name = seen.device;
    if (!device.os) device.os = seen.os;
    for (const InstalledUpdate& update : seen.updates) {
      device.kbs.push_back(update.kb);
      if (!update.variant.empty()) device.variants.push_back(update.variant);
    }
    if (!seen.updates_listed) continue;
    if (names_every_update(seen)) device.list = ListState::complete;
    if (device.list == ListState::complete) continue;
    device.list = ListState::cut;
    device.not_named = std::max({device.not_named, updates_not_named(seen), std::uint32_t{1}});
  }
  if (device.list == ListState::complete) device.not_named = 0;
  if (device.name.empty()) device.name = last_part(observations.front().place);
  sort_unique(device.kbs);
  sort_unique(device.variants);
  device.seen = std::move(observations);
  device.joined_by = std::move(joined_by);
  return device;
}

}  // namespace shoal::estate
