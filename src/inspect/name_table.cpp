#include "inspect/name_table.hpp"

namespace shoal::inspect {

using readiness::FactKind;

PascalName pascal_name(Span file, std::uint64_t at) {
  const std::uint64_t size = file.u8(at);
  return file.holds(at, size + 1) ? PascalName{file.slice(at + 1, size), at + 1} : PascalName{};
}

void add_exports(Span file, std::uint64_t at, NameTable table, Work& work, readiness::FactSheet& sheet) {
  bool is_first = true;
  while (file.u8(at) != 0 && !sheet.full() && work.spend()) {
    const PascalName name = pascal_name(file, at);
    if (name.text.empty()) {
      sheet.add(FactKind::unread, "exports", "a name lies outside of the file");
      return;
    }
    at = name.at + name.text.size();
    const std::uint16_t ordinal = file.u16(at);
    if (!is_first) sheet.add(FactKind::export_, name.text, {}, ordinal, name.at);
    if (is_first && table == NameTable::resident) sheet.add(FactKind::export_module, name.text, {}, 0, name.at);
    is_first = false;
    at += 2;
  }
}

}  // namespace shoal::inspect
