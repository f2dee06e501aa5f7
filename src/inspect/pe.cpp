#include "inspect/pe.hpp"

#include <algorithm>
#include <array>
#include <numbers>
#include <string>

#include "base/pinned_math.hpp"
#include "inspect/authenticode.hpp"
#include "inspect/clr.hpp"
#include "inspect/installer.hpp"
#include "inspect/pe_resources.hpp"
#include "inspect/pe_tables.hpp"
#include "inspect/visual_basic.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint32_t section_share = 0x10000000;
constexpr std::uint32_t section_execute = 0x20000000;
constexpr std::uint32_t section_read = 0x40000000;
constexpr std::uint32_t section_write = 0x80000000;
constexpr std::uint64_t debug_entry_bytes = 28;
constexpr std::uint64_t debug_entries_max = 256;
constexpr std::uint64_t debug_path_bytes_max = 2048;
constexpr std::uint32_t debug_codeview = 2;

struct ImageFlag {
  std::uint32_t bit;
  std::string_view name;
};

std::string hexadecimal_word(std::uint16_t number) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text = "0x";
  for (unsigned shift = 16; shift > 0; shift -= 4) text += digits[number >> (shift - 4) & 0xFU];
  return text;
}

std::string subsystem_name(std::uint16_t subsystem) {
  switch (subsystem) {
    case 1:
      return "native";
    case 2:
      return "gui";
    case 3:
      return "console";
    case 5:
      return "os2";
    case 7:
      return "posix";
    case 9:
      return "wince";
    case 10:
    case 11:
    case 12:
    case 13:
      return "efi";
    case 14:
      return "xbox";
    default:
      return std::to_string(subsystem);
  }
}

template <std::size_t Count>
void add_image_flags(std::uint32_t bits, std::uint64_t at, const std::array<ImageFlag, Count>& flags,
                     readiness::FactSheet& sheet) {
  for (const ImageFlag& flag : flags)
    if ((bits & flag.bit) != 0) sheet.add(FactKind::image_flag, flag.name, {}, 0, at);
}

void add_pe_headers(const PeImage& image, readiness::FactSheet& sheet) {
  const Span& file = image.file;
  const std::uint64_t optional = image.optional_at;
  sheet.add(FactKind::machine, machine_name(image.machine), {}, 0, image.header_at + 4);
  sheet.add(FactKind::subsystem, subsystem_name(file.u16(optional + 68)), {}, 0, optional + 68);
  sheet.add(FactKind::subsystem_version, {}, {}, file.u16(optional + 48) * 100U + file.u16(optional + 50),
            optional + 48);
  add_image_flags<3>(image.characteristics, image.header_at + 22,
                     {{{0x2000, "dll"}, {0x0001, "relocs-stripped"}, {0x0020, "large-address-aware"}}}, sheet);
  add_image_flags<7>(file.u16(optional + 70), optional + 70,
                     {{{0x0100, "nx-compat"},
                       {0x0040, "dynamic-base"},
                       {0x0080, "force-integrity"},
                       {0x0200, "no-isolation"},
                       {0x0400, "no-seh"},
                       {0x4000, "guard-cf"},
                       {0x1000, "appcontainer"}}},
                     sheet);
  sheet.add(FactKind::linker, {}, {}, file.u8(optional + 2) * 100U + file.u8(optional + 3), optional + 2);
  sheet.add(FactKind::alignment, {}, {}, image.section_alignment, optional + 32);
}

void add_pe_sections(const PeImage& image, readiness::FactSheet& sheet) {
  for (const PeSection& section : image.sections) {
    std::string rights;
    if ((section.flags & section_read) != 0) rights += 'r';
    if ((section.flags & section_write) != 0) rights += 'w';
    if ((section.flags & section_execute) != 0) rights += 'x';
    if ((section.flags & section_share) != 0) rights += 's';
    // Old linkers left the size in memory 0 where it is that in the file.
    const std::uint64_t size = section.memory_bytes != 0 ? section.memory_bytes : section.file_bytes;
    sheet.add(FactKind::section, section.name, rights, size, section.at <= image.file.size() ? section.at : 0);
  }
  if (image.has_more_sections) sheet.add(FactKind::unread, "sections", "there are more than are read");
}

