#include "app/hardware.hpp"

#include "base/text.hpp"

namespace shoal::app {
namespace {

std::string tag_of(const estate::Device& device, std::string_view key) {
  for (const estate::Tag& tag : *device.tags)
    if (tag.key == key) return tag.value;
  return {};
}

}  // namespace

std::uint32_t os_number(std::string_view version) {
  const auto parts = split(version, '.');
  if (parts.size() != 2) return 0;
  const auto major = parse_number(parts[0]), minor = parse_number(parts[1]);
  return major && minor && *major < 100 && *minor < 100 ? *major * 100 + *minor : 0;
}

readiness::Machine machine_of(const estate::Device& device) {
  readiness::Machine machine;
  const estate::Known& known = *device.known;
  if (known.hardware) {
    const estate::HardwareClaim& told = *known.hardware;
    machine.processor = told.processor;
    machine.processor_name = told.processor_name;
    machine.platform = told.platform;
    machine.maker = told.maker;
    machine.model = told.model;
    machine.memory_mb = told.memory_mb;
    machine.disk_mb = told.disk_mb;
    machine.execute_disable = told.execute_disable;
    machine.uefi = told.uefi;
    machine.secure_boot = told.secure_boot;
    machine.no_tpm = told.tpm == estate::Tpm::none;
    machine.tpm = told.tpm == estate::Tpm::v2_0   ? 20
                  : told.tpm == estate::Tpm::v1_2 ? 12
                                                  : told.tpm == estate::Tpm::some;
  }
  if (machine.maker.empty()) machine.maker = tag_of(device, "manufacturer");
  if (machine.model.empty()) machine.model = tag_of(device, "model");
  if (known.os) {
    machine.os = os_number(known.os->version);
    machine.build = known.os->build;
    machine.server = find_ignoring_case(known.os->name, "server") != std::string::npos;
    if (known.os->architecture != estate::Architecture::unknown) machine.arch = spelled(known.os->architecture);
  }
  return machine;
}

}  // namespace shoal::app
