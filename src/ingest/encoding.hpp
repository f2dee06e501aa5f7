// Bytes of an inventory to UTF-8 text, whatever console or redirection wrote them.
//
// Decides by content only and says what it decided. What the text means is the readers' question; a wrong guess
// between two 8-bit code pages spoils labels and names of people, never digits, KB numbers or version lines, because
// all candidates agree on ASCII.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace shoal::ingest {

/// The encodings that systeminfo and wmic outputs were seen in.
enum class Encoding { ascii, utf8, utf16le, utf16be, cp437, cp850, cp866, cp1251, cp1252, gbk };

/// "ascii", "utf-8", "utf-16le", "utf-16be", "cp437", "cp850", "cp866", "cp1251", "cp1252", "gbk".
std::string_view spelled(Encoding encoding);

/// Text that is valid UTF-8 and holds no NUL: a loan of the input where that was so already, else a copy of its own.
class DecodedText {
 public:
  static DecodedText borrowed(std::string_view bytes, Encoding encoding);
  static DecodedText owned(std::string text, Encoding encoding);

  /// Lives as long as this object and the bytes that were decoded.
  std::string_view text() const { return owned_ ? std::string_view(*owned_) : borrowed_; }
  Encoding encoding() const { return encoding_; }

 private:
  DecodedText(std::optional<std::string> own, std::string_view loan, Encoding encoding)
      : owned_(std::move(own)), borrowed_(loan), encoding_(encoding) {}

  std::optional<std::string> owned_;
  std::string_view borrowed_;
  Encoding encoding_;
};

/// Decodes `bytes`, a byte order mark removed. Takes the first of these that fits:
///  1. ASCII without NUL, borrowed.
///  2. UTF-8, with or without a mark, borrowed; a sequence that the end of the file cuts is left off.
///  3. UTF-16 with a mark, or UTF-16LE recognised by its NUL bytes, also behind an ASCII prefix (the first run of wmic
///     writes "Please wait while WMIC is being installed." in ASCII, then UTF-16LE) and a mark on either side of it.
///     Half a unit at the end is left off, an unpaired surrogate becomes U+FFFD.
///  4. The 8-bit code page with the most evidence: words with bytes above 0x7F are read in each candidate. Letters
///     earn points, more beside letters of their script; capitals inside a word, letters beside digits, symbols inside
///     a word, a second script in one word, box drawing and control characters cost points. A no-break space
///     (0xFF in OEM pages, 0xA0 in Windows pages) earns unless it parts a word. GBK earns by hanzi of the common
///     plane of GB 2312 and pays for any other pair. Equal points: cp850, cp437, cp1252, cp866, cp1251, gbk.
/// Errors: invalid_input "ingest.bad_encoding" where a NUL is explained by none of these.
Result<DecodedText> decode(std::string_view bytes);

}  // namespace shoal::ingest
