// Devices to choose pilots from, for tests and measurements, from a seed: like a police force of 2017 in how
// applications and hardware are spread.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/pilots.hpp"

namespace shoal::plan {

struct PilotShape {
  std::size_t devices = 28'000;
  std::size_t applications = 1'200;  ///< As popular as Zipf's law says.
  std::size_t roles = 62;
  std::size_t hardware = 20;
};

/// Groups of that shape, 19 to 20 applications to a device on average. The same seed gives the same on every machine.
std::vector<PilotGroup> made_pilots(const PilotShape& shape, std::uint64_t seed);

}  // namespace shoal::plan
