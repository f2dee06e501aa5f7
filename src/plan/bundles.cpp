#include "plan/bundles.hpp"

#include <algorithm>
#include <numeric>
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

/// Bundles of one week each, in which teams are that have few bundles of their own.
struct SharedWeeks {
  std::optional<std::size_t> first;  ///< None where they are not needed.

  /// Of a price that is shared.
  static constexpr double part = 0.2;
};

/// Puts the rows from `first_row` on, one for each week of `path`, into bundles at the beginnings of `blocks`: a week
/// in between belongs to the one before and to the one after, the more to whichever is nearer, so that prices that
/// leave the proportions of `path` do so without a step.
void put_path(Bundles& bundles, std::size_t kind, std::span<const Block> blocks, std::span<const double> path,
              std::size_t first_row, const SharedWeeks& shared) {
  // A week that has no price yet may still get one.
  const double least = 0.1 * std::accumulate(path.begin(), path.end(), 0.0) / static_cast<double>(path.size());
  const double own = shared.first ? 1 - SharedWeeks::part : 1;
  const std::size_t first = bundles.count();
  for (std::size_t b = 0; b < blocks.size(); b++) bundles.add(kind);
  for (std::size_t b = 0; b < blocks.size(); b++)
    for (Week week = blocks[b].begin; week < blocks[b].end; week++) {
      const auto w = static_cast<std::size_t>(week);
      const double price = blocks.size() == path.size() || least <= 0 ? 1 : path[w] + least;
      const double after = b + 1 == blocks.size() ? 0
                                                  : static_cast<double>(week - blocks[b].begin) /
                                                        static_cast<double>(blocks[b].end - blocks[b].begin);
      bundles.put(first_row + w, first + b, own * price * (1 - after));
      if (after > 0) bundles.put(first_row + w, first + b + 1, own * price * after);
      if (shared.first) bundles.put(first_row + w, *shared.first + w, SharedWeeks::part * price);
    }
}

Bundles bundles_of_moving(const Problem& problem, const Rows& rows) {
  Bundles bundles(rows.count());
  for (Week week = 0; week < problem.weeks; week++) bundles.put(rows.moving(week), bundles.add(kind_moving), 1);
  return bundles;
}

}  // namespace

std::size_t Bundles::add(std::size_t kind) {
  kinds_.push_back(kind);
  return kinds_.size() - 1;
}

void Bundles::put(std::size_t row, std::size_t bundle, double weight) {
  SHOAL_ASSERT(weight > 0 && bundle < count());
  Places& places = places_[row];
  SHOAL_ASSERT(places.count < places.in.size());
  places.in[places.count++] = {bundle, weight};
}

std::vector<double> Bundles::spread(const std::vector<double>& by_bundle) const {
  std::vector<double> by_row(places_.size());
  for (std::size_t r = 0; r < by_row.size(); r++)
    for (const Place& place : places_[r]) by_row[r] += place.weight * by_bundle[place.bundle];
  return by_row;
}

std::vector<double> Bundles::gathered(const std::vector<double>& by_row) const {
  std::vector<double> sums(count()), weights(count());
  for (std::size_t r = 0; r < by_row.size(); r++) {
    double whole = 0;
    for (const Place& place : places_[r]) whole += place.weight;
    for (const Place& place : places_[r]) {
      const double part = place.weight / whole;
      sums[place.bundle] += part * by_row[r] / whole;
      weights[place.bundle] += part;
    }
  }
  for (std::size_t b = 0; b < count(); b++)
    if (weights[b] > 0) sums[b] /= weights[b];
  return sums;
}

std::vector<double> Bundles::sums(const std::vector<double>& by_row) const {
  std::vector<double> sums(count());
  for (std::size_t r = 0; r < by_row.size(); r++)
    for (const Place& place : places_[r]) sums[place.bundle] += place.weight * by_row[r];
  return sums;
}

void Bundles::bundle(Column& column) const {
  std::vector<std::pair<std::uint32_t, double>> takes;
  for (std::size_t i = 0; i < column.rows.size(); i++)
    for (const Place& place : places_[column.rows[i]])
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

Bundles bundles_without_sites(const Problem& problem, const Rows& rows, std::size_t prices_max,
                              const std::vector<double>& by_row) {
  Bundles bundles = bundles_of_moving(problem, rows);
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  const auto blocks = blocks_of(problem.weeks, prices_max / std::max<std::size_t>(problem.teams.size(), 1));
  SharedWeeks shared;
  if (problem.teams.size() > 1 && blocks.size() < weeks) {
    shared.first = bundles.count();
    for (Week week = 0; week < problem.weeks; week++) bundles.add(kind_first_team + problem.teams.size());
  }
  for (TeamIndex t = 0; t < problem.teams.size(); t++)
    put_path(bundles, kind_first_team + t, blocks, std::span(by_row).subspan(rows.mending(t, 0), weeks),
             rows.mending(t, 0), shared);
  return bundles;
}

Bundles bundles_of_all_teams(const Problem& problem, const Rows& rows) {
  Bundles bundles = bundles_of_moving(problem, rows);
  for (Week week = 0; week < problem.weeks; week++) {
    const std::size_t bundle = bundles.add(kind_first_team);
    for (TeamIndex t = 0; t < problem.teams.size(); t++) bundles.put(rows.mending(t, week), bundle, 1);
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
