// Folders of inventories to devices: finds the files, reads each, brings together what speaks of one machine.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "ingest/list_columns.hpp"

namespace shoal::app {

/// What was found below the paths that were given.
struct Reading {
  std::uint64_t files = 0;  ///< Regular files that were found; an archive is one.
  std::uint64_t bytes = 0;  ///< Of those that were read.
  std::vector<estate::Device> devices;
  std::vector<estate::SetAside> rejected;  ///< Files, observations, and rows of lists.
  std::vector<std::size_t> mapped;         ///< Which of ListSettings::mapped() found a column; ascending.
};

/// Told after each file, from any thread: how many are done, of how many.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Reads every regular file below `paths`, in the order of their paths, on all cores. Observations of a later day than
/// `as_of` are set aside. A file that cannot be read or understood is set aside with its reason; the rest goes on.
/// Archives are read where they stand, each as one file; what is in them has the archive's path and its own for a
/// place. Links to folders are not followed. Errors: not_found "app.no_path" where a path does not exist.
Result<Reading> read_estate(const std::vector<std::filesystem::path>& paths, std::optional<Day> as_of,
                            const ingest::ListSettings& lists, const Progress& progress);

}  // namespace shoal::app
