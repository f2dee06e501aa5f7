#include "exposure/select.hpp"

#include "base/assert.hpp"

namespace shoal::exposure {
namespace {

// Where a position of the whole stands in the part: added to `part` on the first call.
template <typename T>
std::int32_t moved(std::int32_t at, const std::vector<T>& whole, std::vector<std::int32_t>& places,
                   std::vector<T>& part) {
  if (at < 0) return at;
  std::int32_t& place = places[static_cast<std::size_t>(at)];
  if (place < 0) {
    place = static_cast<std::int32_t>(part.size());
    part.push_back(whole[static_cast<std::size_t>(at)]);
  }
  return place;
}

}  // namespace

Assessment select(const Assessment& whole, const std::vector<bool>& keep) {
  SHOAL_ASSERT(keep.size() == whole.devices.size());
  Assessment part;
  part.as_of = whole.as_of;
  part.known_at = whole.known_at;
  part.known_exactly = whole.known_exactly;
  part.enrolled = whole.enrolled;
  part.families = whole.families;
  std::vector<std::int32_t> releases(whole.releases.size(), -1), states(whole.states.size(), -1),
      reasons(whole.reasons.size(), -1);
  for (std::size_t i = 0; i < keep.size(); i++) {
    if (!keep[i]) continue;
    const JudgedDevice& device = whole.devices[i];
    const auto known = part.states.size();
    const JudgedDevice placed{moved(device.release, whole.releases, releases, part.releases),
                              moved(device.state, whole.states, states, part.states),
                              moved(device.reason, whole.reasons, reasons, part.reasons)};
    if (part.states.size() > known) part.states.back().devices = 0;
    if (placed.state >= 0) part.states[static_cast<std::size_t>(placed.state)].devices++;
    part.devices.push_back(placed);
  }
  return part;
}

}  // namespace shoal::exposure
