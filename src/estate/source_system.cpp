#include "estate/source_system.hpp"

namespace shoal::estate {

SourceSystem system_of(std::span<const SourceSystem> systems, std::string_view source) {
  for (const SourceSystem& each : systems) {
    const std::string_view name = each.source;
    if (name == source || (name.ends_with('*') && source.starts_with(name.substr(0, name.size() - 1)))) return each;
  }
  return {std::string(source), std::string(source), true};
}

}  // namespace shoal::estate
