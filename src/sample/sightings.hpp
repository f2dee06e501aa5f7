// What five sources would say of an estate over a year, and which machine each of them truly meant.
//
// This is what deciding identity is measured by. A sighting is made as the sources make it: each knows other
// identifiers, none knows every machine, and between two looks machines are renamed, imaged anew, mended and replaced.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "estate/sighting.hpp"

namespace shoal::sample {

/// What happened to a machine or its records so that a single identifier misleads. Named in truth as spelled.
enum class SightingFault : std::uint8_t {
  cloned_uuid,      ///< Its board has the UUID of a family of 2 to 40 machines of one batch.
  oem_serial,       ///< Its maker never set a serial number: firmware says "To Be Filled By O.E.M." or the like.
  renamed,          ///< It got another name on a day; its account, its board and its installation stayed.
  reimaged,         ///< Windows was put on anew on a day: another installation, and perhaps another account or name.
  dock_mac,         ///< It is used on docks of a pool whose adapters are seen beside its own or instead of it.
  board_swapped,    ///< It got another main board on a day: another UUID and on-board address.
  name_passed_on,   ///< It was retired on a day, and a successor has had its name since.
  name_taken_over,  ///< It came on a day, and has the name of a machine that had been retired.
  stale_account,    ///< It was gone before the first look; only its account and its row in the spreadsheet remain.
};
inline constexpr std::size_t sighting_fault_kinds = 9;

/// "cloned_uuid", "oem_serial" and so on.
std::string_view spelled(SightingFault fault);

/// How many machines have which fault: shares in [0, 1], drawn for each machine by itself but for clones, which are
/// drawn by family. Of all machines, or where it says so of the steady: those that were there at the first look and
/// still are at the last.
struct SightingRates {
  double cloned_uuid = 0.02;  ///< At most 0.42: in a batch of fifty one family, of 21 on average.
  double oem_serial = 0.03;
  double dock_mac = 0.10;
  double reused_name = 0.01;    ///< So many pass their name on, and as many take one over; at most 0.5.
  double stale_account = 0.03;  ///< Of those whose name is not reused.
  double renamed = 0.04;        ///< Of the steady.
  double reimaged = 0.05;       ///< Of the steady.
  double board_swapped = 0.01;  ///< Of the steady.
};

/// Which share of the machines that were there each source knows, in [0, 1]. A machine that a source does not know it
/// never knows; sources miss machines independently of each other.
struct SourceCoverage {
  double ad = 0.97;
  double configmgr = 0.95;
  double systeminfo = 0.80;
  double registry = 0.70;
  double spreadsheet = 0.85;
};

/// What is asked for.
struct SightingRequest {
  std::uint32_t machines = 0;
  std::uint64_t seed = 0;
  SightingRates rates;
  SourceCoverage coverage;
  /// When the sources are asked, ascending, at least one. Changes fall between the first and the last of them.
  std::vector<Day> days = {
      Day{std::chrono::year{2026} / 2 / 1},
      Day{std::chrono::year{2026} / 5 / 1},
      Day{std::chrono::year{2026} / 8 / 1},
      Day{std::chrono::year{2026} / 11 / 1},
  };
  /// How likely a machine is switched off or elsewhere when what runs on it (configmgr, systeminfo, registry) is asked.
  double away = 0.10;
};

/// The truth about one machine.
struct TrueMachine {
  std::uint32_t faults = 0;  ///< Bits, by position in the enumeration of faults of whoever made it.
  std::optional<Day> since;  ///< The first day on which it was there; absent where that was before the first look.
  /// The last day on which it was there; absent where it still is. Its account and its row may outlive it.
  std::optional<Day> until;
  std::optional<Day> renamed_on;   ///< The first day of its second name, where it was renamed.
  std::optional<Day> reimaged_on;  ///< The first day of its second installation, where it was imaged anew.
  std::optional<Day> swapped_on;   ///< The first day of its second board, where that was swapped.
  /// Who had its name before, or has had it since, where a name was reused: a machine's number.
  std::optional<std::uint32_t> namesake;

  bool has(SightingFault fault) const { return ((faults >> static_cast<unsigned>(fault)) & 1U) != 0; }
};

/// Sightings with the truth about them. Shape: `machine_of` is as long as `sightings`.
struct KnownSightings {
  /// By the day on which the sources were asked, then by source. A sighting's own day may lie before that: what runs on
  /// a machine last spoke up to a week earlier, and an account without a machine keeps its last day in every export.
  std::vector<estate::Sighting> sightings;
  std::vector<std::uint32_t> machine_of;  ///< The true machine of each sighting, in [0, machines.size()).
  std::vector<TrueMachine> machines;      ///< By number, also those that no source knows.
};

/// The sightings of such an estate: a function of the request alone.
///
/// Sources, and what each knows:
///   "ad"               name, domain, SID, GUID
///   "configmgr"        name, domain (its short form), SID, serial, UUID, addresses of adapters
///   "systeminfo"       name, domain
///   "registry"         name, installation
///   "list assets.csv"  name, serial, asset tag; kept by hand, so that each row is up to half a year behind
///
/// A machine that is imaged anew keeps its account (two of five), gets a new one with the same name in place of the old
/// (two of five), or joins with another name (one of five): its old account then stays behind with its last day.
/// Whoever takes over a name takes over the account in one case of four; otherwise the old account was deleted for it.
/// A swapped board keeps the serial in seven cases of ten, and otherwise says that it was not set. `request.days` must
/// not be empty; 100,000 machines make about 1,500,000 sightings.
KnownSightings known_sightings(const SightingRequest& request);

}  // namespace shoal::sample