// What a packer calls its sections.
std::string_view packer_of_section(std::string_view name) {
  struct Packer {
    std::string_view section, name;
  };
  static constexpr Packer known[] = {{"UPX0", "upx"},
                                     {"UPX1", "upx"},
                                     {"UPX2", "upx"},
                                     {".aspack", "aspack"},
                                     {".adata", "aspack"},
                                     {"ASPack", "aspack"},
                                     {".themida", "themida"},
                                     {"Themida", "themida"},
                                     {".winlice", "themida"},
                                     {".petite", "petite"},
                                     {".nsp0", "nspack"},
                                     {".nsp1", "nspack"},
                                     {"nsp0", "nspack"},
                                     {"nsp1", "nspack"},
                                     {".vmp0", "vmprotect"},
                                     {".vmp1", "vmprotect"},
                                     {"PEC2", "pecompact"},
                                     {"pec1", "pecompact"},
                                     {"PECompact2", "pecompact"},
                                     {".MPRESS1", "mpress"},
                                     {".MPRESS2", "mpress"},
                                     {"FSG!", "fsg"},
                                     {".neolit", "neolite"},
                                     {".neolite", "neolite"},
                                     {".shrink1", "shrinker"},
                                     {".WWPACK", "wwpack32"},
                                     {".WWP32", "wwpack32"},
                                     {"_winzip_", "winzip"},
                                     {".yP", "yoda"},
                                     {".enigma1", "enigma"},
                                     {".tsustub", "tsu"},
                                     {"MEW", "mew"}};
  for (const Packer& packer : known)
    if (packer.section == name) return packer.name;
  return {};
}

// How packers begin, where they named their sections anew: all registers are kept, and the packed bytes are pointed to.
std::string_view packer_of_entry(Span code) {
  if (code.u8(0) != 0x60) return {};
  if (code.u8(1) == 0xBE && code.u8(6) == 0x8D && code.u8(7) == 0xBE) return "upx";
  if (code.slice(1, 7) == std::string_view("\xE8\x03\x00\x00\x00\xE9\xEB", 7)) return "aspack";
  return {};
}

// count * log(count), from a table where it is asked for often.
double count_by_log(std::uint32_t count) {
  static const std::array<double, 512> known = [] {
    std::array<double, 512> made{};
    for (std::size_t i = 1; i < made.size(); i++) made[i] = static_cast<double>(i) * pinned_log(static_cast<double>(i));
    return made;
  }();
  return count < known.size() ? known[count] : count * pinned_log(count);
}

// Bits per byte in tenths, of pieces spread over all of `bytes`.
unsigned entropy_tenths(Span bytes, Work& work) {
  constexpr std::uint64_t piece_bytes = 512;
  constexpr std::uint64_t pieces = entropy_sample_bytes / piece_bytes;
  if (!work.spend(entropy_sample_bytes / 64)) return 0;
  // Four tables, as bytes of one value behind each other would wait for each other's count.
  std::array<std::array<std::uint32_t, 256>, 4> counts{};
  std::uint64_t total = 0;
  for (std::uint64_t i = 0; i < pieces; i++) {
    const std::string_view piece = bytes.slice(bytes.size() / pieces * i, piece_bytes);
    std::size_t at = 0;
    for (; at + 4 <= piece.size(); at += 4)
      for (std::size_t k = 0; k < 4; k++) counts[k][static_cast<unsigned char>(piece[at + k])]++;
    for (; at < piece.size(); at++) counts[0][static_cast<unsigned char>(piece[at])]++;
    total += piece.size();
  }
  double nats = static_cast<double>(total) * pinned_log(static_cast<double>(total));
  for (std::size_t value = 0; value < 256; value++)
    nats -= count_by_log(counts[0][value] + counts[1][value] + counts[2][value] + counts[3][value]);
  return static_cast<unsigned>(nats / std::numbers::ln2 * 10 / static_cast<double>(total));
}

