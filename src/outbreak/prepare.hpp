// From a description by names to a Scenario by positions, with each assumption that was made on the way.
#pragma once

#include <string>
#include <vector>

#include "outbreak/description.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// The facts of data/outbreak that a scenario rests on.
struct OutbreakFacts {
  std::vector<WormProfile> worms;
  std::vector<Exploit> exploits;
  std::vector<Effect> effects;
};

/// A scenario, and what its positions mean.
struct Prepared {
  Scenario scenario;
  WormProfile profile;               ///< Of its worm, changes included.
  std::vector<Exploit> exploits;     ///< By ExploitIndex.
  std::vector<std::string> devices;  ///< Names, by DeviceIndex.
  /// What was assumed, left out or not found: a sentence each, for people.
  std::vector<std::string> assumptions;
};

/// Of so many pairs of zones at most: 10,000 zones have them. Ways may speak of four times as many, one after another.
inline constexpr std::size_t zone_pairs_max = 100'000'000;

/// Makes the scenario. Where something is not told, what is most open is assumed and said.
/// Errors (invalid_input): "outbreak.bad_scenario" where a name is not that of anything, there are no devices, a worm's
/// value is out of its bounds, or what ways leave open is not told though there are several zones.
Result<Prepared> prepare(const Description& description, const OutbreakFacts& facts);

}  // namespace shoal::outbreak
