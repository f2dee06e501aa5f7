#include "inspect/format.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "inspect/compound.hpp"
#include "inspect/letters.hpp"
#include "inspect/msi.hpp"
#include "inspect/script.hpp"
#include "inspect/span.hpp"

namespace shoal::inspect {
namespace {

using namespace std::string_view_literals;

struct Mark {
  std::string_view bytes, format;
};

constexpr Mark marks[] = {
    {"MSCF\0\0\0\0"sv, "cab"},
    {"PK\3\4"sv, "zip"},
    {"PK\5\6"sv, "zip"},
    {"SZDD\x88\xF0\x27\x33"sv, "szdd"},
    {"KWAJ\x88\xF0\x27\xD1"sv, "kwaj"},
    {"ISc("sv, "installshield-cab"},
    {"\x13\x5D\x65\x8C"sv, "installshield-z"},
    {"?_\3\0"sv, "help"},
    {"ITSF"sv, "chm"},
    {"\0\1\0\0Standard Jet DB\0"sv, "access"},
    {"\0\1\0\0Standard ACE DB\0"sv, "access"},
    {"MSFT\2\0\1\0"sv, "typelib"},
    {"SLTG"sv, "typelib"},
    {"\xCA\xFE\xBA\xBE"sv, "class"},
    {"7z\xBC\xAF\x27\x1C"sv, "7z"},
    {"Rar!\x1A\7"sv, "rar"},
    {"\x7F"
     "ELF"sv,
     "elf"},
    {"%PDF-"sv, "pdf"},
    {"\x89PNG\r\n\x1A\n"sv, "picture"},
    {"GIF87a"sv, "picture"},
    {"GIF89a"sv, "picture"},
    {"\xFF\xD8\xFF"sv, "picture"},
    {"\xD7\xCD\xC6\x9A"sv, "picture"},  // A metafile that can be placed
};

// Pictures whose marks are too short to be believed alone.
bool is_picture(Span file) {
  if (file.bytes().starts_with("BM")) {
    const std::uint32_t header = file.u32(14);
    return file.u32(6) == 0 && (header == 12 || header == 40 || header == 108 || header == 124);
  }
  const bool icon_or_cursor = file.u16(0) == 0 && (file.u16(2) == 1 || file.u16(2) == 2);
  return icon_or_cursor && file.u16(4) > 0 && file.u16(4) <= 64 && file.u8(9) == 0 && file.u32(18) >= 22;
}

// "MZ" alone is DOS; the header that it may name at 0x3C says what else it is.
std::string_view format_of_program(Span file) {
  const std::uint32_t at = file.u32(0x3C);
  const std::string_view mark = file.slice(at, 4);
  if (mark == "PE\0\0"sv) return "pe";
  for (const std::string_view known : {"NE"sv, "LE"sv, "LX"sv})
    if (mark.starts_with(known)) return known == "NE" ? "ne"sv : known == "LE" ? "le"sv : "lx"sv;
  return "mz";
}

// The root's class stands in the first entry of the directory: [MS-CFB] 2.2 and 2.6.
std::string_view format_of_compound(Span file) {
  const unsigned shift = file.u16(30) == 12 ? 12 : 9;
  const std::uint64_t root = (std::uint64_t{file.u32(48)} + 1) << shift;
  const std::string_view format = package_format(file.slice(root + 80, 16));
  return format.empty() ? "compound" : format;
}

bool has_ending(std::string_view name, std::string_view ending) {
  return name.size() >= ending.size() && equal_ignoring_case(name.substr(name.size() - ending.size()), ending);
}

bool looks_like_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\x1a';
  });
}

// `lower` is a text in lower case, here and below.
std::string_view format_of_markup(std::string_view lower) {
  // A configuration binds assemblies in the namespace of manifests, and a manifest of Windows has configurations in it:
  // what comes first is what it is.
  const auto configuration = lower.find("<configuration"), assembly = lower.find("<assembly");
  if (configuration != lower.npos && configuration < assembly) return "config";
  return assembly != lower.npos && lower.find("urn:schemas-microsoft-com:asm.v1") != lower.npos ? "manifest" : "";
}

bool is_inf(std::string_view lower, std::string_view name) {
  const auto has = [&](std::string_view word) { return lower.find(word) != lower.npos; };
  if (!has("[version]")) return false;
  return has_ending(name, ".inf") || (has("signature") && (has("$chicago$") || has("$windows n")));
}

std::string_view format_of_text(std::string_view text, std::string_view name) {
  const std::string_view begin = trimmed(text);
  if (begin.starts_with("REGEDIT4") || begin.starts_with("Windows Registry Editor Version 5.00")) return "registry";
  const std::string lower = lower_ascii(begin);
  if (begin.starts_with("<"))
    if (const std::string_view format = format_of_markup(lower); !format.empty()) return format;
  if (!script_language(text, name).empty()) return "script";
  if (is_inf(lower, name)) return "inf";
  return looks_like_text(text) ? "text" : "";
}

}  // namespace

std::string_view format_of(std::string_view bytes, std::string_view name) {
  if (bytes.empty()) return "empty";
  const Span file(bytes);
  if (bytes.starts_with("MZ") || bytes.starts_with("ZM")) return format_of_program(file);
  if (is_compound(bytes)) return format_of_compound(file);
  for (const Mark& mark : marks)
    if (bytes.starts_with(mark.bytes)) return mark.format;
  if (is_picture(file)) return "picture";
  // Whole characters, whatever the encoding: a cut one would make UTF-8 look like code page 1252, which is harmless
  // here.
  constexpr std::size_t text_bytes = 4096;
  const std::string_view format = format_of_text(utf8_of_text(bytes.substr(0, text_bytes)), name);
  if (!format.empty()) return format;
  return has_ending(name, ".com") && bytes.size() <= 0xFF00 ? "com" : "unknown";
}

void add_format(std::string_view bytes, std::string_view name, readiness::FactSheet& sheet) {
  const std::string_view format = format_of(bytes, name);
  std::string value;
  if (format == "access") value = std::to_string(Span(bytes).u8(0x14));
  sheet.add(readiness::FactKind::format, format, value);
}

}  // namespace shoal::inspect
