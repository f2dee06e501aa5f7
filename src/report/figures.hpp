// The figures of every report for people: each is computed here once, so that no two reports can disagree.
//
// Counts over devices times vulnerabilities are exposure::Totals; how devices stand to one question is a Tally.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "report/subject.hpp"

namespace shoal::report {

/// Devices by where their support stands: one bucket. Without a phase, the release itself is unknown.
struct SupportFigure {
  std::optional<lifecycle::Phase> phase;
  std::string_view label;  ///< For people, e.g. "paid, enrolled".
  std::uint64_t devices = 0;
};
/// Six buckets, empty ones included, that sum to all devices.
std::vector<SupportFigure> support_figures(const exposure::Totals& totals);

/// One release in one edition: its devices, and its verdicts over devices times vulnerabilities.
struct ReleaseFigure {
  const exposure::JudgedRelease* release = nullptr;  ///< Null for the devices whose release is unknown.
  std::string label;                                 ///< "Windows 10 1809 (ltsc)", or "(unknown)".
  std::string until;                                 ///< "none 2020-01-14"; "?" where no date is known.
  std::uint64_t devices = 0;
  std::uint64_t fixed = 0, missing = 0, no_fix = 0;
  std::uint64_t doubted = 0;         ///< Unassessed, but for `outside`.
  std::uint64_t presumed = 0;        ///< Published after the vendor stopped assessing the release, with a probability.
  std::uint64_t outside = 0;         ///< Published outside the days of assessment, and nothing can be presumed.
  exposure::PresumedTotal expected;  ///< How many of the presumed ones its devices have.
};
struct ReleaseFigures {
  std::vector<ReleaseFigure> releases;  ///< By name and edition; their devices sum to all devices.
  std::vector<std::size_t> of_state;    ///< For each state of the assessment, the release that its devices run.
  std::vector<std::size_t> of_device;   ///< For each device likewise.
};
ReleaseFigures release_figures(const Subject& subject);

/// One vulnerability that is known to be exploited and open: on how many devices, by verdict.
struct ExploitedFigure {
  exposure::VulnerabilityIndex vulnerability = 0;
  std::uint64_t missing = 0, no_fix = 0, doubted = 0;
  std::uint64_t presumed = 0;      ///< Devices that presumably have it: with at least list_probability.
  std::set<std::size_t> releases;  ///< Where it is open, as positions in ReleaseFigures::releases.
};
/// Most open first. Of those outside the assessed days of a release, the ones that are presumed are in it.
std::vector<ExploitedFigure> exploited_figures(const Subject& subject, const ReleaseFigures& releases);

/// A device that was judged, and what is open on it.
struct DeviceFigure {
  const exposure::JudgedDevice* device = nullptr;
  std::uint32_t exploited = 0;  ///< Known to be exploited, and missing or without a fix.
  std::uint32_t open = 0;       ///< Missing or without a fix.
  std::uint32_t unassessed = 0;
  std::uint32_t presumed = 0;  ///< The expected number, rounded.
};
/// The `most` devices with most exploited, then most open, then most presumed vulnerabilities; equal ones by name.
std::vector<DeviceFigure> worst_devices(const Subject& subject, std::size_t most);

/// One update to install, over all devices.
struct InstallFigure {
  std::uint32_t kb = 0;
  Day released;
  std::uint64_t devices = 0;                ///< Devices that want it for certain.
  std::uint64_t unsure = 0;                 ///< Devices that want it unless it is there already: their lists are cut.
  std::uint64_t closes = 0, exploited = 0;  ///< Findings that it closes; of these, known to be exploited.
  std::set<std::size_t> releases;           ///< Of those devices, as positions in ReleaseFigures::releases.
};
struct InstallFigures {
  std::vector<InstallFigure> updates;  ///< Those that close most exploited ones first, then most.
  std::uint64_t out_of_reach = 0;      ///< Missing fixes that cannot be had.
  bool smallest = true;                ///< Whether every device's set is proved to be the smallest.
};
InstallFigures install_figures(const Subject& subject, const ReleaseFigures& releases);

/// What could not be decided.
struct UndecidedFigures {
  struct ByDoubt {
    exposure::Doubt doubt;
    std::uint64_t devices = 0;   ///< Devices with at least one such verdict.
    std::uint64_t verdicts = 0;  ///< Devices times vulnerabilities.
  };
  struct ByReason {
    std::int32_t reason = 0;  ///< Position in Assessment::reasons.
    std::uint64_t devices = 0;
  };
  std::vector<ByDoubt> doubts;    ///< Those that occur.
  std::vector<ByReason> reasons;  ///< Why devices were not judged at all.
  std::uint64_t not_judged = 0;   ///< The sum of `reasons`.
  std::uint64_t same_name = 0;    ///< Devices that share their name with another.
};
UndecidedFigures undecided_figures(const Subject& subject);

/// Devices on which at least one vulnerability is open that is known to be exploited.
std::uint64_t devices_with_exploited(const Subject& subject);

/// Why the whole answer is weaker than it should be, one sentence each: facts too old, too much unknown.
std::vector<std::string> degradations(const Subject& subject);

/// "1 device", "28,000 devices".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);

}  // namespace shoal::report
