// Devices as machines that are judged for a target: what all their sources tell of their hardware.
#pragma once

#include <cstdint>
#include <string_view>

#include "estate/device.hpp"
#include "readiness/hardware.hpp"

namespace shoal::app {

/// What is told of a device's machine, and what runs on it. Where no source has the machine's maker and model as such,
/// the tags "manufacturer" and "model" tell them.
readiness::Machine machine_of(const estate::Device& device);

/// "6.1" is 601, as readiness::Target::os; 0 where it is no version of two numbers.
std::uint32_t os_number(std::string_view version);

}  // namespace shoal::app
