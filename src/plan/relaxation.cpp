#include "plan/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plan/bundles.hpp"
#include "plan/early_weeks.hpp"
#include "plan/filling.hpp"
#include "plan/master.hpp"
#include "plan/mending.hpp"
#include "plan/pricing.hpp"
#include "plan/room_bound.hpp"
#include "plan/rounding.hpp"
#include "plan/schedule.hpp"
#include "plan/slot_prices.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
/// How far from prices that a sample found those of more devices are looked for at first, as a share of them.
constexpr double first_reach = 0.3;
/// A mix that is as near to its bound as this, as a share of it, tells what is ready when better than that of a sample.
constexpr double usable_gap = 0.005;
/// Most of the way only, since prices of a mix of few columns swing from one side to the other; less of it when these
/// were worse.
constexpr double stride_max = 0.7, stride_min = 0.1;

/// What is available by row.
std::vector<double> capacities(const Problem& problem, const Mending& mending, const Rows& rows) {
  std::vector<double> capacity(rows.count());
  for (Week week = 0; week < problem.weeks; week++) {
    const auto w = static_cast<std::size_t>(week);
    capacity[rows.moving(week)] = problem.capacity[w];
    for (TeamIndex t = 0; t < problem.teams.size(); t++)
      capacity[rows.mending(t, week)] = static_cast<double>(mending.capacity_to(t, week));
    for (SiteIndex s = 0; s < rows.sites(); s++)
      if (is_limited(problem, problem.sites[s])) capacity[rows.site(s, week)] = problem.sites[s].capacity[w];
  }
  return capacity;
}

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

/// The search for prices, on the devices of a sample or on all.
class Search {
 public:
  Search(const Problem& problem, const Mending& mending, const Rows& rows, const EarlyWeeks& early, Bundles bundles,
         const Sample& sample, const RelaxationOptions& options)
      : options_(options),
        rows_(rows),
        bundles_(std::move(bundles)),
        waiting_(merge_waiting(problem, mending, sample)),
        pricing_(problem, mending, waiting_, rows_, early),
        capacity_(bundles_.sums(capacities(problem, mending, rows_))),
        master_(problem.weeks, capacity_, bundles_.kinds()),
        whole_(sample.share >= 1),
        is_long_(waiting_.graph.pairs() > 8 * options.pairs_of_sample),
        unmoved_(static_cast<double>(exposure_of(problem, {}))) {}

  /// Betters prices (by row) from `begin` on, for so many rounds, until bound and limit are as near as `gap`. Returns
  /// how many it took.
  int run(const std::vector<double>& begin, int rounds_max, double gap, double reach);

  /// Whether some round was proved.
  bool has_bound() const { return !std::isinf(bound_); }
  double bound() const { return bound_; }
  /// How far the bound may be from what a mix would be, as a share of it; infinite where there is no mix.
  double gap() const { return gap_; }
  /// The best by row.
  std::vector<double> prices() const { return bundles_.spread(best_prices_); }
  const Master& master() const { return master_; }

 private:
  Pace pace() const;
  bool look(const std::vector<double>& prices);
  bool mix(int round, double gap);
  double bound_of(const Priced& priced, const std::vector<double>& prices) const;
  std::vector<double> next_prices() const;

  const RelaxationOptions& options_;
  const Rows& rows_;
  Bundles bundles_;
  Waiting waiting_;
  Pricing pricing_;
  std::vector<double> capacity_;
  Master master_;
  bool whole_;
  bool is_long_;  ///< A round takes a second of a core or more.
  double unmoved_;
  double bound_ = -infinite;
  double gap_ = infinite;
  std::vector<double> best_prices_;  ///< By bundle.
  double reach_ = infinite;          ///< How far from those the next may be, as a share of them.
  double stride_ = stride_max;       ///< How much of the way to the prices of a mix the next go.
  double tolerance_ = 1e-4;          ///< Of closures, as a share of all profits.
};

double Search::bound_of(const Priced& priced, const std::vector<double>& prices) const {
  double paid = 0;
  for (std::size_t r = 0; r < prices.size(); r++)
    if (prices[r] > 0) paid += prices[r] * capacity_[r];
  // Sums of millions of numbers of one sign are right to 1e-10 of them.
  const double rounding = 1e-10 * (unmoved_ + paid + priced.magnitude);
  return unmoved_ - paid - priced.earned - rounding;
}

std::vector<double> Search::next_prices() const {
  std::vector<double> next = master_.prices();
  for (std::size_t r = 0; r < next.size(); r++) next[r] = (1 - stride_) * best_prices_[r] + stride_ * next[r];
  return next;
}

