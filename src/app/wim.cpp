// Windows Imaging Format, through libwim: install.wim and install.esd.
#include <wimlib.h>

#include <algorithm>

#include "app/image_files.hpp"
#include "base/text.hpp"

namespace shoal::app {
namespace {

namespace fs = std::filesystem;

struct WimClosed {
  void operator()(WIMStruct* wim) const { wimlib_free(wim); }
};
using Wim = std::unique_ptr<WIMStruct, WimClosed>;

Error bad_wim(const fs::path& path, int code) {
  return {ErrorKind::invalid_input, "app.bad_image",
          path.string() + ": " + wimlib_get_error_string(static_cast<wimlib_error_code>(code))};
}

// What an image is called: as Windows shows it, or else by its name in the WIM.
std::string image_name(const Wim& wim, std::uint32_t index) {
  const auto number = static_cast<int>(index);
  const char* shown = wimlib_get_image_property(wim.get(), number, "DISPLAYNAME");
  const char* name = shown != nullptr ? shown : wimlib_get_image_name(wim.get(), number);
  return printable(name == nullptr ? "" : name);
}

class WimFiles : public ImageFiles {
 public:
  WimFiles(fs::path path, Wim wim, std::uint32_t index, fs::path scratch)
      : path_(std::move(path)), wim_(std::move(wim)), index_(static_cast<int>(index)), scratch_(std::move(scratch)) {
    const std::string image = image_name(wim_, index);
    name_ = path_.filename().string() + ", image " + std::to_string(index) + (image.empty() ? "" : ": " + image);
  }

  Result<void> list() {
    const int code =
        wimlib_iterate_dir_tree(wim_.get(), index_, "/", WIMLIB_ITERATE_DIR_TREE_FLAG_RECURSIVE, add_entry, this);
    if (code == too_many)
      return Error{ErrorKind::invalid_input, "app.bad_image",
                   path_.string() + ": an image has more than " + grouped(entries_max) + " files"};
    if (code != 0) return bad_wim(path_, code);
    return {};
  }

  Result<void> read(const std::vector<std::size_t>& wanted,
                    const std::function<void(std::size_t, std::string_view)>& take) const override {
    // What lies together is unpacked together: in an ESD, many files are packed as one.
    std::vector<std::size_t> order = wanted;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places_[a] < places_[b]; });
    for (auto next = order.begin(); next != order.end();) {
      std::uint64_t bytes = 0;
      const auto begin = next;
      do {
        bytes += files_[*next++].bytes;
      } while (next != order.end() && bytes + files_[*next].bytes <= batch_bytes);
      if (auto read = read_batch({begin, next}, take); !read) return read;
    }
    return {};
  }

 private:
  static constexpr std::uint64_t batch_bytes = std::uint64_t{256} << 20U;
  static constexpr std::size_t entries_max = 5'000'000;
  static constexpr int too_many = -1;

  static int add_entry(const wimlib_dir_entry* entry, void* self) {
    auto& files = *static_cast<WimFiles*>(self);
    if (++files.entries_ > entries_max) return too_many;
    constexpr std::uint32_t others =
        WIMLIB_FILE_ATTRIBUTE_DIRECTORY | WIMLIB_FILE_ATTRIBUTE_REPARSE_POINT | WIMLIB_FILE_ATTRIBUTE_ENCRYPTED;
    if ((entry->attributes & others) != 0 || entry->full_path == nullptr || entry->full_path[0] != '/') return 0;
    const wimlib_resource_entry& resource = entry->streams[0].resource;
    files.files_.push_back({entry->full_path + 1, resource.uncompressed_size});
    files.places_.emplace_back(resource.packed != 0 ? resource.raw_resource_offset_in_wim : resource.offset,
                               resource.packed != 0 ? resource.offset : 0);
    return 0;
  }

  Result<void> read_batch(const std::vector<std::size_t>& batch,
                          const std::function<void(std::size_t, std::string_view)>& take) const {
    std::vector<const char*> paths;
    paths.reserve(batch.size());
    for (const std::size_t position : batch) paths.push_back(files_[position].path.c_str());
    const fs::path folder = scratch_ / "unpacked";
    const int code = wimlib_extract_paths(wim_.get(), index_, folder.c_str(), paths.data(), paths.size(),
                                          WIMLIB_EXTRACT_FLAG_NO_ACLS | WIMLIB_EXTRACT_FLAG_NO_ATTRIBUTES);
    if (code != 0) return bad_wim(path_, code);
    for (const std::size_t position : batch) take(position, SHOAL_TRY(bytes_of_file(folder / files_[position].path)));
    std::error_code failed;
    fs::remove_all(folder, failed);
    return {};
  }

  fs::path path_;
  Wim wim_;
  int index_;
  fs::path scratch_;
  std::size_t entries_ = 0;
  // By file, where in the WIM it lies: of one that is packed with others, where they lie and then where it does.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> places_;
};

// Which image is meant. Errors: "app.which_image".
Result<std::uint32_t> image_meant(const fs::path& path, const Wim& wim, std::optional<std::uint32_t> index) {
  wimlib_wim_info info{};
  if (const int code = wimlib_get_wim_info(wim.get(), &info); code != 0) return bad_wim(path, code);
  if (info.image_count == 0)
    return Error{ErrorKind::invalid_input, "app.bad_image", path.string() + ": no image is in it"};
  const std::uint32_t meant = index.value_or(1);
  if ((index || info.image_count == 1) && meant >= 1 && meant <= info.image_count) return meant;
  std::string message =
      path.string() + (index ? " has no image " + std::to_string(meant) + ", but" : " has several images:");
  constexpr std::uint32_t shown_max = 20;
  for (std::uint32_t i = 1; i <= std::min(info.image_count, shown_max); i++)
    message += std::string(i == 1 ? " " : ", ") + std::to_string(i) + " (" + image_name(wim, i) + ")";
  if (info.image_count > shown_max) message += ", and " + std::to_string(info.image_count - shown_max) + " more";
  return Error{ErrorKind::invalid_input, "app.which_image", message};
}

}  // namespace

Result<std::unique_ptr<ImageFiles>> open_wim(const fs::path& path, std::optional<std::uint32_t> index,
                                             const fs::path& scratch) {
  WIMStruct* opened = nullptr;
  if (const int code = wimlib_open_wim(path.c_str(), WIMLIB_OPEN_FLAG_ERROR_IF_SPLIT, &opened); code != 0)
    return bad_wim(path, code);
  Wim wim(opened);
  const std::uint32_t meant = SHOAL_TRY(image_meant(path, wim, index));
  auto files = std::make_unique<WimFiles>(path, std::move(wim), meant, scratch);
  if (auto listed = files->list(); !listed) return std::move(listed).error();
  return std::unique_ptr<ImageFiles>(std::move(files));
}

}  // namespace shoal::app
