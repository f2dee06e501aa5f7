// An installation of Windows to the record of which a baseline is made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/image_files.hpp"
#include "app/read_estate.hpp"
#include "readiness/system_image.hpp"
#include "readiness/target.hpp"

namespace shoal::app {

struct ImageRequest {
  std::vector<std::filesystem::path> sources;  ///< Folders, WIMs and ESDs; what two of them have is the first's.
  const readiness::Target* target = nullptr;
  std::optional<std::uint32_t> index = {};  ///< Which image of a WIM.
  std::string name;                         ///< What answers call it; the sources' own names where empty.
  Day read;
};

/// A baseline as its file has it, and what is in that.
struct MadeBaseline {
  std::string bytes;
  readiness::SystemImage image;
};

/// Reads an installation in a process of its own, since libraries read the WIM and the hives: it can start no program
/// and reach no network, and is ended where it takes hours. Errors: not_found "app.no_path"; invalid_input
/// "app.bad_image" where a source cannot be read, "app.which_image" where a WIM has several images; those of
/// check_image(); unavailable "app.unreadable".
Result<MadeBaseline> read_system_image(const ImageRequest& request, const Progress& progress);

/// Whether an image can stand for a target. Errors: invalid_input "app.wrong_image" where it has no modules for the
/// target's processor, or its registry names another build.
Result<void> check_image(const readiness::SystemImage& image, const readiness::Target& target);

/// What a file of an image is for, by its place: made known for its test.
enum class ImagePart : std::uint8_t { none, module, beside, software, system };
struct ImageRole {
  ImagePart part = ImagePart::none;
  int rank = 0;                   ///< Of modules of one name, a program finds the one of the lowest rank.
  bool is_only_x86 = false;       ///< Of a module: only programs of 32 bits look there.
  bool is_only_own = false;       ///< Only programs of the system's own processor do.
  std::string machine, assembly;  ///< Of one beside.
};
ImageRole role_of_image_file(std::string_view path);

}  // namespace shoal::app