int Search::run(const std::vector<double>& begin, int rounds_max, double gap, double reach) {
  std::vector<double> prices = bundles_.gathered(begin);
  best_prices_ = prices;
  reach_ = reach;
  for (int round = 1; round <= rounds_max; round++) {
    if (!look(prices) || !mix(round, gap)) return round;
    prices = next_prices();
  }
  return rounds_max;
}

Pace Search::pace() const {
  const bool is_needed = whole_ && !has_bound();
  if (options_.is_cancelled()) return is_needed ? Pace::roughly : Pace::abandoned;
  if (is_long_ && options_.should_stop()) return is_needed ? Pace::hurried : Pace::abandoned;
  return Pace::steady;
}

/// Prices everything at `prices`, and keeps the bound that they prove. False if it was abandoned.
bool Search::look(const std::vector<double>& prices) {
  Priced priced = pricing_.price(bundles_.spread(prices), tolerance_, options_.for_each, [this] { return pace(); });
  if (!priced.is_proved) return false;
  const double bound = bound_of(priced, prices);
  if (bound > bound_) {
    bound_ = bound;
    best_prices_ = prices;
    reach_ = std::min(reach_ * 1.5, std::max(reach_, 0.5));
    stride_ = std::min(stride_max, stride_ * 1.5);
  } else {
    reach_ = std::max(reach_ * 0.8, 0.15);
    stride_ = std::max(stride_min, stride_ * 0.6);
  }
  for (Column& column : priced.columns) bundles_.bundle(column);
  master_.add(std::move(priced.columns));
  return true;
}

/// Mixes what is known to better prices. False when there is nothing more to better, or no time.
bool Search::mix(int round, double gap) {
  while (!options_.is_cancelled() && !options_.should_stop() && master_.solve(best_prices_, reach_)) {
    const double limit = unmoved_ - master_.gain();
    gap_ = (limit - bound_) / std::max(bound_, 1.0);
    options_.on_round({round, bound_, limit, whole_});
    if (limit - bound_ > gap * bound_) {
      // Closures need not be better than the rest is by now.
      tolerance_ = std::clamp(0.05 * (limit - bound_) / unmoved_, 1e-7, 1e-4);
      return true;
    }
    if (!std::isfinite(reach_) || !master_.is_held()) return false;
    reach_ = reach_ > 1 ? infinite : reach_ * 4;
  }
  return false;
}

std::vector<float> ready_of(const Problem& problem, const Master& master) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<float> ready(problem.applications.size() * weeks);
  master.for_each_used([&](const Column& column, double share) {
    for (std::size_t a = 0; a < problem.applications.size(); a++)
      if (column.has(a)) ready[a * weeks + static_cast<std::size_t>(column.week)] += static_cast<float>(share);
  });
  for (std::size_t i = 0; i < ready.size(); i++) {
    // Weeks do not agree with each other in the relaxation; what was ready stays so.
    if (i % weeks != 0) ready[i] = std::max(ready[i], ready[i - 1]);
    ready[i] = std::min(ready[i], 1.0F);
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
  // Where each team has few prices, what they have together is worth more than a sample of moderate size.
  if (problem.teams.size() * static_cast<std::size_t>(problem.weeks) > 3 * options.prices_max) {
    if (pairs <= 6 * options.pairs_of_sample) return {{share, true}, {1, false}};
    return {{share, true}, {share, false}, {1, false}};
  }
  if (share < 1 || has_paths) return {{share, false}, {1, false}};
  return {{1, false}};
}

/// On all devices, what would take many minutes is not begun without being asked for.
int rounds_of(const Problem& problem, const RelaxationOptions& options) {
  const std::size_t affordable = options.pairs_priced_max / std::max<std::size_t>(problem.pairs(), 1);
  return static_cast<int>(std::clamp<std::size_t>(affordable, 1, static_cast<std::size_t>(options.rounds_max)));
}

/// Prices by row to begin with where sites are limited in too many weeks to have a price for each: those of a plan that
/// is made of a relaxation that knows no sites.
std::vector<double> with_sites(const Problem& problem, const Rows& rows, std::vector<double> prices,
                               const Relaxation& without) {
  const std::vector<Week> ready = ready_weeks(problem, rounded_orders(problem, without)[1]);
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
    Bundles bundles = stages[stage].teams_together ? bundles_of_all_teams(problem, rows)
                                                   : bundles_without_sites(problem, rows, options.prices_max, prices);
    add_early_weeks(bundles, rows, early);
    if (!has_paths) add_weeks_of_sites(bundles, problem, rows);
    if (has_paths && is_last) {
      prices = with_sites(problem, rows, std::move(prices), relaxation);
      add_paths_of_sites(bundles, problem, rows, prices, options.prices_max);
    }
    Search search(problem, mending, rows, early, std::move(bundles), Sample{share, options.seed}, options);
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
