#include "ingest/wmic_qfe.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>

#include "base/csv.hpp"
#include "base/text.hpp"
#include "ingest/lines.hpp"
#include "ingest/update_name.hpp"
#include "ingest/written_day.hpp"

namespace shoal::ingest {
namespace {

enum class QfeColumn {
  caption,
  cs_name,
  description,
  fix_comments,
  hot_fix_id,
  install_date,
  installed_by,
  installed_on,
  name,
  node,
  service_pack_in_effect,
  status,
};
constexpr std::array<std::string_view, 12> column_names{"Caption",  "CSName",      "Description",         "FixComments",
                                                        "HotFixID", "InstallDate", "InstalledBy",         "InstalledOn",
                                                        "Name",     "Node",        "ServicePackInEffect", "Status"};

std::optional<QfeColumn> column_named(std::string_view name) {
  const auto found = std::find_if(column_names.begin(), column_names.end(),
                                  [&](std::string_view known) { return equal_ignoring_case(known, name); });
  if (found == column_names.end()) return std::nullopt;
  return static_cast<QfeColumn>(found - column_names.begin());
}

// The column of a line of `list full`: "HotFixID=KB2909210".
std::optional<QfeColumn> column_of_pair(std::string_view line) {
  const auto sign = line.find('=');
  return sign == line.npos ? std::nullopt : column_named(trimmed(line.substr(0, sign)));
}

// One row of a listing, whatever its spelling.
struct Row {
  std::array<std::string_view, column_names.size()> cells;  // trimmed
  std::string_view whole;                                   // the line, where cells were cut out of it by offset
  std::uint32_t line = 0;
  bool kept_to_columns = true;
  bool id_cut = false;  // the file ends where the HotFixID does

  std::string_view operator[](QfeColumn column) const { return cells[static_cast<std::size_t>(column)]; }
  std::string_view& operator[](QfeColumn column) { return cells[static_cast<std::size_t>(column)]; }
};

// Rows with the bytes that their cells view, where those are not the text's own.
struct Table {
  std::vector<Row> rows;
  std::vector<std::vector<std::string>> fields;
  bool cut_short = false;
};

// --- The table

struct ColumnAt {
  QfeColumn column;
  std::size_t offset;  // in characters
};

// The columns of a heading, in order; empty where a word is no column's name or HotFixID is missing.
std::vector<ColumnAt> columns_in(std::string_view line) {
  std::vector<ColumnAt> columns;
  bool has_id = false;
  std::size_t at = 0;
  while (at < line.size() && columns.size() < column_names.size()) {
    at = std::min(line.find_first_not_of(' ', at), line.size());
    if (at == line.size()) break;
    const std::size_t end = std::min(line.find(' ', at), line.size());
    const auto column = column_named(line.substr(at, end - at));
    if (!column) return {};
    columns.push_back({*column, at});
    has_id = has_id || *column == QfeColumn::hot_fix_id;
    at = end;
  }
  if (!has_id || !trimmed(line.substr(at)).empty()) return {};
  return columns;
}

// wmic's first run writes a sentence in front of the heading, on the same line. A heading has no full stop.
std::string_view without_notice(std::string_view line) { return line.substr(line.rfind('.') + 1); }

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The byte offset of a character of `line`, counting on from a known pair of offsets; the size where the line is
// shorter.
struct CharacterCursor {
  std::size_t bytes = 0;
  std::size_t characters = 0;

