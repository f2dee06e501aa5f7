#include "ingest/headed_table.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

constexpr std::size_t rows_set_aside_max = 1000;

char separator_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  return first.find(',') == first.npos && first.find(';') != first.npos ? ';' : ',';
}

}  // namespace

HeadedTable::HeadedTable(std::string_view text, std::string place, const Kind& kind)
    : csv_(text, separator_of(text)), place_(std::move(place)), kind_(kind) {}

Result<HeadedTable> HeadedTable::open(std::string_view text, std::string place, const Kind& kind) {
  HeadedTable made(text, std::move(place), kind);
  SHOAL_TRY(made.read_headers());
  return made;
}

Error HeadedTable::wrong(const std::string& what) const { return {ErrorKind::invalid_input, kind_.code, what}; }

Result<void> HeadedTable::read_headers() {
  const std::size_t absent = row_.fields.max_size();
  at_.assign(kind_.columns.size(), absent);
  if (!SHOAL_TRY(csv_.next(row_))) row_.fields.clear();
  cells_ = row_.fields.size();
  for (std::size_t i = 0; i < cells_; i++) {
    const std::string header = lower_ascii(trimmed(row_.fields[i]));
    const auto known = std::find_if(kind_.columns.begin(), kind_.columns.end(),
                                    [&](const Column& column) { return column.header == header; });
    if (known == kind_.columns.end()) {
      ignored_.emplace_back(trimmed(row_.fields[i]));
      continue;
    }
    std::size_t& at = at_[static_cast<std::size_t>(known - kind_.columns.begin())];
    if (at != absent) return wrong("line 1: two columns are headed " + header);
    at = i;
  }
  for (std::size_t i = 0; i < at_.size(); i++)
    if (kind_.columns[i].is_required && at_[i] == absent)
      return wrong("line 1: no column is headed " + std::string(kind_.columns[i].header) + "; the first line has " +
                   required_headers());
  return {};
}

std::string HeadedTable::required_headers() const {
  std::string headers;
  for (const Column& column : kind_.columns)
    if (column.is_required) headers += (headers.empty() ? "" : ",") + std::string(column.header);
  return headers;
}

bool HeadedTable::next() {
  for (;;) {
    const auto next = csv_.next(row_);
    if (!next) {
      set_aside_row(next.error().message);
    } else if (!*next) {
      return false;
    } else if (row_.fields.size() == cells_ && (cells_ > 1 || !trimmed(row_.fields[0]).empty())) {
      return true;
    } else if (row_.fields.size() > 1 || !trimmed(row_.fields[0]).empty()) {
      refuse(std::to_string(row_.fields.size()) + " cells under " + std::to_string(cells_) + " headers");
    }
  }
}

std::string_view HeadedTable::cell(std::size_t column) const {
  return at_[column] < cells_ ? trimmed(row_.fields[at_[column]]) : std::string_view();
}

void HeadedTable::refuse(const std::string& reason) {
  set_aside_row("line " + std::to_string(row_.line) + ": " + reason);
}

void HeadedTable::set_aside_row(const std::string& reason) {
  if (set_aside_.size() <= rows_set_aside_max) {
    set_aside_.push_back({place_, "ingest.broken_row", reason});
    return;
  }
  set_aside_.back().reason = "further rows, for such reasons";
  set_aside_.back().count++;
}

}  // namespace shoal::ingest
