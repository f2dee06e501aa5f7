#include "inspect/msi_files.hpp"

#include <algorithm>
#include <optional>

#include "inspect/cab.hpp"
#include "inspect/msi.hpp"

namespace shoal::inspect {
namespace {

// A folder is said by its parent, so that folders can be said to be in each other.
constexpr int folders_deep_max = 32;
constexpr std::size_t folder_bytes_max = 1024;

class FilesReader {
 public:
  FilesReader(const CompoundFile& file, const MsiDatabase& database, Work& work)
      : file_(&file), database_(&database), work_(&work) {}

  PackageFiles read() {
    read_cabinets();
    read_outside();
    for (auto& row : rows_of("Component", {"Component", "Directory_"})) components_[row[0]] = row[1];
    for (auto& row : rows_of("Directory", {"Directory", "Directory_Parent", "DefaultDir"}))
      folders_[row[0]] = {row[1], std::string(target_of(row[2]))};
    for (auto& row : rows_of("File", {"File", "Component_", "FileName"})) {
      const std::string& folder = path_of(components_[row[1]]);
      if (!work_->spend(10 + (folder.size() + row[2].size()) / 8)) break;
      files_.paths[row[0]] = tame_path(folder + "/" + std::string(long_name(row[2])));
    }
    return std::move(files_);
  }

 private:
  struct Directory {
    std::string parent, name;
    std::optional<std::string> path = std::nullopt;  // Once it was asked for.
  };

  // The texts of these columns, where the table has them all.
  std::vector<std::vector<std::string>> rows_of(std::string_view name, const std::vector<std::string_view>& columns) {
    std::vector<std::vector<std::string>> rows;
    const auto* table = database_->find(name);
    if (table == nullptr) return rows;
    std::vector<std::size_t> positions;
    for (const std::string_view column : columns) {
      const auto* found = table->find(column);
      if (found == nullptr) return rows;
      positions.push_back(static_cast<std::size_t>(found - table->columns.data()));
    }
    const auto trouble = database_->each_row(*table, msi_rows_max, *work_, [&](MsiDatabase::Row cells) {
      std::vector<std::string> row;
      for (const std::size_t position : positions) {
        row.emplace_back();
        if (work_->spend(5 + database_->text_bytes(cells[position])))
          database_->append_text(cells[position], row.back());
      }
      rows.push_back(std::move(row));
    });
    if (trouble) files_.troubles.push_back("table " + std::string(name) + ": " + std::string(*trouble));
    return rows;
  }

  void read_cabinets() {
    for (const auto& [name, entry] : database_->streams()) {
      if (name.starts_with('!') || name.starts_with('\x05') || entry->storage || !work_->spend()) continue;
      if (!is_cabinet(file_->read(*entry, 8, *work_).bytes)) continue;
      CompoundFile::Place place = file_->locate(*entry, entry->size, *work_);
      if (!place.trouble.empty()) files_.troubles.push_back(name + ": " + std::string(place.trouble));
      files_.cabinets.push_back({name, std::move(place.pieces)});
    }
  }

  // "Media Table": the cabinet of a disk is a stream where its name begins with "#", and else a file.
  void read_outside() {
    for (const auto& row : rows_of("Media", {"Cabinet"}))
      if (!row[0].empty() && !row[0].starts_with('#')) files_.outside.push_back(row[0]);
  }

  // "DefaultDir": where it is installed, and behind a colon where it is copied from.
  static std::string_view target_of(std::string_view default_folder) {
    return long_name(default_folder.substr(0, default_folder.find(':')));
  }

  // "System Folder Properties": these are where Windows has them, whatever the table says; by their ending, since there
  // is one with "64" of each. TARGETDIR is the root of all others, and no folder that anybody sees.
  const std::string& path_of(const std::string& key, int deep = 0) {
    static const std::string none;
    const auto found = folders_.find(key);
    if (found == folders_.end() || key == "TARGETDIR" || deep > folders_deep_max || !work_->spend(10)) return none;
    Directory& own = found->second;
    if (own.path) return *own.path;
    if (key.ends_with("Folder") && (own.parent.empty() || own.parent == "TARGETDIR")) {
      own.path = key;
    } else {
      std::string path = own.parent.empty() || own.parent == key ? "" : path_of(own.parent, deep + 1);
      if (own.name != "." && own.name != "SourceDir" && path.size() + own.name.size() < folder_bytes_max) {
        if (!path.empty()) path += '/';
        path += own.name;
      }
      own.path = std::move(path);
    }
    return *own.path;
  }

  const CompoundFile* file_;
  const MsiDatabase* database_;
  Work* work_;
  PackageFiles files_;
  std::map<std::string, std::string> components_;  // To their folders.
  std::map<std::string, Directory> folders_;
};

}  // namespace

PackageFiles files_of_package(Span file, Work& work) {
  const CompoundFile compound(file, work);
  const MsiDatabase database(compound, work);
  return FilesReader(compound, database, work).read();
}

std::string tame_path(std::string_view path) {
  std::string tame;
  while (!path.empty()) {
    const auto end = std::min(path.find_first_of("/\\"), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (part.empty() || part == "." || part == ".." || part.ends_with(':')) continue;
    if (!tame.empty()) tame += '/';
    for (const char c : part) tame += static_cast<unsigned char>(c) < 0x20 || c == '\x7f' ? '?' : c;
  }
  return tame.empty() ? "?" : tame;
}

std::string_view long_name(std::string_view name) {
  const auto bar = name.find('|');
  return bar == name.npos ? name : name.substr(bar + 1);
}

}  // namespace shoal::inspect
