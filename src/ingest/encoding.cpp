#include "ingest/encoding.hpp"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "base/unicode.hpp"

namespace shoal::ingest {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view utf16le_mark = "\xFF\xFE";
constexpr std::string_view utf16be_mark = "\xFE\xFF";

// How much evidence is weighed for an 8-bit code page: enough for every label of an output, whatever the file's size.
constexpr std::size_t evidence_bytes_max = std::size_t{16} * 1024;
constexpr std::size_t evidence_word_bytes_max = 256;

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

bool is_ascii(std::string_view bytes) {
  constexpr std::uint64_t high_bits = 0x8080808080808080U;
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes.data() + at, 8);
    if ((eight & high_bits) != 0) return false;
  }
  for (; at < bytes.size(); at++)
    if (byte_at(bytes, at) >= 0x80) return false;
  return true;
}

bool has_nul(std::string_view bytes) { return !bytes.empty() && std::memchr(bytes.data(), 0, bytes.size()) != nullptr; }

// --- UTF-8

// The length that a lead byte announces, 0 for a byte that cannot lead.
std::size_t sequence_length(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte carries the rules against overlong forms, surrogates and numbers past U+10FFFF.
bool may_follow(std::uint8_t lead, std::uint8_t second) {
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= low && second <= high;
}

// The part of `bytes` that is UTF-8: all of it, or all but a sequence which the end cuts. Nothing if it is not UTF-8.
std::optional<std::string_view> utf8_part(std::string_view bytes) {
  std::size_t at = 0;
  bool whole_sequence_seen = false;
  while (at < bytes.size()) {
    const std::uint8_t lead = byte_at(bytes, at);
    if (lead < 0x80) {
      at++;
      continue;
    }
    const std::size_t length = sequence_length(lead);
    if (length == 0) return std::nullopt;
    const std::size_t held = std::min(length, bytes.size() - at);
    for (std::size_t i = 1; i < held; i++) {
      const std::uint8_t next = byte_at(bytes, at + i);
      if (i == 1 ? !may_follow(lead, next) : (next & 0xC0) != 0x80) return std::nullopt;
    }
    if (held < length) {
      // A single high byte at the very end is as likely a letter of a code page.
      if (!whole_sequence_seen) return std::nullopt;
      return bytes.substr(0, at);
    }
    whole_sequence_seen = true;
    at += length;
  }
  return bytes;
}

// --- UTF-16

Error bad_encoding(std::string_view bytes) {
  const auto at = std::min(bytes.find('\0'), bytes.size());
  return Error{ErrorKind::invalid_input, "ingest.bad_encoding",
               "the text is in no encoding that we read: a NUL byte at offset " + std::to_string(at)};
}

Result<DecodedText> decode_utf16(std::string_view prefix, std::string_view bytes, ByteOrder order) {
  std::string text(prefix);
  append_utf16(text, bytes, order);
  if (has_nul(text)) return bad_encoding(text);
  return DecodedText::owned(std::move(text), order == ByteOrder::little ? Encoding::utf16le : Encoding::utf16be);
}

// Whether the text behind a byte order mark begins in plain ASCII after all, as when a mark was written in front of
// wmic's ASCII notice. In UTF-16 every other byte of such text would be NUL.
bool begins_in_ascii(std::string_view bytes) {
  constexpr std::size_t witnesses = 32;
  return bytes.size() >= witnesses &&
         std::all_of(bytes.begin(), bytes.begin() + witnesses, [](char c) { return c >= ' ' && c <= '~'; });
}

// UTF-16LE without a mark: the first NUL is the upper half of the first ASCII character; what precedes that character
// is the prefix. At least one unit in four must be ASCII, as the padding of both formats makes sure.
Result<DecodedText> decode_unmarked_utf16(std::string_view bytes) {
  const auto nul = bytes.find('\0');
  if (nul == 0) return bad_encoding(bytes);
  std::string_view prefix = bytes.substr(0, nul - 1);
  const std::string_view rest = bytes.substr(nul - 1);
  if (prefix.ends_with(utf16le_mark)) prefix.remove_suffix(utf16le_mark.size());
  if (!is_ascii(prefix) || byte_at(rest, 0) >= 0x80) return bad_encoding(bytes);

  std::size_t ascii_units = 0;
  for (std::size_t at = 1; at < rest.size(); at += 2) ascii_units += rest[at] == '\0' ? 1U : 0U;
  if (ascii_units < rest.size() / 8) return bad_encoding(bytes);
  return decode_utf16(prefix, rest, ByteOrder::little);
}

// --- 8-bit code pages

struct CodePage {
  Encoding encoding;
  const char* icu_name;
};
constexpr std::array code_pages{CodePage{Encoding::cp850, "ibm-850"},       CodePage{Encoding::cp437, "ibm-437"},
                                CodePage{Encoding::cp1252, "windows-1252"}, CodePage{Encoding::cp866, "ibm-866"},
                                CodePage{Encoding::cp1251, "windows-1251"}, CodePage{Encoding::gbk, "windows-936"}};

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

std::u16string converted(std::string_view bytes, const char* icu_name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open(icu_name, &status));
  SHOAL_ASSERT(U_SUCCESS(status));  // The names above are in every ICU that Debian ships.
  std::u16string text(bytes.size() + 1, u'\0');
  const std::int32_t length = ucnv_toUChars(converter.get(), text.data(), static_cast<std::int32_t>(text.size()),
                                            bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  SHOAL_ASSERT(U_SUCCESS(status));  // One byte never becomes more than one unit in these pages.
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string to_utf8(const std::u16string& units) {
  std::string text;
  text.reserve(units.size() + units.size() / 2);
  for (std::size_t at = 0; at < units.size(); at++) append_utf8(text, units[at]);
  return text;
}

// The words that hold bytes above 0x7F, one per line.
std::string evidence_in(std::string_view bytes) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  std::string evidence;
  std::size_t at = 0;
  while (at < bytes.size() && evidence.size() < evidence_bytes_max) {
    while (at < bytes.size() && is_blank(bytes[at])) at++;
    const std::size_t begin = at;
    while (at < bytes.size() && !is_blank(bytes[at])) at++;
    const std::string_view word = bytes.substr(begin, at - begin);
    if (is_ascii(word)) continue;
    evidence.append(word.substr(0, evidence_word_bytes_max));
    evidence += '\n';
  }
  return evidence;
}

enum class Script { none, latin, greek, cyrillic };

Script script_of(char16_t c) {
  if ((c >= u'A' && c <= u'Z') || (c >= u'a' && c <= u'z')) return Script::latin;
  if (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) return Script::latin;
  if (c >= 0x370 && c <= 0x3FF) return Script::greek;
  if (c >= 0x400 && c <= 0x4FF) return Script::cyrillic;
  return Script::none;
}

bool is_capital(char16_t c) {
  if (c < 0x80) return c >= u'A' && c <= u'Z';
  if (c < 0x100) return c >= 0xC0 && c <= 0xDE;
  if (c >= 0x400 && c <= 0x42F) return true;
  return (c == 0x152 || c == 0x160 || c == 0x178 || c == 0x17D || c == 0x490);
}

// Letters that Western European languages seldom use, and that code pages hold where others hold common ones.
bool is_rare(char16_t c) {
  constexpr std::u16string_view rare = u"\u00D0\u00DE\u00F0\u00FE\u00DD\u00FD\u00FF\u00F5\u00D5\u0192\u017D\u017E";
  return rare.find(c) != rare.npos;
}

bool is_decimal(char16_t c) { return c >= u'0' && c <= u'9'; }

int points_of_letter(char16_t before, char16_t c, char16_t after) {
  int points = is_rare(c) ? 1 : 2;
  for (const char16_t neighbour : {before, after}) {
    const Script script = script_of(neighbour);
    if (script == script_of(c)) points += 1;
    if (script != Script::none && script != script_of(c)) points -= 5;
    if (is_decimal(neighbour)) points -= 3;
  }
  const bool within_word = script_of(before) != Script::none;
  if (within_word && is_capital(c) && !is_capital(before)) points -= 3;
  return points;
}

int points_of_other(char16_t before, char16_t c, char16_t after) {
  const bool parts_a_word = script_of(before) != Script::none && script_of(after) != Script::none;
  if (c == 0xFFFD || (c >= 0x80 && c < 0xA0) || (c >= 0xE000 && c <= 0xF8FF)) return -10;
  if (c >= 0x2500 && c <= 0x259F) return -6;
  if (c == 0xA0) return parts_a_word ? -3 : 1;
  if (c == 0x2019) return 1;
  return parts_a_word ? -3 : -1;
}

int points_in_page(const std::u16string& text) {
  int points = 0;
  for (std::size_t at = 0; at < text.size(); at++) {
    const char16_t c = text[at];
    if (c < 0x80) continue;
    const char16_t before = at > 0 ? text[at - 1] : u'\n';
    const char16_t after = at + 1 < text.size() ? text[at + 1] : u'\n';
    points += script_of(c) == Script::none ? points_of_other(before, c, after) : points_of_letter(before, c, after);
  }
  return points;
}

int points_of_gbk_pair(std::uint8_t lead, std::uint8_t trail) {
  const bool in_gb2312 = trail >= 0xA1 && trail <= 0xFE;
  if (trail < 0x40 || trail == 0x7F || trail == 0xFF) return -10;
  if (in_gb2312 && lead >= 0xB0 && lead <= 0xD7) return 6;  // the 3,755 common hanzi
  if (in_gb2312 && lead >= 0xA1 && lead <= 0xA3) return 1;  // punctuation and full-width forms
  if (in_gb2312 && lead >= 0xD8 && lead <= 0xF7) return -2;
  return -6;
}

int points_in_gbk(std::string_view text) {
  const auto is_letter = [](char c) { return script_of(static_cast<std::uint8_t>(c)) == Script::latin && c > 0; };
  int points = 0;
  for (std::size_t at = 0; at < text.size(); at++) {
    const std::uint8_t lead = byte_at(text, at);
    if (lead < 0x80) continue;
    if (lead == 0x80 || lead == 0xFF || at + 1 == text.size()) {
      points -= 10;
      continue;
    }
    points += points_of_gbk_pair(lead, byte_at(text, at + 1));
    if (at > 0 && is_letter(text[at - 1])) points -= 4;
    at++;
    if (at + 1 < text.size() && is_letter(text[at + 1])) points -= 4;
  }
  return points;
}

const CodePage& likeliest_page(std::string_view bytes) {
  const std::string evidence = evidence_in(bytes);
  const CodePage* best = nullptr;
  int best_points = 0;
  for (const CodePage& page : code_pages) {
    const int points =
        page.encoding == Encoding::gbk ? points_in_gbk(evidence) : points_in_page(converted(evidence, page.icu_name));
    if (best != nullptr && points <= best_points) continue;
    best = &page;
    best_points = points;
  }
  return *best;
}

}  // namespace

