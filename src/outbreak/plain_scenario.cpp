#include "outbreak/plain_scenario.hpp"

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

Scenario no_devices() {
  Scenario scenario;
  scenario.exploits = {"MS17-010"};
  scenario.kinds = {{"Windows XP SP3", {{1, 1, 0}}}};
  scenario.until = 1e9;
  return scenario;
}

}  // namespace

Scenario one_zone(std::uint32_t devices, std::uint64_t addresses) {
  Scenario scenario = no_devices();
  scenario.sites = {"Croydon"};
  scenario.zones = {{.name = "VLAN 1", .site = 0, .addresses = addresses}};
  scenario.reaches = {{"445/tcp", {1}}};
  scenario.devices.assign(devices, {0, 0, false});
  scenario.entry.zone_weights = {1};
  return scenario;
}

Scenario many_sites(std::uint32_t sites, std::uint32_t zones, double share, double reach, std::uint64_t seed) {
  Scenario scenario = no_devices();
  Random random(seed);
  for (SiteIndex site = 0; site < sites; site++) {
    scenario.sites.push_back("site " + std::to_string(site));
    for (std::uint32_t zone = 0; zone < zones; zone++) {
      scenario.zones.push_back({.name = "VLAN " + std::to_string(scenario.zones.size()), .site = site});
      const auto index = static_cast<ZoneIndex>(scenario.zones.size() - 1);
      for (int address = 0; address < 256; address++)
        if (random.chance(share)) scenario.devices.push_back({index, 0, false});
    }
  }
  const std::size_t all = scenario.zones.size();
  std::vector<std::uint8_t> is_open(std::size_t{sites} * sites);
  for (std::size_t i = 0; i < is_open.size(); i++) is_open[i] = i % (sites + 1U) == 0 || random.chance(reach) ? 1 : 0;
  Reach made{"445/tcp", std::vector<std::uint8_t>(all * all)};
  for (std::size_t from = 0; from < all; from++)
    for (std::size_t to = 0; to < all; to++) made.pairs[from * all + to] = is_open[from / zones * sites + to / zones];
  scenario.reaches = {std::move(made)};
  scenario.entry.zone_weights.assign(all, 1);
  return scenario;
}

Scan scan_of(double per_second, double addresses) {
  Scan scan;
  scan.per_second = per_second;
  scan.anywhere_addresses = addresses;
  return scan;
}

}  // namespace shoal::outbreak
