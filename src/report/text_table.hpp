// A table for a terminal: columns as wide as what stands in them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace shoal::report {

/// Rows of cells under a heading. Widths count characters of UTF-8, and cells are made printable().
class TextTable {
 public:
  enum class Align : std::uint8_t { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };
  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// `cells` has one for each column.
  void add(std::vector<std::string> cells);
  /// A line between the rows before and those after.
  void rule();

  /// Each line begins with two blanks and has none at its end.
  std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  // Without cells: a line.
};

}  // namespace shoal::report