  std::size_t advance_to(std::string_view line, std::size_t character) {
    while (characters < character && bytes < line.size()) {
      bytes++;
      while (bytes < line.size() && continues_character(line[bytes])) bytes++;
      characters++;
    }
    return bytes;
  }
};

Row row_of(const Line& line, std::span<const ColumnAt> columns) {
  Row row;
  row.line = line.number;
  row.whole = line.text;
  CharacterCursor cursor;
  std::size_t begin = cursor.advance_to(line.text, columns[0].offset);
  row.kept_to_columns = trimmed(line.text.substr(0, begin)).empty();
  for (std::size_t i = 0; i < columns.size(); i++) {
    const std::size_t end =
        i + 1 < columns.size() ? cursor.advance_to(line.text, columns[i + 1].offset) : line.text.size();
    const std::string_view cell = line.text.substr(begin, end - begin);
    // Two blanks part the columns, so a cell that another follows ends in one.
    if (end < line.text.size() && !cell.ends_with(' ')) row.kept_to_columns = false;
    row[columns[i].column] = trimmed(cell);
    if (columns[i].column == QfeColumn::hot_fix_id && !line.ended) row.id_cut = trimmed(line.text.substr(end)).empty();
    begin = end;
  }
  return row;
}

// Where the heading of a table stands among the first lines, with its columns; nothing if there is none.
struct Heading {
  std::size_t line = 0;
  std::vector<ColumnAt> columns;
  std::size_t length = 0;  // in bytes, which are characters here
};

// A prompt and an echoed command may stand above a heading, no more.
constexpr std::size_t lines_above_heading_max = 8;

std::optional<Heading> find_heading(std::span<const Line> lines) {
  for (std::size_t i = 0; i < std::min(lines.size(), lines_above_heading_max); i++) {
    if (column_of_pair(lines[i].text)) continue;  // Whatever its value looks like.
    const std::string_view text = without_notice(lines[i].text);
    auto columns = columns_in(text);
    if (!columns.empty()) return Heading{i, std::move(columns), text.size()};
  }
  return std::nullopt;
}

Table read_table(std::span<const Line> lines, const Heading& heading) {
  Table table;
  for (const Line& line : lines.subspan(heading.line + 1)) {
    if (table.rows.size() > qfe_rows_max) break;
    if (!columns_in(line.text).empty()) continue;  // one listing behind another
    table.rows.push_back(row_of(line, heading.columns));
    // Shorter in bytes is shorter in characters as well, so that a row with letters outside ASCII is taken for whole.
    table.cut_short = !line.ended && line.text.size() < heading.length;
    table.rows.back().id_cut = table.rows.back().id_cut && table.cut_short;
  }
  return table;
}

// --- list full

bool lists_pairs(std::span<const Line> lines) {
  bool has_id = false;
  std::size_t pairs = 0;
  for (const Line& line : lines.subspan(0, std::min(lines.size(), 2 * column_names.size()))) {
    const auto column = column_of_pair(line.text);
    has_id = has_id || column == QfeColumn::hot_fix_id;
    pairs += column ? 1U : 0U;
  }
  return has_id && pairs * 2 >= std::min(lines.size(), 2 * column_names.size());
}

// A record ends where a key comes again; wmic always writes the same keys in the same order.
Table read_pairs(std::span<const Line> lines) {
  Table table;
  std::array<bool, column_names.size()> held{};
  for (const Line& line : lines) {
    const auto column = column_of_pair(line.text);
    if (!column) continue;
    bool& is_held = held[static_cast<std::size_t>(*column)];
    if (table.rows.size() > qfe_rows_max) break;
    if (table.rows.empty() || is_held) {
      table.rows.emplace_back().line = line.number;
      held.fill(false);
    }
    is_held = true;
    Row& row = table.rows.back();
    row[*column] = trimmed(line.text.substr(line.text.find('=') + 1));
    if (*column == QfeColumn::hot_fix_id) row.line = line.number;
    if (*column == QfeColumn::hot_fix_id && !line.ended) row.id_cut = table.cut_short = true;
  }
  return table;
}

// --- CSV

// The columns of "Node,HotFixID,InstalledOn"; empty where the row is another.
std::vector<std::optional<QfeColumn>> columns_in_csv(std::span<const std::string> fields) {
  std::vector<std::optional<QfeColumn>> columns;
  for (const std::string& field : fields) columns.push_back(column_named(trimmed(field)));
  const auto has = [&](QfeColumn column) { return std::find(columns.begin(), columns.end(), column) != columns.end(); };
  if (columns.size() > column_names.size() || !has(QfeColumn::node) || !has(QfeColumn::hot_fix_id)) return {};
  return columns;
}

// The part of `text` that begins with the heading of a CSV listing, which is its first line or, behind wmic's notice,
// the second; empty if neither is one.
std::string_view csv_part(std::string_view text) {
  constexpr std::size_t heading_bytes_max = 1024;
  for (int line = 0; line < 2; line++) {
    text.remove_prefix(std::min(text.find_first_not_of("\r\n"), text.size()));
    const std::string_view heading = text.substr(0, std::min(text.find_first_of("\r\n"), heading_bytes_max));
    CsvReader reader(heading);
    CsvRow row;
    const auto read = reader.next(row);
    if (read && *read && !columns_in_csv(row.fields).empty()) return text;
    text.remove_prefix(heading.size());
  }
  return {};
}

Result<Table> read_csv(std::string_view text) {
  const std::string_view part = csv_part(text);
  const auto lines_above = std::count(text.data(), part.data(), '\n');
  CsvReader reader(part);
  Table table;
  CsvRow row;
  SHOAL_TRY(reader.next(row));
  const auto columns = columns_in_csv(row.fields);
  while (table.rows.size() <= qfe_rows_max && SHOAL_TRY(reader.next(row))) {
    if (row.fields.size() == 1 || !columns_in_csv(row.fields).empty()) continue;
    table.fields.push_back(row.fields);
    Row& next = table.rows.emplace_back();
    next.line = static_cast<std::uint32_t>(row.line) + static_cast<std::uint32_t>(lines_above);
    for (std::size_t i = 0; i < std::min(columns.size(), row.fields.size()); i++)
      if (columns[i]) next[*columns[i]] = trimmed(table.fields.back()[i]);
    const bool has_line_end = std::any_of(next.cells.begin(), next.cells.end(), [](std::string_view cell) {
      return cell.find_first_of("\r\n") != cell.npos;
    });
    next.kept_to_columns = row.fields.size() == columns.size() && !has_line_end;
  }
  table.cut_short = !text.ends_with('\n');
  if (table.cut_short && !table.rows.empty()) {
    Row& last = table.rows.back();
    last.id_cut = !last.kept_to_columns || columns.back() == QfeColumn::hot_fix_id;
  }
  return table;
}

// --- Rows to observations

std::optional<EntryName> name_in_words(std::string_view text) {
  for (const std::string_view word : split(text, ' '))
    if (equal_ignoring_case(word.substr(0, 2), "KB"))
      if (EntryName entry = read_entry_name(word); entry.kind == EntryKind::named) return entry;
  return std::nullopt;
}

// The first word that is a KB number, for rows whose columns have shifted.
EntryName name_in_shifted(const Row& row) {
  if (auto entry = name_in_words(row.whole)) return *std::move(entry);
  if (row.whole.empty())
    for (const std::string_view cell : row.cells)
      if (auto entry = name_in_words(cell)) return *std::move(entry);
  return {EntryKind::nameless, {}};
}

EntryName name_of(const Row& row) {
  if (!row.kept_to_columns) return name_in_shifted(row);
  EntryName entry = read_entry_name(row[QfeColumn::hot_fix_id]);
  if (entry.kind != EntryKind::nameless) return entry;
  EntryName instead = read_entry_name(row[QfeColumn::service_pack_in_effect]);
  return instead.kind == EntryKind::named ? instead : entry;
}

std::optional<Day> day_of(const Row& row) {
  const std::string_view written = row[QfeColumn::installed_on];
  if (!row.kept_to_columns) return std::nullopt;
  if (const auto day = read_filetime_day(written)) return day;
  return read_written_day(written);
}

// Joins what rows say of InstalledBy: a candidate lasts until another row contradicts it.
struct Candidate {
  std::string name;
  bool contradicted = false;

