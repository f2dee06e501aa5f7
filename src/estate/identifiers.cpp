#include "estate/identifiers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace shoal::estate {
namespace {

constexpr std::array<std::string_view, identifier_kinds> kind_names = {
    "serial", "uuid", "mac", "asset-tag", "installation", "sid", "guid", "name", "domain"};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_hexadecimal(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'); }

// The hexadecimal digits of `text` where it has `count` and else only signs that part them.
std::optional<std::string> digits_of(std::string_view text, std::size_t count, std::string_view parting) {
  std::string digits;
  for (const char c : text) {
    if (is_hexadecimal(upper(c))) {
      digits += upper(c);
    } else if (parting.find(c) == parting.npos) {
      return std::nullopt;
    }
  }
  if (digits.size() != count) return std::nullopt;
  return digits;
}

// Upper case, and one blank where there were several.
std::string folded(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && !made.empty() && made.back() == ' ') continue;
    made += blank ? ' ' : upper(c);
  }
  return made;
}

bool is_sid(std::string_view text) {
  return text.starts_with("S-1-") && text.size() > 4 &&
         std::all_of(text.begin() + 4, text.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

// The bytes that csvde writes as X'0105...', where `text` is such.
std::optional<std::vector<unsigned>> bytes_in(std::string_view text) {
  if (text.size() < 4 || text.size() % 2 != 1 || upper(text[0]) != 'X' || text[1] != '\'' || text.back() != '\'')
    return std::nullopt;
  const auto digits = digits_of(text.substr(2, text.size() - 3), text.size() - 3, "");
  if (!digits) return std::nullopt;
  const auto value = [&](std::size_t i) {
    return static_cast<unsigned>((*digits)[i] > '9' ? (*digits)[i] - 'A' + 10 : (*digits)[i] - '0');
  };
  std::vector<unsigned> bytes;
  for (std::size_t i = 0; i < digits->size(); i += 2) bytes.push_back(value(i) * 16 + value(i + 1));
  return bytes;
}

// A SID of bytes ([MS-DTYP] 2.4.2.2): version, count, an authority of six bytes, then numbers with the lowest byte
// first.
std::optional<std::string> sid_of(const std::vector<unsigned>& bytes) {
  if (bytes.size() < 12 || bytes[0] != 1 || bytes.size() != 8 + 4 * std::size_t{bytes[1]}) return std::nullopt;
  std::uint64_t authority = 0;
  for (std::size_t i = 2; i < 8; i++) authority = authority << 8 | bytes[i];
  std::string sid = "S-1-" + std::to_string(authority);
  for (std::size_t i = 8; i < bytes.size(); i += 4)
    sid += "-" + std::to_string(std::uint64_t{bytes[i]} | std::uint64_t{bytes[i + 1]} << 8 |
                                std::uint64_t{bytes[i + 2]} << 16 | std::uint64_t{bytes[i + 3]} << 24);
  return sid;
}

// A GUID of bytes ([MS-DTYP] 2.3.4.2): its first three groups have the lowest byte first.
std::optional<std::string> guid_of(const std::vector<unsigned>& bytes) {
  if (bytes.size() != 16) return std::nullopt;
  constexpr std::size_t order[] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  constexpr char digits[] = "0123456789ABCDEF";
  std::string guid;
  for (const std::size_t i : order) {
    guid += digits[bytes[i] >> 4];
    guid += digits[bytes[i] & 15U];
  }
  return guid;
}

std::optional<std::string> one_spelling(IdentifierKind kind, std::string_view text) {
  switch (kind) {
    case IdentifierKind::mac:
      return digits_of(text, 12, ":-. ");
    case IdentifierKind::uuid:
    case IdentifierKind::installation:
    case IdentifierKind::guid:
      if (const auto bytes = bytes_in(text)) return guid_of(*bytes);
      return digits_of(text.starts_with("GUID:") ? text.substr(5) : text, 32, "{}- ");
    case IdentifierKind::sid:
      if (const auto bytes = bytes_in(text)) return sid_of(*bytes);
      if (std::string sid = folded(text); is_sid(sid)) return sid;
      return std::nullopt;
    case IdentifierKind::serial:
    case IdentifierKind::asset_tag:
    case IdentifierKind::name:
    case IdentifierKind::domain:
      break;
  }
  return folded(text);
}

}  // namespace

std::string_view spelled(IdentifierKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<IdentifierKind> parse_identifier_kind(std::string_view text) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), text);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<IdentifierKind>(found - kind_names.begin());
}

std::optional<Identifier> identifier(IdentifierKind kind, std::string_view text) {
  text = trimmed(text);
  if (text.empty() || text.size() > identifier_bytes_max || std::any_of(text.begin(), text.end(), is_control))
    return std::nullopt;
  auto value = one_spelling(kind, text);
  if (!value) return std::nullopt;
  return Identifier{kind, *std::move(value)};
}

void add_identifiers(IdentifierKind kind, std::string_view cell, Identifiers& to) {
  if (kind != IdentifierKind::mac) {
    if (auto one = identifier(kind, cell)) to.push_back(*std::move(one));
    return;
  }
  // Blanks part the digits of one address as well as several addresses, so that a cell is first tried as one.
  if (auto one = identifier(kind, cell)) {
    to.push_back(*std::move(one));
    return;
  }
  while (!cell.empty()) {
    const auto end = std::min(cell.find_first_of(" ,;|\t\r\n"), cell.size());
    if (auto one = identifier(kind, cell.substr(0, end))) to.push_back(*std::move(one));
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

void settle(Identifiers& identifiers) {
  std::sort(identifiers.begin(), identifiers.end());
  identifiers.erase(std::unique(identifiers.begin(), identifiers.end()), identifiers.end());
}

}  // namespace shoal::estate
