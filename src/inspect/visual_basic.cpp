#include "inspect/visual_basic.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t vb_header_bytes = 0x68;
constexpr std::uint64_t vb_project_bytes = 0x23C;
constexpr std::uint64_t vb_component_bytes_min = 0x0C;
constexpr std::uint32_t declared_function = 7;

// `push header; call ThunRTMain` of a program; of a DLL's entry `pop edx; push handle; push header; push edx; jmp`.
std::uint32_t vb_header_pointer(Span code) {
  if (code.u8(0) == 0x68 && code.u8(5) == 0xE8) return code.u32(1);
  if (code.u8(0) == 0x5A && code.u8(1) == 0x68 && code.u8(6) == 0x68 && code.u8(11) == 0x52) return code.u32(7);
  return 0;
}

bool names_control(std::string_view file) {
  if (file.size() < 5) return false;
  const std::string_view end = file.substr(file.size() - 4);
  return equal_ignoring_case(end, ".ocx") || equal_ignoring_case(end, ".oca") || equal_ignoring_case(end, ".dll");
}

void add_control(Span component, std::uint64_t at, Work& work, readiness::FactSheet& sheet) {
  for (std::uint64_t field = 4; field <= 0x30; field += 4) {
    const std::uint64_t offset = component.u32(field);
    if (offset < vb_component_bytes_min || offset >= component.size()) continue;
    const std::string_view file = component.text(offset, 260);
    if (!work.spend(4)) return;
    if (names_control(file)) return sheet.add(FactKind::visual_basic, "control", lower_ascii(file), 0, at + offset);
  }
}

void add_controls(const PeImage& image, const Mapped& header, Work& work, readiness::FactSheet& sheet) {
  const std::uint32_t count = header.bytes.u16(0x46);
  if (count == 0) return;
  Mapped table = image.map_pointer(header.bytes.u32(0x50), work);
  for (std::uint32_t i = 0; i < count && work.spend(); i++) {
    const std::uint64_t size = table.bytes.u32(0);
    if (size < vb_component_bytes_min || size > table.bytes.size()) return;
    add_control(table.bytes.part(0, size), table.at, work, sheet);
    table = {table.bytes.part(size, table.bytes.size()), table.at + size};
  }
}

void add_declares(const PeImage& image, const Mapped& project, Work& work, readiness::FactSheet& sheet) {
  const Mapped table = image.map_pointer(project.bytes.u32(0x234), work);
  const std::uint32_t count = std::min(project.bytes.u32(0x238), visual_basic_declares_max);
  for (std::uint64_t i = 0; i < count && table.bytes.holds(i * 8, 8) && work.spend(4); i++) {
    if (table.bytes.u32(i * 8) != declared_function) continue;
    const Mapped names = image.map_pointer(table.bytes.u32(i * 8 + 4), work);
    const Mapped module = image.map_pointer(names.bytes.u32(0), work);
    const Mapped function = image.map_pointer(names.bytes.u32(4), work);
    const std::string_view module_name = module.bytes.text(0, 260);
    const std::string_view function_name = function.bytes.text(0, 260);
    if (module_name.empty() || function_name.empty()) continue;
    const bool has_ending = module_name.find('.') != module_name.npos;
    sheet.add(FactKind::delay_import, lower_ascii(module_name) + (has_ending ? "" : ".dll"), function_name, 0,
              function.at);
  }
}

}  // namespace

void read_visual_basic(const PeImage& image, int version, Work& work, readiness::FactSheet& sheet) {
  if (version != 0) sheet.add(FactKind::visual_basic, "version", version == 5 ? "5" : "6");
  if (image.is_wide || image.entry == 0) return;
  const std::uint32_t pointer = vb_header_pointer(image.map(image.entry, work).bytes);
  if (pointer == 0) return;
  const Mapped header = image.map_pointer(pointer, work);
  if (header.bytes.slice(0, 4) != "VB5!") return;
  const Mapped project = image.map_pointer(header.bytes.u32(0x30), work);
  if (!header.bytes.holds(0, vb_header_bytes) || !project.bytes.holds(0, vb_project_bytes)) {
    sheet.add(FactKind::unread, "visual-basic", "its header leads to no project", 0, header.at);
    return;
  }
  sheet.add(FactKind::visual_basic, project.bytes.u32(0x20) != 0 ? "native" : "p-code", {}, 0, project.at);
  add_controls(image, header, work, sheet);
  add_declares(image, project, work, sheet);
}

}  // namespace shoal::inspect
