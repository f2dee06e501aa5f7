// Compound files, packages and cabinets of our own making, for tests: small, and well formed unless a test breaks them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace shoal::inspect {

/// The bytes of a number, lowest first.
std::string little_endian_bytes(std::uint64_t number, std::size_t size);

struct MadeStream {
  std::u16string name;
  std::string bytes;
};

/// A compound file of version 3, or 4, with these streams in its root, small ones in small sectors.
std::string made_compound(const std::vector<MadeStream>& streams, std::string_view root_class_id = {},
                          unsigned version = 3);

struct MadeColumn {
  std::string name;
  std::uint16_t type = 0;
};
/// Types of columns as packages have them: text of any length, a key of text, numbers of 16 and 32 bits that may be
/// null.
inline constexpr std::uint16_t made_text = 0x1D00, made_key = 0x2D48, made_short = 0x1502, made_long = 0x1104;

/// Nothing, a number or a text.
using MadeCell = std::variant<std::monostate, std::int32_t, std::string>;

struct MadeTable {
  std::string name;
  std::vector<MadeColumn> columns;
  std::vector<std::vector<MadeCell>> rows;
};

struct MadePackage {
  std::vector<MadeTable> tables;
  std::vector<std::pair<std::string, std::string>> streams;  ///< Beside the tables, by unpacked name.
  std::string summary_template = "Intel;1033";
  std::uint32_t schema = 200;
  std::uint32_t code_page = 1252;
  bool wide_references = false;  ///< Texts have numbers of three bytes.
  bool patch = false;
  unsigned version = 3;
};
std::string made_package(const MadePackage& package);

/// The class of packages, {000C1084-0000-0000-C000-000000000046}, or of patches.
std::string made_class_id(bool patch);

struct MadeCabinet {
  std::vector<std::pair<std::string, std::string>> members;  ///< Name and bytes, together less than 32 KiB.
  std::string previous, next;
  std::uint16_t compression = 0;  ///< As the folder claims; the bytes are never compressed.
  std::string reserve;            ///< Of the header.
};
std::string made_cabinet(const MadeCabinet& cabinet);

}  // namespace shoal::inspect
