// How much of the estate do we see? From how sources overlap, the number of devices that none of them saw.
//
// Two sources: Chapman's estimator (Chapman: Some properties of the hypergeometric distribution with applications to
// zoological sample censuses, 1951), with the interval of Sadinle (Transformed logit confidence intervals for small
// populations in single capture-recapture estimation, Communications in Statistics 38, 2009).
// Three and more: log-linear models of the incomplete table (Fienberg: The multiple recapture census for closed
// populations and incomplete 2^k contingency tables, Biometrika 59, 1972; IWGDMF: Capture-recapture and multiple-record
// systems estimation I, American Journal of Epidemiology 142, 1995), with profile likelihood intervals (Cormack:
// Interval estimation for mark-recapture studies of closed populations, Biometrics 48, 1992).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shoal::estate {

/// Which sources saw a device: bit i is set where source i did.
using SourceSet = std::uint8_t;
inline constexpr std::size_t coverage_sources_max = 8;

/// How sources overlap.
struct Overlap {
  std::vector<std::string> sources;  ///< What they are called, at most coverage_sources_max, each once.
  /// How many devices were seen by exactly these sources. Shape: 2^sources.size(), by SourceSet; the first is always 0.
  std::vector<std::uint64_t> devices;
};

/// Counts devices by who saw them. `seen_by` has one set for each device; a device that none of `sources` saw (it is
/// known by a source that does not count here) is left out. No set may name a source beyond `sources`.
Overlap overlap_of(std::vector<std::string> sources, std::span<const SourceSet> seen_by);

/// One source that gets its devices, or some of them, from another: positions in Overlap::sources.
struct Feed {
  std::size_t from = 0, to = 0;
};

/// What may be said of the devices that no source saw. In whole devices; low <= unseen <= high.
struct Unseen {
  std::uint64_t unseen = 0;  ///< The middle estimate.
  std::uint64_t low = 0;     ///< The ends of the 95 % interval, both inclusive.
  std::uint64_t high = 0;
  /// Sources overlap as if some devices were harder to see than others for all of them. Then the true number is rather
  /// greater than the middle, and may well lie above the interval. Always false for two sources, which cannot tell.
  bool uneven = false;
  std::string method;                    ///< How it was reached, in a sentence without full stop.
  std::vector<std::string> assumptions;  ///< What must hold for it to be true, in sentences without full stop.
};

/// What is seen of the estate, and what is not.
struct Coverage {
  std::uint64_t seen = 0;        ///< By at least one source; the estimated total is this plus Unseen::unseen.
  std::optional<Unseen> unseen;  ///< Absent where overlap does not decide it.
  std::string why_none;          ///< Why `unseen` is absent, in a sentence without full stop; otherwise empty.
  /// What was done to the sources before: which count as one since one feeds the other, and which saw nothing.
  std::vector<std::string> remarks;
};

/// Estimates how many devices no source saw. A function of its arguments, to the last bit on every machine.
///
/// Sources that feed each other, directly or through others, count as one, and a device is seen by them where any of
/// them saw it. Sources that saw nothing are left out. There is no estimate where fewer than two independent sources
/// are left, where two share no device, where one of several shares none with any other, where only the model in which
/// every pair of three depends on each other would do (nothing is left to check it by), where no model fits, or where a
/// hundred times what was seen cannot be ruled out.
///
/// Three and more: models are independence, plus dependence in some pairs, plus dependence in all pairs alike, which is
/// what devices that are harder to see for all sources look like (Darroch, Fienberg, Glonek, Junker: A three-sample
/// multiple-recapture approach to census population estimation with heterogeneous catchability, JASA 88, 1993). They
/// are compared by Akaike's criterion, found step by step from independence, and averaged: an end of the interval is
/// where the weighted tails of their profile likelihoods sum to 2.5 % (Fletcher, Turek: Model-averaged profile
/// likelihood intervals, Journal of Agricultural, Biological, and Environmental Statistics 17, 2012). Devices are
/// whole, so that where few are unseen the interval holds the truth more or less often than 95 times of a hundred.
///
/// `overlap.devices` must have the shape that its comment states; `feeds` must name sources of it.
Coverage estimate_coverage(const Overlap& overlap, std::span<const Feed> feeds);

}  // namespace shoal::estate
