#include "inspect/system_module.hpp"

#include "inspect/pe.hpp"
#include "inspect/pe_tables.hpp"

namespace shoal::inspect {

std::optional<readiness::ImageModule> read_system_module(std::string_view bytes, std::string name) {
  using readiness::FactKind;
  const Span file(bytes);
  Work work(file_steps_max);
  const auto image = pe_image(file, work);
  if (!image || file.slice(0, 2) != "MZ" || file.slice(image->header_at, 4) != std::string_view("PE\0\0", 4))
    return std::nullopt;
  readiness::FactSheet sheet;
  read_exports(*image, work, sheet);
  readiness::ImageModule module{std::move(name), machine_name(image->machine), true, {}};
  module.is_read = !sheet.first(FactKind::unread) && !sheet.full() && !work.exhausted();
  for (std::size_t i = 0; i < sheet.size(); i++) {
    const readiness::Fact fact = sheet[i];
    if (fact.kind != FactKind::export_) continue;
    const auto ordinal = static_cast<std::uint32_t>(fact.number);
    const bool is_nameless = fact.name == "#" + std::to_string(ordinal);
    module.exports.push_back({is_nameless ? std::string() : std::string(fact.name), ordinal, std::string(fact.value)});
  }
  return module;
}

}  // namespace shoal::inspect
