#include "outbreak/places.hpp"

#include <algorithm>
#include <numeric>

#include "base/text.hpp"
#include "outbreak/prepare.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::string_view site_prefix = "site:", zone_prefix = "zone:", kind_prefix = "kind:", tier_prefix = "tier:";

/// What stands behind `prefix`; nothing where `text` does not begin with it.
std::optional<std::string> behind(const std::string& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return std::string(trimmed(std::string_view(text).substr(prefix.size())));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string(count == 1 ? one : many);
}

}  // namespace

Error bad_description(std::string_view table, std::uint32_t line, const std::string& what) {
  const std::string place = line == 0 ? "" : "line " + std::to_string(line) + " of the " + std::string(table) + ": ";
  return {ErrorKind::invalid_input, "outbreak.bad_scenario", printable(place + what)};
}

Result<Places> Places::take(const Description& description, Scenario& scenario, std::vector<std::string>& assumptions) {
  Places made(description);
  SHOAL_TRY(made.take_zones(scenario, assumptions));
  SHOAL_TRY(made.take_devices(scenario, assumptions));
  return made;
}

Result<void> Places::take_zones(Scenario& scenario, std::vector<std::string>& assumptions) {
  std::vector<DescribedZone> zones = description_->zones;
  if (zones.empty()) {
    NameIndex named;
    for (const DescribedDevice& device : description_->devices)
      if (named.add(device.zone)) zones.push_back({device.zone, device.zone, 256, Zone{}.uplink, false, 0});
    assumptions.push_back("no zones are told: each that a device names, " + grouped(zones.size()) +
                          " of them, is a site of its own with 256 addresses, or as many as it has devices");
  }
  for (const DescribedZone& each : zones) {
    if (!zones_.add(each.name)) return bad_description("zones", each.line, "zone " + each.name + " stands twice");
    if (sites_.add(each.site)) scenario.sites.push_back(each.site);
    site_of_.push_back(*sites_.find(each.site));
    scenario.zones.push_back({each.name, site_of_.back(), each.addresses, each.uplink, each.reaches_kill_switch});
  }
  if (scenario.zones.size() * scenario.zones.size() > zone_pairs_max)
    return bad_description("zones", 0, grouped(scenario.zones.size()) + " zones are more than a scenario can have");
  devices_in_.resize(scenario.zones.size());
  return {};
}

Result<void> Places::take_devices(Scenario& scenario, std::vector<std::string>& assumptions) {
  if (description_->devices.empty()) return bad_description("devices", 0, "there are no devices");
  scenario.devices.reserve(description_->devices.size());
  for (const DescribedDevice& each : description_->devices) {
    const auto zone = zones_.find(each.zone);
    if (!zone) return bad_description("devices", each.line, "device " + each.name + ": there is no zone " + each.zone);
    if (!devices_.add(each.name)) return bad_description("devices", each.line, "device " + each.name + " stands twice");
    if (each.kind >= scenario.kinds.size())
      return bad_description("devices", each.line, "device " + each.name + " has no kind");
    devices_in_[*zone].push_back(static_cast<DeviceIndex>(scenario.devices.size()));
    scenario.devices.push_back({*zone, each.kind, each.has_personal_data});
  }
  std::uint64_t crowded = 0;
  for (ZoneIndex z = 0; z < scenario.zones.size(); z++) {
    if (devices_in_[z].size() <= scenario.zones[z].addresses) continue;
    scenario.zones[z].addresses = devices_in_[z].size();
    crowded++;
  }
  if (crowded > 0 && !description_->zones.empty())
    assumptions.push_back(counted(crowded, "zone has", "zones have") +
                          " more devices than addresses; each is taken to have as many addresses as devices");
  return {};
}

std::optional<std::vector<ZoneIndex>> Places::zones(const std::string& text) const {
  if (const auto zone = zones_.find(text)) return std::vector<ZoneIndex>{*zone};
  std::vector<ZoneIndex> made;
  if (text == "*") {
    made.resize(site_of_.size());
    std::iota(made.begin(), made.end(), ZoneIndex{0});
    return made;
  }
  const auto site_name = behind(text, site_prefix);
  const auto site = site_name ? sites_.find(*site_name) : std::nullopt;
  if (!site) return std::nullopt;
  for (ZoneIndex z = 0; z < site_of_.size(); z++)
    if (site_of_[z] == *site) made.push_back(z);
  return made;
}

std::optional<std::vector<DeviceIndex>> Places::devices(const std::string& text) const {
  if (const auto found = devices_.find(text)) return std::vector<DeviceIndex>{*found};
  std::vector<DeviceIndex> made;
  const std::vector<DescribedDevice>& all = description_->devices;
  const auto kind = behind(text, kind_prefix), tier = behind(text, tier_prefix), zone = behind(text, zone_prefix);
  if (kind || tier) {
    const auto number = tier ? parse_number(*tier) : std::nullopt;
    if (tier && !number) return std::nullopt;
    for (DeviceIndex d = 0; d < all.size(); d++)
      if (kind ? description_->kinds[all[d].kind].release == *kind : all[d].tier == number) made.push_back(d);
    // A kind or tier that no device has is more likely a slip of the pen.
    return made.empty() ? std::nullopt : std::optional(std::move(made));
  }
  const auto within = zones(zone ? *zone : text);
  if (!within || (!zone && text != "*" && !behind(text, site_prefix))) return std::nullopt;
  for (const ZoneIndex z : *within) made.insert(made.end(), devices_in_[z].begin(), devices_in_[z].end());
  std::sort(made.begin(), made.end());
  return made;
}

}  // namespace shoal::outbreak
