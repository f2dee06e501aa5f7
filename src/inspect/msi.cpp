#include "inspect/msi.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "inspect/cab.hpp"
#include "inspect/format.hpp"
#include "inspect/letters.hpp"
#include "inspect/msi_files.hpp"

namespace shoal::inspect {
namespace {

using namespace std::string_view_literals;
using readiness::FactKind;
using readiness::FactSheet;

// --- Names of streams

// Units from 0x3800 on hold two of these, from 0x4800 on one; 0x4840 marks a table.
constexpr std::string_view packed_letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
constexpr char16_t packed_two = 0x3800, packed_one = 0x4800, packed_table = 0x4840;

// --- The pool of texts

constexpr std::uint64_t pool_bytes_max = std::uint64_t{4} << 20U, pool_text_bytes_max = std::uint64_t{16} << 20U;
constexpr std::uint64_t table_bytes_max = std::uint64_t{8} << 20U;
constexpr std::uint64_t summary_bytes_max = 65'536, cabinet_bytes_max = std::uint64_t{4} << 20U;
constexpr int directories_deep_max = 32;
constexpr std::size_t columns_max = 64;  // Windows Installer has no table of more than 32.
constexpr std::uint32_t code_page_utf8 = 65'001;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// --- Facts

// What rules ask rows of. AppSearch is there since conditions hang on what it finds.
constexpr std::string_view wanted_tables[] = {"LaunchCondition", "Feature",        "Component",         "File",
                                              "CustomAction",    "ServiceInstall", "ServiceControl",    "Registry",
                                              "Class",           "ODBCDriver",     "ODBCDataSource",    "IniFile",
                                              "SelfReg",         "Condition",      "Directory",         "Media",
                                              "TypeLib",         "Shortcut",       "MsiDriverPackages", "AppSearch"};

class PackageReader {
 public:
  PackageReader(const CompoundFile& file, const MsiDatabase& database, Work& work, FactSheet& sheet)
      : file_(&file), database_(&database), work_(&work), sheet_(&sheet) {}

  void read() {
    read_summary();
    read_properties();
    folder_of_ = pairs_of("Component", "Component", "Directory_");
    parent_of_ = pairs_of("Directory", "Directory", "Directory_Parent");
    read_moved();
    for (const std::string_view table : wanted_tables) read_rows(table);
    read_conditions("LaunchCondition", "Condition", "Description");
    read_conditions("Component", "Condition", "Component");
    read_levels();
    const std::set<std::string> actions = keys_of("CustomAction", "Action");
    for (const char* sequence : {"InstallExecuteSequence", "InstallUISequence"})
      read_conditions(sequence, "Condition", "Action", &actions);
    read_refusals();
    read_streams();
    read_files();
  }

 private:
  using Cells = MsiDatabase::Row;

  void each_row(const MsiDatabase::Table& table, const std::function<void(Cells)>& each) {
    if (const auto trouble = database_->each_row(table, msi_rows_max, *work_, each))
      unread("table " + table.name, *trouble);
  }
  // A text of the pool can be long, and stand in every row.
  void append(const MsiDatabase::Cell& cell, std::string& into) {
    if (work_->spend(5 + database_->text_bytes(cell))) database_->append_text(cell, into);
  }
  std::string text_of(const MsiDatabase::Cell& cell) {
    std::string text;
    append(cell, text);
    return text;
  }
  // Of a row, unless it was cut by the end of the budget.
  void add(FactKind kind, std::string_view name, std::string_view value, std::uint64_t at = 0,
           std::string_view more = {}) {
    if (!work_->exhausted()) sheet_->add(kind, name, value, 0, at, more);
  }
  void unread(const std::string& what, std::string_view why) {
    if (told_.insert(what).second) sheet_->add(FactKind::unread, what, why);
  }
  static std::optional<std::size_t> position(const MsiDatabase::Table& table, std::string_view column) {
    const auto* found = table.find(column);
    return found == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(found - table.columns.data()));
  }