void add_packers(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  // Machine code has 5.5 to 6.7 bits per byte; what is compressed or encrypted, more than 7.5.
  constexpr unsigned high_entropy_tenths = 72;
  constexpr std::uint64_t telling_bytes = 4096;
  std::string_view packer;
  for (const PeSection& section : image.sections) {
    const std::string_view named = packer_of_section(section.name);
    if (named.empty() || named == packer) continue;
    packer = named;
    sheet.add(FactKind::packer, packer, "section " + std::string(section.name), 0,
              section.at <= image.file.size() ? section.at : 0);
  }
  if (!packer.empty() || image.entry == 0) return;
  const Mapped code = image.map(image.entry, work);
  packer = packer_of_entry(code.bytes);
  if (!packer.empty()) return sheet.add(FactKind::packer, packer, "entry point", 0, code.at);
  for (const PeSection& section : image.sections) {
    if (image.entry < section.address || image.entry - section.address >= section.file_bytes) continue;
    const Span bytes = image.file.part(section.at, section.file_bytes);
    if (bytes.size() < telling_bytes) return;
    const unsigned tenths = entropy_tenths(bytes, work);
    if (tenths >= high_entropy_tenths)
      sheet.add(FactKind::packer, "high-entropy",
                std::string(section.name) + " has " + std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
                    " bits per byte",
                0, section.at);
    return;
  }
}

// What an installer keeps behind its program.
std::string_view overlay_magic(Span overlay) {
  struct Magic {
    std::uint64_t at;
    std::string_view bytes, name;
  };
  static constexpr Magic known[] = {{8, "NullsoftInst", "nullsoft"},
                                    {0, "PK\x03\x04", "zip"},
                                    {0, "7z\xBC\xAF\x27\x1C", "7z"},
                                    {0, "Rar!", "rar"},
                                    {0, "MSCF", "cab"},
                                    {0, "ISc(", "installshield-cab"},
                                    {0, "InstallShield", "installshield"},
                                    {0, "ISSetupStream", "installshield"},
                                    {0, "zlb\x1A", "inno"},
                                    {0, "idska32\x1A", "inno"},
                                    {0, "Inno Setup", "inno"},
                                    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "compound"},
                                    {0, "MZ", "mz"},
                                    {0, "PA30", "delta"}};
  for (const Magic& magic : known)
    if (overlay.slice(magic.at, magic.bytes.size()) == magic.bytes) return magic.name;
  return {};
}

void add_overlay(const PeImage& image, readiness::FactSheet& sheet) {
  std::uint64_t begin = std::max<std::uint64_t>(image.headers_bytes, image.symbols_end);
  for (const PeSection& section : image.sections)
    if (section.file_bytes != 0) begin = std::max(begin, section.at + section.file_bytes);
  if (begin >= image.file.size()) return;
  // A signature is put behind everything; what it was put behind is the overlay.
  std::uint64_t end = image.file.size();
  const PeDirectory signature = image.directory(PeTable::certificates);
  if (signature.address >= begin && signature.address < end &&
      std::uint64_t{signature.address} + signature.bytes >= end)
    end = signature.address;
  if (end == begin) return;
  const std::string_view magic = overlay_magic(image.file.part(begin, end - begin));
  sheet.add(FactKind::overlay, {}, magic, end - begin, begin);
  if (magic == "installshield") sheet.add(FactKind::installer, magic, {}, 0, begin);
}

// The path of the program database in a CodeView record, empty where it is none that we know.
std::uint64_t debug_path_offset(Span record) {
  if (record.slice(0, 4) == "RSDS") return 24;
  if (record.slice(0, 4) == "NB10") return 16;
  return 0;
}

// Returns the ranges that hold debug information.
std::vector<Range> read_debug(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  std::vector<Range> ranges;
  const PeDirectory directory = image.directory(PeTable::debug);
  if (directory.address == 0) return ranges;
  const Mapped table = image.map(directory.address, work);
  const std::uint64_t count = std::min<std::uint64_t>(directory.bytes / debug_entry_bytes, debug_entries_max);
  ranges.reserve(count);
  for (std::uint64_t i = 0; i < count && work.spend(); i++) {
    const std::uint64_t at = i * debug_entry_bytes;
    const std::uint64_t size = table.bytes.u32(at + 16);
    const std::uint64_t place = table.bytes.u32(at + 24);
    if (size == 0 || place == 0 || place >= image.file.size()) continue;
    ranges.push_back({place, size});
    const Span record = image.file.part(place, size);
    const std::uint64_t path_at = debug_path_offset(record);
    if (table.bytes.u32(at + 12) != debug_codeview || path_at == 0) continue;
    if (!work.spend(debug_path_bytes_max / 64)) break;
    const std::string_view path = record.text(path_at, debug_path_bytes_max);
    if (!path.empty()) sheet.add(FactKind::debug, {}, path, 0, place + path_at);
  }
  return ranges;
}

