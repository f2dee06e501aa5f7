#include "ingest/reader.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/text.hpp"
#include "ingest/archive.hpp"
#include "ingest/device_list.hpp"
#include "ingest/encoding.hpp"
#include "ingest/registry_export.hpp"
#include "ingest/registry_text.hpp"
#include "ingest/systeminfo.hpp"
#include "ingest/wmic_qfe.hpp"
#include "ingest/xlsx.hpp"

namespace shoal::ingest {
namespace {

Error refused(std::string_view code, std::string message) {
  return Error{ErrorKind::invalid_input, code, std::move(message)};
}

// The first bytes as people compare them with lists of file types: "FF D8 FF E0".
std::string first_bytes(std::string_view bytes) {
  constexpr std::size_t shown = 8;
  std::string text;
  for (const char c : bytes.substr(0, shown)) {
    char two[4];
    std::snprintf(two, sizeof two, "%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
    if (!text.empty()) text += ' ';
    text += two;
  }
  return text;
}

// Control characters that consoles do not write. NUL is not among them: UTF-16 is full of it.
bool is_strange(char c) {
  const auto byte = static_cast<unsigned char>(c);
  constexpr std::string_view usual("\0\t\n\v\f\r\b\x1A\x1B", 9);
  return byte < 0x20 && usual.find(c) == usual.npos;
}

// Whether so many of the first bytes are control characters that this is no text in any encoding.
bool is_binary(std::string_view bytes) {
  constexpr std::size_t witnesses = 4096;
  bytes = bytes.substr(0, witnesses);
  const auto strange = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_strange));
  return strange > bytes.size() / 32;
}

Error too_large(std::size_t bytes, std::size_t bytes_max) {
  return refused("ingest.too_large", "the file has " + grouped(bytes) + " bytes, more than the " + grouped(bytes_max) +
                                         " that an inventory may have");
}

Error not_an_inventory(std::string_view bytes, std::string_view what) {
  return refused("ingest.not_an_inventory",
                 std::string(what) + "; the file begins with the bytes " + first_bytes(bytes));
}

// systeminfo's CSV has headers by which a list could be known, and a cell by which only it is.
bool is_systeminfo_csv(std::string_view text) {
  return text.starts_with('"') && read_systeminfo(text.substr(0, beginning_bytes), "");
}

Inventory inventory_of(DeviceList list) {
  return {std::move(list.observations), std::move(list.broken), std::move(list.mapped)};
}

Result<Inventory> read_text(std::string_view text, std::string_view place, const ListSettings& lists) {
  Inventory made;
  if (is_registry_text(text)) {
    made.observations.push_back(SHOAL_TRY(read_registry_export(text, place)));
    return made;
  }
  if (is_wmic_qfe(text)) {
    for (QfeListing& listing : SHOAL_TRY(read_wmic_qfe(text, place)))
      made.observations.push_back(std::move(listing.seen));
    return made;
  }
  if (is_device_list(text, lists) && !is_systeminfo_csv(text))
    return inventory_of(SHOAL_TRY(read_device_list(text, place, lists)));
  if (text.size() > inventory_bytes_max) return too_large(text.size(), inventory_bytes_max);
  made.observations = SHOAL_TRY(read_systeminfo(text, place));
  return made;
}

}  // namespace

std::size_t bytes_max_for(std::string_view beginning, const ListSettings& lists) {
  const auto decoded = decode(beginning.substr(0, beginning_bytes));
  return decoded && is_device_list(decoded->text(), lists) ? list_bytes_max : inventory_bytes_max;
}

Result<Inventory> read_inventory(std::string_view bytes, std::string_view place, const ListSettings& lists) {
  if (trimmed(bytes).empty()) return refused("ingest.empty", "the file is empty");
  if (bytes.size() > inventory_bytes_max && bytes.size() > bytes_max_for(bytes, lists))
    return too_large(bytes.size(), bytes_max_for(bytes, lists));
  if (is_workbook(bytes)) return inventory_of(SHOAL_TRY(read_device_workbook(bytes, place, lists)));
  if (is_document(bytes))
    return refused("ingest.document", "a document or program in a zip (DOCX, ODS, JAR or the like), not an inventory");
  const auto decoded = decode(bytes);
  if (!decoded && is_binary(bytes)) return not_an_inventory(bytes, "not a text");
  if (!decoded) return decoded.error();
  if (trimmed(decoded->text()).empty()) return refused("ingest.empty", "the file is empty");

  auto seen = read_text(decoded->text(), place, lists);
  const bool unknown = !seen && !is_registry_text(decoded->text()) && seen.error().code == "ingest.not_an_inventory";
  if (const std::string headers = unknown ? headers_of_table(decoded->text()) : ""; !headers.empty())
    return refused("ingest.not_an_inventory",
                   "a table, and its headers tell no device and its operating system: " + headers +
                       "; say with --map \"HEADER=name\" and --map \"HEADER=os-name\" which do");
  if (unknown)
    return not_an_inventory(bytes, "neither systeminfo nor wmic qfe wrote this text, and it is no registry export");
  return seen;
}

}  // namespace shoal::ingest
