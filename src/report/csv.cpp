// Rows as CSV; declared in rows.hpp beside the workbook that says the same.
#include "base/sha256.hpp"
#include "report/rows.hpp"

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

struct Written {
  std::uint64_t rows = 0;
  std::string sha256;
};

// Header and rows, to `out` where there is one.
Written write_rows(const Subject& subject, std::ostream* out) {
  Sha256 hash;
  Written written;
  const auto write = [&](const std::string& line) {
    hash.add(line);
    if (out != nullptr) *out << line;
  };
  write(line_of(row_columns));
  each_row(subject, [&](const RowCells& cells) {
    write(line_of(cells));
    written.rows++;
  });
  written.sha256 = hash.hex();
  return written;
}

}  // namespace

std::string manifest(const Subject& subject) {
  const Written written = write_rows(subject, nullptr);
  return manifest(subject, written.rows, written.sha256);
}

void write_csv(const Subject& subject, std::ostream& out) {
  const Written written = write_rows(subject, &out);
  RowCells last;
  last[0] = "#manifest";
  last[1] = manifest(subject, written.rows, written.sha256);
  out << line_of(last);
}

}  // namespace shoal::report
