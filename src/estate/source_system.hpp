// Which sources are one system: what says of the estate how much of it is seen must not count one witness twice.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoal::estate {

/// A source, or several whose names begin alike, and the system that it is a part of. Source: data/lists/systems.csv.
struct SourceSystem {
  std::string source;  ///< As source_of() names it; with "*" at its end, every one that begins so.
  std::string system;
  bool counts = true;  ///< Whether being in it shows that the system itself saw the device.
  bool operator==(const SourceSystem&) const = default;
};

/// The system of a source: the first that fits, else one of its own that counts.
SourceSystem system_of(std::span<const SourceSystem> systems, std::string_view source);

}  // namespace shoal::estate
