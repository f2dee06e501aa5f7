// Which change of an order a search tries next.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "base/random.hpp"
#include "plan/working_order.hpp"

namespace shoal::plan {

/// One change to try.
using Proposal = std::variant<Turn, Switch>;

/// Draws changes. Most are guided by a set of devices, drawn by its weight: that what it waits for longest is ready
/// when the next to last is, or that what it waits for anyway is not ready before that is of use to it. The others move
/// an application or a few neighbours by a random way, and a few change how an application is mended.
class Proposals {
 public:
  Proposals(const Problem& problem, const WaitingSets& sets);

  /// None where what was drawn changes nothing.
  std::optional<Proposal> draw(const WorkingOrder& order, const Evaluator& ready, Random& random) const;

 private:
  std::uint32_t draw_set(Random& random) const;
  std::optional<Proposal> pull(const WorkingOrder& order, const Evaluator& ready, Random& random) const;
  std::optional<Proposal> push(const WorkingOrder& order, const Evaluator& ready, Random& random) const;
  std::optional<Proposal> shift(const WorkingOrder& order, Random& random) const;
  std::optional<Proposal> change_mode(const WorkingOrder& order, const Evaluator& ready, Random& random) const;

  const Problem& problem_;
  const WaitingSets& sets_;
  std::vector<std::uint64_t> weight_sums_;  ///< By set, of it and those before it.
  std::vector<ApplicationIndex> mended_;    ///< That stand in an order.
  std::vector<ApplicationIndex> with_alternatives_;
};

}  // namespace shoal::plan
