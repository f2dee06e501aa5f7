#include "app/image_files.hpp"

#include <algorithm>
#include <fstream>

#include "base/read_all.hpp"
#include "base/text.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

// The entries of a folder, by name; none of one that cannot be read.
std::vector<fs::directory_entry> entries_of(const fs::path& folder) {
  std::vector<fs::directory_entry> entries;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    entries.push_back(*at);
  std::sort(entries.begin(), entries.end());
  return entries;
}

// The folder of that name in any case; links to folders are not followed.
std::optional<fs::path> folder_in(const fs::path& folder, std::string_view name) {
  std::error_code failed;
  for (const fs::directory_entry& entry : entries_of(folder))
    if (equal_ignoring_case(entry.path().filename().string(), name) && entry.is_directory(failed) &&
        !entry.is_symlink(failed))
      return entry.path();
  return std::nullopt;
}

class FolderFiles : public ImageFiles {
 public:
  explicit FolderFiles(const fs::path& path) {
    name_ = path.filename().empty() ? path.parent_path().filename().string() : path.filename().string();
    std::optional<fs::path> windows = folder_in(path, "Windows");
    if (!windows || !folder_in(*windows, "System32")) windows = folder_in(path, "System32") ? path : windows;
    if (!windows || !folder_in(*windows, "System32")) {
      add(path, "");
    } else {
      add_windows(*windows);
    }
  }

  Result<void> read(const std::vector<std::size_t>& wanted,
                    const std::function<void(std::size_t, std::string_view)>& take) const override {
    for (const std::size_t position : wanted) take(position, SHOAL_TRY(bytes_of_file(places_[position])));
    return {};
  }

 private:
  void add_windows(const fs::path& windows) {
    add(windows, "Windows/");
    for (const char* system : {"System32", "SysWOW64"}) {
      const auto folder = folder_in(windows, system);
      if (!folder) continue;
      const std::string place = std::string("Windows/") + system + "/";
      add(*folder, place);
      for (const char* below : {"wbem", "drivers", "config"})
        if (const auto inner = folder_in(*folder, below)) add(*inner, place + below + "/");
    }
    const auto beside = folder_in(windows, "WinSxS");
    if (!beside) return;
    std::error_code failed;
    for (const fs::directory_entry& entry : entries_of(*beside))
      if (entry.is_directory(failed) && !entry.is_symlink(failed))
        add(entry.path(), "Windows/WinSxS/" + entry.path().filename().string() + "/");
  }

  void add(const fs::path& folder, const std::string& place) {
    std::error_code failed;
    for (const fs::directory_entry& entry : entries_of(folder)) {
      if (!entry.is_regular_file(failed)) continue;
      const std::uint64_t bytes = entry.file_size(failed);
      files_.push_back({place + entry.path().filename().string(), failed ? 0 : bytes});
      places_.push_back(entry.path());
    }
  }

  std::vector<fs::path> places_;  // By file.
};

}  // namespace

Result<std::string> bytes_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes = read_all(file);
  if (!file.is_open() || file.bad())
    return Error{ErrorKind::unavailable, "app.unreadable", "cannot read " + path.string()};
  return bytes;
}

Result<std::unique_ptr<ImageFiles>> open_folder(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_directory(path, failed))
    return Error{ErrorKind::not_found, "app.no_path", "no such file or folder: " + path.string()};
  return std::unique_ptr<ImageFiles>(std::make_unique<FolderFiles>(path));
}

}  // namespace shoal::app
