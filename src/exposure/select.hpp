// A part of an assessment: what holds of some of its devices.
#pragma once

#include <vector>

#include "exposure/assessment.hpp"

namespace shoal::exposure {

/// The assessment of the devices for which `keep` is true, in their order, as if the others had never been added:
/// states without a device are gone, and each counts its own. `keep` has an entry for each device.
Assessment select(const Assessment& whole, const std::vector<bool>& keep);

}  // namespace shoal::exposure
