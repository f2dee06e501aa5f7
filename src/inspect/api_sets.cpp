#include "inspect/api_sets.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "inspect/pe_image.hpp"

namespace shoal::inspect {
namespace {

// Where a version of the map has what, in bytes from the beginning of each structure.
struct ApiSetLayout {
  std::uint64_t header_bytes, count_at, entry_bytes, name_at;
  std::uint64_t data_at;                    // In an entry: where its hosts are told of.
  std::uint64_t hosts_count_at, hosts_at;   // There: how many they are, and where they begin. Not of version 6.
  std::uint64_t host_bytes, host_names_at;  // Of one host: its size, and where the names of who asks and of it are.
};
constexpr ApiSetLayout layout_2 = {8, 4, 12, 0, 8, 0, 4, 16, 0};
constexpr ApiSetLayout layout_4 = {16, 12, 24, 4, 20, 4, 8, 20, 4};
constexpr ApiSetLayout layout_6 = {28, 12, 24, 4, 16, 0, 0, 20, 4};

constexpr std::uint64_t name_bytes_max = 512;

class ApiSetReader {
 public:
  ApiSetReader(Span map, Work& work) : map_(map), work_(work) {}

  std::optional<ApiSetMap> read() {
    ApiSetMap made;
    made.version = map_.u32(0);
    if (made.version != 2 && made.version != 4 && made.version != 6) return std::nullopt;
    const ApiSetLayout& layout = made.version == 2 ? layout_2 : made.version == 4 ? layout_4 : layout_6;
    const std::uint64_t count = map_.u32(layout.count_at);
    const std::uint64_t entries_at = made.version == 6 ? map_.u32(16) : layout.header_bytes;
    if (!map_.holds(0, layout.header_bytes) || !map_.holds(entries_at, count * layout.entry_bytes)) return std::nullopt;
    for (std::uint64_t i = 0; i < count && !failed_; i++)
      made.sets.push_back(read_set(layout, made.version, entries_at + i * layout.entry_bytes));
    if (failed_) return std::nullopt;
    return made;
  }

 private:
  readiness::ApiSet read_set(const ApiSetLayout& layout, std::uint32_t version, std::uint64_t at) {
    readiness::ApiSet set;
    failed_ = failed_ || !work_.spend();
    std::uint64_t count = 0, hosts_at = 0;
    if (version == 6) {
      // The part of the name that counts ends before its last number.
      const std::uint64_t counts = map_.u32(at + 12), whole = map_.u32(at + 8);
      set.name = name(map_.u32(at + layout.name_at), std::min(counts, whole));
      count = map_.u32(at + 20);
      hosts_at = map_.u32(at + layout.data_at);
    } else {
      set.name = name_at(at + layout.name_at);
      const std::uint64_t data = map_.u32(at + layout.data_at);
      failed_ = failed_ || !map_.holds(data, layout.hosts_at);
      count = map_.u32(data + layout.hosts_count_at);
      hosts_at = data + layout.hosts_at;
    }
    if (count > 0 && !map_.holds(hosts_at, count * layout.host_bytes)) failed_ = true;
    for (std::uint64_t i = 0; i < count && !failed_; i++) {
      failed_ = !work_.spend();
      const std::uint64_t host_at = hosts_at + i * layout.host_bytes + layout.host_names_at;
      std::string asks = name_at(host_at), host = name_at(host_at + 8);
      if (i == 0) {
        set.host = std::move(host);
      } else {
        set.hosts_for.emplace_back(std::move(asks), std::move(host));
      }
    }
    return set;
  }

  // A name of which the place and the length stand at `at`.
  std::string name_at(std::uint64_t at) { return name(map_.u32(at), map_.u32(at + 4)); }
  std::string name(std::uint64_t at, std::uint64_t bytes) {
    if (bytes == 0) return {};
    if (bytes > name_bytes_max || !map_.holds(at, bytes) || !work_.spend(1 + bytes / 64)) failed_ = true;
    return failed_ ? std::string() : lower_ascii(utf8_of_utf16(map_.slice(at, bytes)));
  }

  Span map_;
  Work& work_;
  bool failed_ = false;
};

}  // namespace

std::optional<ApiSetMap> read_api_sets(Span map, Work& work) { return ApiSetReader(map, work).read(); }

std::optional<ApiSetMap> api_sets_in(Span module, Work& work) {
  const auto image = pe_image(module, work);
  if (!image) return std::nullopt;
  for (const PeSection& section : image->sections)
    if (section.name == ".apiset") return read_api_sets(module.part(section.at, section.file_bytes), work);
  return std::nullopt;
}

}  // namespace shoal::inspect
