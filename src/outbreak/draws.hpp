// Many draws at once: as those of Chance one by one, by whatever vectors the machine has.
#pragma once

#include <cstddef>
#include <cstdint>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// The first 32 of Chance::bits_of(base, devices[i]).
void draw_keys(std::uint64_t base, const DeviceIndex* devices, std::size_t count, std::uint32_t* keys);

/// Of each entry, whose first 32 bits are a key: scale * -ln(1 - (key + 0.5) / 2^32).
void exponential_of_keys(const std::uint64_t* entries, std::size_t count, double scale, double* values);

}  // namespace shoal::outbreak
