#include "outbreak/scenario.hpp"

#include <algorithm>
#include <cmath>

namespace shoal::outbreak {
namespace {

// So that every position fits 32 bits with room, and rates stay far from where doubles end.
constexpr std::size_t devices_max = 100'000'000, zones_max = 65'536, links_max = 2'000'000'000;
constexpr double addresses_max = 0x1p64, rate_max = 1e12, seconds_max = 1e12;

Error bad(std::string message) { return {ErrorKind::invalid_input, "outbreak.bad_scenario", std::move(message)}; }

std::string spelled_number(double number) {
  if (std::isnan(number)) return "not a number";
  std::string text = std::to_string(number);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

Result<void> check_range(double value, double least, double most, const std::string& what) {
  if (value >= least && value <= most) return {};
  return bad(what + " is not from " + spelled_number(least) + " to " + spelled_number(most) + ": " +
             spelled_number(value));
}

Result<void> check_below(std::size_t index, std::size_t size, const std::string& whose, const std::string& what) {
  if (index < size) return {};
  return bad(whose + " names " + what + " " + std::to_string(index) + ", and there are " + std::to_string(size));
}

Result<void> check_span(const Span& span, const std::string& what) {
  if (span.law == Span::Law::fixed && span.typical == forever) return {};
  SHOAL_TRY(check_range(span.typical, 0, seconds_max, what));
  return check_range(span.spread, 0, 100, "the spread of " + what);
}

Result<void> check_zones(const Scenario& scenario) {
  if (scenario.zones.size() > zones_max)
    return bad("there are more than " + std::to_string(zones_max) + " zones: " + std::to_string(scenario.zones.size()));
  for (const Zone& zone : scenario.zones) {
    SHOAL_TRY(check_below(zone.site, scenario.sites.size(), "zone " + zone.name, "site"));
    if (!(zone.uplink >= 0)) return bad("zone " + zone.name + " has an uplink below 0: " + spelled_number(zone.uplink));
  }
  return {};
}

Result<void> check_devices(const Scenario& scenario) {
  if (scenario.devices.size() > devices_max)
    return bad("there are more than " + std::to_string(devices_max) +
               " devices: " + std::to_string(scenario.devices.size()));
  std::vector<std::uint64_t> by_zone(scenario.zones.size(), 0);
  for (std::size_t d = 0; d < scenario.devices.size(); d++) {
    const std::string whose = "device " + std::to_string(d);
    SHOAL_TRY(check_below(scenario.devices[d].zone, scenario.zones.size(), whose, "zone"));
    SHOAL_TRY(check_below(scenario.devices[d].kind, scenario.kinds.size(), whose, "kind"));
    by_zone[scenario.devices[d].zone]++;
  }
  for (std::size_t z = 0; z < by_zone.size(); z++)
    if (scenario.zones[z].addresses < std::max<std::uint64_t>(by_zone[z], 1))
      return bad("zone " + scenario.zones[z].name + " has " + std::to_string(by_zone[z]) + " devices and " +
                 std::to_string(scenario.zones[z].addresses) + " addresses");
  return {};
}

Result<void> check_reaches(const Scenario& scenario) {
  const std::size_t zones = scenario.zones.size();
  for (const Reach& reach : scenario.reaches) {
    if (reach.pairs.size() != zones * zones)
      return bad("reach " + reach.name + " has " + std::to_string(reach.pairs.size()) + " pairs, and there are " +
                 std::to_string(zones) + " zones");
    for (std::size_t z = 0; z < zones; z++)
      if (reach.pairs[z * zones + z] == 0)
        return bad("reach " + reach.name + " says that zone " + scenario.zones[z].name + " does not reach itself");
    if (std::any_of(reach.pairs.begin(), reach.pairs.end(), [](std::uint8_t pair) { return pair > 1; }))
      return bad("reach " + reach.name + " has a pair that is neither 0 nor 1");
  }
  return {};
}

Result<void> check_kinds(const Scenario& scenario) {
  for (const Kind& kind : scenario.kinds) {
    if (kind.by_exploit.size() != scenario.exploits.size())
      return bad("kind " + kind.name + " is judged for " + std::to_string(kind.by_exploit.size()) +
                 " exploits, and there are " + std::to_string(scenario.exploits.size()));
    for (const Susceptibility& one : kind.by_exploit) {
      SHOAL_TRY(check_range(one.holds, 0, 1, "how sure it is that kind " + kind.name + " is open"));
      SHOAL_TRY(check_range(one.infect, 0, 1, "the chance to infect kind " + kind.name));
      SHOAL_TRY(check_range(one.crash, 0, 1, "the chance to crash kind " + kind.name));
      SHOAL_TRY(check_range(one.infect + one.crash, 0, 1 + 1e-9, "the sum of both for kind " + kind.name));
    }
  }
  return {};
}

Result<void> check_indices(const Scenario& scenario, const std::vector<DeviceIndex>& devices,
                           const std::string& whose) {
  for (std::size_t i = 0; i < devices.size(); i++) {
    SHOAL_TRY(check_below(devices[i], scenario.devices.size(), whose, "device"));
    if (i > 0 && devices[i] <= devices[i - 1])
      return bad(whose + " names devices that are not ascending: " + std::to_string(devices[i]));
  }
  return {};
}

Result<void> check_scans(const Scenario& scenario) {
  for (const Scan& scan : scenario.worm.scans) {
    SHOAL_TRY(check_below(scan.exploit, scenario.exploits.size(), "a scan", "exploit"));
    SHOAL_TRY(check_below(scan.reach, scenario.reaches.size(), "a scan", "reach"));
    SHOAL_TRY(check_range(scan.per_second, 0, rate_max, "the rate of a scan"));
    SHOAL_TRY(check_range(scan.in_zone, 0, 1, "the share of a scan in its zone"));
    SHOAL_TRY(check_range(scan.in_site, 0, 1, "the share of a scan in its site"));
    SHOAL_TRY(check_range(scan.in_zone + scan.in_site, 0, 1 + 1e-9, "the sum of both shares of a scan"));
    SHOAL_TRY(check_range(scan.anywhere_addresses, 1, addresses_max, "the number of addresses anywhere"));
  }
  return {};
}

Result<void> check_links(const Scenario& scenario, const Links& links) {
  SHOAL_TRY(check_below(links.exploit, scenario.exploits.size(), "a set of links", "exploit"));
  SHOAL_TRY(check_range(links.per_second, 0, rate_max, "the rate of links"));
  if (links.to.size() > links_max) return bad("there are too many links: " + std::to_string(links.to.size()));
  if (links.begins.size() != scenario.devices.size() + 1 || links.begins.front() != 0 ||
      links.begins.back() != links.to.size() || !std::is_sorted(links.begins.begin(), links.begins.end()))
    return bad("the positions at which links of devices begin do not ascend from 0 to " +
               std::to_string(links.to.size()) + " in " + std::to_string(scenario.devices.size() + 1) + " steps");
  for (const DeviceIndex to : links.to) SHOAL_TRY(check_below(to, scenario.devices.size(), "a link", "device"));
  return {};
}

Result<void> check_worm(const Scenario& scenario) {
  const Worm& worm = scenario.worm;
  if (std::max({worm.scans.size(), worm.sweeps.size(), worm.thefts.size(), worm.links.size()}) > 100)
    return bad("worm " + worm.name + " has more than 100 ways of one sort");
  SHOAL_TRY(check_scans(scenario));
  for (const Sweep& sweep : worm.sweeps) {
    SHOAL_TRY(check_below(sweep.exploit, scenario.exploits.size(), "a sweep", "exploit"));
    SHOAL_TRY(check_range(sweep.per_second, 0, rate_max, "the rate of a sweep"));
  }
  for (const Theft& theft : worm.thefts) {
    SHOAL_TRY(check_below(theft.reach, scenario.reaches.size(), "a theft", "reach"));
    SHOAL_TRY(check_range(theft.per_second, 0, rate_max, "the rate of a theft"));
    SHOAL_TRY(check_range(theft.success, 0, 1, "the success of a theft"));
  }
  for (const Links& links : worm.links) SHOAL_TRY(check_links(scenario, links));
  SHOAL_TRY(check_span(worm.latent, "how long an infection is latent"));
  SHOAL_TRY(check_span(worm.active, "how long an infection is active"));
  if (worm.kill_switch) SHOAL_TRY(check_range(*worm.kill_switch, 0, seconds_max, "the time of the kill switch"));
  return {};
}

Result<void> check_entry(const Scenario& scenario) {
  const Entry& entry = scenario.entry;
  std::vector<DeviceIndex> named = entry.devices;
  std::sort(named.begin(), named.end());
  SHOAL_TRY(check_indices(scenario, named, "the entry"));
  if (!entry.devices.empty()) return {};
  if (entry.zone_weights.size() != scenario.zones.size())
    return bad("the entry weighs " + std::to_string(entry.zone_weights.size()) + " zones, and there are " +
               std::to_string(scenario.zones.size()));
  for (const double weight : entry.zone_weights) SHOAL_TRY(check_range(weight, 0, 1e100, "the weight of a zone"));
  return {};
}

Result<void> check_response(const Response& response) {
  if (response.noticed_after == 0) return bad("the response begins after 0 devices are lost, and must be after 1");
  SHOAL_TRY(check_span(response.detection, "the detection"));
  return check_span(response.reaction, "the reaction");
}

}  // namespace

Result<void> check(const Scenario& scenario) {
  SHOAL_TRY(check_zones(scenario));
  SHOAL_TRY(check_devices(scenario));
  SHOAL_TRY(check_reaches(scenario));
  SHOAL_TRY(check_kinds(scenario));
  for (const Credential& credential : scenario.credentials) {
    SHOAL_TRY(check_indices(scenario, credential.lies_on, "where credential " + credential.name + " lies"));
    SHOAL_TRY(check_indices(scenario, credential.opens, "what credential " + credential.name + " opens"));
  }
  SHOAL_TRY(check_worm(scenario));
  SHOAL_TRY(check_entry(scenario));
  if (scenario.response) SHOAL_TRY(check_response(*scenario.response));
  if (!(scenario.until > 0 && scenario.until <= seconds_max))
    return bad("the end is not after 0 and at most " + spelled_number(seconds_max) +
               " seconds: " + spelled_number(scenario.until));
  return check_range(scenario.site_down_share, 0, 1, "the share at which a site is down");
}

}  // namespace shoal::outbreak
