#include "inspect/pe_image.hpp"

#include <algorithm>
#include <charconv>

#include "inspect/mz.hpp"

namespace shoal::inspect {
namespace {

constexpr std::uint64_t coff_header_bytes = 24;  // with "PE\0\0"
constexpr std::uint64_t section_header_bytes = 40;
constexpr std::uint64_t symbol_bytes = 18;
constexpr std::uint32_t page_bytes = 0x1000;
constexpr std::uint64_t directories_max = 16;

std::string_view pe_section_name(Span file, std::uint64_t at, std::uint64_t strings_at) {
  const std::string_view whole = file.slice(at, 8);
  const std::string_view name = whole.substr(0, whole.find('\0'));
  if (!name.starts_with('/') || strings_at == 0) return name;
  std::uint32_t offset = 0;
  const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), offset);
  if (error != std::errc{} || end != name.data() + name.size()) return name;
  const std::string_view told = file.text(strings_at + offset, 64);
  return told.empty() ? name : told;
}

// Where the strings begin that stand behind the symbol table, 0 where there is none.
std::uint64_t symbol_strings_at(Span file, std::uint64_t header_at) {
  const std::uint64_t symbols_at = file.u32(header_at + 12);
  const std::uint64_t at = symbols_at + symbol_bytes * file.u32(header_at + 16);
  return symbols_at != 0 && file.holds(at, 4) ? at : 0;
}

void read_pe_sections(PeImage& image, std::uint64_t table_at, Work& work) {
  const std::uint64_t count = image.file.u16(image.header_at + 6);
  const std::uint64_t strings_at = symbol_strings_at(image.file, image.header_at);
  if (strings_at != 0)
    image.symbols_end =
        strings_at + std::min<std::uint64_t>(image.file.u32(strings_at), image.file.size() - strings_at);
  image.sections.reserve(std::min<std::uint64_t>(count, pe_sections_max));
  for (std::uint64_t i = 0; i < count; i++) {
    const std::uint64_t at = table_at + i * section_header_bytes;
    if (i == pe_sections_max || !image.file.holds(at, section_header_bytes) || !work.spend()) {
      image.has_more_sections = true;
      return;
    }
    const Span& file = image.file;
    image.sections.push_back({pe_section_name(file, at, strings_at), file.u32(at + 12), file.u32(at + 8),
                              file.u32(at + 20), file.u32(at + 16), file.u32(at + 36)});
  }
}

bool section_holds(const PeSection& section, std::uint64_t address) {
  const std::uint64_t bytes = std::max<std::uint64_t>(section.memory_bytes, section.file_bytes);
  return address >= section.address && address - section.address < bytes;
}

}  // namespace

PeDirectory PeImage::directory(PeTable table) const {
  const std::uint64_t count_at = optional_at + (is_wide ? 108U : 92U);
  const auto index = static_cast<std::uint64_t>(table);
  if (index >= std::min<std::uint64_t>(file.u32(count_at), directories_max)) return {};
  const std::uint64_t at = count_at + 4 + index * 8;
  return {file.u32(at), file.u32(at + 4)};
}

Mapped PeImage::map(std::uint64_t address, Work& work) const {
  if (!work.spend(1 + sections.size() / 8)) return {};
  const auto mapped = [&](std::uint64_t at, std::uint64_t bytes) {
    return at < file.size() ? Mapped{file.part(at, bytes), at} : Mapped{};
  };
  if (section_alignment < page_bytes) return mapped(address, file.size());
  for (const PeSection& section : sections) {
    if (!section_holds(section, address)) continue;
    const std::uint64_t inside = address - section.address;
    if (inside >= section.file_bytes) return {};
    return mapped(section.at / 512 * 512 + inside, section.file_bytes - inside);
  }
  if (address >= headers_bytes) return {};
  return mapped(address, headers_bytes - address);
}

Mapped PeImage::map_pointer(std::uint64_t pointer, Work& work) const {
  return pointer < image_base ? Mapped{} : map(pointer - image_base, work);
}

std::optional<PeImage> pe_image(Span file, Work& work) {
  PeImage image;
  image.file = file;
  image.header_at = new_header_at(file);
  image.optional_at = image.header_at + coff_header_bytes;
  image.machine = file.u16(image.header_at + 4);
  image.characteristics = file.u16(image.header_at + 22);
  const std::uint16_t magic = file.u16(image.optional_at);
  if (!file.holds(image.optional_at, 72) || (magic != 0x10B && magic != 0x20B)) return std::nullopt;
  image.is_wide = magic == 0x20B;
  image.entry = file.u32(image.optional_at + 16);
  image.image_base = image.is_wide ? file.u64(image.optional_at + 24) : file.u32(image.optional_at + 28);
  image.section_alignment = file.u32(image.optional_at + 32);
  image.headers_bytes = file.u32(image.optional_at + 60);
  read_pe_sections(image, image.optional_at + file.u16(image.header_at + 20), work);
  return image;
}

}  // namespace shoal::inspect
