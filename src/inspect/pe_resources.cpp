#include "inspect/pe_resources.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "base/unicode.hpp"
#include "inspect/manifest.hpp"
#include "inspect/resource_type.hpp"
#include "inspect/version_resource.hpp"
#include "inspect/wide_text.hpp"

namespace shoal::inspect {
namespace {

using readiness::FactKind;

constexpr std::uint64_t resource_directory_bytes = 16;
constexpr std::uint32_t high_bit = 0x80000000U;
constexpr std::uint64_t resource_name_units_max = 256;

struct ResourceEntry {
  std::uint32_t name = 0, offset = 0;
  bool is_directory() const { return (offset & high_bit) != 0; }
  std::uint64_t target() const { return offset & ~high_bit; }
};

class ResourceReader {
 public:
  ResourceReader(const PeImage& image, const Mapped& root, Work& work, readiness::FactSheet& sheet)
      : image_(image), root_(root), work_(work), sheet_(sheet) {}

  void read() {
    each_entry(0, [&](const ResourceEntry& type) {
      if (!type.is_directory()) return true;
      const bool is_number = (type.name & high_bit) == 0;
      const std::string type_name = is_number ? resource_type(type.name) : name_of(type.name);
      return each_entry(type.target(),
                        [&](const ResourceEntry& name) { return add(is_number ? type.name : 0, type_name, name); });
    });
  }

 private:
  // Hands on each entry of a directory until `each` says no; false where it did.
  template <typename Each>
  bool each_entry(std::uint64_t at, const Each& each) {
    const std::uint64_t count = std::uint64_t{root_.bytes.u16(at + 12)} + root_.bytes.u16(at + 14);
    for (std::uint64_t i = 0; i < count && work_.spend(); i++) {
      const std::uint64_t entry_at = at + resource_directory_bytes + i * 8;
      if (!root_.bytes.holds(entry_at, 8)) return true;
      if (!each({root_.bytes.u32(entry_at), root_.bytes.u32(entry_at + 4)})) return false;
    }
    return !work_.exhausted();
  }

  std::string name_of(std::uint32_t name) {
    if ((name & high_bit) == 0) return "#" + std::to_string(name);
    const std::uint64_t at = name & ~high_bit;
    const std::uint64_t units = std::min<std::uint64_t>(root_.bytes.u16(at), resource_name_units_max);
    if (!work_.spend(units / 2)) return {};
    return utf8_of_utf16(root_.bytes.slice(at + 2, units * 2));
  }

  bool add(std::uint32_t type, std::string_view type_name, const ResourceEntry& name) {
    ResourceEntry language = name;
    if (name.is_directory()) {
      language.offset = high_bit;
      each_entry(name.target(), [&](const ResourceEntry& first) {
        language = first;
        return false;
      });
    }
    if (language.is_directory() || !work_.spend(2)) return !work_.exhausted();
    const std::uint32_t size = root_.bytes.u32(language.target() + 4);
    const Mapped leaf = image_.map(root_.bytes.u32(language.target()), work_);
    sheet_.add(FactKind::resource, type_name, name_of(name.name), size, leaf.at);
    read_leaf(type, Mapped{leaf.bytes.part(0, size), leaf.at});
    if (++count_ < resources_max) return true;
    sheet_.add(FactKind::unread, "resources", "there are more than " + grouped(resources_max));
    return false;
  }

  void read_leaf(std::uint32_t type, const Mapped& leaf) {
    if (type == resource_version && !has_version_) {
      has_version_ = true;
      read_version_resource(leaf.bytes, Letters::wide, leaf.at, work_, sheet_);
    }
    if (type == resource_manifest && manifests_++ < manifests_max)
      read_manifest(leaf.bytes.bytes(), leaf.at, work_, sheet_);
  }

  const PeImage& image_;
  Mapped root_;
  Work& work_;
  readiness::FactSheet& sheet_;
  std::uint32_t count_ = 0, manifests_ = 0;
  bool has_version_ = false;
};

}  // namespace

void read_resources(const PeImage& image, Work& work, readiness::FactSheet& sheet) {
  const PeDirectory directory = image.directory(PeTable::resources);
  if (directory.address == 0) return;
  const Mapped root = image.map(directory.address, work);
  if (!root.bytes.holds(0, resource_directory_bytes)) {
    sheet.add(FactKind::unread, "resources", "the table lies outside of the file");
    return;
  }
  ResourceReader(image, root, work, sheet).read();
}

}  // namespace shoal::inspect
