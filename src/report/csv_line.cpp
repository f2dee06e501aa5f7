#include "report/csv_line.hpp"

#include <string_view>

namespace shoal::report {
namespace {

// A cell that begins like a formula is one to a spreadsheet, whoever wrote it. The names in it come from outside.
void add_cell(std::string_view text, std::string& line) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) {
    if (formula) line += '\'';
    line += text;
    return;
  }
  line += formula ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

template <typename Cells>
std::string line_of(const Cells& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); i++) {
    if (i > 0) line += ',';
    add_cell(cells[i], line);
  }
  return line + "\r\n";
}

}  // namespace

std::string csv_line(std::span<const std::string> cells) { return line_of(cells); }
std::string csv_line(std::span<const std::string_view> cells) { return line_of(cells); }

}  // namespace shoal::report
