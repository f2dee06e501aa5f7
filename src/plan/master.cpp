#include "plan/master.hpp"

#include <algorithm>
#include <cmath>
#include <coin/ClpSimplex.hpp>
#include <utility>

namespace shoal::plan {

/// The linear program: rows by week first, then those of capacities. Each row is divided by its scale, so that numbers
/// are near 1; gains are divided by `unit`.
struct Master::Program {
  ClpSimplex simplex;
  std::vector<double> scale;  ///< By row of a capacity.
  double unit = 0;            ///< 0 before there are columns.
};

namespace {

/// More columns than so many for each row are too many, and so many are kept then.
constexpr std::size_t columns_per_row_max = 3, columns_per_row_kept = 2;

/// What a row is divided by, so that its capacity is 1.
double scale_of(double capacity) { return capacity > 0 ? capacity : 1; }

}  // namespace

Master::Master(Week weeks, std::vector<double> capacity, std::vector<std::size_t> kinds)
    : weeks_(weeks),
      capacity_(std::move(capacity)),
      kinds_(std::move(kinds)),
      prices_(capacity_.size()),
      week_prices_(static_cast<std::size_t>(weeks)),
      program_(std::make_unique<Program>()) {
  ClpSimplex& simplex = program_->simplex;
  simplex.setLogLevel(0);
  simplex.scaling(0);  // Rows are scaled here already; a second scaling is made anew for each mix, and takes longer.
  simplex.setOptimizationDirection(-1);
  simplex.resize(weeks + static_cast<int>(capacity_.size()), 0);
  for (Week week = 0; week < weeks; week++) simplex.setRowBounds(week, -COIN_DBL_MAX, 1);
  for (std::size_t r = 0; r < capacity_.size(); r++) {
    const double scale = scale_of(capacity_[r]);
    program_->scale.push_back(scale);
    simplex.setRowBounds(weeks + static_cast<int>(r), -COIN_DBL_MAX, capacity_[r] / scale);
  }
  add_holds();
}

/// For each row, a column that buys capacity and one that sells it. What they pay keeps the row's price between.
void Master::add_holds() {
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> rows;
  std::vector<double> takes;
  for (std::size_t r = 0; r < capacity_.size(); r++)
    for (const double take : {-1.0, 1.0}) {
      rows.push_back(weeks_ + static_cast<int>(r));
      takes.push_back(take);
      starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    }
  program_->simplex.addColumns(static_cast<int>(rows.size()), nullptr, nullptr, nullptr, starts.data(), rows.data(),
                               takes.data());
}

/// By row, the mean price of its kind.
std::vector<double> Master::usual_prices(const std::vector<double>& center) const {
  std::vector<double> sums, rows;
  for (std::size_t r = 0; r < center.size(); r++) {
    if (kinds_[r] >= sums.size()) sums.resize(kinds_[r] + 1), rows.resize(kinds_[r] + 1);
    sums[kinds_[r]] += center[r];
    rows[kinds_[r]]++;
  }
  std::vector<double> usual(center.size());
  for (std::size_t r = 0; r < center.size(); r++) usual[r] = sums[kinds_[r]] / rows[kinds_[r]];
  return usual;
}

void Master::hold(const std::vector<double>& center, double reach) {
  ClpSimplex& simplex = program_->simplex;
  const std::vector<double> usual = usual_prices(center);
  for (std::size_t r = 0; r < capacity_.size(); r++) {
    const int column = 2 * static_cast<int>(r);
    const bool is_held = std::isfinite(reach);
    simplex.setColumnUpper(column, is_held ? COIN_DBL_MAX : 0);
    simplex.setColumnUpper(column + 1, is_held ? COIN_DBL_MAX : 0);
    if (!is_held) continue;
    const double off = reach * (center[r] + 0.1 * usual[r]);
    const double as_program = program_->scale[r] / program_->unit;
    simplex.setObjectiveCoefficient(column, -(center[r] + off) * as_program);
    simplex.setObjectiveCoefficient(column + 1, std::max(0.0, center[r] - off) * as_program);
  }
}

bool Master::is_held() const {
  const double* shares = program_->simplex.primalColumnSolution();
  return std::any_of(shares, shares + 2 * capacity_.size(), [](double share) { return share > 1e-7; });
}

Master::~Master() = default;

/// What a column earns at the prices of the mix beyond the best of its week that is in it.
double Master::earns(const Column& column) const {
  double earns = column.gain - week_prices_[static_cast<std::size_t>(column.week)];
  for (std::size_t i = 0; i < column.rows.size(); i++) earns -= prices_[column.rows[i]] * column.takes[i];
  return earns;
}

bool Master::betters(const Column& column) const { return earns(column) > 1e-9 * (1 + std::abs(column.gain)); }

/// Up to `count` columns that are not in the mix, those that earn least.
std::vector<int> Master::least_used(std::size_t count) const {
  const int first = 2 * static_cast<int>(capacity_.size());
  std::vector<std::pair<double, int>> unused;
  for (int c = 0; c < static_cast<int>(columns_.size()); c++)
    if (program_->simplex.getColumnStatus(first + c) != ClpSimplex::basic)
      unused.emplace_back(earns(columns_[static_cast<std::size_t>(c)]), c);
  std::sort(unused.begin(), unused.end());
  unused.resize(std::min(unused.size(), count));
  std::vector<int> least;
  least.reserve(unused.size());
  for (const auto& [earned, column] : unused) least.push_back(column);
  std::sort(least.begin(), least.end());
  return least;
}

/// Drops columns where there are many times as many as rows, since each costs the solver time. One that would be of use
/// again will be found again.
void Master::forget() {
  const std::size_t rows = capacity_.size() + week_prices_.size();
  if (columns_.size() <= columns_per_row_max * rows) return;
  std::vector<int> dropped = least_used(columns_.size() - columns_per_row_kept * rows);
  std::vector<Column> kept;
  kept.reserve(columns_.size());
  auto next = dropped.begin();
  for (std::size_t c = 0; c < columns_.size(); c++) {
    if (next != dropped.end() && static_cast<std::size_t>(*next) == c)
      next++;
    else
      kept.push_back(std::move(columns_[c]));
  }
  columns_ = std::move(kept);
  for (int& column : dropped) column += 2 * static_cast<int>(capacity_.size());
  program_->simplex.deleteColumns(static_cast<int>(dropped.size()), dropped.data());
}

std::size_t Master::add(std::vector<Column> columns) {
  forget();
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> rows;
  std::vector<double> takes;
  std::vector<double> gains;
  for (const Column& column : columns) program_->unit = std::max(program_->unit, column.gain);
  for (Column& column : columns) {
    if (!betters(column)) continue;
    rows.push_back(column.week);
    takes.push_back(1);
    for (std::size_t i = 0; i < column.rows.size(); i++) {
      rows.push_back(weeks_ + static_cast<int>(column.rows[i]));
      takes.push_back(column.takes[i] / program_->scale[column.rows[i]]);
    }
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
    gains.push_back(column.gain);
    columns_.push_back(std::move(column));
  }
  // No bounds means 0 and more.
  program_->simplex.addColumns(static_cast<int>(gains.size()), nullptr, nullptr, gains.data(), starts.data(),
                               rows.data(), takes.data());
  return gains.size();
}

bool Master::solve(const std::vector<double>& center, double reach) {
  if (columns_.empty()) return true;  // Nothing can be saved, at no price.
  ClpSimplex& simplex = program_->simplex;
  const double unit = program_->unit;
  const int first = 2 * static_cast<int>(capacity_.size());
  for (std::size_t c = 0; c < columns_.size(); c++)
    simplex.setObjectiveCoefficient(first + static_cast<int>(c), columns_[c].gain / unit);
  hold(center, reach);
  simplex.primal(1);
  if (simplex.status() != 0) return false;
  gain_ = simplex.objectiveValue() * unit;
  const double* duals = simplex.dualRowSolution();
  for (std::size_t w = 0; w < week_prices_.size(); w++) week_prices_[w] = std::max(0.0, duals[w] * unit);
  for (std::size_t r = 0; r < prices_.size(); r++)
    prices_[r] = std::max(0.0, duals[week_prices_.size() + r] * unit / program_->scale[r]);
  return true;
}

void Master::for_each_used(const std::function<void(const Column&, double)>& see) const {
  const double* shares = program_->simplex.primalColumnSolution() + 2 * capacity_.size();
  for (std::size_t c = 0; c < columns_.size(); c++)
    if (shares[c] > 0) see(columns_[c], shares[c]);
}

}  // namespace shoal::plan
