// Worms as data: what each does, with the range in which each of its values lies, and from there to outbreak::Worm.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "outbreak/cited_table.hpp"
#include "outbreak/range.hpp"
#include "outbreak/scenario.hpp"

namespace shoal::outbreak {

/// What a value of a worm belongs to.
enum class WormPart : std::uint8_t { scan, sweep, theft, links, life };
/// "scan", "sweep", "theft", "links" or "life": as in data/outbreak/worms.csv.
std::string_view spelled(WormPart part);

/// One value. Values of one part with the same exploit and port belong together.
struct WormValue {
  WormPart part = WormPart::scan;
  std::string exploit;  ///< Of scan, sweep and links.
  std::string port;     ///< Of scan and theft, such as "445/tcp".
  std::string key;      ///< E.g. "per-second"; docs/reference/outbreak.md has all.
  Range range;
  Cited cited;
};

/// What it is measured in, such as "attempts a second"; "yes or no" for 1 and 0.
std::string_view unit_of(const WormValue& value);

/// A worm, as far as anybody knows. Made by read_worms(), which keeps what it promises.
struct WormProfile {
  std::string name;
  std::vector<WormValue> values;
};

/// The table data/outbreak/worms.csv, by worm in the order in which they first stand.
/// Errors (invalid_input): those of CitedTable; "outbreak.bad_table" for a key that its part has not, a value out of
/// its bounds or in another unit, one given twice, a part without its rate, or shares that may exceed 1 together.
Result<std::vector<WormProfile>> read_worms(std::string_view csv);

/// One value that somebody knows better.
struct WormChange {
  std::string part, key;
  std::string exploit, port;  ///< Empty for any: all values that are meant are changed.
  double value = 0;
};

/// `profile` with these values, each no range any more. A key of `life` that the worm has not is added.
/// Errors (invalid_input): "outbreak.bad_scenario" where no value is meant, or it is out of its bounds.
Result<WormProfile> changed(WormProfile profile, std::span<const WormChange> changes);

/// What a worm attacks with and through: positions in these are ExploitIndex and ReachIndex.
struct WormNames {
  std::vector<std::string> exploits, ports;
};
WormNames names_of(const WormProfile& profile);

/// The worm with its i-th value at where[i] of its range (see value_at); with `at_likely` where `where` is shorter.
/// Its links lead nowhere yet: Links::begins is empty.
Worm made_worm(const WormProfile& profile, const WormNames& names, std::span<const double> where);

}  // namespace shoal::outbreak
