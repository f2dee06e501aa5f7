#include "inspect/clr.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::size_t clr_tables = 64;
constexpr std::size_t module_references = 0x1A;
constexpr std::size_t assembly_references = 0x23;
constexpr std::uint64_t streams_max = 64;
constexpr std::uint64_t clr_name_bytes_max = 1024;

// A column of a table: bytes of its own, an index into a heap, into a table, or into one of several tables.
enum class Column : std::uint8_t {
  none,
  two,
  four,
  text,
  guid,
  blob,
  type_or_any,  // coded indexes, by the names of II.24.2.6
  constant_parent,
  custom_parent,
  marshalled,
  secured,
  member_parent,
  semantic,
  method,
  forwarded,
  implementation,
  custom_type,
  scope,
  index = 0x40,  // + the table's number
};

constexpr Column index_of(std::size_t table) {
  return static_cast<Column>(static_cast<std::size_t>(Column::index) + table);
}

struct Coded {
  unsigned tag_bits = 0;
  std::array<std::int8_t, 22> tables{};  // ends with -1
};

Coded coded(Column column) {
  switch (column) {
    case Column::type_or_any:
      return {2, {0x02, 0x01, 0x1B, -1}};
    case Column::constant_parent:
      return {2, {0x04, 0x08, 0x17, -1}};
    case Column::custom_parent:
      return {5, {0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14,
                  0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, -1}};
    case Column::marshalled:
      return {1, {0x04, 0x08, -1}};
    case Column::secured:
      return {2, {0x02, 0x06, 0x20, -1}};
    case Column::member_parent:
      return {3, {0x02, 0x01, 0x1A, 0x06, 0x1B, -1}};
    case Column::semantic:
      return {1, {0x14, 0x17, -1}};
    case Column::method:
      return {1, {0x06, 0x0A, -1}};
    case Column::forwarded:
      return {1, {0x04, 0x06, -1}};
    case Column::implementation:
      return {2, {0x26, 0x23, 0x27, -1}};
    case Column::custom_type:
      return {3, {0x06, 0x0A, -1}};
    case Column::scope:
      return {2, {0x00, 0x1A, 0x23, 0x01, -1}};
    default:
      return {0, {-1}};
  }
}

using Columns = std::array<Column, 9>;

// II.22, up to AssemblyRef; those between that have no section there are the pointer tables of an uncompressed stream.
constexpr std::array<Columns, assembly_references + 1> schema = {{
    {Column::two, Column::text, Column::guid, Column::guid, Column::guid},                            // 00 Module
    {Column::scope, Column::text, Column::text},                                                      // 01 TypeRef
    {Column::four, Column::text, Column::text, Column::type_or_any, index_of(0x04), index_of(0x06)},  // 02 TypeDef
    {index_of(0x04)},                                                                                 // 03 FieldPtr
    {Column::two, Column::text, Column::blob},                                                        // 04 Field
    {index_of(0x06)},                                                                                 // 05 MethodPtr
    {Column::four, Column::two, Column::two, Column::text, Column::blob, index_of(0x08)},             // 06 MethodDef
    {index_of(0x08)},                                                                                 // 07 ParamPtr
    {Column::two, Column::two, Column::text},                                                         // 08 Param
    {index_of(0x02), Column::type_or_any},                           // 09 InterfaceImpl
    {Column::member_parent, Column::text, Column::blob},             // 0A MemberRef
    {Column::two, Column::constant_parent, Column::blob},            // 0B Constant
    {Column::custom_parent, Column::custom_type, Column::blob},      // 0C CustomAttribute
    {Column::marshalled, Column::blob},                              // 0D FieldMarshal
    {Column::two, Column::secured, Column::blob},                    // 0E DeclSecurity
    {Column::two, Column::four, index_of(0x02)},                     // 0F ClassLayout
    {Column::four, index_of(0x04)},                                  // 10 FieldLayout
    {Column::blob},                                                  // 11 StandAloneSig
    {index_of(0x02), index_of(0x14)},                                // 12 EventMap
    {index_of(0x14)},                                                // 13 EventPtr
    {Column::two, Column::text, Column::type_or_any},                // 14 Event
    {index_of(0x02), index_of(0x17)},                                // 15 PropertyMap
    {index_of(0x17)},                                                // 16 PropertyPtr
    {Column::two, Column::text, Column::blob},                       // 17 Property
    {Column::two, index_of(0x06), Column::semantic},                 // 18 MethodSemantics
    {index_of(0x02), Column::method, Column::method},                // 19 MethodImpl
    {Column::text},                                                  // 1A ModuleRef
    {Column::blob},                                                  // 1B TypeSpec
    {Column::two, Column::forwarded, Column::text, index_of(0x1A)},  // 1C ImplMap
    {Column::four, index_of(0x04)},                                  // 1D FieldRVA
    {Column::four, Column::four},                                    // 1E EncLog
    {Column::four},                                                  // 1F EncMap
    {Column::four, Column::two, Column::two, Column::two, Column::two, Column::four, Column::blob, Column::text,
     Column::text},                              // 20 Assembly
    {Column::four},                              // 21 AssemblyProcessor
    {Column::four, Column::four, Column::four},  // 22 AssemblyOS
    {Column::two, Column::two, Column::two, Column::two, Column::four, Column::blob, Column::text, Column::text,
     Column::blob},  // 23 AssemblyRef
}};

