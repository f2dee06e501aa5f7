#include "inspect/made_compound.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>

#include "inspect/msi.hpp"

namespace shoal::inspect {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t none = 0xFFFF'FFFF, chain_end = 0xFFFF'FFFE, fat_mark = 0xFFFF'FFFD, difat_mark = 0xFFFF'FFFC;
constexpr std::size_t header_entries = 109;

std::string u16(std::uint64_t number) { return little_endian_bytes(number, 2); }
std::string u32(std::uint64_t number) { return little_endian_bytes(number, 4); }

void pad(std::string& bytes, std::size_t to) { bytes.resize((bytes.size() + to - 1) / to * to, '\0'); }

// Sectors as they are laid down one behind the other, with the table that links them.
struct Sectors {
  std::size_t size;
  std::string bytes;
  std::vector<std::uint32_t> next;

  // The first sector of it, which is the end of a chain where there is nothing to lay down.
  std::uint32_t lay(std::string content) {
    if (content.empty()) return chain_end;
    pad(content, size);
    const auto first = static_cast<std::uint32_t>(next.size());
    const auto count = static_cast<std::uint32_t>(content.size() / size);
    for (std::uint32_t i = 1; i <= count; i++) next.push_back(i == count ? chain_end : first + i);
    bytes += content;
    return first;
  }
};

std::string table_of(const std::vector<std::uint32_t>& next) {
  std::string bytes;
  for (const std::uint32_t sector : next) bytes += u32(sector);
  return bytes;
}

struct Directory {
  std::vector<std::string> names;  // UTF-16LE
  std::vector<std::uint32_t> left, right;
};

// The middle one of a sorted range, with its halves below it.
std::uint32_t balanced(std::span<const std::uint32_t> ids, Directory& directory) {
  if (ids.empty()) return none;
  const std::size_t middle = ids.size() / 2;
  directory.left[ids[middle]] = balanced(ids.first(middle), directory);
  directory.right[ids[middle]] = balanced(ids.subspan(middle + 1), directory);
  return ids[middle];
}

std::string directory_entry(const std::u16string& name, char type, std::uint32_t left, std::uint32_t right,
                            std::uint32_t child, std::string_view class_id, std::uint32_t start, std::uint64_t size) {
  std::string entry;
  for (const char16_t unit : name) entry += u16(unit);
  entry.resize(64, '\0');
  entry += u16(name.size() * 2 + 2);
  entry += type;
  entry += '\1';  // Black
  entry += u32(left) + u32(right) + u32(child);
  entry += class_id;
  entry.resize(80 + 16, '\0');
  entry.resize(116, '\0');
  return entry + u32(start) + little_endian_bytes(size, 8);
}

class PackageWriter {
 public:
  explicit PackageWriter(const MadePackage& package) : package_(&package) {}

  std::vector<MadeStream> streams() {
    MadeTable names{"_Tables", {{"Name", made_key}}, {}};
    MadeTable columns{
        "_Columns", {{"Table", made_key}, {"Number", made_short}, {"Name", made_text}, {"Type", made_short}}, {}};
    for (const MadeTable& table : package_->tables) {
      names.rows.push_back({table.name});
      for (std::size_t i = 0; i < table.columns.size(); i++)
        columns.rows.push_back({table.name, static_cast<std::int32_t>(i + 1), table.columns[i].name,
                                static_cast<std::int32_t>(table.columns[i].type)});
    }
    std::vector<MadeStream> streams = {written(names), written(columns)};
    for (const MadeTable& table : package_->tables)
      if (!table.rows.empty()) streams.push_back(written(table));
    for (const auto& [name, bytes] : package_->streams) streams.push_back({packed_stream_name(name), bytes});
    const std::uint32_t wide = package_->wide_references ? 0x8000'0000U : 0U;
    streams.push_back({packed_stream_name("!_StringPool"), u32(package_->code_page | wide) + pool_});
    streams.push_back({packed_stream_name("!_StringData"), data_});
    streams.push_back({u"\x0005SummaryInformation", summary()});
    return streams;
  }

