#include "app/register.hpp"

#include <map>

#include "estate/belief.hpp"

namespace shoal::app {
namespace {

// For each trail of which a person said so, whether its device was out of use on the day; the last word counts.
std::map<store::TrailId, bool> retired_on(const std::vector<store::Retirement>& retirements, Day as_of) {
  std::map<store::TrailId, bool> retired;
  for (const store::Retirement& each : retirements) {
    if (each.day > as_of) continue;
    for (const store::TrailId trail : each.trails) retired[trail] = each.retired;
  }
  return retired;
}

estate::Device device_from(std::vector<store::Kept>::iterator first, std::vector<store::Kept>::iterator last,
                           const std::map<store::TrailId, bool>& retired, estate::Combiner& combiner) {
  std::vector<estate::Observation> observations;
  std::vector<Day> days;
  std::vector<std::string> joined_by;
  bool out_of_use = false;
  for (auto kept = first; kept != last; ++kept) {
    observations.push_back(std::move(kept->seen));
    days.push_back(kept->day);
    joined_by.push_back("trail " + std::to_string(kept->trail) + " of device " + std::to_string(kept->device));
    const auto said = retired.find(kept->trail);
    out_of_use = out_of_use || (said != retired.end() && said->second);
  }
  estate::Device device = estate::combine_believed(std::move(observations), days, std::move(joined_by), combiner);
  device.number = first->device;
  device.retired = out_of_use;
  return device;
}

}  // namespace

Result<Reading> read_register(store::Store& store, Day as_of, Day known_at, store::Detail detail) {
  std::vector<store::Kept> kept = SHOAL_TRY(store.latest(as_of, known_at, detail));
  const std::vector<store::Retirement> retirements = SHOAL_TRY(store.retirements(known_at));
  const std::map<store::TrailId, bool> retired = retired_on(retirements, as_of);
  const store::Extent extent = SHOAL_TRY(store.extent(known_at));

  Reading reading;
  reading.files = extent.files;
  reading.rejected = SHOAL_TRY(store.set_aside(known_at));
  estate::Combiner combiner;
  for (auto first = kept.begin(); first != kept.end();) {
    auto last = first;
    while (last != kept.end() && last->device == first->device) ++last;
    reading.devices.push_back(device_from(first, last, retired, combiner));
    first = last;
  }
  return reading;
}

}  // namespace shoal::app
