// Mixes what each week would do at several prices into what keeps within all capacities, and says which prices that
// mix would have followed. A linear program, in which each week has one unit of columns to mix.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "plan/pricing.hpp"

namespace shoal::plan {

class Master {
 public:
  /// Capacity by row; and of which kind each row is, since prices of a kind are about as high as each other.
  Master(Week weeks, std::vector<double> capacity, std::vector<std::size_t> kinds);
  ~Master();
  Master(const Master&) = delete;
  Master& operator=(const Master&) = delete;

  /// Adds those of `columns` that would better the mix at its prices. Returns how many these are.
  std::size_t add(std::vector<Column> columns);
  /// Finds the best mix, and its prices not farther than `reach` from `center`: a mix of few columns says little of
  /// prices that are far from those at which they were found. False if the solver gave up.
  bool solve(const std::vector<double>& center, double reach);
  /// Whether some price would be farther off if it were not for the reach.
  bool is_held() const;

  /// Of the mix that was found last: exposure that it saves (more, if it is held), and prices by row, 0 or more.
  double gain() const { return gain_; }
  const std::vector<double>& prices() const { return prices_; }
  /// Calls see(column, share) for each column of the mix.
  void for_each_used(const std::function<void(const Column&, double)>& see) const;

 private:
  struct Program;  ///< Keeps the solver's headers away from whoever includes this.

  double earns(const Column& column) const;
  bool betters(const Column& column) const;
  std::vector<int> least_used(std::size_t count) const;
  void forget();
  void add_holds();
  std::vector<double> usual_prices(const std::vector<double>& center) const;
  void hold(const std::vector<double>& center, double reach);

  Week weeks_;
  std::vector<double> capacity_;
  std::vector<std::size_t> kinds_;
  std::vector<double> prices_;
  std::vector<double> week_prices_;  ///< What the best column of each week in the mix earns.
  double gain_ = 0;
  std::vector<Column> columns_;
  std::unique_ptr<Program> program_;
};

}  // namespace shoal::plan
