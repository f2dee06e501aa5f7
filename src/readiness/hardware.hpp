// Whether a machine's hardware is fit for a target: what the target needs, against what is told of the machine.
//
// Three kinds of needs must not be mixed up: what Windows does not start without, what its maker says that it needs at
// least, and what its maker supports it on. What nobody tells is unassessed, never fit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "readiness/target.hpp"

namespace shoal::readiness {

/// What happens where a machine lacks it.
enum class NeedKind : std::uint8_t {
  runs,     ///< Windows does not start without it: a technical barrier.
  minimum,  ///< Its maker says that it needs this much at least; setup refuses less.
  support,  ///< It runs without, and its maker does not support that.
};
/// "runs", "minimum", "support".
std::string_view spelled(NeedKind kind);
std::optional<NeedKind> need_kind_in(std::string_view word);

/// What the words of a need mean: features of the processor, or of the machine.
enum class Need : std::uint8_t {
  long_mode,    ///< "64-bit": the processor can run x64 Windows.
  arm64,        ///< "arm64": the processor is a 64-bit ARM.
  nx,           ///< "nx"
  pae,          ///< "pae"
  sse2,         ///< "sse2"
  cx16,         ///< "cmpxchg16b"
  lahf,         ///< "lahf-sahf", in 64-bit mode
  prefetchw,    ///< "prefetchw"
  sse42,        ///< "sse4.2"
  popcnt,       ///< "popcnt"
  memory,       ///< "memory", in MiB
  disk,         ///< "disk", in MiB
  tpm,          ///< "tpm", 12 or 20
  uefi,         ///< "uefi": the firmware can start Windows by UEFI
  secure_boot,  ///< "secure-boot": the firmware is capable of it
  listed,       ///< "listed": the processor is on the maker's list for Windows 11
};
constexpr std::size_t need_count = 16;
/// "64-bit", "arm64", "nx" ...
std::string_view spelled(Need need);
std::optional<Need> need_in(std::string_view word);
/// Whether it is a feature of a processor that a processor's row can tell: long_mode and nx to popcnt.
bool is_processor_feature(Need need);

/// One row of data/hardware/requirements.csv.
struct Requirement {
  TargetSelector on;
  Need need = Need::memory;
  std::uint32_t at_least = 0;  ///< Of memory, disk and tpm.
  NeedKind kind = NeedKind::minimum;
  std::string says;  ///< What to know of it, in a few words; may be empty.
  std::string citation, verified;
};

/// Processors of which the same is known: a row of data/hardware/processors.csv.
struct ProcessorKind {
  std::string name;    ///< "Sandy Bridge"
  std::string vendor;  ///< "GenuineIntel"; empty where they are only known by their names.
  std::uint32_t family = 0;
  std::uint32_t model_min = 0, model_max = 0;
  std::uint32_t stepping_min = 0, stepping_max = 0;
  std::vector<std::string> names;    ///< How they call themselves, as plain_processor_name() leaves it; # is a digit.
  std::uint32_t has = 0, lacks = 0;  ///< A bit for each Need. What is in neither is not known.
  /// Whether the maker of Windows lists them for Windows 11; nothing where only some of them are.
  std::optional<bool> listed;
  /// Of those of which some are listed: the value of "Platform Specific Field 1" that listed ones have.
  std::optional<std::uint32_t> listed_platform;
  std::string citation, verified;

  bool knows(Need need) const { return ((has | lacks) >> static_cast<unsigned>(need) & 1U) != 0; }
  bool has_need(Need need) const { return (has >> static_cast<unsigned>(need) & 1U) != 0; }
};

/// All that is known of hardware, as a pack has it.
struct HardwareBook {
  std::vector<Requirement> requirements;    ///< In the order of their table.
  std::vector<ProcessorKind> processors;    ///< The first that fits counts.
  std::vector<std::string> virtual_models;  ///< "maker|model" of virtual machines, in lower case, with stars.
};

/// What is told of one machine. What is not told is empty, 0 or nothing.
struct Machine {
  std::string processor, processor_name;  ///< As estate::HardwareClaim has them.
  std::optional<std::uint32_t> platform;
  std::string maker, model;
  std::uint64_t memory_mb = 0, disk_mb = 0;
  std::optional<bool> execute_disable, uefi, secure_boot;
  std::uint32_t tpm = 0;  ///< 12, 20; 1 where one is there of a version that is not told.
  bool no_tpm = false;    ///< A source says that none answers.
  /// What runs on it now, which proves what it cannot run without: as Target has it; os 0 where it is not told.
  std::uint32_t os = 0, build = 0;
  std::string arch;
  bool server = false;
};

/// How a processor identifies itself: "Intel64 Family 6 Model 42 Stepping 7 GenuineIntel" taken apart.
struct ProcessorId {
  std::string vendor;
  std::uint32_t family = 0, model = 0, stepping = 0;
  bool long_mode = false;  ///< Whether its first word says that it has 64 bits.
};
std::optional<ProcessorId> parse_processor(std::string_view text);

/// "core i5-2520m" of "Intel(R) Core(TM) i5-2520M CPU @ 2.50GHz".
std::string plain_processor_name(std::string_view name);

/// How one need stands.
enum class Met : std::uint8_t { yes, no, untold };

struct NeedVerdict {
  const Requirement* requirement = nullptr;
  Met met = Met::untold;
  std::string says;  ///< "2,047 MB of 4,096 MB"; where untold what would tell it.
};

/// How a machine stands on a target: a partition of all machines.
enum class Fitness : std::uint8_t {
  fit,
  unsupported,  ///< Nothing keeps it from running there, and its maker does not support it on this machine.
  unfit,        ///< It lacks what Windows there needs.
  unassessed,   ///< Something that it needs is not told.
};
constexpr std::size_t fitness_count = 4;
/// "fit", "unsupported", "unfit", "unassessed".
std::string_view spelled(Fitness fitness);

struct FitnessVerdict {
  Fitness state = Fitness::unassessed;
  std::string processor;  ///< Which kind its processor is: ProcessorKind::name; empty where not known.
  bool virtual_machine = false;
  std::vector<NeedVerdict> needs;  ///< In the order of the table.
};

/// Judges one machine for one target. A target of which the book has no requirement leaves every machine unassessed.
FitnessVerdict judge_hardware(const HardwareBook& book, const Machine& machine, const Target& target);

}  // namespace shoal::readiness
