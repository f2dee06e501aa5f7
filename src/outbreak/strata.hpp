// An action that matters most where an outbreak begins where it protects: its replicates come in two strata, those that
// begin there and the others, and what it averts is put together from both. So what one outbreak in a hundred would
// show is looked for where it is, and no luck decides how often it was met.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/for_each.hpp"
#include "outbreak/bounded_sample.hpp"
#include "outbreak/tally.hpp"
#include "outbreak/trial.hpp"

namespace shoal::outbreak {

struct Stratum {
  Concern concern;
  Tally drawn;  ///< Where its chance had to be drawn: 1 for each beginning that it concerns, or else 0.
  /// Whether its replicates are counted apart: where it concerns a third of all or more, any few of them show it.
  bool is_apart = false;

  /// How much of all replicates it is; as Tally::interval, but for any chance and number of draws.
  Interval share(double level, std::uint64_t statements) const;
};

struct StrataRequest {
  std::uint64_t draws = 1'000'000;  ///< Of beginnings, where a chance has to be drawn.
  ForEach for_each = for_each_in_turn;
  std::function<bool()> should_stop = [] { return false; };
};

/// By concern. The draws' replicates have numbers from 2^63 on.
std::vector<Stratum> strata_of(std::vector<Concern> concerns, const MakeTrial& make_trial,
                               const StrataRequest& request);

/// Which of a row of concerns a beginning is one of.
class ConcernedBy {
 public:
  /// `concerns` may be absent; those are not asked about. They are not needed afterwards.
  explicit ConcernedBy(const std::vector<const Concern*>& concerns);
  /// Ascending, each once; until the next call.
  const std::vector<std::uint32_t>& these(const std::vector<std::uint32_t>& places);

 private:
  std::vector<std::vector<std::uint32_t>> by_place_;
  std::vector<std::uint32_t> found_;
};

/// What replicates of both strata came to.
struct Counted {
  Tally outside;  ///< All of them, where a stratum is not apart.
  BoundedSample inside;
  std::uint64_t count() const { return outside.count() + inside.count(); }
};

/// The mean of what was counted and how sure it is, as Tally::interval. Of the chance to err, half is of the mean
/// outside, a quarter of that inside, of which nothing is assumed but its bounds, and a quarter of the stratum's share.
/// `within` are those bounds.
struct Bounds {
  std::int64_t least = 0, most = 0;
};
Interval interval_of(const Counted& counted, const Stratum& stratum, const Bounds& within, double level,
                     std::uint64_t statements);

}  // namespace shoal::outbreak
