// Scenarios of outbreaks: whatever the bytes are, they are refused in one sentence on one line, or what is read of them
// becomes a scenario whose positions all mean something. The texts are parted by lines of "%%": the scenario, zones,
// devices, ways, credentials, links.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.hpp"
#include "ingest/outbreak_scenario.hpp"
#include "ingest/outbreak_tables.hpp"
#include "outbreak/actions.hpp"
#include "outbreak/made_description.hpp"
#include "outbreak/prepare.hpp"

namespace {

std::string_view next_text(std::string_view& rest) {
  const auto end = rest.find("\n%%\n");
  const std::string_view text = rest.substr(0, end);
  rest = end == rest.npos ? std::string_view() : rest.substr(end + 4);
  return text;
}

void check_refusal(const shoal::Error& error) {
  SHOAL_ASSERT(!error.message.empty() && error.kind == shoal::ErrorKind::invalid_input);
}

void check_line(const shoal::Error& error) {
  check_refusal(error);
  // One line: what came from outside was made printable.
  SHOAL_ASSERT(error.message.find('\n') == std::string::npos);
}

bool are_devices(const std::vector<shoal::outbreak::DeviceIndex>& positions, std::size_t devices) {
  for (std::size_t i = 0; i < positions.size(); i++)
    if (positions[i] >= devices || (i > 0 && positions[i] <= positions[i - 1])) return false;
  return true;
}

void check_scenario(const shoal::outbreak::Scenario& scenario) {
  const std::size_t zones = scenario.zones.size(), devices = scenario.devices.size();
  for (const auto& zone : scenario.zones) SHOAL_ASSERT(zone.site < scenario.sites.size() && zone.uplink > 0);
  std::vector<std::uint64_t> in_zone(zones);
  for (const auto& device : scenario.devices) {
    SHOAL_ASSERT(device.zone < zones && device.kind < scenario.kinds.size());
    in_zone[device.zone]++;
  }
  for (std::size_t z = 0; z < zones; z++) SHOAL_ASSERT(in_zone[z] <= scenario.zones[z].addresses);
  for (const auto& reach : scenario.reaches) {
    SHOAL_ASSERT(reach.pairs.size() == zones * zones);
    for (std::size_t z = 0; z < zones; z++) SHOAL_ASSERT(reach.pairs[z * zones + z] == 1);
  }
  for (const auto& kind : scenario.kinds) {
    SHOAL_ASSERT(kind.by_exploit.size() == scenario.exploits.size());
    for (const auto& to : kind.by_exploit)
      SHOAL_ASSERT(to.holds >= 0 && to.holds <= 1 && to.infect >= 0 && to.crash >= 0 && to.infect + to.crash <= 1);
  }
  for (const auto& credential : scenario.credentials)
    SHOAL_ASSERT(are_devices(credential.lies_on, devices) && are_devices(credential.opens, devices));
  for (const auto& links : scenario.worm.links)
    SHOAL_ASSERT(links.begins.size() == devices + 1 && links.begins.back() == links.to.size());
  SHOAL_ASSERT(scenario.entry.zone_weights.size() == zones && are_devices(scenario.entry.devices, devices));
  SHOAL_ASSERT(scenario.until > 0 && scenario.site_down_share >= 0 && scenario.site_down_share <= 1);
}

void check_actions(const shoal::outbreak::Prepared& prepared) {
  const auto& scenario = prepared.scenario;
  const shoal::outbreak::Efforts efforts{1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  for (const auto& action : shoal::outbreak::candidate_actions(prepared, efforts, 20).actions) {
    SHOAL_ASSERT(action.effort > 0 && are_devices(action.protection.safe, scenario.devices.size()));
    for (const auto& closed : action.protection.closed)
      SHOAL_ASSERT(closed.reach < scenario.reaches.size() && closed.from != closed.to);
    for (const auto credential : action.protection.useless) SHOAL_ASSERT(credential < scenario.credentials.size());
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer looks for this name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace ingest = shoal::ingest;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  auto read = ingest::read_outbreak_scenario(next_text(rest));
  if (!read) {
    check_line(read.error());
    return 0;
  }
  shoal::outbreak::Description& made = read->description;
  if (!ingest::read_outbreak_zones(next_text(rest), "z.csv", made)) return 0;
  if (!ingest::read_outbreak_devices(next_text(rest), "d.csv", made)) return 0;
  if (!ingest::read_outbreak_ways(next_text(rest), "w.csv", made)) return 0;
  if (!ingest::read_outbreak_credentials(next_text(rest), "c.csv", made)) return 0;
  if (!ingest::read_outbreak_links(next_text(rest), "l.csv", made)) return 0;
  shoal::outbreak::OutbreakFacts facts = shoal::outbreak::plain_facts();
  facts.worms[0].values.push_back({shoal::outbreak::WormPart::links, "plain", "", "per-second", {1, 1, 1}, {}});
  facts.worms[0].values.push_back({shoal::outbreak::WormPart::theft, "", "445/tcp", "per-second", {1, 1, 1}, {}});
  const auto prepared = prepare(made, facts);
  if (!prepared) {
    check_line(prepared.error());
    return 0;
  }
  SHOAL_ASSERT(prepared->scenario.devices.size() == made.devices.size());
  check_scenario(prepared->scenario);
  check_actions(*prepared);
  return 0;
}
