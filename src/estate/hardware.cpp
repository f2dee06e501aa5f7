#include "estate/hardware.hpp"

namespace shoal::estate {
namespace {

void take_if_empty(std::string& own, const std::string& other) {
  if (own.empty()) own = other;
}
template <typename T>
void take_if_untold(std::optional<T>& own, const std::optional<T>& other) {
  if (!own) own = other;
}
void take_if_zero(std::uint64_t& own, std::uint64_t other) {
  if (own == 0) own = other;
}

}  // namespace

std::string_view spelled(Tpm tpm) {
  constexpr std::string_view names[] = {"unknown", "none", "some", "1.2", "2.0"};
  return names[static_cast<std::size_t>(tpm)];
}

bool HardwareClaim::tells() const {
  HardwareClaim nothing;
  nothing.line = line;
  return !(*this == nothing);
}

void HardwareClaim::complete_from(const HardwareClaim& other) {
  take_if_empty(processor, other.processor);
  take_if_empty(processor_name, other.processor_name);
  take_if_untold(platform, other.platform);
  take_if_empty(maker, other.maker);
  take_if_empty(model, other.model);
  take_if_zero(memory_mb, other.memory_mb);
  take_if_zero(disk_mb, other.disk_mb);
  take_if_untold(execute_disable, other.execute_disable);
  take_if_untold(uefi, other.uefi);
  take_if_untold(secure_boot, other.secure_boot);
  if (tpm == Tpm::unknown) tpm = other.tpm;
  if (line == 0) line = other.line;
}

}  // namespace shoal::estate
