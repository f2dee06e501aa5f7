// How an estate stands to the policies of the pack: the figures that every report shows of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exposure/policy.hpp"
#include "report/figures.hpp"

namespace shoal::report {

/// How one device stands to a policy: the worst of what is open on it and of its release's support, in this order.
enum class DeviceStance : std::uint8_t {
  over,          ///< A last day has passed, be it of a finding or of the release's support.
  unassessed,    ///< Nothing is over for certain, and what we hold does not decide all of it.
  due,           ///< All is decided, and days that have not passed are set.
  fine,          ///< Nothing that the policy sets a day for is open.
  unassessable,  ///< The device cannot be judged.
};
constexpr std::size_t device_stance_count = 5;
/// "over", "unassessed", "due", "fine" or "unassessable".
std::string_view spelled(DeviceStance stance);

/// A release whose devices break the policy because its support has ended.
struct UnsupportedFigure {
  std::size_t place = 0;  ///< Position in ReleaseFigures::releases.
  std::uint64_t devices = 0;
  exposure::SupportStance stance;
};

/// One scheme over all devices. Everything but `scheme` is zero or empty where no version was in force.
struct PolicyFigure {
  exposure::SchemeOnDay scheme;
  std::array<std::uint64_t, exposure::stance_count> findings{};  ///< Devices times vulnerabilities; they sum to `open`.
  std::uint64_t open = 0;                                        ///< All that is considered and not fixed.
  std::array<std::uint64_t, exposure::lack_count> lacks{};   ///< Of unassessed findings; one may have several lacks.
  std::uint64_t estimated = 0;                               ///< Of findings that are over: by an estimated day.
  std::uint32_t worst_days_over = 0;                         ///< Of findings; 0 where none is over.
  bool worst_estimated = false;                              ///< Only estimated days are over by so many.
  std::array<std::uint64_t, device_stance_count> devices{};  ///< They sum to all devices.
  std::vector<DeviceStance> of_state;          ///< For each state of the assessment, how its devices stand.
  std::vector<UnsupportedFigure> unsupported;  ///< Longest over first.

  std::uint64_t of(exposure::Stance stance) const { return findings[static_cast<std::size_t>(stance)]; }
  std::uint64_t of(DeviceStance stance) const { return devices[static_cast<std::size_t>(stance)]; }
};

/// Every scheme of the pack, in its order, on the days of the assessment.
std::vector<PolicyFigure> policy_figures(const Subject& subject, const ReleaseFigures& releases);

/// What lacks for the unassessed findings of a scheme, most frequent first; equal ones in the order of Lack.
struct LackFigure {
  exposure::Lack lack = exposure::Lack::score;
  std::uint64_t findings = 0;
};
std::vector<LackFigure> lack_figures(const PolicyFigure& figure);

/// "over by 3,143 days; the last day was 2017-11-22": what a policy says of one finding, for people.
std::string spelled(const exposure::Deadline& deadline, Day as_of);

/// The end of an explanation: a line for each scheme on one vulnerability of a device that runs `release` and shares
/// `state`, which is null where the device has none; and one on the release where the scheme wants it gone.
std::vector<std::string> policy_lines(const Subject& subject, const exposure::JudgedRelease& release,
                                      const exposure::JudgedState* state, exposure::VulnerabilityIndex vulnerability);

}  // namespace shoal::report
