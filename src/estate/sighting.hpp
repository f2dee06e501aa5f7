// What identity is decided from: one source saying, on one day, by what it names a machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/day.hpp"
#include "estate/identifiers.hpp"

namespace shoal::estate {

/// One source's sight of one machine on one day, apart from all that it says of it.
struct Sighting {
  /// Whose word it is: "ad", "configmgr", "systeminfo", "list assets.csv". One source knows a machine once at a time.
  std::string source;
  Identifiers identifiers;  ///< In order, each once; may be empty.
  Day day;                  ///< When the source looked.
  /// The position in the same call of an earlier sighting that is known to be of the same machine by other means: the
  /// files stood side by side.
  std::optional<std::uint32_t> beside = std::nullopt;
};

}  // namespace shoal::estate
