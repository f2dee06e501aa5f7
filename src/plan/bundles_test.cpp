#include "plan/bundles.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "base/random.hpp"
#include "plan/made_programme.hpp"

namespace shoal::plan {
namespace {

/// What it costs that `takes` of `rows` are taken.
double cost(const Column& column, const std::vector<double>& prices) {
  double sum = 0;
  for (std::size_t i = 0; i < column.rows.size(); i++) sum += column.takes[i] * prices[column.rows[i]];
  return sum;
}

std::vector<double> drawn_numbers(std::size_t count, Random& random) {
  std::vector<double> drawn;
  for (std::size_t i = 0; i < count; i++) drawn.push_back(static_cast<double>(random.below(100)));
  return drawn;
}

/// A column that takes of every row.
Column drawn_column(std::size_t rows, Random& random) {
  Column column;
  column.rows.resize(rows);
  std::iota(column.rows.begin(), column.rows.end(), 0);
  column.takes = drawn_numbers(rows, random);
  return column;
}

TEST_CASE("a column and what is available cost the same by bundle and by row") {
  const Problem problem = made_programme(tiny_programme(), 1);
  const Rows rows(problem, 5);
  for (std::uint64_t seed = 1; seed <= 20; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const std::size_t prices_max = 4 + random.below(80);
    const Bundles bundles = random.below(4) == 0
                                ? bundles_of_all_teams(problem, rows)
                                : bundles_without_sites(problem, rows, prices_max, drawn_numbers(rows.count(), random));
    const std::vector<double> prices = drawn_numbers(bundles.count(), random);
    const std::vector<double> by_row = bundles.spread(prices);
    Column column = drawn_column(rows.count(), random);
    const double whole = cost(column, by_row);
    const std::vector<double> available = bundles.sums(column.takes);
    bundles.bundle(column);
    CHECK(cost(column, prices) == doctest::Approx(whole));
    CHECK(std::inner_product(prices.begin(), prices.end(), available.begin(), 0.0) == doctest::Approx(whole));
  }
}

TEST_CASE("equal prices by bundle are found again from those by row") {
  const Problem problem = made_programme(tiny_programme(), 1);
  const Rows rows(problem);
  Random random(7);
  for (const std::size_t prices_max : {std::size_t{4}, std::size_t{20}, std::size_t{1000}}) {
    CAPTURE(prices_max);
    const Bundles bundles = bundles_without_sites(problem, rows, prices_max, drawn_numbers(rows.count(), random));
    const std::vector<double> prices(bundles.count(), 3);
    const std::vector<double> again = bundles.gathered(bundles.spread(prices));
    for (std::size_t b = 0; b < prices.size(); b++) CHECK(again[b] == doctest::Approx(3));
  }
}

}  // namespace
}  // namespace shoal::plan