 private:
  std::uint32_t number_of(const std::string& text) {
    if (text.empty()) return 0;
    const auto [found, is_new] = numbers_.emplace(text, static_cast<std::uint32_t>(numbers_.size() + 1));
    if (!is_new) return found->second;
    pool_ += text.size() > 0xFFFF ? u16(0) + u16(1) + u32(text.size()) : u16(text.size()) + u16(1);
    data_ += text;
    return found->second;
  }

  std::string cell(const MadeCell& value, const MadeColumn& column) {
    const std::size_t reference = package_->wide_references ? 3 : 2;
    const std::size_t width = (column.type & 0x0800U) != 0 ? reference : (column.type & 0xFFU) == 4 ? 4U : 2U;
    if (const auto* text = std::get_if<std::string>(&value)) return little_endian_bytes(number_of(*text), width);
    const auto* number = std::get_if<std::int32_t>(&value);
    if (number == nullptr) return std::string(width, '\0');
    return little_endian_bytes(static_cast<std::uint32_t>(*number) ^ (width == 4 ? 0x8000'0000U : 0x8000U), width);
  }

  MadeStream written(const MadeTable& table) {
    std::string bytes;
    for (std::size_t i = 0; i < table.columns.size(); i++)
      for (const auto& row : table.rows) bytes += cell(row[i], table.columns[i]);
    return {packed_stream_name("!" + table.name), bytes};
  }

  std::string summary() const {
    const std::string name = package_->summary_template + '\0';
    std::string text = u32(30) + u32(name.size()) + name;
    pad(text, 4);
    const std::string page = u32(2) + u32(package_->code_page & 0xFFFFU), schema = u32(3) + u32(package_->schema);
    const std::size_t begin = 8 + 3 * 8;
    std::string set = u32(3);
    set += u32(1) + u32(begin) + u32(7) + u32(begin + page.size()) + u32(14) + u32(begin + page.size() + text.size());
    set += page + text + schema;
    const std::string format("\xE0\x85\x9F\xF2\xF9\x4F\x68\x10\xAB\x91\x08\x00\x2B\x27\xB3\xD9"sv);
    std::string bytes = u16(0xFFFE) + u16(0) + u32(2) + std::string(16, '\0') + u32(1) + format + u32(48);
    return bytes + u32(set.size() + 4) + set;
  }

  const MadePackage* package_;
  std::map<std::string, std::uint32_t> numbers_;
  std::string pool_, data_;
};

}  // namespace

std::string little_endian_bytes(std::uint64_t number, std::size_t size) {
  std::string bytes;
  for (std::size_t i = 0; i < size; i++, number >>= 8U) bytes += static_cast<char>(number & 0xFFU);
  return bytes;
}

std::string made_compound(const std::vector<MadeStream>& streams, std::string_view root_class_id, unsigned version) {
  Sectors sectors{version == 4 ? std::size_t{4096} : std::size_t{512}, {}, {}}, mini{64, {}, {}};
  std::vector<std::uint32_t> starts;
  starts.reserve(streams.size());
  for (const MadeStream& stream : streams)
    starts.push_back(stream.bytes.size() < 4096 ? mini.lay(stream.bytes) : sectors.lay(stream.bytes));

  // Shorter names stand before longer ones ([MS-CFB] 2.6.4); ours have no small letters to fold beside those packed.
  std::vector<std::uint32_t> order(streams.size());
  std::iota(order.begin(), order.end(), 1U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::u16string &x = streams[a - 1].name, &y = streams[b - 1].name;
    return x.size() != y.size() ? x.size() < y.size() : x < y;
  });
  Directory tree{
      {}, std::vector<std::uint32_t>(streams.size() + 1, none), std::vector<std::uint32_t>(streams.size() + 1, none)};
  const std::uint32_t child = balanced(order, tree);

  const std::uint32_t mini_start = sectors.lay(mini.bytes);
  std::string directory =
      directory_entry(u"Root Entry", 5, none, none, child, root_class_id, mini_start, mini.bytes.size());
  for (std::uint32_t i = 0; i < streams.size(); i++)
    directory += directory_entry(streams[i].name, 2, tree.left[i + 1], tree.right[i + 1], none, {}, starts[i],
                                 streams[i].bytes.size());
  while (directory.size() % sectors.size != 0) directory += directory_entry(u"", 0, none, none, none, {}, 0, 0);
  const std::uint32_t directory_start = sectors.lay(directory);
  std::string mini_table = table_of(mini.next);
  while (mini_table.size() % sectors.size != 0) mini_table += u32(none);
  const std::uint32_t mini_table_start = sectors.lay(mini_table);
  const std::size_t mini_table_sectors = mini_table.size() / sectors.size;

