#include "plan/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "plan/bundles.hpp"
#include "plan/early_weeks.hpp"
#include "plan/filling.hpp"
#include "plan/mending.hpp"
#include "plan/never_falling.hpp"
#include "plan/price_search.hpp"
#include "plan/room_bound.hpp"
#include "plan/rounding.hpp"
#include "plan/schedule.hpp"
#include "plan/slot_prices.hpp"
#include "plan/team_factors.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
/// How far from prices that a sample found those of more devices are looked for at first, as a share of them.
constexpr double first_reach = 0.3;
/// A mix that is as near to its bound as this, as a share of it, tells what is ready when better than that of a sample.
constexpr double usable_gap = 0.005;

/// The largest number that every exposure of a plan is a multiple of.
Exposure grain_of(const Problem& problem) {
  Exposure grain = 0;
  for (const DeviceClass& devices : problem.classes) grain = std::gcd(grain, Exposure{devices.weight});
  return std::max<Exposure>(grain, 1);
}

/// Capacity to mend is worth most in the beginning, when much is not ready yet; it is worth nothing after everything
/// is.
std::vector<double> first_prices(const Problem& problem, const Mending& mending, const Rows& rows) {
  std::vector<double> prices(rows.count());
  double exposure = 0;
  for (const DeviceClass& devices : problem.classes) exposure += static_cast<double>(devices.devices) * devices.weight;
  double effort = 0;
  for (const Application& application : problem.applications)
    if (!application.modes.empty()) effort += static_cast<double>(application.modes[0].effort);
  for (Week week = 0; effort > 0 && week < problem.weeks; week++) {
    double done = 0;
    for (TeamIndex t = 0; t < problem.teams.size(); t++) done += static_cast<double>(mending.capacity_to(t, week));
    const double left = std::max(0.0, 1 - done / effort);
    for (TeamIndex t = 0; t < problem.teams.size(); t++)
      prices[rows.mending(t, week)] = 3 * left * left * exposure / effort;
  }
  return prices;
}

std::vector<float> ready_of(const Problem& problem, const Master& master) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<float> ready(problem.applications.size() * weeks);
  master.for_each_used([&](const Column& column, double share) {
    for (std::size_t a = 0; a < problem.applications.size(); a++)
      if (column.has(a)) ready[a * weeks + static_cast<std::size_t>(column.week)] += static_cast<float>(share);
  });
  // Nobody moves in the last week any more, so that no column is of it; what is ready before stays so.
  for (std::size_t a = 0; a < problem.applications.size(); a++) {
    const std::span<float> row = std::span(ready).subspan(a * weeks, weeks);
    if (weeks > 1) row[weeks - 1] = row[weeks - 2];
    // Weeks do not agree with each other in the relaxation.
    make_never_falling(row);
    for (float& part : row) part = std::min(part, 1.0F);
  }
  return ready;
}

std::vector<std::uint8_t> modes_of(const Problem& problem, const Mending& mending, const Prices& prices,
                                   const std::vector<float>& ready) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<std::uint8_t> modes(problem.applications.size());
  for (ApplicationIndex a = 0; a < modes.size(); a++) {
    // The week by which it is half ready, or the last.
    std::size_t week = 0;
    while (week + 1 < weeks && ready[a * weeks + week] < 0.5F) week++;
    modes[a] = mending.cheapest(a, static_cast<Week>(week), prices).mode;
  }
  return modes;
}

/// The bound as a whole number. Every plan's exposure is a multiple of `grain`, so that it may be rounded up to one.
Exposure whole_bound(double bound, Exposure grain) {
  return static_cast<Exposure>(std::ceil(std::max(0.0, bound) / static_cast<double>(grain))) * grain;
}

/// One search for prices.
struct Stage {
  double share = 1;             ///< Of the devices.
  bool teams_together = false;  ///< Whether all teams have the same prices.
};

/// Searches that are done one after the other, the last on all devices: prices that are good for a sample, or for teams
/// that are one, are good to begin with for all, and were found in a fraction of the time.
std::vector<Stage> stages_of(const Problem& problem, const RelaxationOptions& options, bool has_paths) {
  const std::size_t pairs = problem.pairs();
  const std::size_t sampled = std::clamp(pairs / 6, options.pairs_of_sample, 8 * options.pairs_of_sample);
  const double share = pairs <= sampled ? 1 : static_cast<double>(sampled) / static_cast<double>(pairs);
  std::vector<Stage> stages;
  if (problem.teams.size() > 1) stages.push_back({share, true});
  // With several teams, what they have together tells more than a sample of moderate size.
  const bool is_sampled = share < 1 && (stages.empty() || pairs > 6 * options.pairs_of_sample);
  if (is_sampled || (has_paths && stages.empty())) stages.push_back({share, false});
  stages.push_back({1, false});
  return stages;
}

