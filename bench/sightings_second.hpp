// A second estate with other faults, for judging how identity is decided. It shares no code with the first.
//
// Rules and weights are chosen on sample/sightings.hpp. Whoever chooses them must not look at how they do on this one:
// its figure is worth something only as long as nothing was fitted to it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sample/sightings.hpp"

namespace shoal::bench {

/// What misleads here. In sample::TrueMachine::faults by position.
enum class SecondFault : std::uint8_t {
  mistyped_serial,     ///< In the list, a letter of the serial is wrong, or O and 0, I and 1 are mixed up.
  cut_serial,          ///< In the list, only the last seven letters of the serial stand.
  swapped_tag,         ///< In the list, its asset tag is that of the machine before or after it, and the reverse.
  long_name,           ///< It has more than fifteen letters, and two sources cut them.
  unsealed_image,      ///< Windows was copied without sysprep: 20 to 60 machines share an installation.
  virtual_machine,     ///< It is none of metal; its board's identifiers are the hypervisor's making.
  virtual_clone,       ///< Copied with its installation from another: 2 to 6 share it, and half of them an account.
  host_serial,         ///< Virtual, and says its host's serial: as eight others do.
  wandering_adapter,   ///< A network adapter that goes from one machine to the next by USB is seen on it.
  random_address,      ///< Its wireless adapter has another address each time.
  board_given,         ///< Its board went into another machine on a day, and it got a new one.
  board_taken,         ///< It has had another machine's board since a day; in three of ten cases its serial as well.
  other_organisation,  ///< In another domain, where names are the same as in this one.
  tag_passed_on,       ///< It was retired on a day, and what replaced it has its asset tag.
  tag_taken_over,      ///< It replaced another on a day, and has its asset tag.
};
inline constexpr std::size_t second_fault_kinds = 15;

/// "mistyped_serial", "cut_serial" and so on.
std::string_view spelled(SecondFault fault);

/// Shares of all machines, in [0, 1].
struct SecondRates {
  double mistyped_serial = 0.04;
  double cut_serial = 0.04;
  double swapped_tag = 0.01;
  double long_name = 0.05;
  double unsealed_image = 0.03;  ///< At most 0.6.
  double virtual_machine = 0.08;
  double virtual_clone = 0.01;  ///< At most a third of the virtual ones.
  double host_serial = 0.3;     ///< Of the virtual ones.
  double wandering_adapter = 0.05;
  double random_address = 0.05;
  double board_given = 0.005;  ///< As many take one; at most 0.25.
  double other_organisation = 0.10;
  double tag_passed_on = 0.02;  ///< As many take one over; at most 0.25.
};

/// What is asked for.
struct SecondRequest {
  std::uint32_t machines = 0;
  std::uint64_t seed = 0;
  SecondRates rates = {};
};

/// The sightings of such an estate, on four days of a year: a function of the request alone. The order, the shapes and
/// the days are as in sample::KnownSightings; TrueMachine has `since`, `until`, `swapped_on` (board given or taken) and
/// `namesake` (whose tag it has, or who has its tag).
///
/// Sources, the share of machines that each knows, and what it knows of them:
///   "ad"                 95 %  name, domain, SID, GUID
///   "configmgr"          90 %  name cut to fifteen letters, short domain, SID, serial, UUID, addresses
///   "agent"              60 %  name, domain, serial, UUID with its first three groups the other way round, addresses,
///                              installation
///   "systeminfo"         75 %  name cut to fifteen letters, domain
///   "list inventar.csv"  80 %  name, serial, asset tag, typed by hand
sample::KnownSightings second_sightings(const SecondRequest& request);

}  // namespace shoal::bench
