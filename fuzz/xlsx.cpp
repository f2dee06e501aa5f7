// The rows that read_workbook hands out keep its limits, and written as a workbook of our own they read the same.
#include "ingest/xlsx.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/assert.hpp"
#include "ingest/made_workbook.hpp"

namespace {

using shoal::ingest::SheetRow;

std::string escaped(const std::string& text) {
  std::string made;
  for (const char c : text) {
    if (c == '<') {
      made += "&lt;";
    } else if (c == '&') {
      made += "&amp;";
    } else if (c == '\r') {
      made += "&#13;";
    } else {
      made += c;
    }
  }
  return made;
}

// XML takes no such character, however it is written; expat never gives one, but a format may be made of them.
std::string rows_of(const std::string& bytes, std::string* respelled) {
  std::string seen;
  std::uint32_t last = 0;
  const auto done = shoal::ingest::read_workbook(bytes, [&](const std::string&, SheetRow& row) {
    SHOAL_ASSERT(!row.cells.empty() && row.cells.size() <= shoal::ingest::columns_max);
    seen += "\n";
    if (respelled != nullptr) *respelled += "<row r='" + std::to_string(++last) + "'>";
    for (const std::string& cell : row.cells) {
      SHOAL_ASSERT(cell.size() <= shoal::ingest::cell_bytes_max);
      seen += cell + "\x1F";
      if (respelled != nullptr) *respelled += "<c t='inlineStr'><is><t>" + escaped(cell) + "</t></is></c>";
    }
    if (respelled != nullptr) *respelled += "</row>";
    return true;
  });
  SHOAL_ASSERT(done || !done.error().message.empty());
  return seen;
}

// Empty cells at the end of a row, and rows of nothing else, are not written again.
std::string without_blanks(std::string text) {
  std::string made;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin + 1), text.size());
    std::string line = text.substr(begin, end - begin);
    while (line.ends_with('\x1F') && (line.size() < 2 || line[line.size() - 2] == '\x1F' || line.size() == 2))
      line.pop_back();
    if (line != "\n") made += line;
    begin = end;
  }
  return made;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  // Most bytes are no zip; as the rows of a sheet they reach further.
  for (const std::string& workbook : {bytes, shoal::ingest::made_workbook(bytes, bytes)}) {
    std::string respelled;
    const std::string first = rows_of(workbook, &respelled);
    if (respelled.size() > 1'000'000) continue;
    const std::string again = rows_of(shoal::ingest::made_workbook(respelled), nullptr);
    SHOAL_ASSERT(without_blanks(again) == without_blanks(first));
  }
  return 0;
}
