// What the registry of an installation tells that is not running: its hives SOFTWARE and SYSTEM.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "readiness/system_image.hpp"

namespace shoal::inspect {

/// Adds product, build, classes, ProgIDs and which .NET Frameworks there are, from the bytes of
/// Windows/System32/config/SOFTWARE. `has_wide_processor` tells whether programs of 32 bits have classes of their own.
/// Errors: invalid_input "inspect.bad_hive".
Result<void> read_software_hive(std::string_view bytes, bool has_wide_processor, readiness::ImageRegistry& registry);

/// Adds services, from those of Windows/System32/config/SYSTEM. Errors: as read_software_hive().
Result<void> read_system_hive(std::string_view bytes, readiness::ImageRegistry& registry);

}  // namespace shoal::inspect