  // The table has to describe its own sectors too, and those that name them where the header has no room.
  const std::size_t per_sector = sectors.size / 4;
  std::size_t fat_sectors = 1;
  const auto difat_sectors = [&] {
    return fat_sectors <= header_entries ? 0 : (fat_sectors - header_entries + per_sector - 2) / (per_sector - 1);
  };
  while (fat_sectors * per_sector < sectors.next.size() + fat_sectors + difat_sectors()) fat_sectors++;
  const auto fat_start = static_cast<std::uint32_t>(sectors.next.size());
  const auto difat_start = static_cast<std::uint32_t>(fat_start + fat_sectors);
  sectors.next.insert(sectors.next.end(), fat_sectors, fat_mark);
  sectors.next.insert(sectors.next.end(), difat_sectors(), difat_mark);
  std::string fat = table_of(sectors.next);
  while (fat.size() < fat_sectors * sectors.size) fat += u32(none);
  const auto named = [&](std::size_t i) { return u32(i < fat_sectors ? fat_start + i : none); };
  std::string difat;
  for (std::size_t i = 0; i < difat_sectors(); i++) {
    for (std::size_t k = 0; k + 1 < per_sector; k++) difat += named(header_entries + i * (per_sector - 1) + k);
    difat += u32(i + 1 < difat_sectors() ? difat_start + i + 1 : chain_end);
  }

  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0');
  header += u16(0x3E) + u16(version) + u16(0xFFFE) + u16(version == 4 ? 12 : 9) + u16(6) + std::string(6, '\0');
  header += u32(version == 4 ? directory.size() / sectors.size : 0) + u32(fat_sectors) + u32(directory_start) + u32(0);
  header += u32(4096) + u32(mini_table_start) + u32(mini_table_sectors);
  header += u32(difat.empty() ? chain_end : difat_start) + u32(difat_sectors());
  for (std::size_t i = 0; i < header_entries; i++) header += named(i);
  pad(header, sectors.size);
  return header + sectors.bytes + fat + difat;
}

std::string made_class_id(bool patch) {
  return std::string(patch ? "\x86\x10\x0C\0"sv : "\x84\x10\x0C\0"sv) + std::string("\0\0\0\0\xC0\0\0\0\0\0\0\x46"sv);
}

std::string made_package(const MadePackage& package) {
  return made_compound(PackageWriter(package).streams(), made_class_id(package.patch), package.version);
}

std::string made_cabinet(const MadeCabinet& cabinet) {
  const std::uint16_t flags = static_cast<std::uint16_t>(
      (cabinet.previous.empty() ? 0U : 1U) | (cabinet.next.empty() ? 0U : 2U) | (cabinet.reserve.empty() ? 0U : 4U));
  std::string optional;
  if (!cabinet.reserve.empty()) optional += u16(cabinet.reserve.size()) + u16(0) + cabinet.reserve;
  for (const std::string& name : {cabinet.previous, cabinet.next})
    if (!name.empty()) optional += name + '\0' + "disk" + '\0';
  std::string files, data;
  for (const auto& [name, bytes] : cabinet.members) {
    files += u32(bytes.size()) + u32(data.size()) + u16(0) + u32(0) + u16(0x20) + name + '\0';
    data += bytes;
  }
  const std::size_t files_at = 36 + optional.size() + 8, data_at = files_at + files.size();
  const std::string block = u32(0) + u16(data.size()) + u16(data.size()) + data;
  std::string header = "MSCF" + u32(0) + u32(data_at + block.size()) + u32(0) + u32(files_at) + u32(0);
  header += '\3';
  header += '\1';
  header += u16(1) + u16(cabinet.members.size()) + u16(flags) + u32(0) + optional;
  return header + u32(data_at) + u16(1) + u16(cabinet.compression) + files + block;
}

}  // namespace shoal::inspect
