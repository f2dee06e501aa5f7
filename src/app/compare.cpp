#include "app/compare.hpp"

#include "app/where.hpp"
#include "base/assert.hpp"

namespace shoal::app {
namespace {

// Devices are matched before any is left out, so that a filter makes no device appear or go silent.
Result<void> leave_out(estate::Match& match, const Assessed& made, const std::string& filter) {
  const Meaning meaning = SHOAL_TRY(Meaning::of(filter, made.reading.devices));
  const std::vector<bool> before = meaning.meant(made.earlier->assessment, made.earlier->reading.devices);
  const std::vector<bool> after = meaning.meant(made.assessment, made.reading.devices);
  const auto not_before = [&](std::uint32_t at) { return !before[at]; };
  const auto not_after = [&](std::uint32_t at) { return !after[at]; };
  std::erase_if(match.both, [&](const auto& pair) { return !before[pair.first] && !after[pair.second]; });
  std::erase_if(match.before_only, not_before);
  std::erase_if(match.before_unclear, not_before);
  std::erase_if(match.after_only, not_after);
  std::erase_if(match.after_unclear, not_after);
  return {};
}

const lifecycle::Release* release_of(const exposure::Assessment& assessment, std::int32_t device) {
  if (device < 0) return nullptr;
  const auto* judged = exposure::release_of(assessment, assessment.devices[static_cast<std::size_t>(device)]);
  return judged == nullptr ? nullptr : judged->release;
}

}  // namespace

Result<report::Compared> compare(const Assessed& made, const std::string& filter) {
  SHOAL_ASSERT(made.earlier);
  const Earlier& earlier = *made.earlier;
  const bool by_number = earlier.reading.devices.front().number.has_value();
  estate::Match match = by_number ? estate::match_by_number(earlier.reading.devices, made.reading.devices)
                                  : estate::match_by_name(earlier.reading.devices, made.reading.devices);
  if (!filter.empty()) SHOAL_TRY(leave_out(match, made, filter));

  report::Compared compared;
  compared.comparison = exposure::compare(earlier.assessment, made.assessment, match);
  compared.files = earlier.reading.files;
  compared.set_aside = earlier.reading.rejected;
  for (const exposure::ChangedDevice& device : compared.comparison.devices) {
    const estate::Device& named = device.after >= 0 ? made.reading.devices[static_cast<std::size_t>(device.after)]
                                                    : earlier.reading.devices[static_cast<std::size_t>(device.before)];
    compared.devices.push_back(
        {named.name, release_of(earlier.assessment, device.before), release_of(made.assessment, device.after)});
  }
  return compared;
}

}  // namespace shoal::app
