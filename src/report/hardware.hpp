// Whether the hardware of devices is fit for targets, as a table, JSON or CSV.
#pragma once

#include <ostream>
#include <span>
#include <string>

#include "estate/device.hpp"
#include "readiness/hardware.hpp"

namespace shoal::report {

/// One device on one target.
struct FitnessRow {
  const estate::Device* device = nullptr;
  const readiness::Target* target = nullptr;
  readiness::FitnessVerdict verdict;
};

/// What is told of. All loans.
struct HardwareSubject {
  std::span<const readiness::Target* const> targets;
  std::span<const FitnessRow> rows;  ///< By target, and of each by device.
  std::uint64_t devices = 0;
  std::string filter;  ///< Of the devices that are meant; empty for all.
};

/// `format` is "table", "json" or "csv". A table brings devices together that lack the same, with one of them as an
/// example; JSON and CSV have every device with every need, its source, and where the device's facts were told.
void write_hardware(const HardwareSubject& subject, std::string_view format, std::ostream& out);

}  // namespace shoal::report
