// The files of an installation of Windows, wherever they lie: in a folder or in a WIM.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace shoal::app {

/// A file by its place.
struct ImageFile {
  std::string path;  ///< "Windows/System32/kernel32.dll"; a mere name where there is no folder of Windows.
  std::uint64_t bytes = 0;
};

/// Files that can be handed out.
class ImageFiles {
 public:
  virtual ~ImageFiles() = default;

  /// What answers call it where a person does not name it.
  const std::string& name() const { return name_; }
  const std::vector<ImageFile>& files() const { return files_; }

  /// Hands out the bytes of `wanted`, positions in files(), in whichever order is the fastest. What `take` says ends
  /// it. Errors: invalid_input "app.bad_image", unavailable "app.unreadable".
  virtual Result<void> read(const std::vector<std::size_t>& wanted,
                            const std::function<void(std::size_t, std::string_view)>& take) const = 0;

 protected:
  std::string name_;
  std::vector<ImageFile> files_;
};

/// A disk, its Windows folder, or a folder in which modules lie. Of the first two those files are listed that a
/// baseline is made of, whatever the case of their names; of the last all files that stand in it. Errors: not_found
/// "app.no_path".
Result<std::unique_ptr<ImageFiles>> open_folder(const std::filesystem::path& path);

/// An image of a WIM or ESD; the only one where `index`, which counts from 1, is not told. Files are unpacked into a
/// folder below `scratch`, some at a time.
/// Errors: invalid_input "app.bad_image"; "app.which_image" with the images that there are.
Result<std::unique_ptr<ImageFiles>> open_wim(const std::filesystem::path& path, std::optional<std::uint32_t> index,
                                             const std::filesystem::path& scratch);

/// All bytes of a file. Errors: unavailable "app.unreadable".
Result<std::string> bytes_of_file(const std::filesystem::path& path);

/// A module is of some megabytes; no hive, and no file of a baseline, is as large.
inline constexpr std::uint64_t image_file_bytes_max = std::uint64_t{1} << 30U;

}  // namespace shoal::app