// What a module exports is told by the directory that has it, and is no text that it uses. Nothing else is in the
// directory: an address within it is that of a forwarder's text.
void add_export_range(const PeImage& image, Work& work, std::vector<Range>& ranges) {
  const PeDirectory directory = image.directory(PeTable::exports);
  if (directory.address == 0) return;
  const Mapped table = image.map(directory.address, work);
  ranges.push_back({table.at, std::min<std::uint64_t>(directory.bytes, table.bytes.size())});
}

void sort_ranges(std::vector<Range>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.at < b.at; });
}

// What of the sections is not in `without`; both are sorted here.
std::vector<Range> text_ranges(const PeImage& image, std::vector<Range> without) {
  std::vector<Range> whole;
  whole.reserve(image.sections.size());
  for (const PeSection& section : image.sections) {
    if (section.name.starts_with(".debug")) {
      without.push_back({section.at, section.file_bytes});
    } else if (section.at < image.file.size()) {
      whole.push_back({section.at, std::min(section.file_bytes, image.file.size() - section.at)});
    }
  }
  sort_ranges(whole);
  sort_ranges(without);
  std::vector<Range> left;
  left.reserve(whole.size() + without.size());
  std::uint64_t done = 0;
  auto hole = without.begin();
  for (const Range& range : whole) {
    done = std::max(done, range.at);
    const std::uint64_t end = range.at + range.size;
    for (; hole != without.end() && hole->at < end; ++hole) {
      if (hole->at > done) left.push_back({done, hole->at - done});
      done = std::max(done, hole->at + hole->size);
    }
    if (end > done) left.push_back({done, end - done});
    done = std::max(done, end);
  }
  return left;
}

// Of the facts that were read: which of Visual Basic's runtimes the program imports.
int visual_basic_runtime(const readiness::FactSheet& sheet) {
  if (sheet.first(FactKind::import, "msvbvm60.dll")) return 6;
  if (sheet.first(FactKind::import, "msvbvm50.dll")) return 5;
  return 0;
}

}  // namespace

std::string machine_name(std::uint16_t machine) {
  switch (machine) {
    case 0x14C:
      return "x86";
    case 0x8664:
      return "x64";
    case 0xAA64:
      return "arm64";
    case 0x1C0:
    case 0x1C2:
    case 0x1C4:
      return "arm";
    case 0x200:
      return "ia64";
    case 0x184:
    case 0x284:
      return "alpha";
    case 0x160:
    case 0x162:
    case 0x166:
    case 0x168:
    case 0x169:
    case 0x266:
    case 0x366:
    case 0x466:
      return "mips";
    case 0x1F0:
    case 0x1F1:
    case 0x1F2:
      return "ppc";
    default:
      return hexadecimal_word(machine);
  }
}

std::vector<Range> read_pe(Span file, Work& work, readiness::FactSheet& sheet) {
  sheet.add(FactKind::format, "pe");
  const auto image = pe_image(file, work);
  if (!image) {
    sheet.add(FactKind::unread, "headers", "the file ends within its headers, or they are of another kind");
    return {{0, file.size()}};
  }
  add_pe_headers(*image, sheet);
  add_pe_sections(*image, sheet);
  add_packers(*image, work, sheet);
  add_overlay(*image, sheet);
  read_installer_marks(file, work, sheet);
  std::vector<Range> without = read_debug(*image, work, sheet);
  read_authenticode(*image, work, sheet);
  read_resources(*image, work, sheet);
  read_clr(*image, work, sheet);
  read_imports(*image, work, sheet);
  read_delay_imports(*image, work, sheet);
  read_visual_basic(*image, visual_basic_runtime(sheet), work, sheet);
  read_exports(*image, work, sheet);
  add_export_range(*image, work, without);
  return text_ranges(*image, std::move(without));
}

}  // namespace shoal::inspect
