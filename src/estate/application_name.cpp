#include "estate/application_name.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

bool is_number(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

template <typename Words>
bool is_one_of(std::string_view word, const Words& words) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// --- Cleaning

// What vendors write in several ways that mean the same: marks of ownership, blanks and dashes outside ASCII.
struct Replaced {
  std::string_view written;  // In lower case.
  char by;
};
constexpr Replaced replaced[] = {
    {"(tm)", ' '},         {"(r)", ' '},          {"(c)", ' '},          {"\xC2\xAE", ' '},     {"\xC2\xA9", ' '},
    {"\xE2\x84\xA2", ' '}, {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '}, {"\xE3\x80\x80", ' '}, {"\xE2\x80\x90", '-'},
    {"\xE2\x80\x91", '-'}, {"\xE2\x80\x93", '-'}, {"\xE2\x80\x94", '-'}};

const Replaced* replaced_at(std::string_view text) {
  if (text.front() != '(' && static_cast<unsigned char>(text.front()) < 0x80) return nullptr;
  for (const Replaced& each : replaced)
    if (equal_ignoring_case(text.substr(0, each.written.size()), each.written)) return &each;
  return nullptr;
}

// The name without marks of ownership, with one blank where there were several or other white space, none around it.
std::string cleaned(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Replaced* other = replaced_at(text);
    const char c = other != nullptr ? other->by : text.front();
    text.remove_prefix(other != nullptr ? other->written.size() : 1);
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank) {
      clean += c;
    } else if (!clean.empty() && clean.back() != ' ') {
      clean += ' ';
    }
  }
  if (clean.ends_with(' ')) clean.pop_back();
  return clean;
}

// --- What stands behind names. Words are in lower case.

// Words that make a version of the number behind them, which without them belongs to the name.
constexpr std::string_view counters[] = {"version", "ver",  "ver.",     "v",      "v.",    "build",
                                         "rev",     "rev.", "revision", "update", "patch", "sp"};
constexpr std::string_view widths[] = {"x86",   "x64",    "x86_64", "amd64",  "ia64",  "arm64",
                                       "32bit", "32-bit", "64bit",  "64-bit", "win32", "win64"};
// The languages of learn.microsoft.com, "Available languages for Windows" (language packs), by the first part of their
// tags. A tag of any other is none here: "co-op" is no Corsican.
constexpr std::string_view codes[] = {"ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr",
                                      "gl", "he", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "pl",
                                      "pt", "ro", "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh"};
// Some of these languages by name, in English and their own. One that lacks here makes an application of its own.
constexpr std::string_view languages[] = {
    "arabic",    "chinese", "croatian",   "czech",     "čeština",  "danish",  "dansk",   "dutch",     "nederlands",
    "english",   "finnish", "suomi",      "french",    "français", "german",  "deutsch", "greek",     "hebrew",
    "hungarian", "magyar",  "italian",    "italiano",  "japanese", "日本語",  "korean",  "norwegian", "norsk",
    "polish",    "polski",  "portuguese", "português", "romanian", "russian", "русский", "Русский",   "slovak",
    "slovenian", "spanish", "español",    "swedish",   "svenska",  "turkish", "türkçe",  "ukrainian"};

// The version that a word is: a number with a dot in it and whatever letters and digits follow, or any behind a "v".
std::optional<std::string_view> version_in(std::string_view word) {
  const bool marked = word.starts_with('v');
  if (marked) word.remove_prefix(word.starts_with("v.") ? 2 : 1);
  if (marked && is_number(word)) return word;
  const auto dot = std::find_if_not(word.begin(), word.end(), is_digit);
  if (dot == word.begin() || word.end() - dot < 2 || *dot != '.' || !is_digit(dot[1])) return std::nullopt;
  const bool plain = std::all_of(dot, word.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '_' || c == '+';
  });
  return plain ? std::optional(word) : std::nullopt;
}

bool is_code(std::string_view word) { return is_one_of(word, codes); }

// "German", or "de-DE": two letters alone are too often something else.
bool is_language(std::string_view word) {
  if (is_one_of(word, languages)) return true;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return word.size() == 5 && word[2] == '-' && is_code(word.substr(0, 2)) && is_letter(word[3]) && is_letter(word[4]);
}

enum class Stands : std::uint8_t { open, in_brackets };

