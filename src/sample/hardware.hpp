// The machine that a device is: what tools print of it, and what is true of it.
#pragma once

#include <cstdint>
#include <string_view>

#include "sample/estate.hpp"

namespace shoal::sample {

struct Hardware {
  std::string_view model;           ///< "NL Desk 310"
  std::string_view processor;       ///< As Windows identifies it, without its first word.
  std::string_view processor_name;  ///< As it calls itself.
  std::uint64_t memory_mb = 0, disk_gb = 0;
  std::string_view tpm;  ///< "2.0", "1.2" or "none".
  bool long_mode = false, uefi = false;
  /// What its processor has of what Windows asks for, in the words of data/hardware; PREFETCHW of Core 2 left out, of
  /// which nothing is documented.
  std::string_view features;
  bool listed = false;  ///< Whether its processor is on the list for Windows 11.
};

/// The machine of a device of which the operating system is known.
const Hardware& hardware_of(const Estate& estate, const Device& device);

/// What systeminfo has before the numbers: what the Windows that runs calls the processor.
std::string_view first_word_of_processor(const Device& device);

}  // namespace shoal::sample
