#include "inspect/le.hpp"

#include <string>

#include "base/text.hpp"
#include "inspect/mz.hpp"
#include "inspect/name_table.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t le_header_bytes = 0x90;
constexpr std::uint32_t module_type = 0x38000;
constexpr std::uint32_t le_library = 0x8000;
constexpr std::uint32_t le_virtual_driver = 0x28000;

void add_le_modules(Span file, std::uint64_t header, Work& work, readiness::FactSheet& sheet) {
  std::uint64_t at = header + file.u32(header + 0x70);
  const std::uint32_t modules = file.u32(header + 0x74);
  for (std::uint32_t i = 0; i < modules && work.spend(); i++) {
    const PascalName name = pascal_name(file, at);
    if (name.text.empty()) {
      sheet.add(FactKind::unread, "imports", "a module's name lies outside of the file");
      return;
    }
    sheet.add(FactKind::import, lower_ascii(name.text), {}, 0, name.at);
    at = name.at + name.text.size();
  }
}

}  // namespace

void read_le(Span file, Work& work, readiness::FactSheet& sheet) {
  const std::uint64_t header = new_header_at(file);
  sheet.add(FactKind::format, file.slice(header, 2) == "LX" ? "lx" : "le");
  if (!file.holds(header, le_header_bytes)) {
    sheet.add(FactKind::unread, "headers", "the file ends within its header");
    return;
  }
  sheet.add(FactKind::machine, "x86", {}, 0, header + 8);
  sheet.add(FactKind::subsystem, target_system(file.u16(header + 0x0A)), {}, 0, header + 0x0A);
  const std::uint32_t type = file.u32(header + 0x10) & module_type;
  if (type == le_library || type == le_virtual_driver) sheet.add(FactKind::image_flag, "library", {}, 0, header + 0x10);
  add_le_modules(file, header, work, sheet);
  add_exports(file, header + file.u32(header + 0x58), NameTable::resident, work, sheet);
  if (file.u32(header + 0x8C) != 0) add_exports(file, file.u32(header + 0x88), NameTable::nonresident, work, sheet);
}

}  // namespace shoal::inspect
