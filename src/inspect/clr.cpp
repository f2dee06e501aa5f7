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
enum class ClrColumn : std::uint8_t {
  none,
  two,
  four,
  text,
  guid,
  blob,
  type_or_any,  // coded_index indexes, by the names of II.24.2.6
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

constexpr ClrColumn index_into(std::size_t table) {
  return static_cast<ClrColumn>(static_cast<std::size_t>(ClrColumn::index) + table);
}

struct CodedIndex {
  unsigned tag_bits = 0;
  std::array<std::int8_t, 22> tables{};  // ends with -1
};

CodedIndex coded_index(ClrColumn column) {
  switch (column) {
    case ClrColumn::type_or_any:
      return {2, {0x02, 0x01, 0x1B, -1}};
    case ClrColumn::constant_parent:
      return {2, {0x04, 0x08, 0x17, -1}};
    case ClrColumn::custom_parent:
      return {5, {0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14,
                  0x11, 0x1A, 0x1B, 0x20, 0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, -1}};
    case ClrColumn::marshalled:
      return {1, {0x04, 0x08, -1}};
    case ClrColumn::secured:
      return {2, {0x02, 0x06, 0x20, -1}};
    case ClrColumn::member_parent:
      return {3, {0x02, 0x01, 0x1A, 0x06, 0x1B, -1}};
    case ClrColumn::semantic:
      return {1, {0x14, 0x17, -1}};
    case ClrColumn::method:
      return {1, {0x06, 0x0A, -1}};
    case ClrColumn::forwarded:
      return {1, {0x04, 0x06, -1}};
    case ClrColumn::implementation:
      return {2, {0x26, 0x23, 0x27, -1}};
    case ClrColumn::custom_type:
      return {3, {0x06, 0x0A, -1}};
    case ClrColumn::scope:
      return {2, {0x00, 0x1A, 0x23, 0x01, -1}};
    default:
      return {0, {-1}};
  }
}

using ClrColumns = std::array<ClrColumn, 9>;

// II.22, up to AssemblyRef; those between that have no section there are the pointer tables of an uncompressed stream.
constexpr std::array<ClrColumns, assembly_references + 1> clr_schema = {{
    {ClrColumn::two, ClrColumn::text, ClrColumn::guid, ClrColumn::guid, ClrColumn::guid},  // 00 Module
    {ClrColumn::scope, ClrColumn::text, ClrColumn::text},                                  // 01 TypeRef
    {ClrColumn::four, ClrColumn::text, ClrColumn::text, ClrColumn::type_or_any, index_into(0x04),
     index_into(0x06)},                                  // 02 TypeDef
    {index_into(0x04)},                                  // 03 FieldPtr
    {ClrColumn::two, ClrColumn::text, ClrColumn::blob},  // 04 Field
    {index_into(0x06)},                                  // 05 MethodPtr
    {ClrColumn::four, ClrColumn::two, ClrColumn::two, ClrColumn::text, ClrColumn::blob,
     index_into(0x08)},                                                         // 06 MethodDef
    {index_into(0x08)},                                                         // 07 ParamPtr
    {ClrColumn::two, ClrColumn::two, ClrColumn::text},                          // 08 Param
    {index_into(0x02), ClrColumn::type_or_any},                                 // 09 InterfaceImpl
    {ClrColumn::member_parent, ClrColumn::text, ClrColumn::blob},               // 0A MemberRef
    {ClrColumn::two, ClrColumn::constant_parent, ClrColumn::blob},              // 0B Constant
    {ClrColumn::custom_parent, ClrColumn::custom_type, ClrColumn::blob},        // 0C CustomAttribute
    {ClrColumn::marshalled, ClrColumn::blob},                                   // 0D FieldMarshal
    {ClrColumn::two, ClrColumn::secured, ClrColumn::blob},                      // 0E DeclSecurity
    {ClrColumn::two, ClrColumn::four, index_into(0x02)},                        // 0F ClassLayout
    {ClrColumn::four, index_into(0x04)},                                        // 10 FieldLayout
    {ClrColumn::blob},                                                          // 11 StandAloneSig
    {index_into(0x02), index_into(0x14)},                                       // 12 EventMap
    {index_into(0x14)},                                                         // 13 EventPtr
    {ClrColumn::two, ClrColumn::text, ClrColumn::type_or_any},                  // 14 Event
    {index_into(0x02), index_into(0x17)},                                       // 15 PropertyMap
    {index_into(0x17)},                                                         // 16 PropertyPtr
    {ClrColumn::two, ClrColumn::text, ClrColumn::blob},                         // 17 Property
    {ClrColumn::two, index_into(0x06), ClrColumn::semantic},                    // 18 MethodSemantics
    {index_into(0x02), ClrColumn::method, ClrColumn::method},                   // 19 MethodImpl
    {ClrColumn::text},                                                          // 1A ModuleRef
    {ClrColumn::blob},                                                          // 1B TypeSpec
    {ClrColumn::two, ClrColumn::forwarded, ClrColumn::text, index_into(0x1A)},  // 1C ImplMap
    {ClrColumn::four, index_into(0x04)},                                        // 1D FieldRVA
    {ClrColumn::four, ClrColumn::four},                                         // 1E EncLog
    {ClrColumn::four},                                                          // 1F EncMap
    {ClrColumn::four, ClrColumn::two, ClrColumn::two, ClrColumn::two, ClrColumn::two, ClrColumn::four, ClrColumn::blob,
     ClrColumn::text, ClrColumn::text},                   // 20 Assembly
    {ClrColumn::four},                                    // 21 AssemblyProcessor
    {ClrColumn::four, ClrColumn::four, ClrColumn::four},  // 22 AssemblyOS
    {ClrColumn::two, ClrColumn::two, ClrColumn::two, ClrColumn::two, ClrColumn::four, ClrColumn::blob, ClrColumn::text,
     ClrColumn::text, ClrColumn::blob},  // 23 AssemblyRef
}};

// As Windows compares it: to a name without an ending it adds that of libraries.
std::string loaded_name(std::string_view module) {
  return lower_ascii(module) + (module.find('.') == module.npos ? ".dll" : "");
}

struct MetadataStream {
  Span bytes;
  std::uint64_t at = 0;
};

// The tables of a "#~" stream: how many rows each has and how wide they are.
class MetadataTables {
 public:
  MetadataTables(MetadataStream tables, MetadataStream texts) : stream_(tables), texts_(texts) {
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
    for (std::size_t table = 0; table < clr_schema.size(); table++) {
      begins_[table] = at;
      at += row_bytes(table) * rows_[table];
    }
  }

