#include "base/csv.hpp"

#include <algorithm>
#include <utility>

namespace shoal {
namespace {

Error bad_csv(std::size_t line, std::string_view what) {
  return Error{ErrorKind::invalid_input, "base.bad_csv", "line " + std::to_string(line) + ": " + std::string(what)};
}

std::size_t line_ends_in(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

Result<bool> CsvReader::next(CsvRow& row) {
  if (rest_.empty()) return false;
  row.line = line_;
  std::size_t used = 0;
  for (;;) {
    if (row.fields.size() <= used) row.fields.emplace_back();
    std::string& field = row.fields[used++];
    field.clear();

    if (rest_.starts_with('"')) {
      rest_.remove_prefix(1);
      for (;;) {
        const auto quote = rest_.find('"');
        if (quote == rest_.npos) {
          rest_ = {};
          return bad_csv(row.line, "a quoted field never closes");
        }
        field.append(rest_.substr(0, quote));
        line_ += line_ends_in(rest_.substr(0, quote));
        rest_.remove_prefix(quote + 1);
        if (!rest_.starts_with('"')) break;
        field += '"';
        rest_.remove_prefix(1);
      }
    } else {
      const auto end = std::min(rest_.find(separator_), rest_.find('\n'));
      field.assign(rest_.substr(0, end));
      rest_.remove_prefix(std::min(end, rest_.size()));
      if (field.ends_with('\r') && !rest_.starts_with(separator_)) field.pop_back();
    }

    if (rest_.starts_with(separator_)) {
      rest_.remove_prefix(1);
      continue;
    }
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    if (!rest_.empty() && !rest_.starts_with('\n')) {
      rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
      if (!rest_.empty()) rest_.remove_prefix(1);
      line_++;
      return bad_csv(row.line, "text after a closing quote");
    }
    if (!rest_.empty()) {
      rest_.remove_prefix(1);
      line_++;
    }
    row.fields.resize(used);
    return true;
  }
}

Result<void> for_each_table_row(std::string_view csv, const std::function<Result<void>(const CsvRow&)>& take) {
  CsvReader reader(csv);
  CsvRow row;
  bool is_below_header = false;
  while (SHOAL_TRY(reader.next(row))) {
    if (row.fields[0].empty() || row.fields[0].starts_with('#')) continue;
    if (std::exchange(is_below_header, true)) SHOAL_TRY(take(row));
  }
  return {};
}

}  // namespace shoal
