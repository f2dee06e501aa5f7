// How few columns a cover must take, by Lagrange's prices: whoever may leave a row short pays its price for it. What is
// best under any prices is no more than what a cover takes. RowPrices climb by deflected subgradients.
#include <algorithm>
#include <cmath>

#include "plan/cover_core.hpp"

namespace shoal::plan {
namespace {

constexpr double deflection = 0.7;              // How much of a direction is new.
constexpr int patience = 15;                    // Rounds without progress after which steps are halved.
constexpr std::int64_t whole_column = 1 << 24;  // One column, as whole prices count it.

/// What prices prove, in units.
struct Proof {
  std::int64_t sum = 0;            ///< No cover takes less.
  std::vector<std::int64_t> cost;  ///< By column, what taking it costs beyond the prices that it earns.

  std::int64_t number() const { return sum <= 0 ? 0 : (sum + whole_column - 1) / whole_column; }
};

/// RowPrices by row, and what they prove.
class RowPrices {
 public:
  explicit RowPrices(const CoverCore& core) : core_(core), price_(core.rows(), 0), slack_(core.rows()) {
    direction_.assign(core.rows(), 0);
    for (std::size_t r = 0; r < core.rows(); r++) {
      double least = 1;
      for (const std::uint32_t c : core.columns_of(r))
        least = std::min(least, 1 / static_cast<double>(core.rows_of(c).size()));
      price_[r] = least;
    }
  }

  void climb(double known, int rounds) {
    double step = 1;
    for (int round = 0, idle = 0; round < rounds && step > 1e-4; round++) {
      const double value = evaluate();
      if (value > best_value_ + 1e-6) {
        best_value_ = value, best_ = price_, idle = 0;
      } else if (++idle >= patience) {
        step /= 2, idle = 0, price_ = best_;
        continue;
      }
      if (std::ceil(best_value_ - 1e-6) >= known) return;
      move(step * (known - value));
    }
  }

  /// What the best prices prove, counted in whole numbers.
  Proof proof() const {
    std::vector<std::int64_t> whole_price(core_.rows());
    Proof proof{0, std::vector<std::int64_t>(core_.columns(), whole_column)};
    for (std::size_t r = 0; r < core_.rows(); r++) {
      whole_price[r] = static_cast<std::int64_t>(std::clamp(best_[r], 0.0, 4.0) * static_cast<double>(whole_column));
      proof.sum += whole_price[r] * core_.need[r];
    }
    for (std::size_t c = 0; c < core_.columns(); c++) {
      for (const std::uint32_t r : core_.rows_of(c)) proof.cost[c] -= whole_price[r];
      if (proof.cost[c] < 0) proof.sum += proof.cost[c] * core_.most[c];
    }
    return proof;
  }

 private:
  double evaluate() {
    double value = 0;
    for (std::size_t r = 0; r < core_.rows(); r++) {
      value += price_[r] * core_.need[r];
      slack_[r] = core_.need[r];
    }
    for (std::size_t c = 0; c < core_.columns(); c++) {
      double cost = 1;
      for (const std::uint32_t r : core_.rows_of(c)) cost -= price_[r];
      if (cost >= 0) continue;
      value += cost * core_.most[c];
      for (const std::uint32_t r : core_.rows_of(c)) slack_[r] -= core_.most[c];
    }
    return value;
  }

  void move(double reach) {
    double square = 0;
    for (std::size_t r = 0; r < core_.rows(); r++) {
      direction_[r] = deflection * slack_[r] + (1 - deflection) * direction_[r];
      if (price_[r] <= 0 && direction_[r] < 0) direction_[r] = 0;
      square += direction_[r] * direction_[r];
    }
    if (square <= 0) return;
    for (std::size_t r = 0; r < core_.rows(); r++)
      price_[r] = std::max(0.0, price_[r] + reach / square * direction_[r]);
  }

  const CoverCore& core_;
  std::vector<double> price_, slack_, direction_, best_ = price_;
  double best_value_ = 0;
};

/// A core as a problem of its own, in which columns can be forbidden and taken.
class Case {
 public:
  explicit Case(const CoverCore& core) {
    problem_.need = core.need;
    for (std::size_t c = 0; c < core.columns(); c++) {
      const auto rows = core.rows_of(c);
      problem_.columns.push_back({{rows.begin(), rows.end()}, core.most[c], 0});
    }
  }

  void forbid(std::size_t c) { problem_.columns[c].most = 0; }
  void take(std::size_t c, std::int32_t times) {
    problem_.columns[c].most -= times;
    taken_ += times;
    for (const std::uint32_t r : problem_.columns[c].rows) problem_.need[r] -= times;
  }

  /// Whether every cover in this case takes more than `number`.
  bool takes_more(std::int64_t number, int rounds, int& nodes) const {
    const CoverCore rest = reduced(problem_);
    std::int64_t left = number - taken_;
    for (const std::int32_t forced : rest.forced) left -= forced;
    return left < 0 || plan::takes_more(rest, left, rounds, nodes);
  }

 private:
  Cover problem_;
  std::int64_t taken_ = 0;
};

/// Decides each column whose other value alone would cost more than `number`. Returns how many those are.
std::size_t decide(const CoverCore& core, const Proof& proof, std::int64_t number, Case& rest) {
  std::size_t decided = 0;
  for (std::size_t c = 0; c < core.columns(); c++) {
    if (proof.sum + std::abs(proof.cost[c]) <= number * whole_column) continue;
    if (proof.cost[c] > 0)
      rest.forbid(c);
    else
      rest.take(c, core.most[c]);
    decided++;
  }
  return decided;
}

/// The column about which prices say least; the one with most rows among equals.
std::size_t least_clear(const CoverCore& core, const Proof& proof) {
  std::size_t best = 0;
  for (std::size_t c = 1; c < core.columns(); c++) {
    const std::int64_t here = std::abs(proof.cost[c]), there = std::abs(proof.cost[best]);
    if (here != there ? here < there : core.rows_of(c).size() > core.rows_of(best).size()) best = c;
  }
  return best;
}

bool can_be_covered(const CoverCore& core) {
  for (std::size_t r = 0; r < core.rows(); r++) {
    std::int64_t most = 0;
    for (const std::uint32_t c : core.columns_of(r)) most += core.most[c];
    if (most < core.need[r]) return false;
  }
  return true;
}

}  // namespace

std::int64_t core_bound(const CoverCore& core, std::int64_t known, int rounds) {
  RowPrices prices(core);
  prices.climb(static_cast<double>(known), rounds);
  return prices.proof().number();
}

bool takes_more(const CoverCore& core, std::int64_t number, int rounds, int& nodes) {
  if (!can_be_covered(core)) return true;
  if (core.rows() == 0 || nodes-- <= 0) return false;
  RowPrices prices(core);
  prices.climb(static_cast<double>(number + 1), rounds);
  const Proof proof = prices.proof();
  if (proof.number() > number) return true;

  Case rest(core);
  if (decide(core, proof, number, rest) * 20 > core.columns()) return rest.takes_more(number, rounds, nodes);
  const std::size_t column = least_clear(core, proof);
  Case with = rest, without = rest;
  with.take(column, 1);
  without.forbid(column);
  return with.takes_more(number, rounds, nodes) && without.takes_more(number, rounds, nodes);
}

}  // namespace shoal::plan
