// What unblocks most devices: of each remedy and of each application, and in which order.
//
// Plain numbers in and out: which devices have which applications is known above. A device is blocked while any of its
// applications is, an application while any finding that blocks it has no remedy applied. Whoever mends an application
// (tests it, replaces it, has it built again) discharges all its findings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shoal::readiness {

/// An application that blocks: for each finding the remedies that discharge it, ascending; perhaps none.
struct BlockingApplication {
  std::vector<std::vector<std::uint32_t>> findings;
};

/// Devices on which the same applications block.
struct BlockedDevices {
  std::vector<std::uint32_t> applications;  ///< Positions of those that block; ascending, at least one.
  std::uint64_t devices = 0;
  std::uint64_t settled = 0;  ///< Those of them that are ready once nothing blocks: all else on them is known to be.
};

/// Applied everywhere: a remedy, or the mending of one application.
struct Action {
  enum class Kind : std::uint8_t { remedy, application };
  Kind kind = Kind::remedy;
  std::uint32_t at = 0;  ///< The remedy's number or the application's position.
  bool operator==(const Action&) const = default;
};

/// What an action alone does.
struct Unblocking {
  Action action;
  std::uint64_t applications = 0;  ///< Applications that block and that it discharges.
  std::uint64_t devices = 0;       ///< Devices on which it discharges every application that blocks.
  std::uint64_t settled = 0;       ///< Those of them that are ready then.
  std::uint64_t standing = 0;      ///< Devices on which it discharges at least one.
  bool operator==(const Unblocking&) const = default;
};
/// Every remedy below `remedies` and every application that discharges one on any device: those that unblock most
/// first, then those that do something on most, remedies before applications, by number.
std::vector<Unblocking> unblocking(std::span<const BlockingApplication> applications,
                                   std::span<const BlockedDevices> devices, std::uint32_t remedies);

/// A step of an order.
struct UnblockingStep {
  Action action;
  std::uint64_t devices = 0;    ///< Unblocked by this step.
  std::uint64_t unblocked = 0;  ///< By this and all before.
  std::uint64_t settled = 0;    ///< Those of `unblocked` that are ready then.
  bool operator==(const UnblockingStep&) const = default;
};
/// Greedily: each step takes the action that unblocks most devices after those before it, of several the one that
/// discharges most pairs of a device and an application, a remedy before an application, the lowest number. Ends where
/// no device is blocked, and after `steps_max`.
std::vector<UnblockingStep> unblocking_order(std::span<const BlockingApplication> applications,
                                             std::span<const BlockedDevices> devices, std::uint32_t remedies,
                                             std::size_t steps_max);

}  // namespace shoal::readiness
