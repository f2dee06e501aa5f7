// What the cells of a device list say of the machine itself.
#pragma once

#include <cstdint>
#include <string_view>

#include "estate/hardware.hpp"

namespace shoal::ingest {

/// The cells of one row, empty where the list has no such column.
struct MachineCells {
  std::string_view processor, memory, memory_gb, memory_mb, memory_kb, disk_gb, tpm, firmware;
};

/// The claim that the cells make together. A cell that cannot be read in one way only tells nothing.
estate::HardwareClaim machine_claim(const MachineCells& cells);

/// A size in MiB: "8 GB", "8192 MB", "7,9 GB", "512". A number without a unit counts in units of `unit_kb` kibibytes;
/// where that is 0 the number itself must show it: up to 64 are gigabytes, 128 to 1,048,576 megabytes, and from there
/// to 2^33 kilobytes. 0 where it is no size.
std::uint64_t size_in_mb(std::string_view cell, std::uint64_t unit_kb);

}  // namespace shoal::ingest
