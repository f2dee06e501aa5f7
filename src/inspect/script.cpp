#include "inspect/script.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "inspect/letters.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

struct NamedLanguage {
  std::string_view ending, language;
};
constexpr NamedLanguage by_ending[] = {
    {".bat", "batch"},   {".cmd", "batch"},      {".vbs", "vbscript"},    {".vbe", "vbscript"}, {".js", "jscript"},
    {".jse", "jscript"}, {".ps1", "powershell"}, {".psm1", "powershell"}, {".wsf", "wsf"},      {".hta", "hta"}};

bool contains(std::string_view text, std::string_view word) { return find_ignoring_case(text, word) != text.npos; }

constexpr std::size_t tag_bytes_max = 200;

// A page that runs VBScript: `<script language="vbscript">`, or as its type.
bool has_vbscript(std::string_view text) {
  for (auto at = text.find("<script"); at != text.npos; at = text.find("<script")) {
    text.remove_prefix(at + 7);
    const std::string_view tag = text.substr(0, tag_bytes_max);
    if (tag.substr(0, tag.find('>')).find("vbs") != text.npos) return true;
  }
  return false;
}

// `text` in lower case, here and below.
std::string_view language_of_markup(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
  if (has("<hta:application")) return "hta";
  if (has("<script") && (has("<job") || has("<package"))) return "wsf";
  return has_vbscript(text) ? "html" : "";
}

std::string_view language_by_content(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != text.npos; };
  const std::string_view begin = trimmed(text);
  if (begin.starts_with('<')) return language_of_markup(begin);
  const std::string_view first = begin.substr(0, begin.find('\n'));
  if (trimmed(first) == "@echo off" || begin.starts_with("::")) return "batch";
  if (has("createobject(") && (has("option explicit") || has("on error resume next"))) return "vbscript";
  if (has("new activexobject(")) return "jscript";
  return "";
}

// --- Comments

// Takes comments out of lines, one after the other, since a comment can go on for many.
class Uncommenter {
 public:
  explicit Uncommenter(std::string_view language) : language_(language) {
    markup_ = language == "wsf" || language == "hta" || language == "html";
  }

  // The line without what is comment; a blank where one begins, which parts words.
  std::string code_of(std::string_view line) {
    if (!markup_) return code_in(language_, line);
    std::string code;
    while (!line.empty()) take_markup(line, code);
    return code;
  }

 private:
  // Markup up to a script, or a script up to its end. Old pages wrap scripts in <!-- -->, which there is no comment.
  void take_markup(std::string_view& line, std::string& code) {
    if (!script_.empty()) {
      const auto end = find_ignoring_case(line, "</script");
      code += code_in(script_, line.substr(0, end));
      if (end != line.npos) script_ = {};
      line.remove_prefix(end == line.npos ? line.size() : end + 8);
    } else if (in_comment_) {
      take_to(line, "-->");
    } else {
      const auto tag = std::min(line.find('<'), line.size());
      code += line.substr(0, tag);
      line.remove_prefix(tag);
      take_tag(line, code);
    }
  }

  void take_tag(std::string_view& line, std::string& code) {
    if (line.starts_with("<!--")) {
      in_comment_ = true;
      code += ' ';
      line.remove_prefix(4);
      return;
    }
    const bool opens_script = equal_ignoring_case(line.substr(0, 7), "<script");
    const auto close = opens_script ? line.substr(0, tag_bytes_max).find('>') : line.npos;
    const std::size_t taken = close == line.npos ? std::min<std::size_t>(line.size(), 1) : close + 1;
    code += line.substr(0, taken);
    if (close != line.npos) script_ = contains(line.substr(0, close), "vb") ? "vbscript" : "jscript";
    line.remove_prefix(taken);
  }

  void take_to(std::string_view& line, std::string_view end) {
    const auto at = line.find(end);
    in_comment_ = at == line.npos;
    line.remove_prefix(in_comment_ ? line.size() : at + end.size());
  }

  std::string code_in(std::string_view language, std::string_view line) {
    std::string_view begin = trimmed(line);
    if (language == "batch") {
      while (begin.starts_with('@')) begin.remove_prefix(1);
      return begin.starts_with("::") || is_remark(begin) ? std::string() : std::string(line);
    }
    if (language == "vbscript") return is_remark(begin) ? std::string() : before_mark(line, "'", "\"");
    if (language == "powershell") return outside_blocks(line, "<#", "#>", "#", "\"'");
    return outside_blocks(line, "/*", "*/", "//", "\"'");
  }

  static bool is_remark(std::string_view line) {
    return equal_ignoring_case(line.substr(0, 3), "rem") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t');
  }

  // Up to the mark, unless that stands between quotes.
  static std::string before_mark(std::string_view line, std::string_view mark, std::string_view quotes) {
    char open = '\0';
    for (std::size_t i = 0; i < line.size(); i++) {
      if (open == '\0' && line.substr(i).starts_with(mark)) return std::string(line.substr(0, i));
      if (line[i] == open) {
        open = '\0';
      } else if (open == '\0' && quotes.find(line[i]) != quotes.npos) {
        open = line[i];
      }
    }
    return std::string(line);
  }

