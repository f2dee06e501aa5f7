// For tests: the pack that ships, and where what others published is looked for.
#pragma once

#include <cstdlib>
#include <filesystem>

#include "knowledge/pack.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {

inline const std::filesystem::path source = SHOAL_SOURCE_DIR;

/// May not be there: what others published is not in the repository.
inline std::filesystem::path shared_data() {
  const char* named = std::getenv("SHOAL_SHARED_DATA");
  return named != nullptr ? named : source / ".." / "shared" / "data";
}

inline Pack shipped() { return *read_pack(*read_file(source / "data" / "pack" / "shoal.pack")); }

}  // namespace shoal::knowledge