  // [MS-OLEPS] 2.21: one set of properties, of which each says where it is. "Template Summary" is property 7, "Page
  // Count Summary", which holds the schema, 14, "Codepage Summary" 1.
  void read_summary() {
    const auto* entry = file_->find(u"\x0005SummaryInformation");
    if (entry == nullptr) return unread("summary", "there is none");
    const CompoundFile::Stream stream = file_->read(*entry, summary_bytes_max, *work_);
    const Span bytes{stream.bytes};
    const Span set = bytes.part(bytes.u32(44), bytes.size());
    const std::uint32_t count = std::min<std::uint32_t>(set.u32(4), 64);
    const auto value_of = [&](std::uint32_t wanted) -> std::optional<std::uint64_t> {
      for (std::uint32_t i = 0; i < count && work_->spend(); i++)
        if (set.u32(8 + 8 * std::uint64_t{i}) == wanted) return set.u32(12 + 8 * std::uint64_t{i});
      return std::nullopt;
    };
    constexpr std::uint32_t short_number = 2, number = 3, text = 30;
    if (const auto at = value_of(7); at && set.u32(*at) == text) {
      const std::string_view value = set.slice(*at + 8, set.u32(*at + 4));
      sheet_->add(FactKind::msi_property, "template", utf8_of_windows_1252(value.substr(0, value.find('\0'))));
    }
    if (const auto at = value_of(14); at && set.u32(*at) == number)
      sheet_->add(FactKind::msi_property, "schema", std::to_string(set.u32(*at + 4)));
    if (const auto at = value_of(1); at && set.u32(*at) == short_number)
      sheet_->add(FactKind::msi_property, "codepage", std::to_string(set.u16(*at + 4)));
  }

  void read_properties() {
    const auto* table = database_->find("Property");
    if (table == nullptr || table->columns.size() < 2) return;
    each_row(*table, [&](Cells row) { add(FactKind::msi_property, text_of(row[0]), text_of(row[1])); });
  }

  void read_rows(std::string_view name) {
    const auto* table = database_->find(name);
    if (table == nullptr) return;
    const auto component_at = name == "File" ? position(*table, "Component_") : std::nullopt;
    std::uint64_t at = 0;
    std::string value;
    each_row(*table, [&](Cells row) {
      value.clear();
      for (std::size_t i = 0; i < row.size(); i++) {
        if (row[i].kind == MsiDatabase::Cell::Kind::null) continue;
        if (!value.empty()) value += '\x1f';
        value.append(table->columns[i].name) += '=';
        append(row[i], value);
      }
      if (component_at)
        if (const std::string folder = known_folder_of(text_of(row[*component_at])); !folder.empty())
          (value += '\x1f').append("Folder=") += folder;
      add(FactKind::msi_row, name, value, ++at);
    });
  }

  // Where `among` is given only the rows whose `hanging` column is one of them.
  void read_conditions(std::string_view name, std::string_view condition, std::string_view hanging,
                       const std::set<std::string>* among = nullptr) {
    const auto* table = database_->find(name);
    if (table == nullptr) return;
    const auto condition_at = position(*table, condition), hanging_at = position(*table, hanging);
    if (!condition_at || !hanging_at) return;
    std::uint64_t at = 0;
    each_row(*table, [&](Cells row) {
      at++;
      if (row[*condition_at].kind != MsiDatabase::Cell::Kind::text) return;
      const std::string on_it = text_of(row[*hanging_at]);
      if (among == nullptr || among->contains(on_it))
        add(FactKind::msi_condition, name, text_of(row[*condition_at]), at, on_it);
    });
  }

  // "Condition Table": where a condition is true, it gives its feature another level, and of level 0 nothing is
  // installed. Told so that it is false where the feature is left out; one that only takes a feature to another level
  // than 0 does not matter to a feature that has level 1 without it.
  void read_levels() {
    const auto* table = database_->find("Condition");
    if (table == nullptr) return;
    const auto condition_at = position(*table, "Condition"), feature_at = position(*table, "Feature_"),
               level_at = position(*table, "Level");
    if (!condition_at || !feature_at || !level_at) return;
    const std::map<std::string, std::string> own = pairs_of("Feature", "Feature", "Level");
    std::uint64_t at = 0;
    each_row(*table, [&](Cells row) {
      at++;
      if (row[*condition_at].kind != MsiDatabase::Cell::Kind::text) return;
      const std::string feature = text_of(row[*feature_at]), condition = text_of(row[*condition_at]);
      const auto level = own.find(feature);
      if (text_of(row[*level_at]) == "0")
        add(FactKind::msi_condition, "Condition", "NOT (" + condition + ")", at, feature);
      else if (level == own.end() || level->second != "1")
        add(FactKind::msi_condition, "Condition", condition, at, feature);
    });
  }

