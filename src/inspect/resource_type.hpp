// The names of types of resources, in 16-bit programs and in newer ones.
#pragma once

#include <cstdint>
#include <string>

namespace shoal::inspect {

inline constexpr std::uint32_t resource_version = 16;
inline constexpr std::uint32_t resource_manifest = 24;

/// "version", "manifest", "dialog"; "#241" of a type that Windows does not know. Source: "Resource Types" of the
/// Windows documentation.
std::string resource_type(std::uint32_t number);

}  // namespace shoal::inspect
