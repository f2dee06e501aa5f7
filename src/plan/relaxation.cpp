#include "plan/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "plan/master.hpp"
#include "plan/mending.hpp"
#include "plan/pricing.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {
namespace {

/// What is available by row of the master problem.
std::vector<double> capacities(const Problem& problem, const Mending& mending, const Rows& rows) {
  std::vector<double> capacity(rows.count(), std::numeric_limits<double>::infinity());
  for (Week week = 0; week < problem.weeks; week++) {
    const auto w = static_cast<std::size_t>(week);
    capacity[rows.moving(week)] = problem.capacity[w];
    for (TeamIndex t = 0; t < problem.teams.size(); t++)
      capacity[rows.mending(t, week)] = static_cast<double>(mending.capacity_to(t, week));
    for (SiteIndex s = 0; s < problem.sites.size(); s++)
      if (!problem.sites[s].capacity.empty()) capacity[rows.site(s, week)] = problem.sites[s].capacity[w];
  }
  return capacity;
}

/// Exposure if nobody ever moved.
Exposure unmoved(const Problem& problem) {
  Exposure sum = 0;
  for (const DeviceClass& devices : problem.classes) sum += Exposure{devices.devices} * devices.weight * problem.weeks;
  return sum;
}

/// The largest number that every exposure of a plan is a multiple of.
Exposure grain_of(const Problem& problem) {
  Exposure grain = 0;
  for (const DeviceClass& devices : problem.classes) grain = std::gcd(grain, Exposure{devices.weight});
  return std::max<Exposure>(grain, 1);
}

/// The search for prices, on the devices of a sample or on all.
class Search {
 public:
  Search(const Problem& problem, const Mending& mending, const Sample& sample, const RelaxationOptions& options)
      : problem_(problem),
        options_(options),
        rows_(problem),
        waiting_(merge_waiting(problem, mending, sample)),
        pricing_(problem, mending, waiting_, rows_),
        capacity_(capacities(problem, mending, rows_)),
        master_(problem.weeks, capacity_),
        whole_(sample.share >= 1),
        unmoved_(static_cast<double>(unmoved(problem))) {}

  std::vector<double> first_prices() const;
  /// Betters prices from `begin` on, for so many rounds. Returns how many it took.
  int run(std::vector<double> begin, int rounds_max);

  double bound() const { return bound_; }
  const std::vector<double>& prices() const { return best_prices_; }
  const Master& master() const { return master_; }

 private:
  double bound_of(const Priced& priced, const std::vector<double>& prices) const;
  std::vector<double> next_prices() const;

  const Problem& problem_;
  const RelaxationOptions& options_;
  Rows rows_;
  Waiting waiting_;
  Pricing pricing_;
  std::vector<double> capacity_;
  Master master_;
  bool whole_;
  double unmoved_;
  double bound_ = 0;  ///< No plan has less than no exposure.
  std::vector<double> best_prices_;
};

/// Capacity to mend is worth most in the beginning, when much is not ready yet; it is worth nothing after everything
/// is.
std::vector<double> Search::first_prices() const {
  std::vector<double> prices(rows_.count());
  double exposure = 0;
  for (const DeviceClass& devices : problem_.classes) exposure += static_cast<double>(devices.devices) * devices.weight;
  double effort = 0;
  for (const Application& application : problem_.applications)
    if (!application.modes.empty()) effort += static_cast<double>(application.modes[0].effort);
  for (Week week = 0; week < problem_.weeks; week++) {
    double done = 0;
    for (TeamIndex t = 0; t < problem_.teams.size(); t++) done += capacity_[rows_.mending(t, week)];
    const double left = effort > 0 ? std::max(0.0, 1 - done / effort) : 0;
    for (TeamIndex t = 0; t < problem_.teams.size(); t++)
      prices[rows_.mending(t, week)] = effort > 0 ? 3 * left * left * exposure / effort : 0;
  }
  return prices;
}

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
  // Half way only: prices of a mix of few columns swing from one side to the other.
  for (std::size_t r = 0; r < next.size(); r++) next[r] = 0.5 * (next[r] + best_prices_[r]);
  return next;
}

int Search::run(std::vector<double> begin, int rounds_max) {
  std::vector<double> prices = std::move(begin);
  best_prices_ = prices;
  for (int round = 1; round <= rounds_max; round++) {
    Priced priced = pricing_.price(prices, 1e-7, options_.for_each);
    const double bound = bound_of(priced, prices);
    if (bound > bound_) {
      bound_ = bound;
      best_prices_ = prices;
    }
    master_.add(std::move(priced.columns));
    if (options_.should_stop() || !master_.solve()) return round;
    const double limit = unmoved_ - master_.gain();
    options_.on_round({round, bound_, limit, whole_});
    if (limit - bound_ <= options_.gap * std::abs(bound_)) return round;
    prices = next_prices();
  }
  return rounds_max;
}

std::vector<float> ready_of(const Problem& problem, const Master& master) {
  const auto weeks = static_cast<std::size_t>(problem.weeks);
  std::vector<float> ready(problem.applications.size() * weeks);
  master.for_each_used([&](const Column& column, double share) {
    for (std::size_t a = 0; a < problem.applications.size(); a++)
      if ((column.ready[a / 64] >> (a % 64) & 1) != 0)
        ready[a * weeks + static_cast<std::size_t>(column.week)] += static_cast<float>(share);
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

}  // namespace

Relaxation relax(const Problem& problem, const RelaxationOptions& options) {
  const Mending mending(problem);
  Search search(problem, mending, Sample{}, options);
  Relaxation relaxation;
  relaxation.rounds = search.run(search.first_prices(), options.rounds_max);
  relaxation.bound = whole_bound(search.bound(), grain_of(problem));
  relaxation.ready = ready_of(problem, search.master());
  relaxation.mode = modes_of(problem, mending, Rows(problem).prices(search.prices()), relaxation.ready);
  return relaxation;
}

}  // namespace shoal::plan
