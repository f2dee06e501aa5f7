// Better prices step by step: what each week would do at some prices is mixed with what it would have done at others,
// the mix says which prices it would have followed, and the next are looked for near the best so far, on the way there.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "plan/bundles.hpp"
#include "plan/early_weeks.hpp"
#include "plan/master.hpp"
#include "plan/mending.hpp"
#include "plan/pricing.hpp"
#include "plan/relaxation.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {

/// The search for prices, on the devices of a sample or on all.
class PriceSearch {
 public:
  /// All but `bundles` and `sample` must outlive it.
  PriceSearch(const Problem& problem, const Mending& mending, const Rows& rows, const EarlyWeeks& early,
              Bundles bundles, const Sample& sample, const RelaxationOptions& options);

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
  static constexpr double infinite = std::numeric_limits<double>::infinity();

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
  double stride_;                    ///< How much of the way to the prices of a mix the next go.
  double tolerance_ = 1e-4;          ///< Of closures, as a share of all profits.
};

}  // namespace shoal::plan
