// What is left of a cover to decide, once all that is decided by itself is: the inside of cover.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/cover.hpp"

namespace shoal::plan {

/// A sparse matrix by columns and by rows at once. Both ascend.
class CoverCore {
 public:
  std::vector<std::int32_t> need;            ///< By row, 1 or more.
  std::vector<std::int32_t> most;            ///< By column, 1 or more.
  std::vector<std::int32_t> weight;          ///< By column.
  std::vector<std::uint32_t> column_origin;  ///< By column, which of the problem it is.
  std::vector<std::int32_t> forced;  ///< By the problem's columns, how often it is taken whatever the rest decides.

  std::span<const std::uint32_t> rows_of(std::size_t column) const { return slice(rows_, row_begins_, column); }
  std::span<const std::uint32_t> columns_of(std::size_t row) const { return slice(columns_, column_begins_, row); }
  std::size_t rows() const { return need.size(); }
  std::size_t columns() const { return most.size(); }

  /// Adds a column; `index` when all are there.
  void add(std::span<const std::uint32_t> rows, std::int32_t most_taken, std::int32_t weight_of_one,
           std::uint32_t origin);
  void index();

 private:
  static std::span<const std::uint32_t> slice(const std::vector<std::uint32_t>& all,
                                              const std::vector<std::uint32_t>& begins, std::size_t at) {
    return std::span(all).subspan(begins[at], begins[at + 1] - begins[at]);
  }
  std::vector<std::uint32_t> rows_, columns_, row_begins_{0}, column_begins_;
};

/// `problem` without what some best cover can do without, and without what every cover needs: columns whose rows
/// another one has too, rows that are covered whenever another one is, columns without which a row comes short.
/// Lighter columns are kept among equals.
CoverCore reduced(const Cover& problem);

/// All of `problem`, with rows that need nothing left out.
CoverCore whole(const Cover& problem);

/// A bound on how many of `core`'s columns a cover takes, by Lagrange's prices for its rows. `known` is how many some
/// cover takes.
std::int64_t core_bound(const CoverCore& core, std::int64_t known, int rounds);

/// Whether it could be proved within `nodes` cases that every cover of `core` takes more than `number` columns. Counts
/// `nodes` down.
bool takes_more(const CoverCore& core, std::int64_t number, int rounds, int& nodes);

/// A cover of `core`, by column how often: greedy, then `effort.steps` exchanges that learn which rows are hard. Ends
/// early at `bound`.
std::vector<std::int32_t> core_cover(const CoverCore& core, std::int64_t bound, const CoverEffort& effort);

/// Exchanges taken columns for lighter ones where all rows stay covered.
void make_lighter(const CoverCore& core, std::vector<std::int32_t>& taken);

}  // namespace shoal::plan
