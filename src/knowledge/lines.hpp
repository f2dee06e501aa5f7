// Which updates belong to which cumulative line: stated in data/updates/kinds.csv, else inferred from the lists.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "exposure/facts.hpp"
#include "knowledge/tables.hpp"
#include "update/updates.hpp"

namespace shoal::knowledge {

/// What is known of the kinds of updates before anything is inferred.
struct KnownKinds {
  std::map<std::uint32_t, std::string> stated;  ///< KB to a kind of kinds.csv: it overrides every inference.
  std::set<std::uint32_t> servicing_stack;
  std::set<std::uint32_t> browser_cumulative;
};

/// Finds the members of every line. A build belongs to the line of the family that `families` names. Needs updates,
/// families, containments, builds, components, products and rows.
///
/// The operating system's own line: where every fix comes in the cumulative update, an update with a known build
/// revision, or with seven fixes of the system, or linked by supersedence to one that has; this leaves out what is
/// released beside it (Secure Boot lists, recovery images, servicing stacks), which fixes one thing and replaces only
/// its like. Elsewhere, since updates became alternatives, a rollup is one that stands in a chain of supersedence of
/// four or more and itself supersedes one of its line; all other updates with two fixes of the system are released
/// apart (security-only).
///
/// Internet Explorer: updates titled as cumulative, and since then those whose fixes are the browser's for the most
/// part. Each holds the older ones, and the system's rollup of the same day or later holds it. Flash Player: all.
std::vector<update::LineMember> find_lines(const exposure::Facts& facts, const KnownKinds& kinds,
                                           const FamilyOfBuild& families);

}  // namespace shoal::knowledge
