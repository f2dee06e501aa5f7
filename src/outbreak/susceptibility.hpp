// What exploits do to releases, as data: which update decides, and what one attempt does to a device that lacks it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "outbreak/cited_table.hpp"
#include "outbreak/range.hpp"

namespace shoal::outbreak {

/// What a worm attacks with.
struct Exploit {
  std::string name;  ///< E.g. "MS17-010/wannacry".
  std::string title;
  std::string bulletin;              ///< E.g. "MS17-010": exploits of one bulletin are closed by the same updates.
  std::vector<std::string> cves;     ///< What findings decide it; empty where no update mends it.
  std::vector<std::string> updates;  ///< KB numbers, without "KB".
  std::string needs;                 ///< The service that must answer, such as "smb1"; empty for none that can be off.
  Cited cited;
};

/// The table data/outbreak/exploits.csv.
/// Errors (invalid_input): those of CitedTable; "outbreak.bad_table" where an exploit has no name or stands twice.
Result<std::vector<Exploit>> read_exploits(std::string_view csv);

/// Whether a device that is patched for `name` is so for this exploit: its name, its bulletin, one of its CVEs or
/// updates ("KB4012598" or "4012598"); ASCII letters of either case.
bool is_closed_by(const Exploit& exploit, std::string_view name);

/// What one attempt does to a device that is open to it.
struct Effect {
  std::string exploit;
  std::string release;  ///< A release's id, or what it begins with and a star; or a kind of device, such as "iis-5".
  Range infect, crash;  ///< Chances of one attempt.
  Cited cited;
};

/// The release of a device of which nobody tells what it runs.
inline constexpr std::string_view release_unknown = "unknown";

/// The table data/outbreak/susceptibility.csv.
/// Errors (invalid_input): those of CitedTable; "outbreak.bad_table" where an exploit or release is not named, a row
/// stands twice, or the likely chances exceed 1 together.
Result<std::vector<Effect>> read_effects(std::string_view csv);

/// Of the effects of `exploit` on `release` the one that is told for the longest name; null where there is none. Of
/// equal ones the first.
const Effect* effect_on(const std::vector<Effect>& effects, std::string_view exploit, std::string_view release);

}  // namespace shoal::outbreak