  // "Custom Action Type 19" ends the setup with an error, in either sequence. Told as a LaunchCondition would have it:
  // so that it is false where the setup is refused.
  void read_refusals() {
    const std::map<std::string, std::string> types = pairs_of("CustomAction", "Action", "Type");
    for (const char* sequence : {"InstallExecuteSequence", "InstallUISequence"})
      for (const auto& [action, condition] : pairs_of(sequence, "Action", "Condition")) {
        constexpr unsigned kinds = 0x3F, error = 19;
        const auto type = types.find(action);
        const auto number = type == types.end() ? std::nullopt : parse_number(type->second);
        if (number && (*number & kinds) == error && !condition.empty())
          add(FactKind::msi_condition, "Refusal", "NOT (" + condition + ")", 0, action);
      }
  }

  // The texts of a column by those of another, where the table has both.
  std::map<std::string, std::string> pairs_of(std::string_view name, std::string_view key, std::string_view column) {
    std::map<std::string, std::string> pairs;
    const auto* table = database_->find(name);
    if (table == nullptr) return pairs;
    const auto key_at = position(*table, key), column_at = position(*table, column);
    if (key_at && column_at)
      each_row(*table, [&](Cells row) { pairs.emplace(text_of(row[*key_at]), text_of(row[*column_at])); });
    return pairs;
  }

  // "Custom Action Type 51" sets a property, and that of a folder moves it: SYSPATH to "[SystemFolder]vb".
  void read_moved() {
    const std::map<std::string, std::string> types = pairs_of("CustomAction", "Action", "Type"),
                                             targets = pairs_of("CustomAction", "Action", "Target");
    for (const auto& [action, key] : pairs_of("CustomAction", "Action", "Source")) {
      const auto type = types.find(action), target = targets.find(action);
      if (type == types.end() || type->second != "51" || target == targets.end()) continue;
      const auto end = target->second.find(']');
      if (!target->second.starts_with('[') || end == std::string::npos) continue;
      const std::string name = target->second.substr(1, end - 1);
      if (name.ends_with("Folder")) moved_to_.emplace(key, name);
    }
  }

  // "System Folder Properties": the folder that Windows knows by name in which a component is put, at any depth; empty
  // where there is none. Merge modules write a number of their own behind it, "SystemFolder.3207D1B0".
  std::string known_folder_of(const std::string& component) {
    const auto first = folder_of_.find(component);
    std::string key = first == folder_of_.end() ? std::string() : first->second;
    for (int deep = 0; deep < directories_deep_max && !key.empty() && work_->spend(10); deep++) {
      const auto found = parent_of_.find(key);
      const std::string parent = found == parent_of_.end() ? std::string() : found->second;
      if (const auto moved = moved_to_.find(key); moved != moved_to_.end()) return moved->second;
      std::string name = key.substr(0, key.find('.'));
      if (name.ends_with("Folder") && (parent.empty() || parent == "TARGETDIR")) return name;
      key = parent;
    }
    return {};
  }

  std::set<std::string> keys_of(std::string_view name, std::string_view column) {
    std::set<std::string> keys;
    const auto* table = database_->find(name);
    const auto at = table == nullptr ? std::nullopt : position(*table, column);
    if (at) each_row(*table, [&](Cells row) { keys.insert(text_of(row[*at])); });
    return keys;
  }

  // Streams that are no tables: cabinets, and what custom actions run, "Binary.Check".
  void read_streams() {
    for (const auto& [name, entry] : database_->streams()) {
      if (name.starts_with('!') || name.starts_with('\x05') || entry->storage) continue;
      if (!work_->spend(member_head_steps)) return;
      const CompoundFile::Stream head = file_->read(*entry, member_head_bytes, *work_);
      const std::string_view format = format_of(head.bytes, name);
      if (format == "cab") {
        read_cabinet(name, *entry);
      } else {
        sheet_->add(FactKind::contains, format, name);
      }
    }
  }

