// The chain from bytes to a verdict, as text.
#pragma once

#include <string>

#include "estate/device.hpp"
#include "exposure/explain.hpp"
#include "report/subject.hpp"

namespace shoal::report {

/// Explains one vulnerability on one device: what was read and where it stands, what the vendor lists, how the updates
/// on the device contain the fix or do not, the verdict with what would decide it, and by when each policy wants it
/// gone.
std::string explanation(const Subject& subject, const estate::Device& device, const exposure::JudgedDevice& judged,
                        exposure::VulnerabilityIndex vulnerability);

}  // namespace shoal::report
