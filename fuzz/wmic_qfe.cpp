// What read_wmic_qfe says of a text, it says again when that is written down as a table, as pairs and as CSV of our
// own.
#include "ingest/wmic_qfe.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/assert.hpp"
#include "ingest/encoding.hpp"

namespace {

using shoal::estate::InstalledUpdate;
using shoal::estate::Observation;

std::string name_of(const InstalledUpdate& update) {
  return "KB" + std::to_string(update.kb) + (update.variant.empty() ? "" : "-" + update.variant);
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t length = characters_in(text);
  return text + std::string(width > length ? width - length : 0, ' ') + "  ";
}

struct Cells {
  std::string name;
  std::string day;
};

std::vector<Cells> cells_of(const Observation& seen) {
  std::vector<Cells> rows;
  for (const auto& update : seen.claims->updates)
    rows.push_back({name_of(update), update.installed_on ? shoal::to_string(*update.installed_on) : ""});
  for (std::uint32_t i = 0; i < seen.claims->entries_nameless; i++) rows.push_back({"File 1", ""});
  while (rows.size() < seen.claims->entries) rows.push_back({"{7A068575}", ""});
  return rows;
}

std::string as_table(const Observation& seen) {
  const auto rows = cells_of(seen);
  std::size_t id_width = 8;
  for (const Cells& row : rows) id_width = std::max(id_width, characters_in(row.name));
  const std::size_t name_width = std::max<std::size_t>(6, characters_in(seen.device));
  std::string text = padded("CSName", name_width) + padded("HotFixID", id_width) + "InstalledOn  \r\r\n";
  for (const Cells& row : rows)
    text += padded(seen.device, name_width) + padded(row.name, id_width) + padded(row.day, 11) + "\r\r\n";
  return text;
}

std::string as_pairs(const Observation& seen) {
  std::string text;
  for (const Cells& row : cells_of(seen))
    text += "CSName=" + seen.device + "\nHotFixID=" + row.name + "\nInstalledOn=" + row.day + "\n\n";
  return text;
}

std::string as_csv(const Observation& seen) {
  std::string text = "\nNode,HotFixID,InstalledOn\n";
  for (const Cells& row : cells_of(seen)) text += seen.device + "," + row.name + "," + row.day + "\n";
  return text;
}

std::string without_lines(const Observation& seen) {
  std::string text = seen.device;
  for (const Cells& row : cells_of(seen)) text += "|" + row.name + "=" + row.day;
  if (seen.not_before) text += " not before " + shoal::to_string(*seen.not_before);
  return text;
}

void check_again(const Observation& seen, const std::string& text) {
  const auto again = shoal::ingest::read_wmic_qfe(text, *seen.file);
  SHOAL_ASSERT(again && again->size() == 1);
  SHOAL_ASSERT(without_lines(again->front().seen) == without_lines(seen));
}

// A comma or quote in a name would be another name in CSV, where wmic does not quote.
bool fits_csv(const Observation& seen) {
  const std::string text = without_lines(seen);
  return text.find_first_of(",\"") == text.npos;
}

void check(Observation seen) {
  SHOAL_ASSERT(seen.claims->updates_listed && !seen.claims->updates_declared);
  SHOAL_ASSERT(seen.claims->entries >= seen.claims->updates.size() + seen.claims->entries_nameless);
  if (seen.claims->entries == 0) return;
  // A repetition may be what told the newest day, and it is not written again.
  seen.not_before.reset();
  for (const auto& update : seen.claims->updates)
    if (update.installed_on && (!seen.not_before || *update.installed_on > *seen.not_before))
      seen.not_before = update.installed_on;
  check_again(seen, as_table(seen));
  check_again(seen, as_pairs(seen));
  if (fits_csv(seen)) check_again(seen, as_csv(seen));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  const std::string_view text = decoded->text();
  const auto listings = shoal::ingest::read_wmic_qfe(text, "qfe.txt");
  SHOAL_ASSERT(listings || !shoal::ingest::is_wmic_qfe(text) || listings.error().code != "ingest.not_an_inventory");
  if (!listings) return 0;
  SHOAL_ASSERT(!listings->empty());
  for (const auto& listing : *listings) check(listing.seen);
  return 0;
}