struct Stream {
  Span bytes;
  std::uint64_t at = 0;
};

// The tables of a "#~" stream: how many rows each has and how wide they are.
class MetadataTables {
 public:
  MetadataTables(Stream tables, Stream texts) : stream_(tables), texts_(texts) {
    const std::uint8_t wide = stream_.bytes.u8(6);
    text_bytes_ = (wide & 1U) != 0 ? 4 : 2;
    guid_bytes_ = (wide & 2U) != 0 ? 4 : 2;
    blob_bytes_ = (wide & 4U) != 0 ? 4 : 2;
    const std::uint64_t valid = stream_.bytes.u64(8);
    std::uint64_t at = 24;
    for (std::size_t table = 0; table < clr_tables; table++) {
      if ((valid >> table & 1U) == 0) continue;
      rows_[table] = stream_.bytes.u32(at);
      at += 4;
    }
    if ((wide & 0x40U) != 0) at += 4;
    for (std::size_t table = 0; table < schema.size(); table++) {
      begins_[table] = at;
      at += row_bytes(table) * rows_[table];
    }
  }

  // Adds a fact for each row of the table: its `column` is the name.
  void add_names(std::size_t table, std::size_t column, std::string_view kind, Work& work,
                 readiness::FactSheet& sheet) const {
    std::uint64_t column_at = 0;
    for (std::size_t i = 0; i < column; i++) column_at += column_bytes(schema[table][i]);
    for (std::uint64_t row = 0; row < std::min(rows_[table], clr_rows_max); row++) {
      const std::uint64_t at = begins_[table] + row * row_bytes(table) + column_at;
      if (!work.spend(2) || !stream_.bytes.holds(at, text_bytes_)) return;
      const std::uint64_t text_at = text_bytes_ == 4 ? stream_.bytes.u32(at) : stream_.bytes.u16(at);
      const std::string_view name = texts_.bytes.text(text_at, clr_name_bytes_max);
      if (name.empty() && !work.spend(clr_name_bytes_max / 64)) return;
      if (!name.empty())
        sheet.add(FactKind::clr, kind, kind == "module" ? lower_ascii(name) : std::string(name), 0,
                  texts_.at + text_at);
    }
  }

