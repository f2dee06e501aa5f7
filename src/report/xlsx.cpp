// Rows as a workbook; declared in rows.hpp beside the CSV that says the same.
#include <xlsxwriter.h>

#include <memory>

#include "base/assert.hpp"
#include "report/rows.hpp"

namespace shoal::report {
namespace {

// Of the 1,048,576 rows that a sheet can have.
constexpr lxw_row_t sheet_rows_max = 1'000'000;
// Excel refuses longer texts, and libxlsxwriter leaves out the cell.
constexpr std::size_t cell_characters_max = 32'767;

// A workbook that is written row by row: memory does not grow with it.
class Workbook {
 public:
  Workbook(const std::string& path, Day as_of) {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.use_zip64 = LXW_TRUE;
    book_ = workbook_new_opt(path.c_str(), &options);
    SHOAL_ASSERT(book_ != nullptr);
    // Without a day of its own it would hold the clock's, and the same rows would not be the same bytes.
    lxw_doc_properties properties{};
    properties.created = std::chrono::duration_cast<std::chrono::seconds>(as_of.time_since_epoch()).count();
    workbook_set_properties(book_, &properties);
    head_ = workbook_add_format(book_);
    format_set_bold(head_);
  }

  void begin_sheet(const std::string& name) {
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    SHOAL_ASSERT(sheet_ != nullptr);
    row_ = 0;
  }

  template <typename Cells>
  void write(const Cells& cells, bool head = false) {
    for (std::size_t i = 0; i < cells.size(); i++) {
      const std::string text(cells[i].substr(0, cell_characters_max));
      if (!text.empty())
        worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), text.c_str(), head ? head_ : nullptr);
    }
    if (head) worksheet_freeze_panes(sheet_, 1, 0);
    row_++;
  }

  lxw_row_t rows() const { return row_; }

  Result<void> close(const std::string& path) {
    const lxw_error failed = workbook_close(book_);
    if (failed == LXW_NO_ERROR) return {};
    return Error{ErrorKind::unavailable, "report.cannot_write",
                 "cannot write " + path + ": " + std::string(lxw_strerror(failed))};
  }

 private:
  lxw_workbook* book_ = nullptr;  // Freed by workbook_close(), which every workbook comes to.
  lxw_worksheet* sheet_ = nullptr;
  lxw_format* head_ = nullptr;
  lxw_row_t row_ = 0;
};

}  // namespace

Result<void> write_xlsx(const Subject& subject, const std::string& path) {
  Workbook book(path, subject.assessment.as_of);
  int sheets = 0;
  const auto begin = [&] {
    sheets++;
    book.begin_sheet(sheets == 1 ? "findings" : "findings " + std::to_string(sheets));
    book.write(row_columns, true);
  };
  begin();
  each_row(subject, [&](const RowCells& cells) {
    if (book.rows() > sheet_rows_max) begin();
    book.write(cells);
  });
  book.begin_sheet("manifest");
  book.write(std::array<std::string, 1>{manifest(subject)});
  return book.close(path);
}

}  // namespace shoal::report
