#include "app/inventory_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/text.hpp"
#include "ingest/archive.hpp"
#include "ingest/reader.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

// Reads as much of the file as `bytes` has room for.
bool read_into(const fs::path& path, std::string& bytes) {
  std::ifstream in(path, std::ios::binary);
  if (in) in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return static_cast<bool>(in);
}

void reject(const std::string& place, const Error& error, InventoryFile& into) {
  into.rejected.push_back({place, std::string(error.code), error.message});
}

template <typename T>
void append(std::vector<T>&& more, std::vector<T>& to) {
  if (to.empty()) {
    to = std::move(more);
  } else {
    std::move(more.begin(), more.end(), std::back_inserter(to));
  }
}

void read_inventory(std::string_view bytes, const std::string& place, const ingest::ListSettings& lists,
                    InventoryFile& into) {
  auto inventory = ingest::read_inventory(bytes, place, lists);
  if (!inventory) {
    reject(place, inventory.error(), into);
    return;
  }
  append(std::move(inventory->observations), into.observations);
  append(std::move(inventory->rows), into.rejected);
  append(std::move(inventory->mapped), into.mapped);
}

}  // namespace

Result<std::vector<fs::path>> find_inventory_files(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code failed;
    const auto status = fs::status(path, failed);
    if (failed || !fs::exists(status))
      return Error{ErrorKind::not_found, "app.no_path", "no such file or folder: " + path.string()};
    if (!fs::is_directory(status)) {
      files.push_back(path);
      continue;
    }
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto entry = fs::recursive_directory_iterator(path, options, failed);
         !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed))
      if (entry->is_regular_file(failed)) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

Result<std::string> load_inventory_file(const fs::path& path, const ingest::ListSettings& lists) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  const Error unreadable{ErrorKind::unavailable, "app.unreadable", "the file cannot be read"};
  if (failed) return unreadable;
  std::string bytes(std::min<std::uintmax_t>(size, ingest::beginning_bytes), '\0');
  if (size > ingest::inventory_bytes_max) {
    if (!read_into(path, bytes)) return unreadable;
    const bool is_archive = ingest::is_archive(bytes);
    if (size > (is_archive ? ingest::archive_bytes_max : ingest::bytes_max_for(bytes, lists)))
      return Error{ErrorKind::invalid_input, "ingest.too_large",
                   "the file has " + grouped(size) + " bytes, more than an " + (is_archive ? "archive" : "inventory") +
                       " can have"};
  }
  bytes.resize(size);
  if (!read_into(path, bytes)) return unreadable;
  return bytes;
}

InventoryFile read_inventory_bytes(std::string_view bytes, const std::string& place,
                                   const ingest::ListSettings& lists) {
  InventoryFile file;
  file.bytes = bytes.size();
  if (ingest::is_archive(bytes)) {
    ingest::read_archive(
        bytes, place,
        {[&](const std::string& inner, std::string_view member) { read_inventory(member, inner, lists, file); },
         [&](estate::SetAside aside) { file.rejected.push_back(std::move(aside)); }});
  } else {
    read_inventory(bytes, place, lists, file);
  }
  return file;
}

InventoryFile read_inventory_file(const fs::path& path, const ingest::ListSettings& lists) {
  const auto bytes = load_inventory_file(path, lists);
  if (bytes) return read_inventory_bytes(*bytes, path.string(), lists);
  InventoryFile file;
  reject(path.string(), bytes.error(), file);
  return file;
}

}  // namespace shoal::app
