// The bound that prices prove, and what they would have done in each week.
//
// With a price on the capacity of teams and of sites, the weeks have nothing to do with each other: each frees the
// devices that are worth more than they cost. What that earns over all weeks, and the capacity at its prices, no plan
// earns more (Lagrange). What a week would do is a column of the master problem, which mixes them to better prices.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/for_each.hpp"
#include "plan/early_weeks.hpp"
#include "plan/waiting.hpp"

namespace shoal::plan {

/// Where each capacity stands among the rows of the master problem.
class Rows {
 public:
  /// With so many rows of early weeks (`EarlyWeeks::rows`).
  explicit Rows(const Problem& problem, std::size_t early = 0);

  std::size_t moving(Week week) const { return static_cast<std::size_t>(week); }
  std::size_t mending(TeamIndex team, Week week) const { return at(1 + team, week); }
  std::size_t site(SiteIndex site, Week week) const { return at(1 + teams_ + site, week); }
  std::size_t sites() const { return sites_; }
  std::size_t early(std::size_t row) const { return at(1 + teams_ + sites_, 0) + row; }
  std::size_t count() const { return early(early_); }
  /// Those of sites stand before those of early weeks; the first of them.
  std::size_t first_of_sites() const { return at(1 + teams_, 0); }

  /// Prices by row, as prices of capacities.
  Prices prices(const std::vector<double>& by_row) const;

 private:
  std::size_t at(std::size_t block, Week week) const {
    return block * static_cast<std::size_t>(weeks_) + static_cast<std::size_t>(week);
  }
  Week weeks_;
  std::size_t teams_;
  std::size_t sites_;  ///< 0 where none is limited.
  std::size_t early_;
};

/// What may have been done by the end of one week.
struct Column {
  Week week = 0;
  double gain = 0;  ///< Exposure that it saves in a week.
  std::vector<std::uint32_t> rows;
  std::vector<double> takes;         ///< Of the capacity of each of `rows`.
  std::vector<std::uint64_t> ready;  ///< Bit by application.

  bool has(std::size_t application) const { return (ready[application / 64] >> (application % 64) & 1) != 0; }
};

/// How much a round of pricing may still take. What it earns is proved at any pace but the last.
enum class Pace {
  steady,
  hurried,    ///< Closures may be said too high by more, and there are no columns.
  roughly,    ///< What the closure before tells of this one, and no more: a tenth of the time.
  abandoned,  ///< Nothing more is done: the round tells nothing.
};

/// What a round of pricing found.
struct Priced {
  bool is_proved = true;  ///< False if it was abandoned.
  double earned = 0;      ///< What no plan earns more than, at these prices; capacities at their prices not in it.
  double magnitude = 0;   ///< The sum of everything that was added, for what rounding may have done.
  std::vector<Column> columns;  ///< By week.
};

class Pricing {
 public:
  /// All must outlive it.
  Pricing(const Problem& problem, const Mending& mending, const Waiting& waiting, const Rows& rows,
          const EarlyWeeks& early);

  /// Prices by row, each 0 or more. What closures weigh may be said too high by `tolerance`, as a share of all profits.
  /// `pace` is asked by any thread, every few milliseconds, and never goes back.
  Priced price(const std::vector<double>& by_row, double tolerance, const ForEach& for_each,
               const std::function<Pace()>& pace);

 private:
  /// Weeks that are solved one after the other. How many there are depends on the problem alone, not on threads.
  struct Chain {
    Week begin = 0;
    Week end = 0;
    ClosureSolver solver;
    std::vector<double> profit;
    std::vector<double> price;
    std::vector<double> taken;           ///< By row.
    std::vector<std::uint8_t> gained;    ///< By group, whether the column that is being made gains by it.
    std::vector<ClosureSolver> without;  ///< By key of early weeks; none where the chain has no such week.
    Priced found;
  };
  /// Prices of one round.
  struct Round;

  void run(Chain& chain, const Round& round);
  void solve(Chain& chain, const Round& round, Week week);
  double find_profits(Chain& chain, const Round& round, Week week) const;
  void find_prices(Chain& chain, const Round& round, Week week) const;
  static double closure(ClosureSolver& solver, const Round& round, const std::vector<double>& profit,
                        const std::vector<double>& price);
  double solve_whole(Chain& chain, const Round& round, Week week);
  double solve_cases(Chain& chain, const Round& round, Week week);
  double solve_with_all_keys(Chain& chain, const Round& round, Week week);
  double solve_without(Chain& chain, const Round& round, Week week, std::size_t key);
  double early_prices(const Round& round, Week week) const;
  double worth(const WaitingClass& devices, const Round& round, Week week) const;
  double free_worth(const Round& round, Week week) const;
  std::vector<std::uint32_t> freed_by(std::span<const std::uint8_t> chosen) const;
  void add_columns(Chain& chain, const Round& round, Week week, const std::vector<std::uint32_t>& groups,
                   std::span<const ApplicationIndex> keys = {});
  std::optional<Column> column(Chain& chain, const Round& round, Week week, const std::vector<std::uint32_t>& groups,
                               std::span<const ApplicationIndex> keys);
  double take_groups(Chain& chain, const Round& round, Column& column, const std::vector<std::uint32_t>& groups);
  void take_applications(Chain& chain, const Round& round, const Column& column);
  bool take_early(Chain& chain, const Column& column) const;
  double take_classes(Chain& chain, const Round& round, Week week, std::span<const WaitingClass> classes);

  const Problem& problem_;
  const Mending& mending_;
  const Waiting& waiting_;
  const Rows& rows_;
  const EarlyWeeks& early_;
  std::vector<WithoutKey> without_;
  Week last_;  ///< Moving in a later week saves nothing.
  std::vector<Chain> chains_;
  bool upward_ = true;
};

}  // namespace shoal::plan
