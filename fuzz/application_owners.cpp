// Tables of owners: whatever the bytes are, each line is a row, a part of one, or set aside; no two rows mean one
// application; and what was read, written as CSV and read again, is the same.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "ingest/application_owners.hpp"
#include "ingest/encoding.hpp"

namespace {

std::string in_quotes(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

std::string written(const shoal::estate::ApplicationOwners& owners) {
  std::string text = "application,owner,criticality,personal_data\n";
  for (const auto& row : owners.rows)
    text += in_quotes(row.application) + "," + in_quotes(row.owner) + "," + in_quotes(row.criticality) + "," +
            (!row.personal_data   ? ""
             : *row.personal_data ? "yes"
                                  : "no") +
            "\n";
  return text;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  const auto owners = shoal::ingest::read_application_owners(decoded->text(), "owners.csv");
  if (!owners) return 0;
  std::set<std::string> keys;
  for (const auto& row : owners->rows) {
    const std::string key = shoal::estate::application_key(row.application);
    SHOAL_ASSERT(!key.empty() && keys.insert(key).second);
    // A name that was taken apart stays as it is.
    SHOAL_ASSERT(shoal::estate::application_key(key) == key);
  }
  const auto again = shoal::ingest::read_application_owners(written(*owners), "owners.csv");
  SHOAL_ASSERT(again && again->set_aside.empty() && again->rows.size() == owners->rows.size());
  for (std::size_t i = 0; i < again->rows.size(); i++) {
    auto row = again->rows[i];
    row.line = owners->rows[i].line;
    SHOAL_ASSERT(row == owners->rows[i]);
  }
  return 0;
}
