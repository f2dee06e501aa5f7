// What became of each device since an earlier export, as reports tell it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "estate/device.hpp"
#include "exposure/comparison.hpp"

namespace shoal::report {

/// One device of either day, for people.
struct ComparedDevice {
  std::string name;                          ///< As the later day has it; as the earlier, where only that has it.
  const lifecycle::Release* from = nullptr;  ///< What it ran; null where that is unknown, or it was not there.
  const lifecycle::Release* to = nullptr;    ///< What it runs, likewise.
};

/// A comparison, with what the earlier day rests on. The releases belong to the assessment that it was made with.
struct Compared {
  exposure::Comparison comparison;
  std::vector<ComparedDevice> devices;  ///< devices[i] is comparison.devices[i].
  std::uint64_t files = 0;              ///< Of the earlier day.
  std::vector<estate::SetAside> set_aside;
};

/// How many devices of each day one change has: those that appeared have none before, those gone silent none after.
/// Over all changes, both sum to the days' devices.
struct ChangeFigure {
  std::uint64_t before = 0, after = 0;
};
ChangeFigure change_figure(const exposure::Comparison& comparison, exposure::Change change);

/// One way that devices migrated: the names of two releases, and how many devices went it.
struct MigrationFigure {
  std::string_view from, to;
  std::uint64_t devices = 0;
};
/// Most devices first, then by name.
std::vector<MigrationFigure> migration_figures(const exposure::Comparison& comparison);

}  // namespace shoal::report
