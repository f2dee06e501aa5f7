#include "app/baselines.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "app/image_files.hpp"
#include "app/system_image.hpp"
#include "knowledge/baseline_file.hpp"

namespace shoal::app {
namespace {

// What the image has that is on in the target's table only where somebody turned it on, and the reverse.
void take_features(const readiness::SystemImage& image, readiness::Target& target) {
  if (!image.has_software) return;
  for (const auto& [part, state] : image.registry.features)
    for (auto& [known, told] : target.features)
      if (known == part && (state == "on" || told == "on")) told = state;
}

Error other_target(const std::string& why) { return {ErrorKind::invalid_input, "app.other_target", why}; }

}  // namespace

Result<std::vector<readiness::Baseline>> open_baselines(const std::vector<std::string>& files,
                                                        readiness::Rulebook& book,
                                                        const std::vector<const readiness::Target*>& targets) {
  std::vector<std::optional<readiness::Baseline>> images(targets.size());
  for (const std::string& file : files) {
    std::error_code failed;
    if (!std::filesystem::exists(file, failed))
      return Error{ErrorKind::not_found, "app.no_path", "no such file or folder: " + file};
    const std::string bytes = SHOAL_TRY(bytes_of_file(file));
    auto image = knowledge::read_baseline(bytes);
    if (!image) return std::move(image).error().within(file);
    const auto asked = std::find_if(targets.begin(), targets.end(),
                                    [&](const readiness::Target* target) { return target->id == image->target; });
    if (asked == targets.end()) return other_target(file + " stands for " + image->target + ", which is not asked for");
    const auto position = static_cast<std::size_t>(asked - targets.begin());
    if (images[position]) return other_target(file + " is the second that stands for " + image->target);
    if (auto checked = check_image(*image, **asked); !checked) return std::move(checked).error().within(file);
    for (readiness::Target& target : book.targets)
      if (target.id == image->target) take_features(*image, target);
    images[position] = readiness::Baseline::of(*image);
  }
  std::vector<readiness::Baseline> baselines;
  baselines.reserve(targets.size());
  for (std::size_t i = 0; i < targets.size(); i++)
    baselines.push_back(images[i] ? *std::move(images[i])
                                  : readiness::Baseline::shipped(book.modules, book.functions, *targets[i]));
  return baselines;
}

}  // namespace shoal::app
