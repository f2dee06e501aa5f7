// Which release a device runs, from what it says of itself.
#pragma once

#include <string>

#include "estate/observation.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::lifecycle {

/// The release that a claim means, or why it means none. Exactly one of `release` and `reason` is set.
struct Recognition {
  const Release* release = nullptr;  ///< A loan from the catalogue.
  std::string edition;               ///< As in SupportDates; "home-pro" where the name tells nothing else.
  bool edition_told = false;         ///< Whether a word in the name told the edition.
  std::string reason;                ///< One sentence with the offending value; empty where a release was found.
};

/// Maps `claim` to the one release of `catalogue` with its version, build, service pack and name.
///
/// Language, case and spelling of the name do not matter: what is compared is numbers, whether "Server" stands in the
/// name (Microsoft translates it in no language), and the few words that tell embedded releases apart. Where no name
/// is reported and a client and a server share the numbers, the answer is a reason, not a guess.
Recognition recognise(const Catalogue& catalogue, const estate::OsClaim& claim);

}  // namespace shoal::lifecycle
