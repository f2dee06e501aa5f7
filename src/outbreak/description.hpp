// A scenario as people write it, and as a register tells it: by names, with what is not told left out.
// prepare.hpp makes it a Scenario.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outbreak/scenario.hpp"
#include "outbreak/susceptibility.hpp"
#include "outbreak/worm.hpp"

namespace shoal::outbreak {

struct DescribedZone {
  std::string name;
  std::string site;
  std::uint64_t addresses = 256;
  double uplink = std::numeric_limits<double>::infinity();  ///< As Zone::uplink.
  bool reaches_kill_switch = false;
  std::uint32_t line = 0;  ///< Of its table; 0 for none.
};

/// Devices with the same software.
struct DescribedKind {
  std::string name;     ///< For people: "Windows 7 SP1, without MS17-010".
  std::string release;  ///< As Effect::release names it; release_unknown where nobody tells.
  /// What it is patched for: names as is_closed_by() has them.
  std::vector<std::string> patched;
  /// How sure it is that the kind is open, by name of an exploit; instead of what `patched` tells.
  std::vector<std::pair<std::string, double>> open;
};

struct DescribedDevice {
  std::string name;
  std::string zone;
  std::uint32_t kind = 0;  ///< Position in Description::kinds.
  std::optional<std::uint32_t> tier;
  bool has_personal_data = false;
  std::uint32_t line = 0;
};

/// Whether zones reach zones. Of several rows that speak of a pair, the last holds.
struct DescribedWay {
  std::string from, to;  ///< A zone's name, "site:NAME", or "*" for all.
  std::string port;      ///< Such as "445/tcp", or "*" for all.
  bool is_open = true;
  std::uint32_t line = 0;
};

/// Where a credential lies or what it opens.
struct DescribedCredential {
  std::string name;
  std::string devices;  ///< A device's name, "zone:NAME", "site:NAME", "kind:RELEASE", "tier:N", or "*" for all.
  bool lies_on = false, opens = false;
  std::optional<std::uint32_t> tier;  ///< To which it belongs.
  std::uint32_t line = 0;
};

struct DescribedLink {
  std::string from, to;  ///< Devices.
  std::uint32_t line = 0;
};

/// All of it.
struct Description {
  std::string worm;          ///< Its name; empty where it is not told.
  double where = at_likely;  ///< Where in their ranges the worm's and the exploits' values stand.
  std::vector<WormChange> changes;
  std::vector<Effect> effects;  ///< Of this scenario: before those of the table.

  std::vector<DescribedZone> zones;
  std::vector<DescribedKind> kinds;
  std::vector<DescribedDevice> devices;
  std::vector<DescribedWay> ways;
  std::optional<bool> unlisted_ways_open;  ///< What no way speaks of.
  std::vector<DescribedCredential> credentials;
  bool tiers_enforced = false;  ///< Credentials of a tier lie on devices of that tier alone.
  std::vector<DescribedLink> links;

  std::vector<std::pair<std::string, double>> entry_zones;  ///< By name, with their weights.
  std::vector<std::string> entry_devices;
  std::uint32_t entry_count = 1;
  std::optional<Response> response;
  std::optional<Seconds> until;
  double site_down_share = 0.5;
};

}  // namespace shoal::outbreak
