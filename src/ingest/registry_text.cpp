#include "ingest/registry_text.hpp"

#include <algorithm>
#include <optional>

#include "base/little_endian.hpp"
#include "base/text.hpp"
#include "base/unicode.hpp"

namespace shoal::ingest {
namespace {

constexpr std::string_view heading_5 = "Windows Registry Editor Version 5.00";
constexpr std::string_view heading_4 = "REGEDIT4";
constexpr std::string_view mark = "\xEF\xBB\xBF";  // where exports were put into one file, each brings its own

// How a piece of the text ended.
enum class Ending {
  whole,
  broken,       // it keeps to no rule
  out_of_text,  // the text ends before it does
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

std::optional<std::uint64_t> hex_number(std::string_view digits, std::size_t digits_max) {
  if (digits.empty() || digits.size() > digits_max) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    const auto digit = hex_digit(c);
    if (!digit) return std::nullopt;
    number = number << 4U | *digit;
  }
  return number;
}

// Appends up to the limit and one byte beyond, by which an overlong value is known.
void append_bounded(std::string& into, std::string_view piece) {
  into.append(piece.substr(0, registry_value_bytes_max + 1 - std::min(into.size(), registry_value_bytes_max + 1)));
}

// A place in the text, and the number of its line.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::uint32_t line() const { return line_; }
  std::string_view rest() const { return text_.substr(at_); }
  bool stands_before(char c) const { return !at_end() && text_[at_] == c; }
  void skip(std::size_t bytes) { at_ += bytes; }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[at_])) at_++;
  }

  // The line from here on without its end. Moves behind it; `ended` tells whether it had one.
  std::string_view take_line(bool& ended) {
    const auto end = text_.find('\n', at_);
    ended = end != text_.npos;
    std::string_view taken = text_.substr(at_, ended ? end - at_ : text_.npos);
    at_ = ended ? end + 1 : text_.size();
    if (ended) line_++;
    while (taken.ends_with('\r')) taken.remove_suffix(1);
    return taken;
  }

  // A text up to the quote that closes it; stands behind the one that opens it.
  Ending take_text(std::string& into) {
    while (true) {
      const auto stop = std::min(text_.find_first_of("\"\\\n", at_), text_.size());
      append_bounded(into, text_.substr(at_, stop - at_));
      at_ = stop;
      if (at_end()) return Ending::out_of_text;
      const char c = text_[at_++];
      if (c == '"') return Ending::whole;
      if (c == '\\' && (stands_before('"') || stands_before('\\'))) {
        append_bounded(into, text_.substr(at_++, 1));
        continue;
      }
      append_bounded(into, {&c, 1});
      if (c != '\n') continue;
      line_++;
      if (rest().starts_with("[HKEY_")) return Ending::broken;
    }
  }

  // Pairs of hexadecimal digits up to the end of the line that no backslash continues.
  Ending take_bytes(std::string& into) {
    bool wants_pair = false;
    while (true) {
      skip_blanks();
      if (at_end()) return Ending::out_of_text;
      if (stands_before('\\')) {
        skip(1);
        if (const Ending ending = take_line_end(); ending != Ending::whole) return ending;
        continue;
      }
      if (stands_before('\r') || stands_before('\n')) return wants_pair ? Ending::broken : Ending::whole;
      const auto pair = hex_number(text_.substr(at_, 2), 2);
      if (!pair) return rest().size() < 2 ? Ending::out_of_text : Ending::broken;
      const char byte = static_cast<char>(*pair);
      append_bounded(into, {&byte, 1});
      skip(std::min<std::size_t>(2, rest().size()));
      wants_pair = stands_before(',');
      if (wants_pair) skip(1);
    }
  }

 private:
  Ending take_line_end() {
    skip_blanks();
    while (stands_before('\r')) skip(1);
    if (at_end()) return Ending::out_of_text;
    if (!stands_before('\n')) return Ending::broken;
    skip(1);
    line_++;
    return Ending::whole;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// --- Bytes to values

// The texts of hex(7): each ends in a NUL, and an empty one ends them all.
std::vector<std::string> texts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text, '\0')) {
    if (part.empty()) break;
    parts.emplace_back(part);
  }
  return parts;
}

