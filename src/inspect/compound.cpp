#include "inspect/compound.hpp"

#include <algorithm>

namespace shoal::inspect {
namespace {

using namespace std::string_view_literals;

// 2.1: what stands where a sector's number is expected.
constexpr std::uint32_t sector_max = 0xFFFF'FFFA, end_of_chain = 0xFFFF'FFFE;
constexpr std::uint32_t no_stream = 0xFFFF'FFFF;
// 2.2: header fields, and what the header has room for.
constexpr std::uint64_t at_version = 26, at_shift = 30, at_directory = 48, at_mini_fat = 60, at_difat = 68,
                        at_header_difat = 76;
constexpr std::uint32_t header_difat_entries = 109;
constexpr std::uint64_t mini_cutoff = 4096, mini_shift = 6;
constexpr std::uint64_t directory_entry_bytes = 128;
constexpr std::size_t entries_max = 50'000;

}  // namespace

bool is_compound(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv); }

// A walk along a chain that notices when it comes back to where it was (Brent: Information Processing Letters 1980).
class CompoundFile::Chain {
 public:
  explicit Chain(std::uint32_t start) : at_(start), seen_(start) {}

  std::uint32_t at() const { return at_; }
  bool ended() const { return at_ == end_of_chain; }
  bool in_circle() const { return in_circle_; }
  void move_to(std::uint32_t next) {
    at_ = next;
    in_circle_ = next == seen_ && next != end_of_chain;
    if (++steps_ < stride_) return;
    steps_ = 0;
    stride_ *= 2;
    seen_ = next;
  }

 private:
  std::uint32_t at_, seen_;
  std::uint64_t steps_ = 0, stride_ = 1;
  bool in_circle_ = false;
};

CompoundFile::CompoundFile(Span file, Work& work) : file_(file) {
  const std::uint16_t version = file.u16(at_version), shift = file.u16(at_shift);
  if (!is_compound(file.bytes())) {
    fail("no header of a compound file");
    return;
  }
  if (!((version == 3 && shift == 9) || (version == 4 && shift == 12))) {
    fail("a header of another version");
    return;
  }
  sector_shift_ = shift;
  const std::uint64_t sectors = (file.size() + (std::uint64_t{1} << shift) - 1) >> shift;
  sectors_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(sectors == 0 ? 0 : sectors - 1, sector_max));
  read_fat(work);
  mini_fat_ = sectors_of(file.u32(at_mini_fat), work);
  read_directory(work);
  if (!entries_.empty()) mini_sectors_ = sectors_of(entries_[0].start, work);
  if (work.exhausted()) fail("more than a file may take");
}

void CompoundFile::add_fat_sectors(std::uint64_t at, std::uint32_t count, Work& work) {
  const std::uint64_t fat_max = (std::uint64_t{sectors_} >> (sector_shift_ - 2U)) + 1;
  for (std::uint32_t i = 0; i < count && fat_.size() < fat_max && work.spend(); i++) {
    const std::uint32_t sector = file_.u32(at + 4 * std::uint64_t{i});
    if (sector >= sectors_) return;
    fat_.push_back(sector);
  }
}

// 2.5: the first sectors of the table are named in the header, further ones in sectors of their own.
void CompoundFile::read_fat(Work& work) {
  add_fat_sectors(at_header_difat, header_difat_entries, work);
  const auto entries = static_cast<std::uint32_t>((std::uint64_t{1} << sector_shift_) / 4 - 1);
  Chain chain(file_.u32(at_difat));
  while (chain.at() < sectors_ && work.spend()) {
    add_fat_sectors(place_of(chain.at()), entries, work);
    chain.move_to(file_.u32(place_of(chain.at()) + 4 * std::uint64_t{entries}));
    if (chain.in_circle()) return fail("a circle in the table of the allocation table");
  }
}

std::uint32_t CompoundFile::next_in(const std::vector<std::uint32_t>& table, std::uint32_t sector) const {
  const unsigned per_sector_shift = sector_shift_ - 2U;
  const std::size_t at = sector >> per_sector_shift;
  if (at >= table.size()) return no_stream;
  const std::uint64_t within = sector & ((1U << per_sector_shift) - 1U);
  return file_.u32(place_of(table[at]) + 4 * within);
}

std::vector<std::uint32_t> CompoundFile::sectors_of(std::uint32_t start, Work& work) {
  std::vector<std::uint32_t> sectors;
  Chain chain(start);
  while (chain.at() < sectors_ && work.spend()) {
    sectors.push_back(chain.at());
    chain.move_to(next_in(fat_, chain.at()));
    if (chain.in_circle()) {
      fail("a circle of sectors");
      break;
    }
  }
  return sectors;
}

// 2.6.1
CompoundFile::Entry CompoundFile::entry_at(std::uint64_t place) const {
  Entry entry;
  const std::uint64_t name_bytes = std::min<std::uint64_t>(file_.u16(place + 64), 64);
  for (std::uint64_t i = 0; i + 2 < name_bytes; i += 2) entry.name += static_cast<char16_t>(file_.u16(place + i));
  constexpr std::uint8_t stream_type = 2;
  entry.storage = file_.u8(place + 66) != stream_type;
  entry.class_id = file_.slice(place + 80, 16);
  entry.start = file_.u32(place + 116);
  // Version 3 has 32 bits of size, and old writers left anything in the upper half.
  entry.size = sector_shift_ == 9 ? file_.u32(place + 120) : file_.u64(place + 120);
  return entry;
}

