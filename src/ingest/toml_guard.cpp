#include "ingest/toml_guard.hpp"

#include <string>

#include "base/text.hpp"

namespace shoal::ingest {
namespace {

bool is_bare(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-'; }

class TomlScan {
 public:
  explicit TomlScan(std::string_view text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  }

  std::optional<Misplaced> first_misplaced() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        if (!can_begin_text()) return Misplaced{line_, "a quote stands within a word"};
        pass_text(c);
      } else if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') at_++;
      } else if (static_cast<unsigned char>(c) >= 0x80) {
        return Misplaced{line_, "a letter that is not ASCII stands outside of quotes"};
      } else if (is_lone_digit()) {
        return Misplaced{line_, "a number stands behind a word"};
      } else if (is_misplaced(c)) {
        return Misplaced{line_, "a bracket stands where none can"};
      } else {
        if (c == '\n') line_++;
        if (c != ' ' && c != '\t') is_line_begun_ = c != '\n';
        at_++;
      }
    }
    return std::nullopt;
  }

 private:
  // Keeps account of what is open. The first bracket of a header is not; a second one is closed with it.
  bool is_misplaced(char c) {
    if (c == '[' && open_.empty() && !is_line_begun_) return !is_header();
    if (c == '[' || c == '{') open_ += c;
    if (c == '}' && !open_.empty() && open_.back() == '[') return true;
    if ((c == ']' || c == '}') && !open_.empty()) open_.pop_back();
    return false;
  }

  // Whether a name begins behind the brackets. That one lacks, or stands apart from the other, the library finds.
  bool is_header() const {
    const bool is_double = text_.substr(at_).starts_with("[[");
    const std::size_t name = text_.find_first_not_of(" \t", at_ + (is_double ? 2 : 1));
    if (name == std::string_view::npos) return true;
    const char c = text_[name];
    return is_bare(c) || c == '"' || c == '\'' || c == ']' || (c == '[' && !is_double);
  }

  // A digit that stands alone behind a word, as in "2027-01-04 7,": the library takes it for the hour of a day.
  bool is_lone_digit() const {
    return is_digit(text_[at_]) && at_ >= 2 && text_[at_ - 1] == ' ' && is_bare(text_[at_ - 2]) &&
           at_ + 1 < text_.size() && std::string_view(" \t\r\n\v\f]},#").find(text_[at_ + 1]) != std::string_view::npos;
  }

  // Within a word a quote begins no text: what follows it would be taken for one here, and not by the library.
  bool can_begin_text() const {
    return at_ == 0 || std::string_view(" \t\r\n=,.[{\xBF").find(text_[at_ - 1]) != std::string_view::npos;
  }

  // One of one line or of several, to behind its end.
  void pass_text(char quote) {
    is_line_begun_ = true;
    const std::string ends(3, quote);
    const bool is_long = text_.substr(at_).starts_with(ends);
    at_ += is_long ? 3 : 1;
    for (; at_ < text_.size(); at_++) {
      if (text_[at_] == '\n') {
        line_++;
        if (!is_long) return;  // No TOML, which the library finds.
      } else if (text_[at_] == '\\' && quote == '"') {
        at_++;
        if (at_ < text_.size() && text_[at_] == '\n') line_++;
      } else if (text_[at_] == quote && (!is_long || text_.substr(at_).starts_with(ends))) {
        break;
      }
    }
    at_ += is_long ? 3 : 1;
    // Two quotes may stand before the three that end it.
    for (int more = 0; is_long && more < 2 && at_ < text_.size() && text_[at_] == quote; more++) at_++;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  bool is_line_begun_ = false;  // Whether more than blanks stood on this line.
  std::string open_;            // Brackets, the innermost last.
};

}  // namespace

std::optional<Misplaced> misplaced_in(std::string_view text) { return TomlScan(text).first_misplaced(); }

}  // namespace shoal::ingest