  void read_cabinet(const std::string& name, const CompoundFile::Entry& entry) {
    const CompoundFile::Stream stream = file_->read(entry, cabinet_bytes_max, *work_);
    const Cabinet cabinet = list_cabinet(Span(stream.bytes), *work_);
    if (!cabinet.trouble.empty()) unread("cabinet " + name, cabinet.trouble);
    for (const Cabinet::Member& member : cabinet.members) members_.emplace(member.name, member.format);
  }

  // Cabinets know files by their keys in the File table, which knows their names.
  void read_files() {
    const auto* table = database_->find("File");
    const auto key_at = table == nullptr ? std::nullopt : position(*table, "File");
    const auto name_at = table == nullptr ? std::nullopt : position(*table, "FileName");
    if (key_at && name_at)
      each_row(*table, [&](Cells row) {
        const auto member = members_.find(text_of(row[*key_at]));
        add(FactKind::contains, member == members_.end() ? "unknown"sv : member->second,
            long_name(text_of(row[*name_at])));
        if (member != members_.end()) members_.erase(member);
      });
    for (const auto& [name, format] : members_) sheet_->add(FactKind::contains, format, name);
  }

  const CompoundFile* file_;
  const MsiDatabase* database_;
  Work* work_;
  FactSheet* sheet_;
  std::set<std::string> told_;
  std::map<std::string, std::string_view> members_;  // Of the cabinets: key to format.
  std::map<std::string, std::string> folder_of_;     // Of components, by their keys.
  std::map<std::string, std::string> parent_of_;     // Of folders, by their keys.
  std::map<std::string, std::string> moved_to_;      // Folders, by their keys, to those of Windows by name.
};

}  // namespace

std::string unpacked_stream_name(std::u16string_view name) {
  std::u16string letters;
  for (const char16_t unit : name) {
    if (unit >= packed_two && unit < packed_one) {
      letters += static_cast<char16_t>(packed_letters[(unit - packed_two) & 0x3FU]);
      letters += static_cast<char16_t>(packed_letters[(unit - packed_two) >> 6U]);
    } else if (unit >= packed_one && unit < packed_table) {
      letters += static_cast<char16_t>(packed_letters[unit - packed_one]);
    } else {
      letters += unit == packed_table ? u'!' : unit;
    }
  }
  std::string bytes;
  for (const char16_t unit : letters) {
    bytes += static_cast<char>(unit & 0xFFU);
    bytes += static_cast<char>(unit >> 8U);
  }
  return utf8_of_utf16(bytes);
}

std::u16string packed_stream_name(std::string_view name) {
  std::u16string packed;
  if (name.starts_with('!')) {
    packed += packed_table;
    name.remove_prefix(1);
  }
  for (std::size_t i = 0; i < name.size(); i++) {
    const auto first = packed_letters.find(name[i]);
    const auto second = i + 1 < name.size() ? packed_letters.find(name[i + 1]) : packed_letters.npos;
    if (first == packed_letters.npos) {
      packed += static_cast<char16_t>(static_cast<unsigned char>(name[i]));
    } else if (second == packed_letters.npos) {
      packed += static_cast<char16_t>(packed_one + first);
    } else {
      packed += static_cast<char16_t>(packed_two + first + (second << 6U));
      i++;
    }
  }
  return packed;
}

