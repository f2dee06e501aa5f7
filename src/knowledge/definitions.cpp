#include "knowledge/definitions.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

#include "base/csv.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "knowledge/table.hpp"

namespace shoal::knowledge {
namespace {

constexpr std::size_t table_bytes_max = 512U << 20U;

Error bad_definitions(const std::string& what) {
  return Error{ErrorKind::invalid_input, "knowledge.bad_definitions", what};
}

struct ArchiveClosed {
  void operator()(archive* handle) const { archive_read_free(handle); }
};

Result<std::string> read_entry(archive* handle, const std::string& name) {
  std::string bytes;
  std::string block(64U << 10U, '\0');
  for (;;) {
    const auto got = archive_read_data(handle, block.data(), block.size());
    if (got < 0) return bad_definitions(name + ": cannot be unpacked");
    if (got == 0) return bytes;
    bytes.append(block, 0, static_cast<std::size_t>(got));
    if (bytes.size() > table_bytes_max) return bad_definitions(name + ": larger than 512 MiB unpacked");
  }
}

// The supplement holds comment lines between its rows, which no CSV reader would know from data.
std::string without_comments(std::string_view text) {
  std::string kept;
  for (const std::string_view line : split(text, '\n'))
    if (!trimmed(line).empty() && !line.starts_with('#')) kept.append(line) += '\n';
  return kept;
}

Result<void> read_table(std::string_view text, bool added_by_hand, const std::string& name,
                        const std::function<void(const DefinitionRow&)>& each) {
  constexpr std::string_view header[] = {"DatePosted",        "CVE",      "BulletinKB", "Title",      "AffectedProduct",
                                         "AffectedComponent", "Severity", "Impact",     "Supersedes", "Exploits"};
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvReader reader(text);
  CsvRow row;
  const auto first = reader.next(row);
  if (!first || !*first || !std::equal(row.fields.begin(), row.fields.end(), std::begin(header), std::end(header)))
    return bad_definitions(name + ": its header is not that of the lists");
  for (;;) {
    const auto more = reader.next(row);
    if (!more) return bad_definitions(name + ": " + more.error().message);
    if (!*more) return {};
    if (row.fields.size() != std::size(header))
      return bad_definitions(name + " line " + std::to_string(row.line) + ": " + std::to_string(row.fields.size()) +
                             " fields where the header has 10");
    const auto& field = row.fields;
    each({field[0], trimmed(field[1]), trimmed(field[2]), field[3], field[4], field[5], field[6], field[7], field[8],
          added_by_hand});
  }
}

}  // namespace

Result<std::vector<Snapshot>> find_snapshots(const std::filesystem::path& folder) {
  constexpr std::string_view prefix = "definitions-", suffix = ".zip";
  std::vector<Snapshot> found;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) continue;
    const auto day =
        parse_day(std::string_view(name).substr(prefix.size(), name.size() - prefix.size() - suffix.size()));
    if (day) found.push_back({entry.path(), *day, {}});
  }
  if (found.empty())
    return Error{ErrorKind::not_found, "knowledge.no_file", "no definitions-yyyy-mm-dd.zip in " + folder.string()};
  std::sort(found.begin(), found.end(), [](const Snapshot& a, const Snapshot& b) { return a.day < b.day; });
  return found;
}

Result<void> read_definitions(std::string_view bytes, const std::string& place,
                              const std::function<void(const DefinitionRow&)>& row) {
  const std::unique_ptr<archive, ArchiveClosed> handle(archive_read_new());
  archive_read_support_format_zip(handle.get());
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return bad_definitions(place + ": not a zip archive");
  archive_entry* entry = nullptr;
  bool any = false;
  for (;;) {
    const int status = archive_read_next_header(handle.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status != ARCHIVE_OK) return bad_definitions(place + ": cannot be unpacked");
    const char* named = archive_entry_pathname(entry);  // None where the archive gives none.
    const std::string inner = named == nullptr ? "" : named;
    if (!inner.ends_with(".csv")) continue;
    const std::string text = SHOAL_TRY(read_entry(handle.get(), place + "/" + inner));
    const bool by_hand = inner.starts_with("Custom");
    SHOAL_TRY(read_table(by_hand ? without_comments(text) : text, by_hand, place + "/" + inner, row));
    any = true;
  }
  if (!any) return bad_definitions(place + ": holds no table");
  return {};
}

Result<void> read_snapshot(Snapshot& snapshot, const std::function<void(const DefinitionRow&)>& row) {
  const std::string bytes = SHOAL_TRY(read_file(snapshot.path));
  snapshot.sha256 = sha256_hex(bytes);
  return read_definitions(bytes, snapshot.path.string(), row);
}

}  // namespace shoal::knowledge
