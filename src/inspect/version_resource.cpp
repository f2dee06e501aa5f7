#include "inspect/version_resource.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "base/unicode.hpp"
#include "inspect/wide_text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint32_t fixed_signature = 0xFEEF04BD;
constexpr std::uint64_t fixed_bytes = 24;  // of what is read of it
constexpr std::uint64_t key_bytes_max = 512;

std::uint64_t to_next_four(std::uint64_t at) { return (at + 3) / 4 * 4; }

struct VersionBlock {
  std::uint64_t end = 0;       // of the block and all in it
  std::uint64_t value_at = 0;  // also where its children begin, where it has no value
  std::uint64_t value_size = 0;
  std::string key;
};

// The tree is walked by its three levels, which are all that it has.
class VersionReader {
 public:
  VersionReader(Span resource, Letters letters, std::uint64_t base, Work& work, readiness::FactSheet& sheet)
      : resource_(resource), letters_(letters), base_(base), work_(work), sheet_(sheet) {}

  void read() {
    const auto root = block(0, resource_.size());
    if (!root || root->key != "VS_VERSION_INFO") {
      sheet_.add(FactKind::unread, "version", "the resource is no version resource", 0, base_);
      return;
    }
    read_fixed(root->value_at, root->value_size);
    each_child(to_next_four(root->value_at + root->value_size), root->end,
               [&](std::uint64_t, const VersionBlock& info) {
                 if (info.key != "StringFileInfo") return true;
                 each_child(info.value_at, info.end, [&](std::uint64_t, const VersionBlock& table) {
                   read_strings(table);
                   return false;
                 });
                 return false;
               });
  }

 private:
  std::optional<VersionBlock> block(std::uint64_t at, std::uint64_t end) {
    const std::uint64_t header = letters_ == Letters::wide ? 6 : 4;
    const std::uint64_t size = resource_.u16(at);
    if (size < header || at + header > end || !work_.spend(2)) return std::nullopt;
    VersionBlock read;
    read.end = std::min(at + size, end);
    const std::string_view key = text(at + header, std::min(key_bytes_max, read.end - at - header));
    const std::uint64_t terminator = letters_ == Letters::wide ? 2 : 1;
    read.value_at = to_next_four(at + header + key.size() + terminator);
    read.value_size = resource_.u16(at + 2);
    read.key = utf8(key);
    return read;
  }

  // Hands on each block of [at, end), until `each` says no.
  template <typename Each>
  void each_child(std::uint64_t at, std::uint64_t end, const Each& each) {
    while (const auto child = block(at, end)) {
      if (!each(at, *child)) return;
      at = to_next_four(child->end);
    }
  }

  void read_strings(const VersionBlock& table) {
    std::size_t strings = 0;
    each_child(table.value_at, table.end, [&](std::uint64_t at, const VersionBlock& string) {
      const std::uint64_t room = string.end - std::min(string.value_at, string.end);
      const std::string_view value = text(string.value_at, std::min(version_text_bytes_max, room));
      if (!work_.spend(value.size() / 64)) return false;
      if (!string.key.empty()) sheet_.add(FactKind::version, string.key, utf8(value), 0, base_ + at);
      return ++strings < version_strings_max;
    });
  }

  void read_fixed(std::uint64_t at, std::uint64_t size) {
    if (size < fixed_bytes || !resource_.holds(at, fixed_bytes) || resource_.u32(at) != fixed_signature) return;
    sheet_.add(FactKind::version, "fixed-file-version", four_numbers(at + 8), 0, base_ + at + 8);
    sheet_.add(FactKind::version, "fixed-product-version", four_numbers(at + 16), 0, base_ + at + 16);
  }

  std::string four_numbers(std::uint64_t at) const {
    return std::to_string(resource_.u16(at + 2)) + "." + std::to_string(resource_.u16(at)) + "." +
           std::to_string(resource_.u16(at + 6)) + "." + std::to_string(resource_.u16(at + 4));
  }

  std::string_view text(std::uint64_t at, std::uint64_t size_max) const {
    if (letters_ == Letters::wide) return wide_text_at(resource_, at, size_max);
    const std::string_view rest = resource_.slice(at, size_max);
    return rest.substr(0, rest.find('\0'));
  }
  std::string utf8(std::string_view text) const {
    return letters_ == Letters::wide ? utf8_of_utf16(text) : utf8_of_latin1(text);
  }

  Span resource_;
  Letters letters_;
  std::uint64_t base_;
  Work& work_;
  readiness::FactSheet& sheet_;
};

}  // namespace

void read_version_resource(Span resource, Letters letters, std::uint64_t base, Work& work,
                           readiness::FactSheet& sheet) {
  VersionReader(resource, letters, base, work, sheet).read();
}

}  // namespace shoal::inspect
