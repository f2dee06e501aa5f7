#include "inspect/hive.hpp"

#include <hivex.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace shoal::inspect {
namespace {

struct FreedByC {
  void operator()(void* memory) const { std::free(memory); }
};
template <typename T>
using OwnedByC = std::unique_ptr<T, FreedByC>;

// A file in memory: hivex opens files by name alone.
class FileInMemory {
 public:
  explicit FileInMemory(std::string_view bytes) : file_(memfd_create("hive", MFD_CLOEXEC)) {
    while (!bytes.empty() && file_ >= 0) {
      const ssize_t written = write(file_, bytes.data(), bytes.size());
      if (written <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    is_whole_ = file_ >= 0;
  }
  ~FileInMemory() {
    if (file_ >= 0) close(file_);
  }
  FileInMemory(const FileInMemory&) = delete;
  FileInMemory& operator=(const FileInMemory&) = delete;

  bool is_whole() const { return is_whole_; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
  bool is_whole_ = false;
};

// An open hive. A key is 0 where there is none.
class Hive {
 public:
  using Key = hive_node_h;

  static Result<Hive> open(std::string_view bytes) {
    const FileInMemory file(bytes);
    if (!file.is_whole()) return bad(std::strerror(errno));
    hive_h* opened = hivex_open(file.path().c_str(), 0);
    if (opened == nullptr) return bad(std::strerror(errno));
    return Hive(opened);
  }

  Key root() const { return hivex_root(hive_.get()); }
  Key child(Key key, std::string_view name) const {
    return key == 0 ? 0 : hivex_node_get_child(hive_.get(), key, std::string(name).c_str());
  }
  // Of keys one below the other, with a backslash between them.
  Key at(std::string_view path) const {
    Key key = root();
    for (const std::string_view part : split(path, '\\')) key = child(key, part);
    return key;
  }
  struct Named {
    std::string name;  // In lower case.
    Key key = 0;
  };
  // The keys below `key`. What cannot be read is passed over.
  std::vector<Named> children(Key key) const {
    std::vector<Named> all;
    const OwnedByC<Key> found(key == 0 ? nullptr : hivex_node_children(hive_.get(), key));
    for (const Key* each = found.get(); each != nullptr && *each != 0; each++)
      if (const OwnedByC<char> name(hivex_node_name(hive_.get(), *each)); name)
        all.push_back({lower_ascii(name.get()), *each});
    return all;
  }
  std::string text(Key key, const char* name) const {
    const hive_value_h value = key == 0 ? 0 : hivex_node_get_value(hive_.get(), key, name);
    const OwnedByC<char> found(value == 0 ? nullptr : hivex_value_string(hive_.get(), value));
    return found ? std::string(found.get()) : std::string();
  }
  std::optional<std::uint32_t> number(Key key, const char* name) const {
    const hive_value_h value = key == 0 ? 0 : hivex_node_get_value(hive_.get(), key, name);
    hive_type type = hive_t_REG_NONE;
    std::size_t size = 0;
    if (value == 0 || hivex_value_type(hive_.get(), value, &type, &size) != 0) return std::nullopt;
    // A hive may have any number here, and an enumeration may not.
    std::uint32_t told = 0;
    static_assert(sizeof told == sizeof type);
    std::memcpy(&told, &type, sizeof told);
    if (told != hive_t_REG_DWORD || size != 4) return std::nullopt;
    return static_cast<std::uint32_t>(hivex_value_dword(hive_.get(), value));
  }

 private:
  struct Closed {
    void operator()(hive_h* hive) const { hivex_close(hive); }
  };
  explicit Hive(hive_h* hive) : hive_(hive) {}
  static Error bad(std::string_view why) {
    return {ErrorKind::invalid_input, "inspect.bad_hive",
            "no hive of a registry that can be read: " + std::string(why)};
  }

  std::unique_ptr<hive_h, Closed> hive_;
};

void add_classes(const Hive& hive, Hive::Key clsids, std::vector<std::string>& classes) {
  for (Hive::Named& each : hive.children(clsids))
    if (each.name.starts_with('{')) classes.push_back(std::move(each.name));
}

// "How to determine which .NET Framework versions are installed",
// https://learn.microsoft.com/en-us/dotnet/framework/migration-guide/how-to-determine-which-versions-are-installed
void add_frameworks(const Hive& hive, readiness::ImageRegistry& registry) {
  struct Framework {
    const char* feature;
    const char* keys[2];
  };
  constexpr Framework frameworks[] = {
      {"netfx11", {"v1.1.4322", nullptr}}, {"netfx3", {"v2.0.50727", "v3.5"}}, {"netfx4", {"v4\\Full", nullptr}}};
  for (const Framework& each : frameworks) {
    bool is_on = false;
    for (const char* key : each.keys)
      if (key != nullptr)
        is_on =
            is_on || hive.number(hive.at(std::string("Microsoft\\NET Framework Setup\\NDP\\") + key), "Install") == 1;
    registry.features.emplace_back(each.feature, is_on ? "on" : "off");
  }
}

}  // namespace

Result<void> read_software_hive(std::string_view bytes, bool has_wide_processor, readiness::ImageRegistry& registry) {
  const Hive hive = SHOAL_TRY(Hive::open(bytes));
  const Hive::Key current = hive.at("Microsoft\\Windows NT\\CurrentVersion");
  registry.product = hive.text(current, "ProductName");
  std::string build = hive.text(current, "CurrentBuildNumber");
  if (build.empty()) build = hive.text(current, "CurrentBuild");
  registry.build = parse_number(build).value_or(0);
  const Hive::Key classes = hive.at("Classes");
  add_classes(hive, hive.child(classes, "CLSID"), registry.classes);
  if (has_wide_processor) {
    // The first of Windows 7 and later, the second before it.
    add_classes(hive, hive.at("Classes\\Wow6432Node\\CLSID"), registry.classes32);
    add_classes(hive, hive.at("Wow6432Node\\Classes\\CLSID"), registry.classes32);
  }
  for (Hive::Named& each : hive.children(classes))
    if (!each.name.starts_with('.') && each.name != "clsid" && each.name != "wow6432node" &&
        hive.child(each.key, "CLSID") != 0)
      registry.programs.push_back(std::move(each.name));
  add_frameworks(hive, registry);
  return {};
}

Result<void> read_system_hive(std::string_view bytes, readiness::ImageRegistry& registry) {
  const Hive hive = SHOAL_TRY(Hive::open(bytes));
  std::string number = std::to_string(hive.number(hive.at("Select"), "Current").value_or(1));
  number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
  for (Hive::Named& each : hive.children(hive.at("ControlSet" + number + "\\Services")))
    registry.services.push_back(std::move(each.name));
  return {};
}

}  // namespace shoal::inspect
