// The pressure on every lane, and which lane is hit next: the inner loop of an outbreak.
//
// The pressure on a lane grows by jumps, so what it has felt until t is sum * t - before, where `before` takes in when
// each part of `sum` began. The lane's next device is hit when that reaches its threshold, (threshold + before) / sum.
// All arithmetic is plain IEEE without fusing, so every width of vectors gives the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

struct NextHit {
  Seconds at = forever;
  std::uint32_t lane = 0;  ///< Within its block.
};

/// Lanes as a loop sees them.
struct LaneParts {
  double* sum;
  double* before;
  double* threshold;
};

/// Pressure on all lanes of a block from `at` on: weight * row[i] on lane i.
struct Push {
  const double* row;
  double weight;
  Seconds at;
};

class Lanes {
 public:
  void resize(std::size_t lanes);
  /// No pressure, nobody to be hit.
  void clear();

  /// For loops that work on lanes themselves.
  LaneParts parts(std::size_t first);

  void set_threshold(std::size_t lane, double threshold) { threshold_[lane] = threshold; }
  double threshold(std::size_t lane) const { return threshold_[lane]; }

  /// From `at` on, lane first + i feels weight * row[i] more; gives which is hit next, the first of several.
  /// `lanes` is 1 or a multiple of 16, and so is the row's length.
  NextHit add(std::size_t first, std::size_t lanes, const double* row, double weight, Seconds at);
  NextHit next(std::size_t first, std::size_t lanes) const;
  /// The same of several, one after the other, without asking who is hit next. `lanes` is a multiple of 16.
  void add_all(std::size_t first, std::size_t lanes, const Push* pushes, std::size_t count);
  /// Takes all pressure from them at `at`; what they have felt they keep.
  void silence(std::size_t first, std::size_t lanes, Seconds at);

 private:
  std::vector<double> sum_, before_, threshold_;
};

}  // namespace shoal::outbreak
