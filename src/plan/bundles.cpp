#include "plan/bundles.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "base/assert.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t kind_moving = 0, kind_site = 1, kind_early = 2, kind_first_team = 3;

/// From `begin` to before `end`.
struct Block {
  Week begin = 0;
  Week end = 0;
};

/// Blocks of weeks, each longer by `growth` for each week that has gone before.
std::vector<Block> growing_blocks(Week weeks, double growth) {
  std::vector<Block> blocks;
  for (Week week = 0; week < weeks; week = blocks.back().end)
    blocks.push_back({week, std::min(weeks, week + 1 + static_cast<Week>(week * growth))});
  return blocks;
}

/// A block for each week, or no more than `blocks_max`, but one at least.
std::vector<Block> blocks_of(Week weeks, std::size_t blocks_max) {
  if (blocks_max < 2) return {{0, weeks}};
  std::vector<Block> blocks = growing_blocks(weeks, 0);
  for (double growth = 0.01; blocks.size() > blocks_max; growth *= 1.1) blocks = growing_blocks(weeks, growth);
  return blocks;
}

}  // namespace

std::size_t Bundles::add(std::size_t kind) {
  kinds_.push_back(kind);
  return kinds_.size() - 1;
}

void Bundles::put(std::size_t row, std::size_t bundle, double weight) {
  SHOAL_ASSERT(weight > 0 && places_[row].bundle < 0 && bundle < count());
  places_[row] = {static_cast<std::int32_t>(bundle), weight};
}

std::vector<double> Bundles::spread(const std::vector<double>& by_bundle) const {
  std::vector<double> by_row(places_.size());
  for (std::size_t r = 0; r < by_row.size(); r++)
    if (places_[r].bundle >= 0) by_row[r] = places_[r].weight * by_bundle[static_cast<std::size_t>(places_[r].bundle)];
  return by_row;
}

std::vector<double> Bundles::gathered(const std::vector<double>& by_row) const {
  std::vector<double> sums(count()), rows(count());
  for (std::size_t r = 0; r < by_row.size(); r++) {
    if (places_[r].bundle < 0) continue;
    sums[static_cast<std::size_t>(places_[r].bundle)] += by_row[r] / places_[r].weight;
    rows[static_cast<std::size_t>(places_[r].bundle)]++;
  }
  for (std::size_t b = 0; b < count(); b++) sums[b] /= std::max(rows[b], 1.0);
  return sums;
}

std::vector<double> Bundles::sums(const std::vector<double>& by_row) const {
  std::vector<double> sums(count());
  for (std::size_t r = 0; r < by_row.size(); r++)
    if (places_[r].bundle >= 0) sums[static_cast<std::size_t>(places_[r].bundle)] += places_[r].weight * by_row[r];
  return sums;
}

void Bundles::bundle(Column& column) const {
  std::vector<std::pair<std::uint32_t, double>> takes;
  for (std::size_t i = 0; i < column.rows.size(); i++)
    if (const Place& place = places_[column.rows[i]]; place.bundle >= 0)
      takes.emplace_back(static_cast<std::uint32_t>(place.bundle), place.weight * column.takes[i]);
  std::ranges::stable_sort(takes, {}, &std::pair<std::uint32_t, double>::first);
  column.rows.clear();
  column.takes.clear();
  for (const auto& [bundle, taken] : takes) {
    if (column.rows.empty() || column.rows.back() != bundle) {
      column.rows.push_back(bundle);
      column.takes.push_back(0);
    }
    column.takes.back() += taken;
  }
}

Bundles bundles_without_sites(const Problem& problem, const Rows& rows, std::size_t prices_max) {
  Bundles bundles(rows.count());
  for (Week week = 0; week < problem.weeks; week++) bundles.put(rows.moving(week), bundles.add(kind_moving), 1);
  const auto blocks = blocks_of(problem.weeks, prices_max / std::max<std::size_t>(problem.teams.size(), 1));
  for (TeamIndex t = 0; t < problem.teams.size(); t++)
    for (const auto& [begin, end] : blocks) {
      const std::size_t bundle = bundles.add(kind_first_team + t);
      for (Week week = begin; week < end; week++) bundles.put(rows.mending(t, week), bundle, 1);
    }
  return bundles;
}

void add_early_weeks(Bundles& bundles, const Rows& rows, const EarlyWeeks& early) {
  for (std::size_t row = 0; row < early.rows(); row++) bundles.put(rows.early(row), bundles.add(kind_early), 1);
}

void add_weeks_of_sites(Bundles& bundles, const Problem& problem, const Rows& rows) {
  for (SiteIndex s = 0; s < rows.sites(); s++)
    for (Week week = 0; is_limited(problem, problem.sites[s]) && week < problem.weeks; week++)
      bundles.put(rows.site(s, week), bundles.add(kind_site), 1);
}

void add_paths_of_sites(Bundles& bundles, const Problem& problem, const Rows& rows, const std::vector<double>& by_row,
                        std::size_t prices_max) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<SiteIndex> priced;
  for (SiteIndex s = 0; s < rows.sites(); s++)
    if (std::ranges::any_of(std::span(by_row).subspan(rows.site(s, 0), weeks), [](double price) { return price > 0; }))
      priced.push_back(s);
  const auto blocks = blocks_of(problem.weeks, prices_max / std::max<std::size_t>(priced.size(), 1));
  for (const SiteIndex s : priced)
    for (const auto& [begin, end] : blocks) {
      std::optional<std::size_t> bundle;
      for (Week week = begin; week < end; week++) {
        const std::size_t row = rows.site(s, week);
        if (by_row[row] <= 0) continue;
        if (!bundle) bundle = bundles.add(kind_site);
        bundles.put(row, *bundle, by_row[row]);
      }
    }
}

}  // namespace shoal::plan
