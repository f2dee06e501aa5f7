// A module of an installation of Windows: what it gives to those that ask for it by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "readiness/system_image.hpp"

namespace shoal::inspect {

/// The module `name` with what it exports, within `file_steps_max` steps. Nothing where the bytes are of no PE file.
std::optional<readiness::ImageModule> read_system_module(std::string_view bytes, std::string name);

}  // namespace shoal::inspect
