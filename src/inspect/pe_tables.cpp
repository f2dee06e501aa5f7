#include "inspect/pe_tables.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t import_bytes = 20;
constexpr std::uint64_t delay_import_bytes = 32;
constexpr std::uint64_t export_directory_bytes = 40;

struct TableName {
  std::string_view text;
  std::uint64_t at = 0;
};

// The name at `offset` of what is mapped; empty where it does not end there.
TableName name_in(const Mapped& mapped, std::uint64_t offset, std::uint64_t bytes_max, Work& work) {
  const TableName name{mapped.bytes.text(offset, bytes_max), mapped.at + offset};
  const std::uint64_t looked_at = name.text.empty() ? std::min(bytes_max, mapped.bytes.size()) : name.text.size();
  return work.spend(looked_at / 64) ? name : TableName{};
}

std::string by_ordinal(std::uint64_t ordinal) { return "#" + std::to_string(ordinal); }

// One table of modules with the functions of each, of imports or of delayed ones.
class ImportReader {
 public:
  ImportReader(const PeImage& image, FactKind kind, Work& work, readiness::FactSheet& sheet)
      : image_(image), kind_(kind), work_(work), sheet_(sheet) {}

  // Where pointers are what the table has, the image's base is in each of them.
  void read_pointers() { are_pointers_ = true; }

  bool read_module(std::uint64_t name_address, std::uint64_t thunks_address) {
    const TableName module = name_in(map(name_address), 0, module_name_bytes_max, work_);
    if (module.text.empty()) return fail("a module's name lies outside of the file");
    const std::string lower = lower_ascii(module.text);
    const Mapped thunks = map(thunks_address);
    const std::uint64_t thunk_bytes = image_.is_wide ? 8 : 4;
    bool has_any = false;
    for (std::uint64_t at = 0;; at += thunk_bytes) {
      const std::uint64_t thunk = image_.is_wide ? thunks.bytes.u64(at) : thunks.bytes.u32(at);
      if (thunk == 0 || sheet_.full() || !work_.spend()) break;
      if (count_++ == imports_max) return fail("there are more than " + grouped(imports_max));
      has_any = true;
      if (!read_function(lower, thunk, thunks.at + at)) return false;
    }
    if (!has_any) sheet_.add(kind_, lower, {}, 0, module.at);
    return !work_.exhausted();
  }

  bool fail(std::string_view why) {
    sheet_.add(FactKind::unread, kind_ == FactKind::import ? "imports" : "delay-imports", why);
    return false;
  }

  Mapped map(std::uint64_t address) {
    return are_pointers_ ? image_.map_pointer(address, work_) : image_.map(address, work_);
  }

 private:
  bool read_function(std::string_view module, std::uint64_t thunk, std::uint64_t at) {
    const std::uint64_t ordinal_flag = image_.is_wide ? std::uint64_t{1} << 63U : std::uint64_t{1} << 31U;
    if ((thunk & ordinal_flag) != 0) {
      sheet_.add(kind_, module, by_ordinal(thunk & 0xFFFFU), 0, at);
      return true;
    }
    const TableName function = name_in(map(thunk), 2, function_name_bytes_max, work_);
    if (function.text.empty()) return fail("a function's name lies outside of the file");
    sheet_.add(kind_, module, function.text, 0, function.at);
    return true;
  }

  const PeImage& image_;
  FactKind kind_;
  Work& work_;
  readiness::FactSheet& sheet_;
  bool are_pointers_ = false;
  std::uint32_t count_ = 0;
};

// The tables of one export directory.
struct ExportTables {
  std::uint32_t base = 0, functions_count = 0, names_count = 0;
  Mapped functions, names, ordinals;
};

class ExportReader {
 public:
  ExportReader(const PeImage& image, PeDirectory directory, Work& work, readiness::FactSheet& sheet)
      : image_(image), directory_(directory), work_(work), sheet_(sheet) {}

  void read() {
    const Mapped header = image_.map(directory_.address, work_);
    if (!header.bytes.holds(0, export_directory_bytes)) {
      sheet_.add(FactKind::unread, "exports", "the table lies outside of the file");
      return;
    }
    const TableName module = name_in(image_.map(header.bytes.u32(12), work_), 0, module_name_bytes_max, work_);
    if (!module.text.empty()) sheet_.add(FactKind::export_module, module.text, {}, 0, module.at);
    tables_.base = header.bytes.u32(16);
    tables_.functions_count = std::min(header.bytes.u32(20), exports_max);
    tables_.names_count = std::min(header.bytes.u32(24), exports_max);
    tables_.functions = image_.map(header.bytes.u32(28), work_);
    tables_.names = image_.map(header.bytes.u32(32), work_);
    tables_.ordinals = image_.map(header.bytes.u32(36), work_);
    tables_.functions_count = held(tables_.functions, tables_.functions_count, 4);
    tables_.names_count = held(tables_.names, tables_.names_count, 4);
    has_name_.resize(tables_.functions_count);
    read_named();
    read_nameless();
  }

