// What an import did, as a table that sums.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "estate/device.hpp"

namespace shoal::report {

/// What came of one import.
struct Imported {
  // Files: these sum to `files`.
  std::uint64_t files = 0, files_read = 0, files_held = 0, files_set_aside = 0;
  std::uint64_t bytes = 0;         ///< Of files_read.
  std::uint64_t observations = 0;  ///< Kept; each has a device.
  std::uint64_t undated = 0;       ///< Of these, how many tell no day and count from the day of the import.
  // Devices of which something was kept.
  std::uint64_t devices_new = 0, devices_updated = 0, devices_unchanged = 0;
  std::uint64_t devices_joined = 0;       ///< Devices that turned out to be another one that is known.
  std::uint64_t devices_in_register = 0;  ///< Afterwards.
  std::vector<estate::SetAside> set_aside;
};

/// The table, with the first of what was set aside.
std::string spelled(const Imported& imported);

/// The same as one JSON object, with all that was set aside.
std::string spelled_json(const Imported& imported);

}  // namespace shoal::report
