// Which of some trails belong together: the best pair first, as long as any pair weighs enough.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "estate/identity_scales.hpp"

namespace shoal::estate {

/// Two groups that became one, and why.
struct Union {
  std::vector<TrailId> one, other;  ///< Ascending.
  Weighing why;                     ///< Its one line is Reason::person where a person joined them.
};

/// What a person decided of two groups: true joins them, false keeps them apart, nothing leaves it to the evidence.
using Decided = std::function<std::optional<bool>(const Profile&, const Profile&)>;

/// Brings together what is of one machine: first what a person joined, then, as long as the heaviest pair of groups
/// reaches the threshold, that pair, whose evidence from then on is weighed as one. Two groups that a person keeps
/// apart never meet. Two that only a name joins stay apart where a third, which is neither of them, has as good a
/// claim. The outcome does not depend on the order of `groups`. Appends to `unions`, where that is not null.
std::vector<Profile> bring_together(std::vector<Profile> groups, const Scales& scales, const IdentityRules& rules,
                                    const Decided& decided, std::vector<Union>* unions);

}  // namespace shoal::estate
