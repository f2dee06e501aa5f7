// What a register tells of an outbreak: its devices, where they are, and what they are open to by their own findings.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "app/assess.hpp"
#include "outbreak/description.hpp"
#include "outbreak/susceptibility.hpp"

namespace shoal::app {

/// How devices stand to a bulletin.
enum class OutbreakStanding : std::uint8_t {
  missing,      ///< Open: the update is not on it.
  no_fix,       ///< Open: the vendor gives none.
  presumed,     ///< Open with a probability, one truth for all devices of its kind.
  unassessed,   ///< What is held does not decide it; taken for open unless told otherwise.
  fixed,        ///< Closed.
  not_listed,   ///< Closed: the vendor assessed the release and does not list it.
  service_off,  ///< Closed: a source says that what the exploit needs is turned off.
  no_update,    ///< Open: nothing of the estate's findings speaks of it, since no update mends it.
};
constexpr std::size_t outbreak_standing_count = 8;
/// "missing", "no fix" and so on, for people.
std::string_view spelled(OutbreakStanding standing);

/// Devices in use by how they stand to a bulletin; the counts sum to all devices in use.
struct BulletinCount {
  std::string bulletin;
  std::array<std::uint64_t, outbreak_standing_count> devices{};
  bool operator==(const BulletinCount&) const = default;
};

/// What is asked of an estate.
struct OutbreakEstateRequest {
  std::vector<outbreak::Exploit> exploits;  ///< Of the worm.
  int silent_after = estate::silent_after_days;
  bool unassessed_open = true;
};

/// What an estate told, beside the devices.
struct OutbreakEstate {
  std::vector<BulletinCount> counts;  ///< By bulletin, in the order of the exploits.
  std::uint64_t not_in_use = 0;       ///< Devices that are left out: silent or retired.
  std::vector<std::string> assumptions;
};

/// Adds the devices in use to `into`, with their kinds. A device's zone is its tag "zone", else "vlan", else "subnet";
/// its site the tag "site". Where `into` has no zones, each pair of both is one, of at least 256 addresses and twice as
/// many as devices; where it has, a device whose zone is none of them is in the first of its site, and a new one stands
/// for what fits nowhere. Tags "personal-data" (yes) and "tier" (0 to 9) say what the columns of a scenario's table
/// say. Where `into` does not tell which ways are open, all are.
OutbreakEstate describe_estate(const Assessed& assessed, const OutbreakEstateRequest& request,
                               outbreak::Description& into);

}  // namespace shoal::app