// How many of these words, the last ones of a name or all in brackets, tell one such thing at their end; 0 for none.
// Where that is a version, it goes to `version` unless one is there: the last of a name counts.
std::size_t words_of_tail(const std::vector<std::string_view>& words, Stands stands, std::string_view& version) {
  const std::string_view last = words.back();
  const std::string_view before = words.size() > 1 ? words[words.size() - 2] : std::string_view();
  if (const auto told = version_in(last)) {
    if (version.empty()) version = *told;
    return is_one_of(before, counters) ? 2 : 1;
  }
  if (is_number(last)) {
    if (version.empty() && before.starts_with("ver")) version = last;
    if (is_one_of(before, counters)) return 2;
    return before == "pack" && words.size() > 2 && words[words.size() - 3] == "service" ? 3 : 0;
  }
  if (last.starts_with("sp") && is_number(last.substr(2))) return 1;
  if (is_one_of(last, widths)) return 1;
  if (last == "bit" && (before == "32" || before == "64")) return 2;
  if (last == "edition" && is_one_of(before, widths)) return 2;
  if (is_language(last) && (stands == Stands::in_brackets || before == "-")) return 1;
  return 0;
}

// --- Taking it off. Each gives the beginning of `left` that stays: all of it where there is nothing to take off.

std::string_view without_punctuation(std::string_view left) {
  return left.substr(0, left.find_last_not_of(" -,;:._/|") + 1);
}

// The last `most` words or fewer, in their order.
std::vector<std::string_view> last_words(std::string_view text, std::size_t most) {
  std::vector<std::string_view> words;
  while (words.size() < most && !text.empty()) {
    const auto blank = text.rfind(' ');
    words.push_back(text.substr(blank == text.npos ? 0 : blank + 1));
    text = text.substr(0, blank == text.npos ? 0 : blank);
  }
  std::reverse(words.begin(), words.end());
  return words;
}

std::string_view without_words(std::string_view left, std::string_view& version) {
  const std::vector<std::string_view> words = last_words(left, 4);
  if (words.empty() || words.back().empty()) return left;
  const std::size_t told = words_of_tail(words, Stands::open, version);
  return told == 0 ? left : left.substr(0, static_cast<std::size_t>(words[words.size() - told].data() - left.data()));
}

// Whether all that stands in brackets may go. A code of two letters is taken for a language only beside something else
// that may go, or behind a version: "(x86 de)", "3.6.3 (de)", but not "(HR)".
bool may_go(std::string_view inside, bool behind_version, std::string_view& version) {
  std::vector<std::string_view> words;
  for (const std::string_view part : split(inside, ' '))
    for (const std::string_view word : split(part, ','))
      if (!word.empty()) words.push_back(word);
  bool only_codes = true;
  std::string_view told;
  while (!words.empty()) {
    const std::size_t tail = words_of_tail(words, Stands::in_brackets, told);
    if (tail == 0 && !is_code(words.back())) return false;
    only_codes = only_codes && tail == 0;
    words.resize(words.size() - std::max<std::size_t>(tail, 1));
  }
  if (only_codes && !behind_version) return false;
  if (version.empty()) version = told;
  return true;
}

std::string_view without_brackets(std::string_view left, std::string_view& version) {
  if (!left.ends_with(')') && !left.ends_with(']')) return left;
  const auto opens = left.rfind(left.back() == ')' ? '(' : '[');
  if (opens == left.npos) return left;
  const std::string_view before = trimmed(left.substr(0, opens));
  std::string_view behind = before.substr(before.rfind(' ') + 1);
  if (behind.starts_with('(') && behind.ends_with(')')) behind = behind.substr(1, behind.size() - 2);
  const bool behind_version = version_in(behind).has_value();
  return may_go(left.substr(opens + 1, left.size() - opens - 2), behind_version, version) ? before : left;
}

}  // namespace

NameParts parts_of_name(std::string_view observed) {
  const std::string clean = cleaned(observed);
  const std::string lower = lower_ascii(clean);
  std::string_view left = lower, version;
  for (;;) {
    std::string_view told = version;
    std::string_view shorter = without_brackets(left, told);
    if (shorter.size() == left.size()) shorter = without_words(left, told);
    shorter = without_punctuation(shorter);
    // Of a name, something must stay.
    if (shorter.empty() || shorter.size() == left.size()) break;
    left = shorter;
    version = told;
  }
  return {clean.substr(0, left.size()), std::string(version)};
}

std::string application_key(std::string_view observed) { return lower_ascii(parts_of_name(observed).name); }

std::string version_of(const InstalledProgram& program) {
  const std::string_view told = trimmed(program.version);
  return told.empty() ? parts_of_name(program.name).version : std::string(told);
}

}  // namespace shoal::estate
