// Tables of links: whatever the bytes are, each row that is kept names both sides; and what was read, written as CSV
// and read again, is the same.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "ingest/encoding.hpp"
#include "ingest/program_links.hpp"

namespace {

std::string in_quotes(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + "\"";
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto decoded = shoal::ingest::decode({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  const auto links = shoal::ingest::read_program_links(decoded->text(), "links.csv");
  if (!links) return 0;
  std::string text = "application,program\n";
  for (const auto& row : links->rows) {
    SHOAL_ASSERT(!row.application.empty() && !row.program.empty());
    text += in_quotes(row.application) + "," + in_quotes(row.program) + "\n";
  }
  const auto again = shoal::ingest::read_program_links(text, "links.csv");
  SHOAL_ASSERT(again && again->set_aside.empty() && again->rows.size() == links->rows.size());
  for (std::size_t i = 0; i < again->rows.size(); i++)
    SHOAL_ASSERT(again->rows[i].application == links->rows[i].application &&
                 again->rows[i].program == links->rows[i].program);
  return 0;
}
