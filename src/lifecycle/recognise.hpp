// Which release a device runs, from what it says of itself.
#pragma once

#include <string>
#include <vector>

#include "estate/observation.hpp"
#include "lifecycle/catalogue.hpp"

namespace shoal::lifecycle {

/// The release that a claim means, or why it means none. Exactly one of `release` and `reason` is set.
struct Recognition {
  const Release* release = nullptr;  ///< A loan from the catalogue.
  /// Where the claim fits several releases and nothing tells which: all of them, in catalogue order; then `reason`
  /// says what is not told, and `family` names them together. Loans from the catalogue.
  std::vector<const Release*> candidates;
  ReleaseName family;         ///< Its `name` and `id`, filled where there are candidates.
  std::string edition;        ///< As in SupportDates; "home-pro" where the name tells nothing else.
  bool edition_told = false;  ///< Whether a word in the name told the edition.
  std::string reason;         ///< One sentence with the offending value; empty where a release was found.
};

/// Maps `claim` to the one release of `catalogue` with its version, build, service pack and name.
///
/// Language, case and spelling of the name do not matter: what is compared is numbers, whether "Server" stands in the
/// name (Microsoft translates it in no language), and the few words that tell embedded releases apart. Where no name
/// is reported and a client and a server share the numbers, the answer is a reason, not a guess.
///
/// Lists often tell less: a name alone, a version without its build, no service pack. Then every release that fits what
/// is told is a candidate; a single one is the release.
Recognition recognise(const Catalogue& catalogue, const estate::OsClaim& claim);

}  // namespace shoal::lifecycle