// What "hex(TYPE):" makes of `bytes`. A number of another size than its type has stays binary.
void set_from_bytes(std::uint64_t type, std::string bytes, bool wide, RegistryValue& value) {
  const auto letters = [&] { return wide ? utf8_of_utf16(bytes) : utf8_of_latin1(bytes); };
  if (type == 1 || type == 2) {
    value.kind = type == 1 ? RegistryKind::text : RegistryKind::expand;
    value.text = letters();
    value.text.resize(std::min(value.text.find('\0'), value.text.size()));
  } else if (type == 7) {
    value.kind = RegistryKind::multi;
    value.texts = texts_of(letters());
  } else if ((type == 4 && bytes.size() == 4) || (type == 11 && bytes.size() == 8)) {
    value.kind = type == 4 ? RegistryKind::dword : RegistryKind::qword;
    value.number = little_endian(bytes);
  } else {
    value.kind = RegistryKind::binary;
    value.text = std::move(bytes);
  }
}

// --- Lines to keys

class KeyReader {
 public:
  KeyReader(std::string_view text, const std::function<void(const RegistryKey&)>& each) : cursor_(text), each_(&each) {
    tally_.cut_short = !text.ends_with("\n\n") && !text.ends_with("\n\r\n");
  }

  Result<RegistryTally> read() {
    while (!cursor_.at_end()) {
      read_line();
      if (tally_.keys > registry_keys_max || key_.values.size() > registry_values_of_key_max)
        return Error{ErrorKind::invalid_input, "ingest.too_many_entries",
                     "a registry export of more than " + grouped(registry_keys_max) + " keys, or of more than " +
                         grouped(registry_values_of_key_max) + " values of one key"};
    }
    hand_on();
    return tally_;
  }

 private:
  enum class Within { nothing, key, deleted_key };

  void read_line() {
    if (cursor_.rest().starts_with(mark)) cursor_.skip(mark.size());
    cursor_.skip_blanks();
    if (cursor_.stands_before('"') || cursor_.stands_before('@')) {
      read_value();
      return;
    }
    const std::uint32_t number = cursor_.line();
    bool ended = false;
    const std::string_view line = trimmed(cursor_.take_line(ended));
    if (line.empty() || line.front() == ';') return;
    if (line == heading_5 || line == heading_4) {
      wide_ = line == heading_5;
    } else if (line.front() == '[') {
      begin_key(line, number, ended);
    } else {
      unreadable();
    }
  }

  void begin_key(std::string_view line, std::uint32_t number, bool ended) {
    hand_on();
    within_ = Within::nothing;
    if (!line.ends_with(']') || line.size() == 2 || line.size() > registry_path_bytes_max) {
      if (ended) unreadable();  // else the text was cut here, which is told already
      return;
    }
    const std::string_view path = line.substr(1, line.size() - 2);
    if (path.front() == '-') {
      tally_.deletions++;
      within_ = Within::deleted_key;
      return;
    }
    within_ = Within::key;
    key_.path = path;
    key_.line = number;
  }

  void hand_on() {
    if (within_ != Within::key) return;
    tally_.keys++;
    (*each_)(key_);
    key_.values.clear();
  }

  void read_value() {
    RegistryValue value;
    value.line = cursor_.line();
    bool deletes = false;
    const Ending ending = take_value(value, deletes);
    const bool is_deletion = deletes || within_ == Within::deleted_key;
    if (ending == Ending::out_of_text) {
      tally_.cut_short = true;
    } else if (ending == Ending::broken || (within_ == Within::nothing && !is_deletion)) {
      unreadable();
    } else if (is_deletion) {
      tally_.deletions++;
    } else if (value.name.size() > registry_value_bytes_max || value.text.size() > registry_value_bytes_max) {
      tally_.too_long++;
    } else {
      key_.values.push_back(std::move(value));
    }
  }

