// What is known of hardware: from data/hardware/, and as bytes of a pack.
#pragma once

#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "readiness/hardware.hpp"

namespace shoal::knowledge {

/// Reads requirements.csv, processors.csv and virtual.csv of `folder`.
/// Errors: those of Table; invalid_input "knowledge.bad_row"; readiness.bad_selector.
Result<readiness::HardwareBook> read_hardware(const std::filesystem::path& folder);

/// Writes them behind what `out` has.
void write_hardware(const readiness::HardwareBook& book, ByteWriter& out);
/// Reads what write_hardware() wrote; nothing where the bytes are none of ours.
std::optional<readiness::HardwareBook> hardware_from(ByteReader& in);

}  // namespace shoal::knowledge
