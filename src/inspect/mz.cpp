#include "inspect/mz.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t mz_header_bytes = 0x1C;
constexpr std::uint64_t new_header_pointer_at = 0x3C;

std::string_view new_format(Span file, std::uint64_t at) {
  const std::string_view magic = file.slice(at, 4);
  if (magic == std::string_view("PE\0\0", 4)) return "pe";
  if (magic.starts_with("NE")) return "ne";
  if (magic.starts_with("LE")) return "le";
  if (magic.starts_with("LX")) return "lx";
  return {};
}

void add_mz_packer(Span file, readiness::FactSheet& sheet) {
  const std::string_view lzexe = file.slice(0x1C, 4);
  if (lzexe == "LZ09" || lzexe == "LZ91") sheet.add(FactKind::packer, "lzexe", lzexe, 0, 0x1C);
  if (file.slice(0x1E, 6) == "PKLITE") sheet.add(FactKind::packer, "pklite", "PKLITE", 0, 0x1E);
}

// The last page counts as full where the number of its bytes is 0.
std::uint64_t mz_image_bytes(Span file) {
  const std::uint64_t pages = file.u16(4);
  const std::uint64_t in_last = file.u16(2);
  return in_last == 0 || pages == 0 ? pages * 512 : (pages - 1) * 512 + in_last;
}

}  // namespace

std::string_view executable_format(Span file) {
  if (file.slice(0, 2) != "MZ" && file.slice(0, 2) != "ZM") return {};
  const std::string_view newer = new_format(file, file.u32(new_header_pointer_at));
  return newer.empty() ? "mz" : newer;
}

std::uint64_t new_header_at(Span file) {
  const std::uint64_t at = file.u32(new_header_pointer_at);
  return executable_format(file) == "mz" ? 0 : at;
}

std::string_view target_system(unsigned number) {
  switch (number) {
    case 1:
      return "os2";
    case 2:
      return "windows";
    case 3:
      return "dos4";
    case 4:
      return "win386";
    default:
      return "unknown";
  }
}

void read_mz(Span file, Work& work, readiness::FactSheet& sheet) {
  if (!work.spend()) return;
  sheet.add(FactKind::format, "mz");
  if (!file.holds(0, mz_header_bytes)) {
    sheet.add(FactKind::unread, "headers", "the file ends within its header");
    return;
  }
  add_mz_packer(file, sheet);
  const std::uint64_t image = mz_image_bytes(file);
  if (image >= mz_header_bytes && image < file.size()) sheet.add(FactKind::overlay, {}, {}, file.size() - image, image);
}

}  // namespace shoal::inspect
