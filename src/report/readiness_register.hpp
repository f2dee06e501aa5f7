// How the devices of a register stand to targets by their applications, and what unblocks most of them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/day.hpp"
#include "readiness/tested.hpp"
#include "readiness/unblock.hpp"

namespace shoal::report {

/// How a device stands to a target by its applications: a partition, the first that holds.
enum class DeviceReadiness : std::uint8_t {
  retired,       ///< Out of use.
  not_listed,    ///< Nobody lists its programs.
  blocked,       ///< An application on it blocks, or needs a remedy first.
  unassessed,    ///< None is known to block, and one cannot be looked into.
  never_judged,  ///< None is known to block, and one was never judged for this target.
  ready,         ///< All were judged, and none blocks.
};
inline constexpr std::size_t device_readiness_count = 6;
/// "ready", "blocked", "unassessed", "never judged", "no list of programs", "retired".
std::string_view spelled(DeviceReadiness readiness);
/// What that means, for people.
const char* means_for_devices(DeviceReadiness readiness);

/// An application of which the register keeps verdicts.
struct RegisterApplication {
  std::string name;
  /// What devices list that it is, with the reason; none where no device lists it.
  struct Link {
    std::string program, why;
  };
  std::vector<Link> links;
  std::vector<std::string> doubts;  ///< Why a name was not enough.
  std::uint64_t devices = 0;        ///< Devices that list any of these and are not retired.
};

/// One of them on one target.
struct RegisterVerdict {
  std::size_t application = 0;  ///< In RegisterAnswer::applications.
  std::string target;
  Day judged;  ///< The last day on which the rules were asked.
  readiness::State rules = readiness::State::unassessed;
  std::optional<readiness::Test> test;
  bool test_is_old = false;    ///< Of another version: it outranks nothing.
  std::uint64_t unblocks = 0;  ///< Devices that nothing blocks any more once this application is mended.

  bool is_tested() const { return test && !test_is_old; }
  readiness::State state() const { return is_tested() ? state_of(test->result) : rules; }
};

/// The devices and one target.
struct RegisterTarget {
  std::string target;
  std::array<std::uint64_t, device_readiness_count> devices{};  ///< By DeviceReadiness; they sum to all.
  std::vector<readiness::Unblocking> alone;  ///< Remedies by their number in RegisterAnswer::remedies.
  /// Of remedies that leave programs as they are, and of applications that are mended one by one.
  std::vector<readiness::UnblockingStep> order;

  std::uint64_t of(DeviceReadiness readiness) const { return devices[static_cast<std::size_t>(readiness)]; }
};

/// What devices list and nobody judged.
struct NeverJudged {
  std::string program;
  std::uint64_t devices = 0;
};

/// The answer of a register.
struct RegisterAnswer {
  Day as_of, known_at;
  std::uint64_t devices = 0;
  struct NamedRemedy {
    std::string id, title, kind;
  };
  std::vector<NamedRemedy> remedies;
  std::vector<RegisterApplication> applications;  ///< By name.
  std::vector<RegisterVerdict> verdicts;          ///< By application, then by target.
  std::vector<RegisterTarget> targets;            ///< In the order in which they were asked for, or by name.
  std::vector<NeverJudged> never_judged;          ///< Of any target; on most devices first.

  /// The verdict on an application of this name; null where none is kept.
  const RegisterVerdict* find(std::string_view application, std::string_view target) const;
  /// What an action is, for people.
  std::string spelled(const readiness::Action& action) const;
};

/// The devices by target, what unblocks most, in which order, and what could not be linked, for a terminal.
void write_register_figures(const RegisterAnswer& answer, std::ostream& out);

/// All verdicts that are kept, with who tested what. `format` is "table", "json" or "csv"; the first two have the
/// figures too.
void write_register_list(const RegisterAnswer& answer, std::string_view format, std::ostream& out);

}  // namespace shoal::report