  void hear(std::string_view installed_by) {
    const auto backslash = installed_by.find('\\');
    if (backslash == installed_by.npos) return;
    const std::string_view said = trimmed(installed_by.substr(0, backslash));
    if (said.empty() || equal_ignoring_case(said.substr(0, 3), "NT ")) return;  // NT AUTHORITY, NT-AUTORITÄT
    if (name.empty()) name = said;
    contradicted = contradicted || !equal_ignoring_case(name, said);
  }
};

// One device's listing while it is being read.
struct DeviceListing {
  QfeListing listing;
  Candidate candidate;
  std::optional<EntryCollector>
      collector;  // refers to the claims of the listing above, hence built once that has its place
};

void collect(const Row& row, DeviceListing& into) {
  estate::Observation& seen = into.listing.seen;
  if (row.kept_to_columns) into.candidate.hear(row[QfeColumn::installed_by]);
  if (row.id_cut) return;
  EntryName entry = name_of(row);
  entry.update.line = row.line;
  entry.update.installed_on = day_of(row);
  if (const auto& day = entry.update.installed_on; day && (!seen.not_before || *day > *seen.not_before))
    seen.not_before = day;
  into.collector->add(std::move(entry));
}

estate::Observation begin_observation(std::string_view device, std::string_view place) {
  estate::Observation seen;
  seen.source = "wmic qfe";
  seen.file = std::string(place);
  seen.device = device;
  seen.seen_on = day_in_file_name(place);
  if (seen.seen_on) seen.seen_by = estate::SeenBy::file_name;
  seen.claims.edit().updates_listed = true;
  return seen;
}

std::string_view device_of(const Row& row) {
  if (!row.kept_to_columns) return {};
  return row[QfeColumn::cs_name].empty() ? row[QfeColumn::node] : row[QfeColumn::cs_name];
}

std::vector<QfeListing> listings_of(const Table& table, std::string_view place) {
  std::vector<std::unique_ptr<DeviceListing>> begun;
  std::unordered_map<std::string, DeviceListing*> by_device;
  const auto listing_for = [&](std::string_view device) -> DeviceListing& {
    DeviceListing*& known = by_device[lower_ascii(device)];
    if (known == nullptr) {
      known = begun.emplace_back(std::make_unique<DeviceListing>()).get();
      known->listing.seen = begin_observation(device, place);
      known->collector.emplace(known->listing.seen.claims.edit());
    }
    return *known;
  };

  // A row that does not name its device belongs to the one above it.
  DeviceListing* latest = nullptr;
  for (const Row& row : table.rows) {
    if (const std::string_view device = device_of(row); !device.empty() || latest == nullptr)
      latest = &listing_for(device);
    collect(row, *latest);
  }
  if (latest == nullptr) latest = &listing_for({});
  latest->listing.seen.claims.edit().cut_short = table.cut_short;

  std::vector<QfeListing> listings;
  for (const auto& each : begun) {
    if (!each->candidate.contradicted) each->listing.device_candidate = each->candidate.name;
    listings.push_back(std::move(each->listing));
  }
  return listings;
}

std::string_view beginning_of(std::string_view text) {
  constexpr std::size_t beginning_bytes_max = std::size_t{64} * 1024;
  return text.substr(0, beginning_bytes_max);
}

Error no_listing() {
  return Error{ErrorKind::invalid_input, "ingest.not_an_inventory", "no wmic qfe listing: no column HotFixID"};
}

}  // namespace

bool is_wmic_qfe(std::string_view text) {
  if (beginning_of(text).find(column_names[static_cast<std::size_t>(QfeColumn::hot_fix_id)]) == text.npos) return false;
  if (!csv_part(text).empty()) return true;
  const auto lines = lines_of(beginning_of(text));
  return lines && (find_heading(*lines) || lists_pairs(*lines));
}

Result<std::vector<QfeListing>> read_wmic_qfe(std::string_view text, std::string_view place) {
  Table table;
  if (!is_wmic_qfe(text)) return no_listing();
  if (!csv_part(text).empty()) {
    table = SHOAL_TRY(read_csv(text));
  } else {
    const std::vector<Line> lines = SHOAL_TRY(lines_of(text));
    if (const auto heading = find_heading(lines)) {
      table = read_table(lines, *heading);
    } else {
      table = read_pairs(lines);
    }
  }
  if (table.rows.size() > qfe_rows_max)
    return Error{ErrorKind::invalid_input, "ingest.too_many_entries",
                 "a listing of more than " + grouped(qfe_rows_max) + " updates"};
  return listings_of(table, place);
}

}  // namespace shoal::ingest
