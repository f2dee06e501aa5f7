#include "readiness/facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace shoal::readiness {
namespace {

constexpr std::array<std::string_view, fact_kinds> kinds = {"format",
                                                            "unread",
                                                            "file-name",
                                                            "machine",
                                                            "subsystem",
                                                            "subsystem-version",
                                                            "flag",
                                                            "linker",
                                                            "section",
                                                            "alignment",
                                                            "import",
                                                            "delay-import",
                                                            "export",
                                                            "export-module",
                                                            "resource",
                                                            "version",
                                                            "manifest",
                                                            "clr",
                                                            "signature",
                                                            "debug",
                                                            "packer",
                                                            "overlay",
                                                            "visual-basic",
                                                            "installer",
                                                            "string",
                                                            "word",
                                                            "script",
                                                            "msi-property",
                                                            "msi-row",
                                                            "msi-condition",
                                                            "inf",
                                                            "contains",
                                                            "sibling",
                                                            "unresolved",
                                                            "unresolved-delay",
                                                            "condition-false",
                                                            "unresolved-service",
                                                            "yara"};

constexpr std::string_view hex_digits = "0123456789abcdef";

// A text as one word of a line.
std::string quoted(std::string_view text) {
  const bool plain = !text.empty() && text[0] != '#' && text[0] != '@' && text[0] != '|' &&
                     std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '"'; });
  if (plain) return std::string(text);
  std::string word = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      word += '\\';
      word += c;
    } else if (byte < ' ' || byte >= 0x7f) {
      word += "\\x";
      word += hex_digits[byte >> 4U];
      word += hex_digits[byte & 15U];
    } else {
      word += c;
    }
  }
  return word + '"';
}

// The words of a line, unquoted, with whether each was in quotes.
class Words {
 public:
  explicit Words(std::string_view line) : rest_(line) {}

  struct Word {
    std::string text;
    bool in_quotes = false;
    bool is(char mark) const { return !in_quotes && !text.empty() && text[0] == mark; }
  };

  // Nothing at the end, or where a quote is not closed: then failed().
  std::optional<Word> next() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(' '), rest_.size()));
    if (rest_.empty()) return std::nullopt;
    if (rest_[0] != '"') {
      const std::string_view word = rest_.substr(0, rest_.find(' '));
      rest_.remove_prefix(word.size());
      return Word{std::string(word), false};
    }
    rest_.remove_prefix(1);
    Word word{{}, true};
    while (!rest_.empty() && rest_[0] != '"') {
      if (!take_letter(word.text)) break;
    }
    failed_ = failed_ || rest_.empty() || rest_[0] != '"';
    if (failed_) return std::nullopt;
    rest_.remove_prefix(1);
    return word;
  }
  bool failed() const { return failed_; }

 private:
  bool take_letter(std::string& text) {
    if (rest_[0] != '\\') {
      text += rest_[0];
      rest_.remove_prefix(1);
      return true;
    }
    if (rest_.size() >= 2 && (rest_[1] == '"' || rest_[1] == '\\')) {
      text += rest_[1];
      rest_.remove_prefix(2);
      return true;
    }
    unsigned byte = 0;
    const auto [end, error] = rest_.size() >= 4 ? std::from_chars(rest_.data() + 2, rest_.data() + 4, byte, 16)
                                                : std::from_chars_result{nullptr, std::errc::invalid_argument};
    failed_ = error != std::errc{} || end != rest_.data() + 4 || rest_[1] != 'x';
    if (failed_) return false;
    text += static_cast<char>(byte);
    rest_.remove_prefix(4);
    return true;
  }

  std::string_view rest_;
  bool failed_ = false;
};

std::string hexadecimal(std::uint64_t number) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number, 16);
  return std::string(digits, end);
}

Error bad_fact(std::string_view line) {
  return {ErrorKind::invalid_input, "readiness.bad_fact",
          "no fact such as import kernel32.dll Beep: " + std::string(line)};
}

}  // namespace

