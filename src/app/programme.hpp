// Files of a programme, from disk.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "estate/device.hpp"
#include "plan/programme.hpp"
#include "report/plan_estate.hpp"

namespace shoal::app {

/// A programme as read, and what its files have that was not used.
struct LoadedProgramme {
  plan::Programme programme;
  std::vector<estate::SetAside> set_aside;  ///< Rows of its tables.
  std::vector<std::string> ignored;         ///< Headers of columns that mean nothing, each with its file before it.
  bool unjudged_are_ready = false;          ///< What it says of a register's applications that nobody has judged.
  std::optional<report::PlanEstate> estate = std::nullopt;  ///< Where its devices come from a register.
};

/// Adds the devices of a register to a programme that has its applications and not yet its devices.
using AddDevices = std::function<Result<void>(LoadedProgramme&)>;

/// Reads a programme and the tables that it names, whose paths start from its folder. Where it names no site, each that
/// a device names is one without a limit of its own. Where `add_devices` is there the devices are its, and the table of
/// devices says more of them.
/// Errors, within the file's path: not_found "app.no_path"; unavailable "app.unreadable"; invalid_input
/// "ingest.too_large", "ingest.bad_encoding", "ingest.bad_programme".
Result<LoadedProgramme> load_programme(const std::filesystem::path& path, const AddDevices& add_devices = {});

/// Whether the bytes of a table are one of devices, by its headers.
bool is_table_of_devices(std::string_view bytes);

/// Takes from the table at `path` what it says of devices that the programme has. Rows of devices that the register has
/// and the plan has not are counted in `loaded.estate`, others are set aside. Errors: as above, within `path`.
Result<void> add_details(LoadedProgramme& loaded, const std::filesystem::path& path);

}  // namespace shoal::app
