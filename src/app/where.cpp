#include "app/where.hpp"

#include "exposure/fields.hpp"
#include "exposure/select.hpp"

namespace shoal::app {

Result<void> keep_where(Assessed& made, const std::string& filter) {
  std::vector<estate::Device>& devices = made.reading.devices;
  const std::vector<std::string> keys = exposure::tag_keys(devices);
  const std::vector<std::string_view> further(keys.begin(), keys.end());
  const Filter parsed = SHOAL_TRY(Filter::parse(filter, {exposure::device_fields(), further}));

  exposure::DeviceSource source(made.assessment, devices, keys);
  std::vector<bool> keep(devices.size());
  std::vector<estate::Device> kept;
  for (std::size_t i = 0; i < devices.size(); i++) {
    source.show(i);
    keep[i] = parsed.matches(source, made.assessment.as_of);
  }
  made.assessment = exposure::select(made.assessment, keep);
  for (std::size_t i = 0; i < devices.size(); i++)
    if (keep[i]) kept.push_back(std::move(devices[i]));
  made.where = {parsed.spelled(), devices.size()};
  devices = std::move(kept);
  return {};
}

}  // namespace shoal::app
