#include "app/where.hpp"

#include "exposure/fields.hpp"
#include "exposure/select.hpp"

namespace shoal::app {

Result<Meaning> Meaning::of(const std::string& filter, const std::vector<estate::Device>& devices) {
  std::vector<std::string> keys = exposure::tag_keys(devices);
  const std::vector<std::string_view> further(keys.begin(), keys.end());
  Filter parsed = SHOAL_TRY(Filter::parse(filter, {exposure::device_fields(), further}));
  return Meaning(std::move(parsed), std::move(keys));
}

std::vector<bool> Meaning::meant(const exposure::Assessment& assessment,
                                 const std::vector<estate::Device>& devices) const {
  exposure::DeviceSource source(assessment, devices, keys_);
  std::vector<bool> meant(devices.size());
  for (std::size_t i = 0; i < devices.size(); i++) {
    source.show(i);
    meant[i] = filter_.matches(source, assessment.as_of);
  }
  return meant;
}

Result<void> keep_where(Assessed& made, const std::string& filter) {
  std::vector<estate::Device>& devices = made.reading.devices;
  const Meaning meaning = SHOAL_TRY(Meaning::of(filter, devices));
  const std::vector<bool> keep = meaning.meant(made.assessment, devices);
  std::vector<estate::Device> kept;
  made.assessment = exposure::select(made.assessment, keep);
  for (std::size_t i = 0; i < devices.size(); i++)
    if (keep[i]) kept.push_back(std::move(devices[i]));
  made.where = {meaning.filter().spelled(), devices.size()};
  devices = std::move(kept);
  return {};
}

}  // namespace shoal::app