/// On all devices, what would take many minutes is not begun without being asked for.
int rounds_of(const Problem& problem, const RelaxationOptions& options) {
  const std::size_t affordable = options.pairs_priced_max / std::max<std::size_t>(problem.pairs(), 1);
  return static_cast<int>(std::clamp<std::size_t>(affordable, 1, static_cast<std::size_t>(options.rounds_max)));
}

/// Of the orders that a relaxation rounds to, the one with the least exposure.
Order best_rounded(const Problem& problem, const Relaxation& relaxation) {
  std::vector<Order> orders = rounded_orders(problem, relaxation);
  std::vector<Exposure> exposures;
  exposures.reserve(orders.size());
  for (const Order& order : orders) exposures.push_back(fill_greedily(problem, ready_weeks(problem, order)).exposure);
  return std::move(orders[static_cast<std::size_t>(std::ranges::min_element(exposures) - exposures.begin())]);
}

/// Prices by row to begin with where each team has its own, from those that teams have in common and a relaxation with
/// these.
std::vector<double> with_teams_apart(const Problem& problem, const Rows& rows, std::vector<double> prices,
                                     const Relaxation& together) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  const std::vector<double> factors =
      team_factors(problem, best_rounded(problem, together), rows.prices(prices).moving);
  for (TeamIndex t = 0; t < problem.teams.size(); t++)
    for (Week week = 0; week < problem.weeks; week++)
      prices[rows.mending(t, week)] *= factors[t * weeks + static_cast<std::size_t>(week)];
  return prices;
}

/// Prices by row to begin with where sites are limited in too many weeks to have a price for each: those of a plan that
/// is made of a relaxation that knows no sites.
std::vector<double> with_sites(const Problem& problem, const Rows& rows, std::vector<double> prices,
                               const Relaxation& without) {
  const std::vector<Week> ready = ready_weeks(problem, best_rounded(problem, without));
  const SlotPrices slots = slot_prices(problem, ready, fill_greedily(problem, ready).moves);
  std::copy(slots.site.begin(), slots.site.end(), prices.begin() + static_cast<std::ptrdiff_t>(rows.first_of_sites()));
  if (std::ranges::all_of(slots.site, [](double price) { return price == 0; })) return prices;
  for (Week week = 0; week < problem.weeks; week++) {
    double& moving = prices[rows.moving(week)];
    moving = std::min(moving, slots.moving[static_cast<std::size_t>(week)]);
  }
  return prices;
}

}  // namespace

Relaxation relax(const Problem& problem, const RelaxationOptions& options) {
  const Mending mending(problem);
  const EarlyWeeks early(problem, mending);
  const Rows rows(problem, early.rows());
  const bool has_paths = rows.sites() * static_cast<std::size_t>(problem.weeks) > options.prices_max;
  const std::vector<Stage> stages = stages_of(problem, options, has_paths);
  const Exposure grain = grain_of(problem);
  Relaxation relaxation;
  relaxation.bound = whole_bound(room_bound(problem, mending), grain);
  std::vector<double> prices = first_prices(problem, mending, rows);
  double nearest = infinite;
  for (std::size_t stage = 0; stage < stages.size() && !options.is_cancelled(); stage++) {
    const bool is_last = stage + 1 == stages.size();
    if (!is_last && options.should_stop()) continue;
    const double share = stages[stage].share;
    const bool has_order = !relaxation.ready.empty();
    if (has_order && stages[stage - 1].teams_together)
      prices = with_teams_apart(problem, rows, std::move(prices), relaxation);
    Bundles bundles = stages[stage].teams_together ? bundles_of_all_teams(problem, rows)
                                                   : bundles_without_sites(problem, rows, options.prices_max, prices);
    add_early_weeks(bundles, rows, early);
    if (!has_paths) add_weeks_of_sites(bundles, problem, rows);
    if (has_paths && is_last && has_order) {
      prices = with_sites(problem, rows, std::move(prices), relaxation);
      add_paths_of_sites(bundles, problem, rows, prices, options.prices_max);
    }
    PriceSearch search(problem, mending, rows, early, std::move(bundles), Sample{share, options.seed}, options);
    double gap = options.gap;
    if (!is_last) gap *= stages[stage].teams_together ? 20 : 5;
    double reach = first_reach;
    if (stage == 0) reach = infinite;
    relaxation.rounds += search.run(prices, is_last ? rounds_of(problem, options) : options.rounds_max, gap, reach);
    prices = search.prices();
    if (share >= 1 && search.has_bound()) {
      relaxation.bound = std::max(relaxation.bound, whole_bound(search.bound(), grain));
      relaxation.is_priced = true;
    }
    // A mix that was stopped early on all devices may tell less than that of a sample.
    if (search.gap() > std::max(nearest, usable_gap)) continue;
    nearest = search.gap();
    relaxation.ready = ready_of(problem, search.master());
    relaxation.mode = modes_of(problem, mending, rows.prices(prices), relaxation.ready);
  }
  return relaxation;
}

}  // namespace shoal::plan
