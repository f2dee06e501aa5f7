#include "estate/observation.hpp"

#include <algorithm>

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

std::string_view spelled(Protection protection) {
  switch (protection) {
    case Protection::smb1:
      return "smb1";
    case Protection::remote_desktop:
      return "remote-desktop";
    case Protection::firewall:
      return "firewall";
    case Protection::automatic_updates:
      return "automatic-updates";
    case Protection::antivirus:
      return "antivirus";
    case Protection::disk_encryption:
      break;
  }
  return "disk-encryption";
}

std::string place_of(const Observation& seen) {
  return seen.row == 0 ? *seen.file : *seen.file + " line " + std::to_string(seen.row);
}

std::string source_of(const Observation& seen) { return seen.list->empty() ? std::string(seen.source) : *seen.list; }

std::string source_name(const Observation& seen) {
  std::string source = source_of(seen);
  // A list that is no export we know has a name made of its headers.
  if (!seen.list->starts_with("list ") || seen.file->empty()) return source;
  return seen.file->substr(seen.file->rfind('/') + 1);
}

bool made_after(const Observation& seen, Day day) {
  return (seen.seen_on && *seen.seen_on > day) || (seen.not_before && *seen.not_before > day);
}

std::uint32_t updates_not_named(const Claims& claims) {
  const std::uint32_t declared = claims.updates_declared.value_or(0);
  const std::uint32_t cut = declared > claims.entries ? declared - claims.entries : 0;
  return std::max(cut + claims.entries_nameless, claims.updates_partial ? 1U : 0U);
}

}  // namespace shoal::estate
