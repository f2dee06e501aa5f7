// Which listings of updates and exports of the registry complete which systeminfo outputs.
//
// systeminfo cuts long lists and hides numbers; `wmic qfe` does neither but knows nothing of the operating system.
// Whoever collects both for a device leaves two files. An export of the registry knows what neither does, the revision
// among it; where it tells the release it can also stand in for systeminfo. This module says which belong together and
// why; it merges nothing, so that each observation keeps its own day and its own claims.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "estate/observation.hpp"

namespace shoal::ingest {

/// Why an observation is in its group.
enum class JoinedBy {
  nothing,            ///< It began the group.
  name,               ///< Both name the same device, ignoring the case of ASCII letters.
  name_and_place,     ///< Several outputs name the device; this one's file stands beside the listing's.
  name_and_updates,   ///< Several outputs name the device; only this one's updates are all in the listing.
  place,              ///< One of the two has no name; their files stand side by side.
  resource,           ///< ConfigMgr's views in one folder speak of one ResourceID.
  place_and_updates,  ///< Several outputs stand beside the listing; only this one's updates are all in it.
};

/// A sentence's half for `explain`: "the same device name", "the same device name and file name", ...
std::string_view spelled(JoinedBy joined_by);

struct Member {
  std::size_t index = 0;  ///< Into the observations that were given.
  JoinedBy joined_by = JoinedBy::nothing;
};

/// Observations that speak of one device at about one time: a systeminfo output and the listings that complete it, or
/// one observation alone. The first member began the group.
struct Group {
  std::vector<Member> members;
};

/// More outputs than this under one name are never told apart by comparing their updates: the work would grow with
/// the square of their number.
inline constexpr std::size_t compared_max = 16;

/// Whether two files stand side by side, by their paths: see pair().
bool stand_together(std::string_view one, std::string_view other);

/// Groups the `observations` of one run. Every observation is in exactly one group; groups are in the order of their
/// first members. Rows of several files of one folder with one `resource` are a group. A listing joins one systeminfo
/// output at most, and one that could join several stays alone. Two files stand side by side where folder and name
/// agree once the last word of the name is removed ("a_20190305_qfe.txt" and "a_20190305_systeminfo.txt"; "PC1/qfe.txt"
/// and "PC1/systeminfo.txt"), words being parted by blank, '.', '_' or '-'. By place alone a listing joins only an
/// output that no other listing stands beside. A registry export without a release counts as a listing. One with a
/// release joins a systeminfo output by name, as listings do, and never by place; where no output has its name it is an
/// output itself.
std::vector<Group> pair(std::span<const estate::Observation> observations);

}  // namespace shoal::ingest
