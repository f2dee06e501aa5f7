// Which updates exist, and what is known of how they contain one another.
//
// These are facts as a pack holds them: flat rows, sorted, with the first snapshot of the vendor's lists in which each
// stood. What they mean for one family of releases on one day of knowledge is family.hpp's question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"

namespace shoal::update {

/// Position in UpdateFacts::updates.
using UpdateIndex = std::uint16_t;

/// What a vendor ships to be installed.
struct Update {
  std::uint32_t kb = 0;        ///< Its name, e.g. 4012598.
  Day released;                ///< The day of release, or our best estimate of it.
  bool release_known = false;  ///< False where `released` was estimated from the vulnerabilities that it fixes.
};

/// Why one update is held to contain another.
enum class Basis : std::uint8_t {
  declared,  ///< The vendor's list says that it supersedes it.
  fact,      ///< A row of data/ says so, with its citation.
  line,      ///< Both belong to one cumulative line, and it is the newer.
};

/// "declared", "fact" or "line".
std::string_view spelled(Basis basis);

/// `newer` contains all of `older`, on the releases of one family.
struct Containment {
  std::uint8_t family = 0;
  UpdateIndex newer = 0;
  UpdateIndex older = 0;
  Basis basis = Basis::declared;
  std::uint8_t first_seen = 0;  ///< Snapshot in which it first stood; 0 for facts, which are always known.
};

/// How an update relates to others of its line. Source: data/updates/lines.csv and kinds.csv.
enum class LineKind : std::uint8_t {
  rollup,         ///< Contains all older rollups of its line, and what was released apart up to its own day.
  security_only,  ///< One month's fixes, also contained in the rollup of that month.
};

/// One update's place in one line. The operating system's own line has component 0.
struct LineMember {
  std::uint8_t family = 0;
  std::uint16_t component = 0;  ///< Position in exposure::Facts::components.
  UpdateIndex update = 0;
  LineKind kind = LineKind::rollup;
};

/// Releases that share update packages.
struct Family {
  std::string name;  ///< E.g. "6.1" (Windows 7 and Server 2008 R2) or "10.0.19041".
  /// From this day on, the updates listed for one fix are alternatives; before it, packages that complement each other.
  std::optional<Day> alternatives_from;
  bool cumulative_only =
      false;  ///< Every fix comes in the cumulative update: Windows 10 and later, Server 2016 and later.
};

/// The build revision that a device shows once an update is installed.
struct BuildRevision {
  std::uint32_t build = 0;     ///< E.g. 17763.
  std::uint32_t revision = 0;  ///< E.g. 348.
  UpdateIndex update = 0;
};

/// All that a pack knows of updates. Immutable once knowledge/ has built it.
struct UpdateFacts {
  std::vector<Update> updates;  ///< Ascending by KB number.
  std::vector<Family> families;
  std::vector<Containment> containments;  ///< Ascending by family.
  std::vector<LineMember> line_members;   ///< Ascending by family.
  std::vector<BuildRevision> builds;      ///< Ascending by build, then revision.
};

/// The update with this number, if the pack knows it.
std::optional<UpdateIndex> find_update(const UpdateFacts& facts, std::uint32_t kb);

}  // namespace shoal::update