  // Adds a fact for each row of the table: its `column` is the name.
  void add_names(std::size_t table, std::size_t column, std::string_view kind, Work& work,
                 readiness::FactSheet& sheet) const {
    std::uint64_t column_at = 0;
    for (std::size_t i = 0; i < column; i++) column_at += column_bytes(clr_schema[table][i]);
    for (std::uint64_t row = 0; row < std::min(rows_[table], clr_rows_max); row++) {
      const std::uint64_t at = begins_[table] + row * row_bytes(table) + column_at;
      if (!work.spend(2) || !stream_.bytes.holds(at, text_bytes_)) return;
      const std::uint64_t text_at = text_bytes_ == 4 ? stream_.bytes.u32(at) : stream_.bytes.u16(at);
      const std::string_view name = texts_.bytes.text(text_at, clr_name_bytes_max);
      if (name.empty() && !work.spend(clr_name_bytes_max / 64)) return;
      if (!name.empty())
        sheet.add(FactKind::clr, kind, kind == "module" ? loaded_name(name) : std::string(name), 0,
                  texts_.at + text_at);
    }
  }

 private:
  std::uint64_t column_bytes(ClrColumn column) const {
    if (column >= ClrColumn::index) {
      const auto table = static_cast<std::size_t>(column) - static_cast<std::size_t>(ClrColumn::index);
      return rows_[table] < 0x10000 ? 2 : 4;
    }
    switch (column) {
      case ClrColumn::none:
        return 0;
      case ClrColumn::two:
        return 2;
      case ClrColumn::four:
        return 4;
      case ClrColumn::text:
        return text_bytes_;
      case ClrColumn::guid:
        return guid_bytes_;
      case ClrColumn::blob:
        return blob_bytes_;
      default:
        break;
    }
    const CodedIndex code = coded_index(column);
    std::uint32_t rows = 0;
    for (std::size_t i = 0; code.tables[i] >= 0; i++)
      rows = std::max(rows, rows_[static_cast<std::uint8_t>(code.tables[i])]);
    return rows < (1U << (16U - code.tag_bits)) ? 2 : 4;
  }

  std::uint64_t row_bytes(std::size_t table) const {
    std::uint64_t bytes = 0;
    for (const ClrColumn column : clr_schema[table]) bytes += column_bytes(column);
    return bytes;
  }

  MetadataStream stream_, texts_;
  std::uint64_t text_bytes_ = 2, guid_bytes_ = 2, blob_bytes_ = 2;
  std::array<std::uint32_t, clr_tables> rows_{};
  std::array<std::uint64_t, clr_schema.size()> begins_{};
};

void add_clr_flags(std::uint32_t flags, std::uint64_t at, readiness::FactSheet& sheet) {
  const auto add = [&](std::string_view flag) { sheet.add(FactKind::clr, "flag", flag, 0, at); };
  if ((flags & 1U) != 0) add("il-only");
  // The flag of what is merely preferred counts only beside that of what is required, and then instead of it.
  if ((flags & 2U) != 0) add((flags & 0x20000U) != 0 ? "32bit-preferred" : "32bit-required");
  if ((flags & 8U) != 0) add("strong-name");
}

struct MetadataStreams {
  MetadataStream tables, texts;
};

MetadataStreams streams_of(const Mapped& root, Work& work) {
  MetadataStreams found;
  const std::uint64_t version_bytes = root.bytes.u32(12);
  std::uint64_t at = 16 + version_bytes;
  const std::uint64_t count = std::min<std::uint64_t>(root.bytes.u16(at + 2), streams_max);
  at += 4;
  for (std::uint64_t i = 0; i < count && work.spend(); i++) {
    const std::uint64_t offset = root.bytes.u32(at);
    const MetadataStream stream{root.bytes.part(offset, root.bytes.u32(at + 4)), root.at + offset};
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
  add_clr_flags(header.bytes.u32(16), header.at + 16, sheet);
  const MetadataStreams metadata = streams_of(root, work);
  if (!metadata.tables.bytes.holds(0, 24) || metadata.texts.bytes.size() == 0) {
    sheet.add(FactKind::unread, "clr", "its metadata has no tables", 0, root.at);
    return;
  }
  const MetadataTables tables(metadata.tables, metadata.texts);
  tables.add_names(assembly_references, 6, "reference", work, sheet);
  tables.add_names(module_references, 0, "module", work, sheet);
}

}  // namespace shoal::inspect
