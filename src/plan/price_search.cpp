#include "plan/price_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plan/filling.hpp"

namespace shoal::plan {
namespace {

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

}  // namespace

PriceSearch::PriceSearch(const Problem& problem, const Mending& mending, const Rows& rows, const EarlyWeeks& early,
                         Bundles bundles, const Sample& sample, const RelaxationOptions& options)
    : options_(options),
      rows_(rows),
      bundles_(std::move(bundles)),
      waiting_(merge_waiting(problem, mending, sample)),
      pricing_(problem, mending, waiting_, rows_, early),
      capacity_(bundles_.sums(capacities(problem, mending, rows_))),
      master_(problem.weeks, capacity_, bundles_.kinds()),
      whole_(sample.share >= 1),
      is_long_(waiting_.graph.pairs() > 8 * options.pairs_of_sample),
      unmoved_(static_cast<double>(exposure_of(problem, {}))),
      stride_(stride_max) {}

int PriceSearch::run(const std::vector<double>& begin, int rounds_max, double gap, double reach) {
  std::vector<double> prices = bundles_.gathered(begin);
  best_prices_ = prices;
  reach_ = reach;
  for (int round = 1; round <= rounds_max; round++) {
    if (!look(prices) || !mix(round, gap)) return round;
    prices = next_prices();
  }
  return rounds_max;
}

Pace PriceSearch::pace() const {
  const bool is_needed = whole_ && !has_bound();
  if (options_.is_cancelled()) return is_needed ? Pace::roughly : Pace::abandoned;
  if (is_long_ && options_.should_stop()) return is_needed ? Pace::hurried : Pace::abandoned;
  return Pace::steady;
}

/// Prices everything at `prices`, and keeps the bound that they prove. False if it was abandoned.
bool PriceSearch::look(const std::vector<double>& prices) {
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
bool PriceSearch::mix(int round, double gap) {
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

double PriceSearch::bound_of(const Priced& priced, const std::vector<double>& prices) const {
  double paid = 0;
  for (std::size_t r = 0; r < prices.size(); r++)
    if (prices[r] > 0) paid += prices[r] * capacity_[r];
  // Sums of millions of numbers of one sign are right to 1e-10 of them.
  const double rounding = 1e-10 * (unmoved_ + paid + priced.magnitude);
  return unmoved_ - paid - priced.earned - rounding;
}

std::vector<double> PriceSearch::next_prices() const {
  std::vector<double> next = master_.prices();
  for (std::size_t r = 0; r < next.size(); r++) next[r] = (1 - stride_) * best_prices_[r] + stride_ * next[r];
  return next;
}

}  // namespace shoal::plan