  std::string outside_blocks(std::string_view line, std::string_view begin, std::string_view end, std::string_view mark,
                             std::string_view quotes) {
    std::string code;
    char open = '\0';
    while (!line.empty()) {
      if (in_comment_) {
        take_to(line, end);
        continue;
      }
      if (open == '\0' && line.starts_with(begin)) {
        in_comment_ = true;
        code += ' ';
        line.remove_prefix(begin.size());
        continue;
      }
      if (open == '\0' && line.starts_with(mark)) break;
      const char c = line[0];
      if (c == open) {
        open = '\0';
      } else if (open == '\0' && quotes.find(c) != quotes.npos) {
        open = c;
      }
      code += c;
      line.remove_prefix(1);
    }
    return code;
  }

  std::string_view language_;
  std::string_view script_;  // Within markup the language of the script that is open.
  bool markup_ = false, in_comment_ = false;
};

// --- Words

bool is_word_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// In lower case, one blank for many, and "net.exe" as "net".
std::string plain_line(std::string_view code) {
  std::string plain;
  plain.reserve(code.size());
  for (const char c : lower_ascii(trimmed(code))) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && plain.ends_with(' ')) continue;
    if (!is_word_letter(c) && plain.ends_with(".exe")) plain.resize(plain.size() - 4);
    plain += blank ? ' ' : c;
  }
  if (plain.ends_with(".exe")) plain.resize(plain.size() - 4);
  return plain;
}

class WordSearch {
 public:
  explicit WordSearch(std::span<const std::string> words) : words_(words), hits_(words.size()) {
    for (std::size_t i = 0; i < words.size(); i++) {
      if (words[i].empty()) continue;
      auto& [begin, end] = by_first_[static_cast<unsigned char>(words[i][0])];
      if (end == 0) begin = i;
      end = i + 1;
    }
  }

  // Calls `each` with the words of the line, each once.
  template <typename Each>
  void search(std::string_view line, const Each& each) {
    line_++;
    for (std::size_t at = 0; at < line.size(); at++) {
      const bool within = at > 0 && is_word_letter(line[at]) && is_word_letter(line[at - 1]);
      const auto [begin, end] = by_first_[static_cast<unsigned char>(line[at])];
      for (std::size_t i = begin; i < end && !within; i++)
        if (stands_at(line.substr(at), words_[i]) && is_new(i)) each(words_[i]);
    }
  }

 private:
  static bool stands_at(std::string_view rest, std::string_view word) {
    if (!rest.starts_with(word)) return false;
    return rest.size() == word.size() || !is_word_letter(word.back()) || !is_word_letter(rest[word.size()]);
  }
  bool is_new(std::size_t word) {
    auto& [hits, line] = hits_[word];
    if (line == line_ || hits >= hits_max) return false;
    line = line_;
    hits++;
    return true;
  }

  std::span<const std::string> words_;
  std::array<std::pair<std::size_t, std::size_t>, 256> by_first_{};
  std::vector<std::pair<std::size_t, std::size_t>> hits_;  // How many lines, and the last of them.
  std::size_t line_ = 0;
};

}  // namespace

std::string_view script_language(std::string_view text, std::string_view name) {
  const bool readable = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\x1a';
  });
  if (!readable) return "";
  for (const NamedLanguage& known : by_ending)
    if (name.size() > known.ending.size() &&
        equal_ignoring_case(name.substr(name.size() - known.ending.size()), known.ending))
      return known.language;
  return language_by_content(lower_ascii(text));
}

void read_script(std::string_view bytes, std::string_view name, std::span<const std::string> words, Work& work,
                 readiness::FactSheet& sheet) {
  if (bytes.size() > script_bytes_max) {
    sheet.add(FactKind::unread, "words", "longer than 4 MiB");
    bytes = bytes.substr(0, script_bytes_max);
  }
  if (!work.spend(bytes.size() / 64)) return;
  const std::string text = utf8_of_text(bytes);
  const std::string_view language = script_language(std::string_view(text).substr(0, 4096), name);
  if (language.empty()) return;
  sheet.add(FactKind::script, language);
  // What Microsoft's Script Encoder wrote; nothing in it is readable.
  if (trimmed(text).starts_with("#@~^")) return sheet.add(FactKind::unread, "words", "the script is encoded");
  Uncommenter comments(language);
  WordSearch search(words);
  constexpr std::size_t line_bytes_max = 300;
  std::uint64_t number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    number++;
    if (!work.spend(20 + 3 * line.size())) return sheet.add(FactKind::unread, "words", "more than a file may take");
    search.search(plain_line(comments.code_of(line)), [&](const std::string& word) {
      sheet.add(FactKind::word, word, trimmed(line).substr(0, line_bytes_max), 0, number);
    });
  }
}

}  // namespace shoal::inspect