  // The name, "=" and what follows. Where that is broken, stands behind the line, or before the key that tore it.
  Ending take_value(RegistryValue& value, bool& deletes) {
    const bool named = cursor_.stands_before('"');
    cursor_.skip(1);
    if (named)
      if (const Ending ending = cursor_.take_text(value.name); ending != Ending::whole) return ending;
    cursor_.skip_blanks();
    if (!cursor_.stands_before('=')) return cursor_.at_end() ? Ending::out_of_text : skip_broken_line();
    cursor_.skip(1);
    cursor_.skip_blanks();
    if (cursor_.stands_before('"')) return take_text_of(value);
    if (cursor_.rest().starts_with("hex")) return take_bytes_of(value);
    bool ended = false;
    const std::string_view word = trimmed(cursor_.take_line(ended));
    deletes = word == "-";
    if (deletes) return Ending::whole;
    const auto number = word.starts_with("dword:") ? hex_number(word.substr(6), 8) : std::nullopt;
    if (!ended && (!number || word.size() < 6 + 8)) return Ending::out_of_text;
    if (!number) return Ending::broken;
    value.kind = RegistryKind::dword;
    value.number = *number;
    return Ending::whole;
  }

  Ending take_text_of(RegistryValue& value) {
    cursor_.skip(1);
    if (const Ending ending = cursor_.take_text(value.text); ending != Ending::whole) return ending;
    bool ended = false;
    const std::string_view behind = trimmed(cursor_.take_line(ended));
    return behind.empty() || behind.front() == ';' ? Ending::whole : Ending::broken;
  }

  // "hex:" is binary, which is type 3; "hex(2):" names its type.
  Ending take_bytes_of(RegistryValue& value) {
    cursor_.skip(3);
    std::uint64_t type = 3;
    if (cursor_.stands_before('(')) {
      const std::string_view rest = cursor_.rest().substr(0, 10);
      const auto close = rest.find(')');
      const auto named = close == rest.npos ? std::nullopt : hex_number(rest.substr(1, close - 1), 8);
      if (!named) return skip_broken_line();
      type = *named;
      cursor_.skip(close + 1);
    }
    if (!cursor_.stands_before(':')) return cursor_.at_end() ? Ending::out_of_text : skip_broken_line();
    cursor_.skip(1);
    std::string bytes;
    const Ending ending = cursor_.take_bytes(bytes);
    if (ending != Ending::whole) return ending == Ending::broken ? skip_broken_line() : ending;
    bool ended = false;
    if (!trimmed(cursor_.take_line(ended)).empty()) return ended ? Ending::broken : Ending::out_of_text;
    if (bytes.size() > registry_value_bytes_max) {
      value.text = std::move(bytes);  // long enough to be left out
    } else {
      set_from_bytes(type, std::move(bytes), wide_, value);
    }
    return Ending::whole;
  }

  Ending skip_broken_line() {
    bool ended = false;
    cursor_.take_line(ended);
    return ended ? Ending::broken : Ending::out_of_text;
  }

  void unreadable() { tally_.unreadable++; }

  Cursor cursor_;
  const std::function<void(const RegistryKey&)>* each_;  // the caller's; outlives the reader
  RegistryTally tally_;
  RegistryKey key_;
  Within within_ = Within::nothing;
  bool wide_ = true;  // whether hex(2) holds UTF-16LE
};

}  // namespace

bool is_registry_text(std::string_view text) {
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const std::string_view line = trimmed(text.substr(0, text.find('\n')));
  return line == heading_5 || line == heading_4;
}

Result<RegistryTally> read_registry_text(std::string_view text, const std::function<void(const RegistryKey&)>& each) {
  return KeyReader(text, each).read();
}

}  // namespace shoal::ingest
