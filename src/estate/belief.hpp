// Which observations of one device count, where they were made on different days and do not say the same.
//
// A folder of today's inventories speaks of one moment; a register has what was said over years. What a device was
// before it got another operating system is kept and shown, and proves nothing about it now: the updates of Windows XP
// are on no Windows 10.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "estate/device.hpp"

namespace shoal::estate {

/// Whether two claims can both be true of one machine on one day: same version, build and service pack, as far as both
/// tell; and where either tells no version, the same name of a release ("Windows 7"), as far as both tell. The revision
/// and the architecture never contradict: the one rises with each update, and lists err in the other.
bool agree(const OsClaim& a, const OsClaim& b);

/// What to believe of observations that each are the latest of their source, made on these days. Of the claims of the
/// latest day the one that tells most counts, of several the first; then, going back, each that agrees with it.
/// An observation without such a claim counts if it was made no earlier than the first that counts and tells one, or if
/// nothing was overtaken. `days` has one entry for each observation. The result has one for each, in their order.
std::vector<Belief> believe(const std::vector<Observation>& observations, const std::vector<Day>& days);

/// Brings all observations of one device together, latest first: `known` rests on those that count, `seen` has all,
/// and `believed` says which. Neither may be empty. `joined_by` has one entry for each observation, in their order.
Device combine_believed(std::vector<Observation> observations, const std::vector<Day>& days,
                        std::vector<std::string> joined_by, Combiner& combiner);

}  // namespace shoal::estate
