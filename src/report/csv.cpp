// Rows as CSV; declared in rows.hpp beside the workbook that says the same.
#include "base/sha256.hpp"
#include "report/csv_line.hpp"
#include "report/rows.hpp"

namespace shoal::report {
namespace {

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
  write(csv_line(row_columns));
  each_row(subject, [&](const RowCells& cells) {
    write(csv_line(cells));
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
  out << csv_line(last);
}

}  // namespace shoal::report
