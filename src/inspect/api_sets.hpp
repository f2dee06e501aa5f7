// The map of API sets that a release of Windows has in apisetschema.dll: which module keeps which contract.
//
// The map is the section .apiset of that module. Microsoft documents contracts ("Windows API sets") but not the map;
// its layouts are described by those who have looked at it: version 2 is of Windows 7 and 8, 4 of Windows 8.1, 6 of
// Windows 10 and 11. Of each, all offsets count from the beginning of the map, lengths are bytes of UTF-16, and an
// entry of a contract leads to its hosts, the first for whoever asks and the others for the modules that they name.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "inspect/span.hpp"
#include "inspect/work.hpp"
#include "readiness/system_image.hpp"

namespace shoal::inspect {

struct ApiSetMap {
  std::uint32_t version = 0;
  std::vector<readiness::ApiSet> sets;
};

/// Of a map, the contracts in their order. Nothing where it is of another version, or ends early, or takes too long.
std::optional<ApiSetMap> read_api_sets(Span map, Work& work);

/// Of the module apisetschema.dll. Nothing where it has no such section, or as read_api_sets().
std::optional<ApiSetMap> api_sets_in(Span module, Work& work);

}  // namespace shoal::inspect
