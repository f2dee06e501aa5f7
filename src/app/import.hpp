// Inventories into a register: what is new of them is read, placed and kept, step by step.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/read_estate.hpp"
#include "knowledge/pack.hpp"
#include "report/imported.hpp"
#include "store/store.hpp"

namespace shoal::app {

/// What is to be added.
struct ImportRequest {
  std::vector<std::filesystem::path> paths;
  Day received;                          ///< The day on which we are told; cli/ reads the clock.
  std::string program;                   ///< As `--version` prints it.
  std::vector<std::string> mapped = {};  ///< As AssessRequest::mapped and ::date_order.
  std::string date_order = {};
};

/// Adds what is new in every regular file below the request's paths, in the order of their paths, some hundred files at
/// a time: each step is kept whole, and what was kept before a step failed stays. A file that is held already is not
/// read again, so that the same import again goes on where the first one ended.
/// Errors: those of find_inventory_files() and of Store; as assess() for columns,
/// before anything is kept.
Result<report::Imported> import_inventories(store::Store& store, const knowledge::Pack& pack,
                                            const ImportRequest& request, const Progress& progress);

}  // namespace shoal::app
