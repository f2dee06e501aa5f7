// Files of a programme, from disk.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "plan/programme.hpp"

namespace shoal::app {

/// A programme as read, and what its files have that was not used.
struct LoadedProgramme {
  plan::Programme programme;
  std::vector<estate::SetAside> set_aside;  ///< Rows of its tables.
  std::vector<std::string> ignored;         ///< Headers of columns that mean nothing, each with its file before it.
};

/// Reads a programme and the tables that it names, whose paths start from its folder. Where it names no site, each that
/// a device names is one without a limit of its own.
/// Errors, within the file's path: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input
/// "ingest.too_large", "ingest.bad_encoding", "ingest.bad_programme".
Result<LoadedProgramme> load_programme(const std::filesystem::path& path);

}  // namespace shoal::app