 private:
  std::uint64_t column_bytes(Column column) const {
    if (column >= Column::index) {
      const auto table = static_cast<std::size_t>(column) - static_cast<std::size_t>(Column::index);
      return rows_[table] < 0x10000 ? 2 : 4;
    }
    switch (column) {
      case Column::none:
        return 0;
      case Column::two:
        return 2;
      case Column::four:
        return 4;
      case Column::text:
        return text_bytes_;
      case Column::guid:
        return guid_bytes_;
      case Column::blob:
        return blob_bytes_;
      default:
        break;
    }
    const Coded code = coded(column);
    std::uint32_t rows = 0;
    for (std::size_t i = 0; code.tables[i] >= 0; i++)
      rows = std::max(rows, rows_[static_cast<std::size_t>(code.tables[i])]);
    return rows < (1U << (16U - code.tag_bits)) ? 2 : 4;
  }

  std::uint64_t row_bytes(std::size_t table) const {
    std::uint64_t bytes = 0;
    for (const Column column : schema[table]) bytes += column_bytes(column);
    return bytes;
  }

  Stream stream_, texts_;
  std::uint64_t text_bytes_ = 2, guid_bytes_ = 2, blob_bytes_ = 2;
  std::array<std::uint32_t, clr_tables> rows_{};
  std::array<std::uint64_t, schema.size()> begins_{};
};

void add_flags(std::uint32_t flags, std::uint64_t at, readiness::FactSheet& sheet) {
  const auto add = [&](std::string_view flag) { sheet.add(FactKind::clr, "flag", flag, 0, at); };
  if ((flags & 1U) != 0) add("il-only");
  // The flag of what is merely preferred counts only beside that of what is required, and then instead of it.
  if ((flags & 2U) != 0) add((flags & 0x20000U) != 0 ? "32bit-preferred" : "32bit-required");
  if ((flags & 8U) != 0) add("strong-name");
}

struct Metadata {
  Stream tables, texts;
};

Metadata streams_of(const Mapped& root, Work& work) {
  Metadata found;
  const std::uint64_t version_bytes = root.bytes.u32(12);
  std::uint64_t at = 16 + version_bytes;
  const std::uint64_t count = std::min<std::uint64_t>(root.bytes.u16(at + 2), streams_max);
  at += 4;
  for (std::uint64_t i = 0; i < count && work.spend(); i++) {
    const std::uint64_t offset = root.bytes.u32(at);
    const Stream stream{root.bytes.part(offset, root.bytes.u32(at + 4)), root.at + offset};
    const std::string_view name = root.bytes.text(at + 8, 32);
    if (name == "#~" || name == "#-") found.tables = stream;
    if (name == "#Strings") found.texts = stream;
    at += 8 + (name.size() + 4) / 4 * 4;
  }
  return found;
}

}  // namespace

void read_clr(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  const PeDirectory directory = image.directory(PeTable::clr);
  if (directory.address == 0) return;
  const Mapped header = image.map(directory.address, work);
  const Mapped root = image.map(header.bytes.u32(8), work);
  if (!header.bytes.holds(0, 72) || root.bytes.slice(0, 4) != "BSJB") {
    sheet.add(FactKind::unread, "clr", "its header leads to no metadata", 0, header.at);
    return;
  }
  const std::string_view version = root.bytes.slice(16, std::min<std::uint64_t>(root.bytes.u32(12), 256));
  sheet.add(FactKind::clr, "metadata", version.substr(0, version.find('\0')), 0, root.at + 16);
  add_flags(header.bytes.u32(16), header.at + 16, sheet);
  const Metadata metadata = streams_of(root, work);
  if (!metadata.tables.bytes.holds(0, 24) || metadata.texts.bytes.size() == 0) {
    sheet.add(FactKind::unread, "clr", "its metadata has no tables", 0, root.at);
    return;
  }
  const MetadataTables tables(metadata.tables, metadata.texts);
  tables.add_names(assembly_references, 6, "reference", work, sheet);
  tables.add_names(module_references, 0, "module", work, sheet);
}

}  // namespace shoal::inspect
