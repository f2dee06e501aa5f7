#include "plan/cover.hpp"

#include <numeric>

#include "plan/cover_core.hpp"

namespace shoal::plan {

Covered covered(const Cover& problem, const CoverEffort& effort) {
  const CoverCore core = reduced(problem);
  Covered result{core.forced, 0, 0};
  std::int64_t forced = std::accumulate(core.forced.begin(), core.forced.end(), std::int64_t{0});
  if (core.rows() > 0) {
    CoverEffort greedy = effort;
    greedy.steps = 0;
    const auto first = core_cover(core, 0, greedy);
    const auto known = std::accumulate(first.begin(), first.end(), std::int64_t{0});
    result.bound = core_bound(core, known, effort.rounds);
    const auto taken = core_cover(core, result.bound, effort);
    const auto number = std::accumulate(taken.begin(), taken.end(), std::int64_t{0});
    for (int cases = effort.cases; result.bound < number && takes_more(core, result.bound, effort.rounds, cases);)
      result.bound++;
    for (std::size_t c = 0; c < taken.size(); c++) result.taken[core.column_origin[c]] += taken[c];
  }
  result.bound += forced;

  // Reductions look at numbers alone, so that lighter columns are looked for among all that there are.
  const CoverCore all = whole(problem);
  std::vector<std::int32_t> taken(all.columns());
  for (std::size_t c = 0; c < taken.size(); c++) taken[c] = result.taken[all.column_origin[c]];
  make_lighter(all, taken);
  for (std::size_t c = 0; c < taken.size(); c++) result.taken[all.column_origin[c]] = taken[c];
  result.number = std::accumulate(result.taken.begin(), result.taken.end(), std::int64_t{0});
  return result;
}

}  // namespace shoal::plan
