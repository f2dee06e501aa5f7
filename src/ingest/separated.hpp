// Rows of cells out of a text in which a character parts the cells: CSV as it comes, not as RFC 4180 wants it.
//
// Splits and unquotes; what the cells mean is device_list.hpp's question. Unlike base/csv.hpp it reads a gigabyte
// without copying it, and a quote that goes wrong spoils one line and not the rest of the text.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace shoal::ingest {

/// Reads the rows of `text`, which must outlive the reader. A cell that begins with a quote goes on to the closing one,
/// over separators and line ends; quotes within are doubled. Lines end in LF or CR LF.
class SeparatedReader {
 public:
  enum class Next { row, broken, end };

  /// More bytes than a row has: Excel's longest cell is 32,767 characters.
  static constexpr std::size_t row_bytes_max = std::size_t{1} << 20U;

  explicit SeparatedReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  /// Reads one row. `broken`: a quote never closes or has text behind it, or the row exceeds a limit; reading goes on
  /// at the line behind the one where the row began, so that one bad quote does not take its neighbours with it.
  Next next();

  /// The cells of the row, unquoted, blanks kept. Views into the text or this reader, until the next call.
  std::span<const std::string_view> cells() const { return cells_; }
  /// The line on which the row, broken or not, begins: 1 is the first.
  std::uint32_t line() const { return row_line_; }
  /// Whether a line end stood behind the row: the last row of a text that was cut has none.
  bool ended() const { return ended_; }
  /// What is wrong with a broken row: half a sentence.
  std::string_view reason() const { return reason_; }

 private:
  bool take_cell();
  bool take_quoted();
  void skip_broken(std::size_t began);

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t reread_ = 0;  // Bytes that were read in vain and then again: a bounded multiple of the text.
  std::size_t row_end_max_ = 0;
  std::uint32_t line_ = 1, row_line_ = 1;
  bool ended_ = false;
  std::string_view reason_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // Where views into cells with doubled quotes point.
  std::size_t unquoted_used_ = 0;
};

}  // namespace shoal::ingest
