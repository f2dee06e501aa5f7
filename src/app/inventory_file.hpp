// One file of inventories: found below the paths that were given, and read whatever it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "ingest/list_columns.hpp"

namespace shoal::app {

/// What a file holds.
struct InventoryFile {
  std::vector<estate::Observation> observations;
  std::vector<estate::SetAside> rejected;  ///< The file itself, members of an archive, rows of a list.
  std::vector<std::size_t> mapped;         ///< Which of ListSettings::mapped() found a column here.
  std::uint64_t bytes = 0;                 ///< Its size; 0 where it cannot be read.
};

/// Every regular file below `paths`, each once, in the order of their paths. Links to folders are not followed.
/// Errors: not_found "app.no_path" where a path does not exist.
Result<std::vector<std::filesystem::path>> find_inventory_files(const std::vector<std::filesystem::path>& paths);

/// The bytes of a file. Of a file of a size that no inventory has, only the beginning is read: somebody's backup or
/// film lies beside the inventories. Errors: unavailable "app.unreadable"; invalid_input "ingest.too_large".
Result<std::string> load_inventory_file(const std::filesystem::path& path, const ingest::ListSettings& lists);

/// What these bytes hold. An archive is read where it stands; what is in it has the archive's path and its own for a
/// place.
InventoryFile read_inventory_bytes(std::string_view bytes, const std::string& place, const ingest::ListSettings& lists);

/// Loads and reads; what cannot be read is among `rejected`.
InventoryFile read_inventory_file(const std::filesystem::path& path, const ingest::ListSettings& lists);

}  // namespace shoal::app
