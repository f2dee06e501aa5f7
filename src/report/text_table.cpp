#include "report/text_table.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace shoal::report {
namespace {

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void TextTable::add(std::vector<std::string> cells) {
  SHOAL_ASSERT(cells.size() == columns_.size());
  for (std::string& cell : cells) cell = printable(std::move(cell));
  rows_.push_back(std::move(cells));
}

void TextTable::rule() { rows_.emplace_back(); }

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(characters(column.title));
  for (const auto& row : rows_)
    for (std::size_t i = 0; i < row.size(); i++) widths[i] = std::max(widths[i], characters(row[i]));

  std::string text;
  const auto line = [&](const auto& cell_at) {
    std::string made;
    for (std::size_t i = 0; i < columns_.size(); i++) {
      const std::string cell = cell_at(i);
      const std::string blanks(widths[i] - characters(cell), ' ');
      made += "  " + (columns_[i].align == Align::right ? blanks + cell : cell + blanks);
    }
    made.erase(made.find_last_not_of(' ') + 1);
    text += made + "\n";
  };
  line([&](std::size_t i) { return columns_[i].title; });
  for (const auto& row : rows_) {
    if (row.empty()) {
      line([&](std::size_t i) { return std::string(widths[i], '-'); });
    } else {
      line([&](std::size_t i) { return row[i]; });
    }
  }
  return text;
}

}  // namespace shoal::report