// 2.6.4: the entries of a storage are a tree by themselves. Each is visited once, whatever the trees say.
void CompoundFile::read_directory(Work& work) {
  const std::vector<std::uint32_t> sectors = sectors_of(file_.u32(at_directory), work);
  const std::uint64_t per_sector = (std::uint64_t{1} << sector_shift_) / directory_entry_bytes;
  const std::uint64_t count = sectors.size() * per_sector;
  std::vector<bool> visited(count);
  struct Open {
    std::uint32_t id, parent;
  };
  std::vector<Open> open;
  if (count > 0) open.push_back({0, 0});
  while (!open.empty() && work.spend(25)) {
    const Open at = open.back();
    open.pop_back();
    if (entries_.size() >= entries_max) return fail("more than 50,000 streams");
    if (at.id == no_stream) continue;
    if (at.id >= count || visited[at.id]) {
      fail(at.id >= count ? "an entry beyond the directory" : "a circle in the directory");
      continue;
    }
    visited[at.id] = true;
    const std::uint64_t place = place_of(sectors[at.id / per_sector]) + at.id % per_sector * directory_entry_bytes;
    if (!file_.holds(place, directory_entry_bytes)) {
      fail("the file ends within its directory");
      continue;
    }
    entries_.push_back(entry_at(place));
    entries_.back().parent = at.parent;
    const auto own = static_cast<std::uint32_t>(entries_.size() - 1);
    if (entries_.back().storage) open.push_back({file_.u32(place + 76), own});
    if (at.id == 0) continue;
    open.push_back({file_.u32(place + 72), at.parent});
    open.push_back({file_.u32(place + 68), at.parent});
  }
}

const CompoundFile::Entry* CompoundFile::find(std::u16string_view name, std::uint32_t parent) const {
  for (std::size_t i = 1; i < entries_.size(); i++)
    if (entries_[i].parent == parent && entries_[i].name == name) return &entries_[i];
  return nullptr;
}

CompoundFile::Stream CompoundFile::read(const Entry& entry, std::uint64_t bytes_max, Work& work) const {
  Stream stream;
  if (!entry.storage) stream.bytes.reserve(static_cast<std::size_t>(std::min({entry.size, bytes_max, file_.size()})));
  const std::uint64_t copying = (std::uint64_t{1} << sector_shift_) / 64;
  stream.trouble =
      follow(entry, bytes_max, 1 + copying, work, [&](std::string_view sector) { stream.bytes += sector; });
  return stream;
}

CompoundFile::Place CompoundFile::locate(const Entry& entry, std::uint64_t bytes_max, Work& work) const {
  Place place;
  place.trouble = follow(entry, bytes_max, 1, work, [&](std::string_view sector) { place.pieces.add(sector); });
  return place;
}

// Shows the sectors of a stream, each for `steps`. Why there are less than there should be; else empty.
std::string_view CompoundFile::follow(const Entry& entry, std::uint64_t bytes_max, std::uint64_t steps, Work& work,
                                      const Each& each) const {
  if (entry.storage) return "a storage, not a stream";
  if (entry.size < mini_cutoff) return follow_mini(entry, bytes_max, work, each);
  const std::uint64_t size = std::min({entry.size, bytes_max, file_.size()});
  const std::uint64_t sector_bytes = std::uint64_t{1} << sector_shift_;
  Chain chain(entry.start);
  for (std::uint64_t shown = 0; shown < size; shown += sector_bytes) {
    if (!work.spend(steps)) return "more than a file may take";
    const std::uint64_t wanted = std::min(sector_bytes, size - shown);
    if (chain.in_circle()) return "a circle of sectors";
    if (chain.at() >= sectors_) return "its sectors end too early";
    each(file_.slice(place_of(chain.at()), wanted));
    if (!file_.holds(place_of(chain.at()), wanted)) return "the file ends within it";
    chain.move_to(next_in(fat_, chain.at()));
  }
  return size < std::min(entry.size, bytes_max) ? "it claims more than the file has"sv : ""sv;
}

// 2.4: small streams are in sectors of 64 bytes, which are themselves the stream of the root.
std::string_view CompoundFile::follow_mini(const Entry& entry, std::uint64_t bytes_max, Work& work,
                                           const Each& each) const {
  const std::uint64_t size = std::min(entry.size, bytes_max);
  const std::uint64_t mini_bytes = std::uint64_t{1} << mini_shift;
  const unsigned per_sector_shift = sector_shift_ - static_cast<unsigned>(mini_shift);
  Chain chain(entry.start);
  for (std::uint64_t shown = 0; shown < size; shown += mini_bytes) {
    if (!work.spend(2)) return "more than a file may take";
    if (chain.in_circle()) return "a circle of small sectors";
    const std::size_t sector = chain.at() >> per_sector_shift;
    if (sector >= mini_sectors_.size()) return "its small sectors end too early";
    const std::uint64_t within = chain.at() & ((1U << per_sector_shift) - 1U);
    const std::uint64_t place = place_of(mini_sectors_[sector]) + within * mini_bytes;
    const std::uint64_t wanted = std::min(mini_bytes, size - shown);
    each(file_.slice(place, wanted));
    if (!file_.holds(place, wanted)) return "the file ends within it";
    chain.move_to(next_in(mini_fat_, chain.at()));
  }
  return {};
}

}  // namespace shoal::inspect