const MsiDatabase::Column* MsiDatabase::Table::find(std::string_view column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

MsiDatabase::MsiDatabase(const CompoundFile& file, Work& work) : file_(&file) {
  for (const CompoundFile::Entry& entry : file.entries())
    if (&entry != file.entries().data() && entry.parent == 0 && work.spend(40))
      streams_.emplace_back(unpacked_stream_name(entry.name), &entry);
  std::sort(streams_.begin(), streams_.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  read_pool(work);
  read_columns(work);
}

const CompoundFile::Entry* MsiDatabase::stream(std::string_view name) const {
  const auto found = std::lower_bound(streams_.begin(), streams_.end(), name,
                                      [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return found == streams_.end() || found->first != name ? nullptr : found->second;
}

// _StringPool: the code page with the highest bit for texts with numbers of three bytes, then for each text its length
// and how often it is used, 16 bits each. A longer text has length 0 and a use, and 32 bits of length behind. The texts
// themselves stand in _StringData, one behind the other. Number 0 is no text.
void MsiDatabase::read_pool(Work& work) {
  const auto* entry = stream("!_StringPool");
  const auto* data = stream("!_StringData");
  if (entry == nullptr) return;
  const CompoundFile::Stream lengths = file_->read(*entry, pool_bytes_max, work);
  trouble_ = entry->size > pool_bytes_max ? "more than a million texts" : lengths.trouble;
  if (data != nullptr) {
    CompoundFile::Stream text = file_->read(*data, pool_text_bytes_max, work);
    pool_text_ = std::move(text.bytes);
    if (trouble_.empty()) trouble_ = data->size > pool_text_bytes_max ? "more than 16 MiB of texts" : text.trouble;
  }
  const Span pool{lengths.bytes};
  there_ = pool.size() >= 4;
  code_page_ = pool.u32(0) & 0x7FFF'FFFFU;
  reference_bytes_ = (pool.u32(0) >> 31U) != 0 ? 3 : 2;
  pool_.reserve(lengths.bytes.size() / 4);
  pool_.emplace_back(0, 0);
  std::uint64_t begin = 0;
  for (std::uint64_t at = 4; pool.holds(at, 4) && work.spend(); at += 4) {
    std::uint32_t length = pool.u16(at);
    if (length == 0 && pool.u16(at + 2) != 0) {
      at += 4;
      length = pool.u32(at);
    }
    if (begin + length > pool_text_.size()) length = 0;  // Of a text beyond the data nothing is known.
    pool_.emplace_back(static_cast<std::uint32_t>(begin), length);
    begin += length;
  }
}

std::string MsiDatabase::text(std::uint32_t number) const {
  std::string text;
  append_text({Cell::Kind::text, 0, number}, text);
  return text;
}

std::size_t MsiDatabase::text_bytes(const Cell& cell) const {
  return cell.kind == Cell::Kind::text && cell.text < pool_.size() ? pool_[cell.text].second : 0;
}

void MsiDatabase::append_text(const Cell& cell, std::string& into) const {
  if (cell.kind == Cell::Kind::number) into += std::to_string(cell.number);
  if (cell.kind != Cell::Kind::text || cell.text >= pool_.size()) return;
  const std::string_view bytes = std::string_view(pool_text_).substr(pool_[cell.text].first, pool_[cell.text].second);
  if (is_ascii(bytes) || (code_page_ == code_page_utf8 && is_utf8(bytes))) {
    into += bytes;
  } else {
    into += utf8_of_windows_1252(bytes);
  }
}

const MsiDatabase::Table* MsiDatabase::find(std::string_view table) const {
  const auto found = std::lower_bound(tables_.begin(), tables_.end(), table,
                                      [](const Table& each, std::string_view wanted) { return each.name < wanted; });
  return found == tables_.end() || found->name != table ? nullptr : &*found;
}

// A number of 16 bits; 0 is no number, and the others have their highest bit flipped. Of 32 bits the same. Texts are
// their number in the pool. A stream is a number of 16 bits that says whether there is one.
std::uint64_t MsiDatabase::width_of(const Column& column) const {
  if (column.is_text()) return reference_bytes_;
  return !column.is_stream() && (column.type & 0xFFU) == 4 ? 4 : 2;
}

MsiDatabase::Cell MsiDatabase::cell_at(Span data, std::uint64_t at, const Column& column) const {
  Cell cell;
  if (column.is_text()) {
    cell.text = data.u16(at) | (reference_bytes_ == 3 ? std::uint32_t{data.u8(at + 2)} << 16U : 0U);
    if (cell.text != 0) cell.kind = Cell::Kind::text;
    return cell;
  }
  const bool wide = width_of(column) == 4;
  const std::uint32_t raw = wide ? data.u32(at) : data.u16(at);
  if (raw == 0) return cell;
  cell.kind = Cell::Kind::number;
  if (column.is_stream()) {
    cell.number = static_cast<std::int32_t>(raw);
  } else {
    cell.number = wide ? static_cast<std::int32_t>(raw ^ 0x8000'0000U) : static_cast<std::int32_t>(raw) - 0x8000;
  }
  return cell;
}

// _Columns describes every table but itself: table, number of the column from 1, name, type.
void MsiDatabase::read_columns(Work& work) {
  const Table own = {"_Columns", {{"Table", 0x2D40}, {"Number", 0x2502}, {"Name", 0x0D40}, {"Type", 0x0502}}};
  std::map<std::uint32_t, std::map<std::int32_t, Column>> found;
  const auto trouble = each_row(own, msi_rows_max, work, [&](Row row) {
    auto& columns = found[row[0].text];
    if (columns.size() < columns_max && work.spend(20 + text_bytes(row[2]) / 8))
      columns.insert_or_assign(row[1].number, Column{text(row[2].text), static_cast<std::uint16_t>(row[3].number)});
  });
  if (trouble && trouble_.empty()) trouble_ = *trouble;
  tables_.reserve(found.size());
  for (auto& [name, columns] : found) {
    Table table{text(name), {}};
    table.columns.reserve(columns.size());
    for (auto& [number, column] : columns) table.columns.push_back(std::move(column));
    tables_.push_back(std::move(table));
  }
  std::sort(tables_.begin(), tables_.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
}

// A table lies in its stream column by column, and within a column row by row.
std::optional<std::string_view> MsiDatabase::each_row(const Table& table, std::size_t rows_max, Work& work,
                                                      const std::function<void(Row)>& each) const {
  std::uint64_t row_bytes = 0;
  for (const Column& column : table.columns) row_bytes += width_of(column);
  const auto* entry = stream("!" + table.name);
  if (entry == nullptr || row_bytes == 0) return std::nullopt;  // A table without rows has no stream.
  const CompoundFile::Stream read = file_->read(*entry, table_bytes_max, work);
  if (!read.trouble.empty()) return read.trouble;
  if (entry->size > table_bytes_max) return "larger than 8 MiB";
  const Span data{read.bytes};
  const std::uint64_t rows = data.size() / row_bytes;
  std::vector<Cell> cells(table.columns.size());
  for (std::uint64_t row = 0; row < std::min<std::uint64_t>(rows, rows_max); row++) {
    if (!work.spend(table.columns.size())) return "more than a file may take";
    std::uint64_t column_at = 0;
    for (std::size_t i = 0; i < cells.size(); i++) {
      const std::uint64_t width = width_of(table.columns[i]);
      cells[i] = cell_at(data, column_at + row * width, table.columns[i]);
      column_at += rows * width;
    }
    each(cells);
  }
  if (rows > rows_max) return "more than 20,000 rows";
  if (data.size() % row_bytes != 0) return "its size is no whole number of rows";
  return std::nullopt;
}

// CLSID {000C1084-0000-0000-C000-000000000046} of packages, 1086 of patches.
std::string_view package_format(std::string_view root_class_id) {
  constexpr std::string_view rest = "\0\0\0\0\xC0\0\0\0\0\0\0\x46"sv;
  if (root_class_id.size() != 16 || root_class_id.substr(4) != rest) return {};
  const std::string_view first = root_class_id.substr(0, 4);
  if (first == "\x84\x10\x0C\0"sv) return "msi";
  return first == "\x86\x10\x0C\0"sv ? "msp"sv : ""sv;
}

void read_msi(Span file, Work& work, FactSheet& sheet) {
  const CompoundFile compound(file, work);
  if (!compound.trouble().empty()) sheet.add(FactKind::unread, "directory", compound.trouble());
  const MsiDatabase database(compound, work);
  if (!database.trouble().empty()) sheet.add(FactKind::unread, "texts", database.trouble());
  if (!database.there()) sheet.add(FactKind::unread, "tables", "there is no pool of texts");
  PackageReader(compound, database, work, sheet).read();
  if (work.exhausted()) sheet.add(FactKind::unread, "package", "more than a file may take");
}

}  // namespace shoal::inspect