 private:
  // How many of the entries the file holds.
  static std::uint32_t held(const Mapped& table, std::uint32_t count, std::uint32_t entry_bytes) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, table.bytes.size() / entry_bytes));
  }

  void read_named() {
    for (std::uint32_t i = 0; i < tables_.names_count && !sheet_.full() && work_.spend(); i++) {
      const std::uint32_t index = tables_.ordinals.bytes.u16(std::uint64_t{i} * 2);
      const TableName name =
          name_in(image_.map(tables_.names.bytes.u32(std::uint64_t{i} * 4), work_), 0, function_name_bytes_max, work_);
      if (name.text.empty()) {
        sheet_.add(FactKind::unread, "exports", "a function's name lies outside of the file");
        return;
      }
      if (index < tables_.functions_count) has_name_[index] = true;
      sheet_.add(FactKind::export_, name.text, forwarded_to(index), std::uint64_t{tables_.base} + index, name.at);
    }
  }

  void read_nameless() {
    for (std::uint32_t i = 0; i < tables_.functions_count && !sheet_.full() && work_.spend(); i++) {
      const std::uint64_t at = std::uint64_t{i} * 4;
      if (has_name_[i] || tables_.functions.bytes.u32(at) == 0) continue;
      const std::uint64_t ordinal = std::uint64_t{tables_.base} + i;
      sheet_.add(FactKind::export_, by_ordinal(ordinal), forwarded_to(i), ordinal, tables_.functions.at + at);
    }
  }

  // A function whose address lies within the directory itself is forwarded: there stands to where.
  std::string_view forwarded_to(std::uint32_t index) {
    if (index >= tables_.functions_count) return {};
    const std::uint32_t address = tables_.functions.bytes.u32(std::uint64_t{index} * 4);
    if (address < directory_.address || address - directory_.address >= directory_.bytes) return {};
    return name_in(image_.map(address, work_), 0, function_name_bytes_max, work_).text;
  }

  const PeImage& image_;
  PeDirectory directory_;
  Work& work_;
  readiness::FactSheet& sheet_;
  ExportTables tables_;
  std::vector<bool> has_name_;  // by index of functions
};

}  // namespace

void read_imports(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  const PeDirectory directory = image.directory(PeTable::imports);
  if (directory.address == 0) return;
  ImportReader reader(image, FactKind::import, work, sheet);
  const Mapped table = reader.map(directory.address);
  if (!table.bytes.holds(0, import_bytes)) {
    reader.fail("the table lies outside of the file");
    return;
  }
  for (std::uint64_t at = 0; work.spend(); at += import_bytes) {
    const std::uint32_t names = table.bytes.u32(at);
    const std::uint32_t module = table.bytes.u32(at + 12);
    const std::uint32_t addresses = table.bytes.u32(at + 16);
    if (module == 0 || addresses == 0) return;
    // Borland's linkers wrote no table of names: there the addresses still lead to them.
    const bool has_names = names != 0 && image.map(names, work).bytes.size() > 0;
    if (!reader.read_module(module, has_names ? names : addresses)) return;
  }
}

void read_delay_imports(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  const PeDirectory directory = image.directory(PeTable::delay_imports);
  if (directory.address == 0) return;
  const Mapped table = image.map(directory.address, work);
  ImportReader reader(image, FactKind::delay_import, work, sheet);
  if (!table.bytes.holds(0, delay_import_bytes)) {
    reader.fail("the table lies outside of the file");
    return;
  }
  if ((table.bytes.u32(0) & 1U) == 0) reader.read_pointers();
  for (std::uint64_t at = 0; work.spend(); at += delay_import_bytes) {
    const std::uint32_t module = table.bytes.u32(at + 4);
    const std::uint32_t names = table.bytes.u32(at + 16);
    if (module == 0 || names == 0) return;
    if (!reader.read_module(module, names)) return;
  }
}

void read_exports(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  const PeDirectory directory = image.directory(PeTable::exports);
  if (directory.address != 0) ExportReader(image, directory, work, sheet).read();
}

}  // namespace shoal::inspect
