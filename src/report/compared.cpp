#include "report/compared.hpp"

#include <algorithm>

namespace shoal::report {

ChangeFigure change_figure(const exposure::Comparison& comparison, exposure::Change change) {
  const std::uint64_t devices = comparison.counts[static_cast<std::size_t>(change)];
  if (change == exposure::Change::appeared) return {0, devices};
  if (change == exposure::Change::gone_silent) return {devices, 0};
  if (change == exposure::Change::unclear) return {comparison.unclear_before, comparison.unclear_after};
  return {devices, devices};
}

std::vector<MigrationFigure> migration_figures(const exposure::Comparison& comparison) {
  std::vector<MigrationFigure> figures;
  for (const auto& [releases, devices] : comparison.migrations)
    figures.push_back({releases.first, releases.second, devices});
  std::stable_sort(figures.begin(), figures.end(),
                   [](const MigrationFigure& a, const MigrationFigure& b) { return a.devices > b.devices; });
  return figures;
}

}  // namespace shoal::report
