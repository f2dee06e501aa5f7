#include "inspect/cab.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "inspect/format.hpp"
#include "inspect/letters.hpp"

namespace shoal::inspect {
namespace {

using namespace std::string_view_literals;
using readiness::FactKind;

constexpr std::uint64_t cabinet_name_bytes_max = 256;

struct Folder {
  std::uint32_t data = 0;
  std::uint16_t blocks = 0, compression = 0;
};

class CabinetReader {
 public:
  CabinetReader(Span file, Work& work) : file_(file), work_(&work) {}

  Cabinet list() {
    constexpr std::uint64_t header_bytes = 36;
    if (!is_cabinet(file_.bytes()) || !file_.holds(0, header_bytes)) {
      cabinet_.trouble = "no header of a cabinet";
      return std::move(cabinet_);
    }
    at_ = header_bytes;
    read_optional_header();
    read_folders();
    read_members();
    return std::move(cabinet_);
  }

 private:
  static constexpr std::uint16_t has_previous = 1, has_next = 2, has_reserve = 4;

  std::string take_name() {
    const std::string_view name = file_.text(at_, cabinet_name_bytes_max);
    if (name.empty()) cabinet_.trouble = "a name does not end";
    at_ += name.size() + 1;
    return utf8_of_windows_1252(name);
  }

  // 2.1: what the flags say is there.
  void read_optional_header() {
    const std::uint16_t flags = file_.u16(30);
    if ((flags & has_reserve) != 0) {
      folder_reserve_ = file_.u8(at_ + 2);
      data_reserve_ = file_.u8(at_ + 3);
      at_ += 4 + std::uint64_t{file_.u16(at_)};
    }
    if ((flags & has_previous) != 0) {
      cabinet_.previous = take_name();
      take_disk();
    }
    if ((flags & has_next) != 0) {
      cabinet_.next = take_name();
      take_disk();
    }
  }
  // A disk's label may be empty.
  void take_disk() { at_ += file_.text(at_, cabinet_name_bytes_max).size() + 1; }

  void read_folders() {
    const std::uint16_t count = file_.u16(26);
    folders_.reserve(count);
    for (std::uint16_t i = 0; i < count && work_->spend() && file_.holds(at_, 8); i++) {
      folders_.push_back({file_.u32(at_), file_.u16(at_ + 4), file_.u16(at_ + 6)});
      at_ += 8 + std::uint64_t{folder_reserve_};
    }
  }

  void read_members() {
    constexpr std::uint64_t entry_bytes = 16;
    constexpr std::uint16_t name_is_utf = 0x80;
    const std::uint16_t count = file_.u16(28);
    std::uint64_t at = file_.u32(16);
    for (std::uint16_t i = 0; i < count; i++) {
      const std::string_view name = file_.text(at + entry_bytes, cabinet_name_bytes_max + 1);
      if (!work_->spend(20) || name.empty()) {
        cabinet_.trouble = work_->exhausted() ? "more than a file may take" : "its list of files is cut or damaged";
        return;
      }
      Cabinet::Member member;
      const bool utf8 = (file_.u16(at + 14) & name_is_utf) != 0 && is_utf8(name);
      member.name = utf8 ? std::string(name) : utf8_of_windows_1252(name);
      member.bytes = file_.u32(at);
      member.format = format_at(file_.u16(at + 8), file_.u32(at + 4), member.name);
      cabinet_.members.push_back(std::move(member));
      at += entry_bytes + name.size() + 1;
    }
  }

  // 2.3: blocks of a folder that is not compressed hold its bytes as they are, up to 32 KiB each. Only a member that
  // begins in the first block is looked at: where the others are, the blocks before them would have to say.
  std::string_view format_at(std::uint16_t folder, std::uint32_t offset, std::string_view name) {
    if (folder >= folders_.size() || (folders_[folder].compression & 0x0FU) != 0) return "unknown";
    const std::uint64_t block = folders_[folder].data;
    const std::uint64_t size = file_.u16(block + 4);
    if (offset >= size) return "unknown";
    const std::string_view bytes =
        file_.slice(block + 8 + data_reserve_ + offset, std::min(member_head_bytes, size - offset));
    return bytes.empty() || !work_->spend(member_head_steps) ? "unknown"sv : format_of(bytes, name);
  }