std::string_view spelled(Encoding encoding) {
  switch (encoding) {
    case Encoding::ascii:
      return "ascii";
    case Encoding::utf8:
      return "utf-8";
    case Encoding::utf16le:
      return "utf-16le";
    case Encoding::utf16be:
      return "utf-16be";
    case Encoding::cp437:
      return "cp437";
    case Encoding::cp850:
      return "cp850";
    case Encoding::cp866:
      return "cp866";
    case Encoding::cp1251:
      return "cp1251";
    case Encoding::cp1252:
      return "cp1252";
    case Encoding::gbk:
      break;
  }
  return "gbk";
}

DecodedText DecodedText::borrowed(std::string_view bytes, Encoding encoding) { return {std::nullopt, bytes, encoding}; }

DecodedText DecodedText::owned(std::string text, Encoding encoding) { return {std::move(text), {}, encoding}; }

Result<DecodedText> decode(std::string_view bytes) {
  if (bytes.starts_with(utf16be_mark)) return decode_utf16({}, bytes.substr(2), ByteOrder::big);
  if (bytes.starts_with(utf16le_mark)) {
    if (!begins_in_ascii(bytes.substr(2))) return decode_utf16({}, bytes.substr(2), ByteOrder::little);
    bytes.remove_prefix(2);
  }
  if (has_nul(bytes)) return decode_unmarked_utf16(bytes);

  const bool marked = bytes.starts_with(utf8_mark);
  if (marked) bytes.remove_prefix(utf8_mark.size());
  if (is_ascii(bytes)) return DecodedText::borrowed(bytes, marked ? Encoding::utf8 : Encoding::ascii);
  if (const auto part = utf8_part(bytes)) return DecodedText::borrowed(*part, Encoding::utf8);
  const CodePage& page = likeliest_page(bytes);
  return DecodedText::owned(to_utf8(converted(bytes, page.icu_name)), page.encoding);
}

}  // namespace shoal::ingest
