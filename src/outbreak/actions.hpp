// What people can do beforehand: named actions with their effort, each as the Protection that it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "outbreak/prepare.hpp"
#include "outbreak/protection.hpp"

namespace shoal::outbreak {

/// In hundredths of a person-day.
using ActionEffort = std::int64_t;

/// What actions cost: a convention that an organisation replaces by its own. Source: data/outbreak/efforts.csv.
struct Efforts {
  ActionEffort patch_kind = 0, patch_device = 0;
  ActionEffort smb1_off_site = 0, smb1_off_device = 0;
  ActionEffort close_pair = 0;
  ActionEffort migrate_site = 0, migrate_device = 0;
  ActionEffort tier_credential = 0, tier_credential_device = 0;
  ActionEffort react_hour = 0;
};

/// The table data/outbreak/efforts.csv.
/// Errors (invalid_input): those of CitedTable; "outbreak.bad_table" where a row is unknown, missing, given twice, or
/// not from 0 to 1,000,000 person-days.
Result<Efforts> read_efforts(std::string_view csv);

/// One thing to do.
struct Action {
  std::string name;  ///< Short and unique among the actions of a scenario, e.g. "patch MS17-010 on Windows 7 SP1".
  std::string what;  ///< One sentence: what is done, and to how many devices.
  ActionEffort effort = 0;
  Protection protection;
};

/// The actions that a scenario offers, in a fixed order by kind of action:
///  - patch each kind of device that is open to a bulletin's exploits;
///  - turn off the service at a site that all of the worm's exploits need, where each needs the same;
///  - close each pair of sites on a port, both ways (of zones, where there is one site); pairs with nothing open
///  between
///    them are left out, and of more than `pairs_max` those with the most devices at both ends are kept;
///  - migrate each site that has a device that is open;
///  - tier each credential that lies somewhere and opens something;
///  - react an hour sooner, where there is a response.
struct ActionList {
  std::vector<Action> actions;
  std::vector<std::string> left_out;  ///< A sentence for each kind of action that is not all there.
};
ActionList candidate_actions(const Prepared& prepared, const Efforts& efforts, std::size_t pairs_max = 500);

}  // namespace shoal::outbreak
