#include "inspect/ne.hpp"

#include <string>
#include <unordered_set>
#include <vector>

#include "base/text.hpp"
#include "inspect/mz.hpp"
#include "inspect/name_table.hpp"
#include "inspect/resource_type.hpp"
#include "inspect/version_resource.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t ne_header_bytes = 0x40;
constexpr std::uint16_t ne_library = 0x8000;
constexpr std::uint16_t segment_has_relocations = 0x0100;
constexpr std::uint8_t target_os2 = 1;

// What one relocation asks for: an ordinal, or the place of a name among the imported names.
struct NeImport {
  std::uint16_t module = 0;  // from 1
  bool is_name = false;
  std::uint16_t ordinal_or_name = 0;
  std::uint64_t key() const { return std::uint64_t{module} << 17U | (is_name ? 1U << 16U : 0U) | ordinal_or_name; }
};

class NeReader {
 public:
  NeReader(Span file, Work& work, readiness::FactSheet& sheet)
      : file_(file), header_(new_header_at(file)), work_(work), sheet_(sheet) {}

  void read() {
    sheet_.add(FactKind::format, "ne");
    if (!file_.holds(header_, ne_header_bytes)) {
      sheet_.add(FactKind::unread, "headers", "the file ends within its header");
      return;
    }
    const std::uint8_t target = file_.u8(header_ + 0x36);
    sheet_.add(FactKind::subsystem, target_system(target), {}, 0, header_ + 0x36);
    const std::uint64_t version = file_.u8(header_ + 0x3F) * 100U + file_.u8(header_ + 0x3E);
    if (version != 0 && target != target_os2) sheet_.add(FactKind::subsystem_version, {}, {}, version, header_ + 0x3E);
    if ((word(0x0C) & ne_library) != 0) sheet_.add(FactKind::image_flag, "library", {}, 0, header_ + 0x0C);
    sheet_.add(FactKind::linker, {}, {}, file_.u8(header_ + 2) * 100U + file_.u8(header_ + 3), header_ + 2);
    if (target != target_os2) read_resources();
    read_imports();
    add_exports(file_, header_ + word(0x26), NameTable::resident, work_, sheet_);
    const std::uint64_t others = file_.u32(header_ + 0x2C);
    if (word(0x20) != 0) add_exports(file_, others, NameTable::nonresident, work_, sheet_);
  }

 private:
  std::uint16_t word(std::uint64_t field) const { return file_.u16(header_ + field); }

  void read_imports() {
    const std::uint32_t modules = word(0x1E);
    std::vector<bool> has_function(modules + std::size_t{1});
    std::unordered_set<std::uint64_t> told;
    for (std::uint32_t segment = 0; segment < word(0x1C) && work_.spend(); segment++)
      read_relocations(header_ + word(0x22) + std::uint64_t{segment} * 8, told, has_function);
    for (std::uint32_t module = 1; module <= modules && work_.spend(); module++) {
      if (has_function[module]) continue;
      const PascalName name = module_name(module);
      if (name.text.empty()) {
        sheet_.add(FactKind::unread, "imports", "a module's name lies outside of the file");
        return;
      }
      sheet_.add(FactKind::import, lower_ascii(name.text), {}, 0, name.at);
    }
  }

  // A length of 0 in the table of segments means 64 KB, a place of 0 that the file has nothing of it.
  void read_relocations(std::uint64_t segment, std::unordered_set<std::uint64_t>& told,
                        std::vector<bool>& has_function) {
    const std::uint64_t begin = std::uint64_t{file_.u16(segment)} << shift(word(0x32));
    if ((file_.u16(segment + 4) & segment_has_relocations) == 0 || begin == 0) return;
    const std::uint16_t length = file_.u16(segment + 2);
    const std::uint64_t at = begin + (length == 0 ? 0x10000U : length);
    const std::uint32_t count = file_.u16(at);
    for (std::uint64_t i = 0; i < count; i++) {
      const std::uint64_t record = at + 2 + i * 8;
      if (!file_.holds(record, 8) || !work_.spend(8)) return;  // a look into the set takes longer than a step
      const unsigned kind = file_.u8(record + 1) & 3U;
      const NeImport import{file_.u16(record + 4), kind == 2, file_.u16(record + 6)};
      if ((kind != 1 && kind != 2) || told.size() >= ne_imports_max || !told.insert(import.key()).second) continue;
      add_import(import, record, has_function);
    }
  }

  void add_import(const NeImport& import, std::uint64_t record, std::vector<bool>& has_function) {
    if (import.module >= has_function.size()) return;
    const PascalName module = module_name(import.module);
    if (module.text.empty()) return;
    std::string function = "#" + std::to_string(import.ordinal_or_name);
    if (import.is_name) function = pascal_name(file_, header_ + word(0x2A) + import.ordinal_or_name).text;
    if (function.empty()) return;
    has_function[import.module] = true;
    sheet_.add(FactKind::import, lower_ascii(module.text), function, 0, record);
  }

  PascalName module_name(std::uint32_t module) const {
    const std::uint64_t reference = header_ + word(0x28) + std::uint64_t{module - 1} * 2;
    return module == 0 ? PascalName{} : pascal_name(file_, header_ + word(0x2A) + file_.u16(reference));
  }

  void read_resources() {
    const std::uint64_t table = header_ + word(0x24);
    if (word(0x24) == 0 || word(0x24) == word(0x26)) return;  // it is empty where the names begin at the same place
    const unsigned aligned = shift(file_.u16(table));
    std::uint64_t at = table + 2;
    while (file_.u16(at) != 0 && work_.spend()) {
      const std::uint16_t type = file_.u16(at);
      const std::uint32_t count = file_.u16(at + 2);
      at += 8;
      for (std::uint32_t i = 0; i < count; i++, at += 12)
        if (!add_resource(table, type, at, aligned)) return;
    }
  }

  bool add_resource(std::uint64_t table, std::uint16_t type, std::uint64_t at, unsigned aligned) {
    if (!file_.holds(at, 12) || !work_.spend()) return false;
    if (resources_++ == ne_resources_max) {
      sheet_.add(FactKind::unread, "resources", "there are more than " + grouped(ne_resources_max));
      return false;
    }
    const std::uint64_t begin = std::uint64_t{file_.u16(at)} << aligned;
    const std::uint64_t size = std::uint64_t{file_.u16(at + 2)} << aligned;
    const bool is_known = (type & 0x8000U) != 0;
    const std::uint16_t number = type & 0x7FFFU;
    const std::string type_name = is_known ? resource_type(number) : std::string(pascal_name(file_, table + type).text);
    const std::uint16_t id = file_.u16(at + 6);
    const std::string name =
        (id & 0x8000U) != 0 ? "#" + std::to_string(id & 0x7FFFU) : std::string(pascal_name(file_, table + id).text);
    sheet_.add(FactKind::resource, type_name, name, size, begin <= file_.size() ? begin : 0);
    if (is_known && number == resource_version && !has_version_ && begin < file_.size()) {
      has_version_ = true;
      read_version_resource(file_.part(begin, size), Letters::narrow, begin, work_, sheet_);
    }
    return true;
  }

  // Of an alignment: more than a file's offsets can bear counts as none.
  static unsigned shift(std::uint16_t exponent) { return exponent > 16 ? 0U : exponent; }

  Span file_;
  std::uint64_t header_;
  Work& work_;
  readiness::FactSheet& sheet_;
  std::size_t resources_ = 0;
  bool has_version_ = false;
};

}  // namespace

void read_ne(Span file, Work& work, readiness::FactSheet& sheet) { NeReader(file, work, sheet).read(); }

}  // namespace shoal::inspect
