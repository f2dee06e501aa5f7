// The register in one SQLite file.
#pragma once

#include <filesystem>
#include <memory>

#include "store/database.hpp"
#include "store/store.hpp"

namespace shoal::store {

/// Opens the register at `file`. A writer creates it where there is none, brings its tables up to date and keeps other
/// writers out until it is closed; readers see what was kept when each question begins, also while another process
/// writes, and change nothing. `vfs` names the file system that SQLite is to use, for tests.
/// Errors: those of Database::open(), WriterLock::take(), bring_up_to_date() and check_schema().
Result<std::unique_ptr<Store>> open_register(const std::filesystem::path& file, Access access,
                                             const char* vfs = nullptr);

}  // namespace shoal::store
