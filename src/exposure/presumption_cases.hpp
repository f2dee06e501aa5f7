// What the vendor did assess, as the fit of presumption_fit.hpp is shown it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "exposure/lineage.hpp"
#include "exposure/presumption_model.hpp"

namespace shoal::exposure {

/// What a validation hides, so that releases are seen as if the vendor had stopped assessing them.
struct Hidden {
  Relatives releases = 0;
  Day since;  ///< What is published later than this is hidden for those releases.
};

/// A release and a vulnerability that was published while it was assessed, seen in one way.
struct Case {
  std::uint32_t at = 0;  ///< Of its key in Seen::keys.
  VulnerabilityIndex vulnerability = 0;
  RelativeIndex release = 0;
  bool affected = false;
  double weight = 0;  ///< On the day of its publication.
};
/// What a fit is shown, each key written once: cases are many, keys are few.
struct Seen {
  std::vector<SituationKey> keys;  ///< Ascending.
  std::vector<Case> cases;         ///< By vulnerability, release, architecture and sight.
};

/// All cases that `lineage` knows and that were published by its day, but for those that are hidden. A case is seen
/// once with the twin in sight where that was assessed, and in several ways with it hidden.
Seen cases_of(const Lineage& lineage, const std::optional<Hidden>& hidden);

}  // namespace shoal::exposure
