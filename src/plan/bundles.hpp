// Prices of many capacities in few numbers: capacities that are bundled have prices in a fixed proportion to each
// other, and a bundle has one price for them all.
//
// A bound holds at any prices, so that it holds at these. It is the nearer to the best the better the proportions are
// known, and the master problem stays small: with thousands of rows it would take minutes.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "plan/pricing.hpp"

namespace shoal::plan {

/// Invariant: each row is in three bundles at most; in none, it is left without a price.
class Bundles {
 public:
  /// Of so many rows, none of which is in a bundle yet.
  explicit Bundles(std::size_t rows) : places_(rows) {}

  /// Adds a bundle, and says which it is. Prices of one kind are about as high as each other.
  std::size_t add(std::size_t kind);
  /// Puts `row` into `bundle`, with a price of `weight` > 0 times that of the bundle. The price of a row that is in
  /// several is the sum.
  void put(std::size_t row, std::size_t bundle, double weight);

  std::size_t count() const { return kinds_.size(); }
  /// By bundle.
  const std::vector<std::size_t>& kinds() const { return kinds_; }
  /// Prices by row.
  std::vector<double> spread(const std::vector<double>& by_bundle) const;
  /// Prices by bundle that come nearest to prices by row: the mean of what each row asks for.
  std::vector<double> gathered(const std::vector<double>& by_row) const;
  /// What is available, or taken, by bundle.
  std::vector<double> sums(const std::vector<double>& by_row) const;
  /// The same for the rows of a column.
  void bundle(Column& column) const;

 private:
  struct Place {
    std::size_t bundle = 0;
    double weight = 0;
  };
  /// Of one row.
  struct Places {
    std::array<Place, 3> in;
    std::size_t count = 0;

    const Place* begin() const { return in.data(); }
    const Place* end() const { return in.data() + count; }
  };
  std::vector<Places> places_;
  std::vector<std::size_t> kinds_;
};

/// Each week's capacity to move is a bundle of its own. Those of teams are at most about `prices_max` together, which
/// is each week of each team where they are that few: weeks of one team that follow each other, more of them later on,
/// since prices change most in the beginning. Within a bundle they are in about the proportions of `by_row`; and a part
/// of each week's is in a bundle of all teams, or a week would take what another leaves. Sites have no prices.
Bundles bundles_without_sites(const Problem& problem, const Rows& rows, std::size_t prices_max,
                              const std::vector<double>& by_row);
/// The same where a week's capacity has one price for all teams.
Bundles bundles_of_all_teams(const Problem& problem, const Rows& rows);

/// Adds a bundle for each row of early weeks.
void add_early_weeks(Bundles& bundles, const Rows& rows, const EarlyWeeks& early);
/// Adds bundles of sites: each week of each.
void add_weeks_of_sites(Bundles& bundles, const Problem& problem, const Rows& rows);
/// Adds at most about `prices_max` bundles of sites, in which weeks have prices in the proportions of `by_row`.
void add_paths_of_sites(Bundles& bundles, const Problem& problem, const Rows& rows, const std::vector<double>& by_row,
                        std::size_t prices_max);

}  // namespace shoal::plan