std::string_view spelled(FactKind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<FactKind> fact_kind(std::string_view spelled) {
  const auto found = std::find(kinds.begin(), kinds.end(), spelled);
  if (found == kinds.end()) return std::nullopt;
  return static_cast<FactKind>(found - kinds.begin());
}

std::span<const std::string_view> formats() {
  static constexpr std::string_view known[] = {"unknown",
                                               "empty",
                                               "mz",
                                               "com",
                                               "ne",
                                               "le",
                                               "lx",
                                               "pe",
                                               "script",
                                               "msi",
                                               "msp",
                                               "compound",
                                               "cab",
                                               "zip",
                                               "szdd",
                                               "kwaj",
                                               "installshield-cab",
                                               "installshield-z",
                                               "help",
                                               "chm",
                                               "access",
                                               "inf",
                                               "registry",
                                               "manifest",
                                               "config",
                                               "typelib",
                                               "class",
                                               "text",
                                               "7z",
                                               "rar",
                                               "elf",
                                               "pdf",
                                               "picture"};
  return known;
}

void FactSheet::add(FactKind kind, std::string_view name, std::string_view value, std::uint64_t number,
                    std::uint64_t at, std::string_view more) {
  const std::size_t size = name.size() + value.size() + more.size();
  if (facts_.size() >= facts_max || text_.size() + size > text_bytes_max) {
    full_ = true;
    return;
  }
  const auto begin = static_cast<std::uint32_t>(text_.size());
  const auto name_end = static_cast<std::uint32_t>(begin + name.size());
  const auto value_end = static_cast<std::uint32_t>(name_end + value.size());
  text_.append(name).append(value).append(more);
  facts_.push_back({kind, begin, name_end, value_end, static_cast<std::uint32_t>(text_.size()), number, at});
}

std::optional<Fact> FactSheet::first(FactKind kind, std::string_view name) const {
  for (std::size_t i = 0; i < facts_.size(); i++)
    if (facts_[i].kind == kind && (name.empty() || (*this)[i].name == name)) return (*this)[i];
  return std::nullopt;
}

std::string to_line(const Fact& fact) {
  std::string line(spelled(fact.kind));
  if (!fact.name.empty() || !fact.value.empty()) line += " " + quoted(fact.name);
  if (!fact.value.empty()) line += " " + quoted(fact.value);
  if (fact.number != 0) line += " #" + std::to_string(fact.number);
  if (fact.at != 0) line += " @0x" + hexadecimal(fact.at);
  if (!fact.more.empty()) line += " | " + quoted(fact.more);
  return line;
}

Result<void> add_line(std::string_view line, FactSheet& sheet) {
  Words words(line);
  const auto head = words.next();
  const auto kind = head ? fact_kind(head->text) : std::nullopt;
  if (!kind) return bad_fact(line);
  std::string name, value, more;
  std::uint64_t number = 0, at = 0;
  std::size_t texts = 0;
  while (const auto word = words.next()) {
    std::optional<std::uint64_t> told = 0;
    if (word->is('#')) {
      told = parse_whole(std::string_view(word->text).substr(1));
      number = told.value_or(0);
    } else if (word->is('@')) {
      told = word->text.starts_with("@0x") ? parse_whole(std::string_view(word->text).substr(3), 16) : std::nullopt;
      at = told.value_or(0);
    } else if (word->is('|')) {
      const auto behind = words.next();
      if (!behind) return bad_fact(line);
      more = behind->text;
    } else if (texts < 2) {
      (texts++ == 0 ? name : value) = word->text;
    } else {
      told = std::nullopt;
    }
    if (!told) return bad_fact(line);
  }
  if (words.failed()) return bad_fact(line);
  sheet.add(*kind, name, value, number, at, more);
  return {};
}

std::string sheet_bytes(const FactSheet& sheet) {
  ByteWriter out;
  out.number(sheet.size());
  for (std::size_t i = 0; i < sheet.size(); i++) {
    const Fact fact = sheet[i];
    out.number(static_cast<std::uint64_t>(fact.kind));
    out.text(fact.name);
    out.text(fact.value);
    out.text(fact.more);
    out.number(fact.number);
    out.number(fact.at);
  }
  return out.take();
}

std::optional<FactSheet> sheet_from(std::string_view bytes) {
  ByteReader in(bytes);
  FactSheet sheet;
  for (std::size_t left = in.count(); left > 0; left--) {
    const std::uint64_t kind = in.number();
    const std::string_view name = in.text(), value = in.text(), more = in.text();
    const std::uint64_t number = in.number(), at = in.number();
    if (in.failed() || kind >= fact_kinds) return std::nullopt;
    sheet.add(static_cast<FactKind>(kind), name, value, number, at, more);
  }
  if (!in.done() || sheet.full()) return std::nullopt;
  return sheet;
}

std::string to_lines(const FactSheet& sheet) {
  std::string lines;
  for (std::size_t i = 0; i < sheet.size(); i++) lines += to_line(sheet[i]) + "\n";
  return lines;
}

std::string_view column_of(std::string_view row, std::string_view column) {
  for (const std::string_view cell : split(row, '\x1f'))
    if (cell.starts_with(column) && cell.substr(column.size()).starts_with('=')) return cell.substr(column.size() + 1);
  return {};
}

}  // namespace shoal::readiness
