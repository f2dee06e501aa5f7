// Whatever Table accepts, written down as a table of our own is accepted again with the same cells.
#include "knowledge/table.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace {

using shoal::knowledge::Table;

std::string in_quotes(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) text.append(c == '"' ? 2 : 1, c);
  return text + '"';
}

// Cells by their column's name, as everybody reads them.
std::string respelled(const Table& table) {
  std::string text = "# One comment.\n";
  const auto add_line = [&](auto cell_of) {
    for (const std::string& column : table.columns()) text += in_quotes(cell_of(column)) + ",";
    text.back() = '\n';
  };
  if (!table.columns().empty()) add_line([](const std::string& column) { return std::string_view(column); });
  for (std::size_t i = 0; i < table.size(); i++) add_line([&](const std::string& column) { return table[i][column]; });
  return text;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = Table::parse(std::string(bytes), "t.csv", {});
  if (!table) return 0;
  // Of two columns with one name both would give the first one's cells.
  const std::set<std::string> names(table->columns().begin(), table->columns().end());
  SHOAL_ASSERT(table->bytes() == bytes && names.size() == table->columns().size());

  const auto again = Table::parse(respelled(*table), "t.csv", {});
  SHOAL_ASSERT(again && again->columns() == table->columns() && again->size() == table->size());
  for (std::size_t i = 0; i < table->size(); i++)
    for (const std::string& column : table->columns()) SHOAL_ASSERT((*again)[i][column] == (*table)[i][column]);
  return 0;
}
