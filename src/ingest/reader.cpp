#include "ingest/reader.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/text.hpp"
#include "ingest/archive.hpp"
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

Error not_an_inventory(std::string_view bytes, std::string_view what) {
  return refused("ingest.not_an_inventory",
                 std::string(what) + "; the file begins with the bytes " + first_bytes(bytes));
}

Result<std::vector<estate::Observation>> read_text(std::string_view text, std::string_view place) {
  if (is_registry_text(text)) return std::vector{SHOAL_TRY(read_registry_export(text, place))};
  if (!is_wmic_qfe(text)) return read_systeminfo(text, place);
  std::vector<estate::Observation> seen;
  for (QfeListing& listing : SHOAL_TRY(read_wmic_qfe(text, place))) seen.push_back(std::move(listing.seen));
  return seen;
}

}  // namespace

Result<std::vector<estate::Observation>> read_inventory(std::string_view bytes, std::string_view place) {
  if (trimmed(bytes).empty()) return refused("ingest.empty", "the file is empty");
  if (bytes.size() > inventory_bytes_max)
    return refused("ingest.too_large", "the file has " + grouped(bytes.size()) + " bytes, more than the " +
                                           grouped(inventory_bytes_max) + " that an inventory may have");
  if (is_workbook(bytes))
    return refused("ingest.document", "a workbook or another document of Office, which is not read");
  if (is_document(bytes))
    return refused("ingest.document", "a document or program in a zip (DOCX, ODS, JAR or the like), not an inventory");
  const auto decoded = decode(bytes);
  if (!decoded && is_binary(bytes)) return not_an_inventory(bytes, "not a text");
  if (!decoded) return decoded.error();
  if (trimmed(decoded->text()).empty()) return refused("ingest.empty", "the file is empty");

  auto seen = read_text(decoded->text(), place);
  const bool is_unknown = !seen && seen.error().code == "ingest.not_an_inventory";
  if (is_unknown && !is_registry_text(decoded->text()))
    return not_an_inventory(bytes, "neither systeminfo nor wmic qfe wrote this text, and it is no registry export");
  return seen;
}

}  // namespace shoal::ingest
