#include "estate/observation.hpp"

namespace shoal::estate {

std::string_view spelled(Architecture architecture) {
  switch (architecture) {
    case Architecture::x86:
      return "x86";
    case Architecture::x64:
      return "x64";
    case Architecture::arm64:
      return "arm64";
    case Architecture::ia64:
      return "ia64";
    case Architecture::unknown:
      break;
  }
  return "unknown";
}

std::uint32_t updates_not_named(const Observation& seen) {
  const std::uint32_t declared = seen.updates_declared.value_or(0);
  const std::uint32_t cut = declared > seen.entries ? declared - seen.entries : 0;
  return cut + seen.entries_nameless;
}

}  // namespace shoal::estate
