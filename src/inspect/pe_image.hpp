// The headers of a PE file, and where in the file the addresses lie that its tables name.
//
// Source: "PE Format" (the Microsoft Portable Executable and Common Object File Format Specification), sections "COFF
// File Header", "Optional Header", "Optional Header Data Directories" and "Section Table". What the loader does with
// headers that disagree is not in it: a section's place in the file is rounded down to 512 bytes, and a file whose
// sections are aligned to less than a page is mapped as it lies in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "inspect/span.hpp"
#include "inspect/work.hpp"

namespace shoal::inspect {

/// Bytes of a file.
struct Range {
  std::uint64_t at = 0, size = 0;
  bool operator==(const Range&) const = default;
};

struct PeSection {
  std::string_view name;  ///< "/4" as the symbol table's strings have it, where they do.
  std::uint32_t address = 0, memory_bytes = 0;
  std::uint64_t at = 0, file_bytes = 0;  ///< As the header says: possibly outside of the file.
  std::uint32_t flags = 0;
};

enum class PeTable : std::uint8_t {
  exports = 0,
  imports = 1,
  resources = 2,
  certificates = 4,
  debug = 6,
  delay_imports = 13,
  clr = 14,
};

struct PeDirectory {
  std::uint32_t address = 0, bytes = 0;
};

/// What lies at an address: the bytes from there to the end of what the section has in the file, and where they stand.
struct Mapped {
  Span bytes;
  std::uint64_t at = 0;
};

/// More sections than any linker makes; Windows XP loads no more than 96.
inline constexpr std::size_t pe_sections_max = 96;

/// The headers of one file. Views the file.
struct PeImage {
  Span file;
  std::uint64_t header_at = 0;    ///< Of "PE\0\0".
  std::uint64_t optional_at = 0;  ///< Of the optional header.
  bool is_wide = false;           ///< PE32+.
  std::uint16_t machine = 0;
  std::uint16_t characteristics = 0;
  std::uint64_t image_base = 0;
  std::uint32_t entry = 0;
  std::uint32_t section_alignment = 0;
  std::uint32_t headers_bytes = 0;
  std::vector<PeSection> sections;
  bool has_more_sections = false;  ///< Than `pe_sections_max`, or than the file holds.
  std::uint64_t symbols_end = 0;   ///< Behind the symbol table and its strings; 0 where there is none.

  PeDirectory directory(PeTable table) const;
  /// What lies at the relative address; no bytes where it lies outside of the file's part of every section.
  Mapped map(std::uint64_t address, Work& work) const;
  /// Of an address that a pointer in the file has, to which the image's base was added.
  Mapped map_pointer(std::uint64_t pointer, Work& work) const;
};

/// Nothing where the file ends within its headers or they are of neither PE32 nor PE32+.
std::optional<PeImage> pe_image(Span file, Work& work);

}  // namespace shoal::inspect
