// The resources of a PE file: types, names and languages, and what the version and the manifest among them say.
//
// Source: "PE Format", section "The .rsrc Section". The tree has three levels; deeper ones are not looked at.
#pragma once

#include "inspect/pe_image.hpp"
#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds a `resource` for each name, with the size of its first language, and reads that language's version and
/// manifests. No more than `resources_max`.
void read_resources(const PeImage& image, Work& work, readiness::FactSheet& sheet);

inline constexpr std::uint32_t resources_max = 10'000;
inline constexpr std::uint32_t manifests_max = 16;

}  // namespace shoal::inspect
