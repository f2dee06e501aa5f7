// What one outbreak assumes: which devices there are and where, what a worm can do to each, how it gets from one to
// another, where it begins, and what people do about it. Built by whoever knows the estate; judged by nobody here.
//
// Time is in seconds since the first device was infected. Everything that chance decides is drawn from (seed,
// replicate, device, attempt), so that the same replicate can be compared with and without a protection.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shoal::outbreak {

using DeviceIndex = std::uint32_t;
using ZoneIndex = std::uint32_t;
using SiteIndex = std::uint32_t;
using KindIndex = std::uint32_t;
using ExploitIndex = std::uint32_t;
using ReachIndex = std::uint32_t;

/// Since the first device was infected.
using Seconds = double;
inline constexpr Seconds forever = std::numeric_limits<double>::infinity();

/// How long something takes, as far as anybody knows.
struct Span {
  enum class Law : std::uint8_t {
    fixed,        ///< Always `typical`.
    exponential,  ///< With `typical` as its mean.
    lognormal,    ///< With `typical` as its median and `spread` as the standard deviation of its logarithm.
  };
  Law law = Law::fixed;
  Seconds typical = 0;  ///< 0 or more; may be `forever` where fixed.
  double spread = 0;    ///< 0 or more.
};

/// Devices among which no firewall stands: a subnet, a VLAN.
struct Zone {
  std::string name;
  SiteIndex site = 0;
  std::uint64_t addresses = 256;  ///< How many a worm that looks for neighbours tries; at least its devices.
  /// Attempts per second that all its devices together get out of it; a worm of large packets fills the link.
  double uplink = std::numeric_limits<double>::infinity();
  bool reaches_kill_switch = false;  ///< Directly, without a proxy.
};

/// Which zones can be reached from which, on one port. Every zone reaches itself.
struct Reach {
  std::string name;                 ///< Such as "445/tcp".
  std::vector<std::uint8_t> pairs;  ///< zones x zones, row by row: from, to; 1 where it is open.
};

/// What an attempt with one exploit does to devices of a kind. What is left to 1 does nothing.
struct Susceptibility {
  /// How sure it is that they are open to it at all: one truth for all devices of the kind, drawn once a replicate.
  double holds = 0;
  double infect = 0, crash = 0;  ///< Chances of one attempt, where it holds; their sum is at most 1.
};

/// Devices with the same software, as far as a worm can tell them apart.
struct Kind {
  std::string name;
  std::vector<Susceptibility> by_exploit;  ///< As many as there are exploits.
};

/// A password or session. It lies on some devices, from which a worm takes it, and opens others.
struct Credential {
  std::string name;
  std::vector<DeviceIndex> lies_on, opens;  ///< Ascending.
};

struct ScenarioDevice {
  ZoneIndex zone = 0;
  KindIndex kind = 0;
  bool has_personal_data = false;
};

/// Attempts at addresses drawn at random.
struct Scan {
  ExploitIndex exploit = 0;
  ReachIndex reach = 0;
  double per_second = 0;               ///< Attempts of one infected device.
  double in_zone = 0, in_site = 0;     ///< Shares of them that stay in its zone, and in its site; the rest go anywhere.
  double anywhere_addresses = 0x1p32;  ///< How many addresses "anywhere" has.
  bool operator==(const Scan&) const = default;
};

/// Attempts at each address of the own zone in turn, over and over.
struct Sweep {
  ExploitIndex exploit = 0;
  double per_second = 0;  ///< Addresses that one infected device tries: threads by timeout.
  bool repeats = false;   ///< Begins anew at the end.
};

/// Attempts with what was found on infected devices at devices that it opens.
struct Theft {
  ReachIndex reach = 0;
  double per_second = 0;  ///< Attempts of one infected device, at devices that it can reach, each as likely.
  double success = 1;     ///< Of one attempt at a device that the credential opens.
  bool carried = true;    ///< Whether a device that was entered by a credential uses it further.
};

/// Attempts from device to device along known ways: shares, media that people carry, lists of addresses.
struct Links {
  ExploitIndex exploit = 0;
  double per_second = 0;              ///< Attempts along each link.
  std::vector<std::uint32_t> begins;  ///< Devices + 1 positions in `to`; device d's links are begins[d] to begins[d+1].
  std::vector<DeviceIndex> to;
};

/// What a worm does when.
struct Worm {
  std::string name;
  std::vector<Scan> scans;
  std::vector<Sweep> sweeps;
  std::vector<Theft> thefts;
  std::vector<Links> links;
  Span latent;                                               ///< From infection to the first attempt.
  Span active{.law = Span::Law::fixed, .typical = forever};  ///< From then to the last; it may destroy the device.
  std::optional<Seconds> kill_switch;                        ///< From when on a device that reaches it does not spread.
};

/// Where it begins: `count` devices that it can infect, drawn from zones by weight.
struct Entry {
  std::vector<double> zone_weights;  ///< By zone; 0 or more. A zone counts by its weight, not by its devices.
  std::vector<DeviceIndex> devices;  ///< Where not empty, exactly these instead, whether or not they are open to it.
  std::uint32_t count = 1;
};

/// What people do about it. Absent: nothing until the end.
struct Response {
  std::uint32_t noticed_after = 1;  ///< So many devices are lost before anybody can notice.
  Span detection, reaction;         ///< From then to notice; from notice to when the links between zones are cut.
  bool cuts_zones = true;           ///< Whether all zones are cut from each other then, on every port.
  bool switches_off = false;        ///< Whether devices that are not lost are switched off then.
};

struct Scenario {
  std::vector<std::string> sites;
  std::vector<Zone> zones;
  std::vector<Reach> reaches;
  std::vector<std::string> exploits;
  std::vector<Kind> kinds;
  std::vector<ScenarioDevice> devices;
  std::vector<Credential> credentials;
  Worm worm;
  Entry entry;
  std::optional<Response> response;
  Seconds until = 0;             ///< The end of what is simulated; above 0, finite.
  double site_down_share = 0.5;  ///< A site is down once so much of its devices is lost.
};

/// Whether `scenario` holds what its fields say.
/// Errors (invalid_input): "outbreak.bad_scenario", naming the field and the value.
Result<void> check(const Scenario& scenario);

}  // namespace shoal::outbreak
