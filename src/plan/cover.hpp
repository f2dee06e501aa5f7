// The fewest columns that cover every row often enough: multicover by columns of equal cost, with a proof of how few
// do.
//
// Pilots are such a problem for each hardware model. The bound is Lagrange's: prices on rows are found in floating
// point, but then counted out in whole numbers, so that it holds whatever was rounded on the way.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shoal::plan {

/// What has to be covered, by what.
struct Cover {
  /// A column: which rows it covers, how often it may be taken, and how dear it is among equals.
  struct Column {
    std::vector<std::uint32_t> rows;  ///< Ascending, each once.
    std::int32_t most = 1;            ///< 0 or more.
    std::int32_t weight = 0;          ///< 0 or more. The lighter one is taken where the number stays the same.
  };
  std::vector<std::int32_t> need;  ///< By row, how often it must be covered; at most what its columns allow together.
  std::vector<Column> columns;
};

/// How long to look. Counted in steps and not in seconds, so that it ends the same everywhere.
struct CoverEffort {
  int rounds = 400;              ///< Of raising the bound, in each case.
  int cases = 60;                ///< Of proving by cases that one more is needed.
  std::int64_t steps = 120'000;  ///< Of exchanging columns.
  std::uint64_t seed = 1;
};

/// A cover, and what none can be smaller than.
struct Covered {
  std::vector<std::int32_t> taken;  ///< By column, how often.
  std::int64_t number = 0;          ///< Their sum.
  std::int64_t bound = 0;           ///< No cover takes fewer.
};

/// A cover of `problem` that is small: no column of it can be left out.
Covered covered(const Cover& problem, const CoverEffort& effort);

}  // namespace shoal::plan
