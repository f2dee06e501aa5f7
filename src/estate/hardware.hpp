// What sources tell of the machine itself: its processor, memory, disk, firmware and TPM.
//
// As claimed, like everything that is observed. What of it a release of Windows needs is asked in readiness/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shoal::estate {

/// Whether the machine has a Trusted Platform Module, as far as a source tells.
enum class Tpm : std::uint8_t {
  unknown,
  none,  ///< None answers; one may be there and be turned off in the firmware.
  some,  ///< One is there, of a version that is not told.
  v1_2,
  v2_0,
};
/// "unknown", "none", "some", "1.2", "2.0".
std::string_view spelled(Tpm tpm);

/// What one source tells of one machine. What it does not tell is empty, 0 or nothing.
struct HardwareClaim {
  std::string processor;       ///< As Windows identifies it: "Intel64 Family 6 Model 42 Stepping 7 GenuineIntel".
  std::string processor_name;  ///< As it calls itself: "Intel(R) Core(TM) i5-2520M CPU @ 2.50GHz".
  std::optional<std::uint32_t> platform;  ///< The registry's "Platform Specific Field 1" of the first processor.
  std::string maker, model;               ///< Of the machine: "LENOVO", "42902BG".
  std::uint64_t memory_mb = 0;            ///< What Windows can use, or what is installed: in MiB.
  std::uint64_t disk_mb = 0;              ///< The size of the disk with the system, in MiB.
  std::optional<bool> execute_disable;    ///< Whether Windows can use NX.
  std::optional<bool> uefi;               ///< Whether it was started by UEFI; false of a start in the mode of a BIOS.
  std::optional<bool> secure_boot;        ///< Whether Secure Boot is on.
  Tpm tpm = Tpm::unknown;
  std::size_t line = 0;  ///< Where in the source the first of it stands.
  bool operator==(const HardwareClaim&) const = default;

  /// Whether it tells anything, a line aside.
  bool tells() const;
  /// Takes from `other` what this one does not tell.
  void complete_from(const HardwareClaim& other);
};

}  // namespace shoal::estate
