// What read_definitions hands out, it hands out again when that is written down as a list of our own; and of all rows
// that the distiller takes in, each is kept or counted as set aside for one reason.
//
// The input is the rows of a list, without their header, or, where it begins as a zip does, the archive itself: with
// a checksum to get right, mutations alone would never reach the rows.
#include "knowledge/definitions.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "knowledge/distil.hpp"

namespace {

using namespace shoal::knowledge;

constexpr std::string_view header =
    "DatePosted,CVE,BulletinKB,Title,AffectedProduct,AffectedComponent,Severity,Impact,Supersedes,Exploits\n";

using Fields = std::array<std::string, 9>;

std::string zip_of(const char* name, const std::string& text) {
  std::string bytes(text.size() + 1024, '\0');
  std::size_t used = 0;
  archive* made = archive_write_new();
  archive_write_set_format_zip(made);
  archive_write_zip_set_compression_store(made);
  SHOAL_ASSERT(archive_write_open_memory(made, bytes.data(), bytes.size(), &used) == ARCHIVE_OK);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, name);
  archive_entry_set_size(entry, static_cast<la_int64_t>(text.size()));
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, 0644);
  SHOAL_ASSERT(archive_write_header(made, entry) == ARCHIVE_OK);
  archive_write_data(made, text.data(), text.size());
  archive_entry_free(entry);
  SHOAL_ASSERT(archive_write_close(made) == ARCHIVE_OK);
  archive_write_free(made);
  bytes.resize(used);
  return bytes;
}

std::string respelled(const std::vector<Fields>& rows) {
  std::string text(header);
  for (const Fields& fields : rows) {
    for (std::size_t i = 0; i < fields.size(); i++) {
      text += i == 0 ? "\"" : ",\"";
      for (const char c : fields[i]) text.append(c == '"' ? 2 : 1, c);
      text += '"';
    }
    text += ",\n";
  }
  return text;
}

// Rows that were read, as far as it went.
struct Read {
  bool whole = false;
  std::vector<Fields> rows;
  Distillate distilled;
};

Read read(std::string_view archive) {
  Names names;
  names.products = {{"windows 7", 0}, {"windows xp", 1}};
  names.components = {{"internet explorer 8", 1}};
  std::vector<shoal::exposure::Product> products(2);
  products[1].family = 1;
  Distiller distiller(names, products);
  Read made;
  const auto outcome = read_definitions(archive, "d.zip", [&](const DefinitionRow& row) {
    made.rows.push_back({std::string(row.posted), std::string(row.cve), std::string(row.kb), std::string(row.title),
                         std::string(row.product), std::string(row.component), std::string(row.severity),
                         std::string(row.impact), std::string(row.supersedes)});
    distiller.take(row);
  });
  made.whole = static_cast<bool>(outcome);
  made.distilled = distiller.finish();
  return made;
}

void check(const Read& seen) {
  const Pitfalls& met = seen.distilled.pitfalls;
  SHOAL_ASSERT(met.rows == seen.rows.size());
  SHOAL_ASSERT(met.rows == met.kept + met.repeated + met.other_products + met.without_kb + met.kb_not_a_number +
                               met.without_cve + met.bad_date);
  SHOAL_ASSERT(seen.distilled.statements.size() <= met.kept);
  SHOAL_ASSERT(seen.distilled.statements.empty() == (met.kept == 0));
  for (const Statement& statement : seen.distilled.statements)
    SHOAL_ASSERT(seen.distilled.cves.contains(statement.cve) && statement.kb > 0 && statement.product < 2);

  const Read again = read(zip_of("CVEs.csv", respelled(seen.rows)));
  SHOAL_ASSERT(again.whole && again.rows == seen.rows);
  SHOAL_ASSERT(again.distilled.statements.size() == seen.distilled.statements.size());
  SHOAL_ASSERT(again.distilled.supersedes == seen.distilled.supersedes);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with("PK")) {
    check(read(bytes));
    return 0;
  }
  const Read listed = read(zip_of("CVEs.csv", std::string(header) + bytes));
  check(listed);
  const Read by_hand = read(zip_of("Custom.csv", std::string(header) + bytes));
  check(by_hand);
  for (const Statement& statement : by_hand.distilled.statements) SHOAL_ASSERT(statement.added_by_hand);
  return 0;
}