  Span file_;
  Work* work_;
  Cabinet cabinet_;
  std::vector<Folder> folders_;
  std::uint64_t at_ = 0;
  std::uint8_t folder_reserve_ = 0, data_reserve_ = 0;
};

// --- SZDD and KWAJ

// The first bytes of what a file of COMPRESS.EXE holds: flags of eight steps, low bit first, each a byte as it is or a
// copy of 3 to 18 bytes out of the 4 KiB before, which begin as blanks.
std::string unpacked_head(std::string_view packed, std::size_t bytes_max, Work& work) {
  constexpr std::size_t window_bytes = 4096;
  std::string window(window_bytes, ' '), head;
  std::size_t at = 0, place = window_bytes - 16;
  const auto put = [&](char c) {
    window[place] = c;
    place = (place + 1) % window_bytes;
    head += c;
  };
  while (at < packed.size() && head.size() < bytes_max && work.spend()) {
    const auto flags = static_cast<unsigned char>(packed[at++]);
    for (unsigned bit = 0; bit < 8 && at < packed.size(); bit++) {
      if ((flags >> bit & 1U) != 0) {
        put(packed[at++]);
        continue;
      }
      if (at + 1 >= packed.size()) return head;
      const auto low = static_cast<unsigned char>(packed[at]), high = static_cast<unsigned char>(packed[at + 1]);
      at += 2;
      std::size_t from = low | (high & 0xF0U) << 4U;
      for (std::size_t left = (high & 0x0FU) + 3; left > 0; left--, from = (from + 1) % window_bytes) put(window[from]);
    }
  }
  return head;
}

constexpr std::size_t head_bytes_max = 4096;

// "setup.ex_" and the letter that the header keeps: "setup.exe".
std::string expanded_name(std::string_view name, char missing) {
  std::string expanded(name);
  if (expanded.ends_with('_') && missing > ' ' && missing < '\x7f') expanded.back() = missing;
  return lower_ascii(expanded);
}

// What KWAJ's flags say is there: 4 bytes of length, 2 bytes, a length and so many bytes, a name, an extension.
std::string kwaj_name(Span file) {
  constexpr std::uint16_t has_length = 1, has_two = 2, has_extra = 4, has_name = 8, has_extension = 16;
  const std::uint16_t flags = file.u16(12);
  std::uint64_t at = 14;
  if ((flags & has_length) != 0) at += 4;
  if ((flags & has_two) != 0) at += 2;
  if ((flags & has_extra) != 0) at += 2 + std::uint64_t{file.u16(at)};
  std::string name;
  if ((flags & has_name) != 0) {
    const std::string_view base = file.text(at, 9);
    name = base;
    at += base.size() + 1;
  }
  if ((flags & has_extension) != 0 && !name.empty())
    if (const std::string_view extension = file.text(at, 4); !extension.empty()) name += "." + std::string(extension);
  return lower_ascii(utf8_of_windows_1252(name));
}

std::string kwaj_head(Span file, Work& work) {
  constexpr std::uint16_t stored = 0, inverted = 1, as_szdd = 2;
  const std::string_view packed = file.slice(file.u16(10), head_bytes_max);
  const std::uint16_t method = file.u16(8);
  if (method == stored) return std::string(packed);
  if (method == as_szdd) return unpacked_head(packed, head_bytes_max, work);
  std::string head;
  if (method != inverted) return head;
  for (const char c : packed) head += static_cast<char>(~static_cast<unsigned char>(c));
  return head;
}

}  // namespace

bool is_cabinet(std::string_view bytes) { return bytes.starts_with("MSCF\0\0\0\0"sv); }

Cabinet list_cabinet(Span file, Work& work) { return CabinetReader(file, work).list(); }

void read_cab(Span file, Work& work, readiness::FactSheet& sheet) {
  const Cabinet cabinet = list_cabinet(file, work);
  for (const Cabinet::Member& member : cabinet.members) sheet.add(FactKind::contains, member.format, member.name);
  if (!cabinet.trouble.empty()) sheet.add(FactKind::unread, "members", cabinet.trouble);
  if (!cabinet.previous.empty()) sheet.add(FactKind::unread, "members", "begins in " + cabinet.previous);
  if (!cabinet.next.empty()) sheet.add(FactKind::unread, "members", "continues in " + cabinet.next);
}

void read_compressed(Span file, std::string_view name, Work& work, readiness::FactSheet& sheet) {
  const bool kwaj = file.bytes().starts_with("KWAJ");
  // SZDD: 8 bytes of mark, the mode "A", the missing letter, 4 bytes of length.
  const std::string head =
      kwaj ? kwaj_head(file, work) : unpacked_head(file.slice(14, head_bytes_max), head_bytes_max, work);
  std::string inner = kwaj ? kwaj_name(file) : expanded_name(name, static_cast<char>(file.u8(9)));
  if (inner.empty()) inner = lower_ascii(name);
  sheet.add(FactKind::contains, head.empty() ? "unknown"sv : format_of(head, inner), inner);
}

// APPNOTE 6.3.3, sections 4.3.12 and 4.3.16.
void read_zip(Span file, Work& work, readiness::FactSheet& sheet) {
  constexpr std::uint64_t end_bytes = 22, comment_bytes_max = 65'535, entry_bytes = 46;
  const std::uint64_t tail_at = file.size() - std::min(file.size(), end_bytes + comment_bytes_max);
  const auto end = file.slice(tail_at, file.size()).rfind("PK\5\6"sv);
  work.spend((file.size() - tail_at) / 64);
  if (end == std::string_view::npos) return sheet.add(FactKind::unread, "members", "it has no directory at its end");
  std::uint64_t at = file.u32(tail_at + end + 16);
  const std::uint16_t count = file.u16(tail_at + end + 10);
  for (std::uint16_t i = 0; i < count && work.spend(20); i++) {
    if (!file.slice(at, 4).starts_with("PK\1\2"sv) || !file.holds(at, entry_bytes))
      return sheet.add(FactKind::unread, "members", "its directory is cut or damaged");
    const std::uint64_t name_bytes = file.u16(at + 28);
    const std::string_view name = file.slice(at + entry_bytes, name_bytes);
    sheet.add(FactKind::contains, "unknown", is_utf8(name) ? std::string(name) : utf8_of_windows_1252(name));
    at += entry_bytes + name_bytes + file.u16(at + 30) + file.u16(at + 32);
  }
}

}  // namespace shoal::inspect
