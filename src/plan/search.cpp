#include "plan/search.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "plan/annealing.hpp"
#include "plan/evaluator.hpp"
#include "plan/schedule.hpp"

namespace shoal::plan {

Found search(const Problem& problem, const WaitingSets& sets, std::span<const Order> starts,
             const SearchOptions& options) {
  SHOAL_ASSERT(!starts.empty() && options.searches > 0);
  std::size_t best_start = 0;
  Exposure least = 0;
  for (std::size_t i = 0; i < starts.size(); i++) {
    const Exposure exposure = Evaluator(sets, ready_weeks(problem, starts[i])).exposure();
    if (i == 0 || exposure < least) {
      least = exposure;
      best_start = i;
    }
  }
  std::vector<Found> found(options.searches);
  options.for_each(options.searches,
                   [&](std::size_t i) { found[i] = anneal(problem, sets, starts[best_start], options, i); });
  std::size_t best = 0;
  std::int64_t moves = 0;
  for (std::size_t i = 0; i < found.size(); i++) {
    moves += found[i].moves;
    if (found[i].exposure < found[best].exposure) best = i;
  }
  found[best].moves = moves;
  return std::move(found[best]);
}

}  // namespace shoal::plan
