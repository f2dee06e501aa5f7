#include "ingest/table_cells.hpp"

#include "base/text.hpp"

namespace shoal::ingest {

Error bad_cell(std::string_view header, std::string_view what, std::string_view cell) {
  return {ErrorKind::invalid_input, "ingest.broken_row",
          std::string(header) + " is not " + std::string(what) + ": " + std::string(cell)};
}

Result<bool> yes_or_no(std::string_view header, std::string_view cell, bool blank) {
  if (cell.empty()) return blank;
  if (equal_ignoring_case(cell, "no")) return false;
  if (equal_ignoring_case(cell, "yes")) return true;
  return bad_cell(header, "yes or no", cell);
}

std::vector<std::string> names_in(std::string_view cell) {
  std::vector<std::string> made;
  for (const std::string_view part : split(cell, cell.find('|') == cell.npos ? ';' : '|'))
    if (const std::string_view name = trimmed(part); !name.empty()) made.emplace_back(name);
  return made;
}

}  // namespace shoal::ingest
