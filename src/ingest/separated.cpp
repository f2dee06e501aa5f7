#include "ingest/separated.hpp"

#include <algorithm>

namespace shoal::ingest {
namespace {

constexpr std::size_t cells_max = 16'384;  // Excel's number of columns.

std::uint32_t line_ends_in(std::string_view text) {
  return static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

// Takes a cell that begins with a quote, up to what follows its closing one.
bool SeparatedReader::take_quoted() {
  const std::size_t begin = ++at_;
  std::string* own = nullptr;
  for (std::size_t from = begin;;) {
    const std::size_t quote = text_.find('"', from);
    if (quote == text_.npos || quote > row_end_max_) {
      at_ = std::min(quote, text_.size());
      reason_ = "a quote that never closes";
      return false;
    }
    const bool doubled = quote + 1 < text_.size() && text_[quote + 1] == '"';
    if (own == nullptr && doubled) {
      if (unquoted_used_ == unquoted_.size()) unquoted_.emplace_back();
      own = &unquoted_[unquoted_used_++];
      own->clear();
    }
    if (own != nullptr) own->append(text_, from, quote - from);
    if (doubled) {
      *own += '"';
      from = quote + 2;
      continue;
    }
    const std::string_view cell = text_.substr(begin, quote - begin);
    line_ += line_ends_in(cell);
    cells_.push_back(own == nullptr ? cell : std::string_view(*own));
    at_ = quote + 1;
    break;
  }
  if (text_.substr(at_).starts_with("\r\n")) at_++;
  if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') {
    reason_ = "text behind a closing quote";
    return false;
  }
  return true;
}

bool SeparatedReader::take_cell() {
  if (cells_.size() == cells_max || at_ > row_end_max_) {
    reason_ = "longer than any row";
    return false;
  }
  if (at_ < text_.size() && text_[at_] == '"') return take_quoted();
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n') at_++;
  std::string_view cell = text_.substr(begin, at_ - begin);
  if (cell.ends_with('\r') && at_ < text_.size() && text_[at_] == '\n') cell.remove_suffix(1);
  cells_.push_back(cell);
  return true;
}

// Goes on behind the first line of the broken row, or behind all of it where too much was read in vain already.
void SeparatedReader::skip_broken(std::size_t began) {
  const std::size_t read = at_ - began;
  const std::size_t from = reread_ + read <= 4 * text_.size() ? began : at_;
  if (from == began) reread_ += read;
  const std::size_t end = std::min(text_.find('\n', from), text_.size());
  line_ = row_line_ + line_ends_in(text_.substr(began, end - began)) + 1;
  at_ = std::min(end + 1, text_.size());
}

SeparatedReader::Next SeparatedReader::next() {
  if (at_ >= text_.size()) return Next::end;
  cells_.clear();
  unquoted_used_ = 0;
  row_line_ = line_;
  const std::size_t began = at_;
  row_end_max_ = began + row_bytes_max;
  while (take_cell()) {
    ended_ = at_ < text_.size();
    if (ended_ && text_[at_] == separator_) {
      at_++;
      continue;
    }
    at_ += ended_ ? 1 : 0;
    line_++;
    return Next::row;
  }
  ended_ = true;
  skip_broken(began);
  return Next::broken;
}

}  // namespace shoal::ingest
