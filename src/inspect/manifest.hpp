// What an application's manifest and its configuration ask of Windows.
//
// Sources: "Application manifests" and "Assembly manifests" of the Windows documentation; "<startup> element" of the
// .NET Framework's configuration file schema. Elements are known by their local names: the namespaces have changed
// with each version of Windows, and Windows itself takes requestedExecutionLevel from several.
#pragma once

#include <cstdint>
#include <string_view>

#include "inspect/work.hpp"
#include "readiness/facts.hpp"

namespace shoal::inspect {

/// Adds the `manifest` facts of the XML in `xml`, which stands in the file at `base`: of a resource, or a whole
/// .manifest file. NULs behind the XML are left out, as resource compilers pad with them. Entities and document types
/// are not read. Where the XML is not well-formed, or longer than `manifest_bytes_max`, what was read until there holds
/// and `manifest unreadable` says why.
void read_manifest(std::string_view xml, std::uint64_t base, Work& work, readiness::FactSheet& sheet);

/// Adds `clr runtime` for each runtime with which an application's .config file lets it run, in its order; where it
/// cannot be read, `unread configuration`.
void read_configuration(std::string_view xml, Work& work, readiness::FactSheet& sheet);

inline constexpr std::size_t manifest_bytes_max = std::size_t{1} << 20U;

}  // namespace shoal::inspect
