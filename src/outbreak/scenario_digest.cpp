// The digest of a scenario: every field in the order of its header, so that none is forgotten.

#include <bit>

#include "base/bytes.hpp"
#include "base/sha256.hpp"
#include "outbreak/shard.hpp"

namespace shoal::outbreak {
namespace {

/// Writes what it is given, whatever it is, so that the fields of a struct are one list each.
class FieldWriter {
 public:
  void add(double value) { writer_.number(std::bit_cast<std::uint64_t>(value)); }
  void add(bool value) { writer_.number(value ? 1 : 0); }
  void add(std::uint8_t value) { writer_.number(value); }
  void add(std::uint32_t value) { writer_.number(value); }
  void add(std::uint64_t value) { writer_.number(value); }
  void add(const std::string& value) { writer_.text(value); }
  void add(const Span& span) { all(static_cast<std::uint8_t>(span.law), span.typical, span.spread); }
  void add(const Zone& zone) { all(zone.name, zone.site, zone.addresses, zone.uplink, zone.reaches_kill_switch); }
  void add(const Reach& reach) { all(reach.name, reach.pairs); }
  void add(const Susceptibility& each) { all(each.holds, each.infect, each.crash); }
  void add(const Kind& kind) { all(kind.name, kind.by_exploit); }
  void add(const Credential& credential) { all(credential.name, credential.lies_on, credential.opens); }
  void add(const ScenarioDevice& device) { all(device.zone, device.kind, device.has_personal_data); }
  void add(const Scan& scan) {
    all(scan.exploit, scan.reach, scan.per_second, scan.in_zone, scan.in_site, scan.anywhere_addresses);
  }
  void add(const Sweep& sweep) { all(sweep.exploit, sweep.per_second, sweep.repeats); }
  void add(const Theft& theft) { all(theft.reach, theft.per_second, theft.success, theft.carried); }
  void add(const Links& links) { all(links.exploit, links.per_second, links.begins, links.to); }
  void add(const Worm& worm) {
    all(worm.name, worm.scans, worm.sweeps, worm.thefts, worm.links, worm.latent, worm.active, worm.kill_switch);
  }
  void add(const Entry& entry) { all(entry.zone_weights, entry.devices, entry.count); }
  void add(const Response& response) {
    all(response.noticed_after, response.detection, response.reaction, response.cuts_zones, response.switches_off);
  }

  template <typename Value>
  void add(const std::vector<Value>& values) {
    writer_.number(values.size());
    for (const Value& value : values) add(value);
  }
  template <typename Value>
  void add(const std::optional<Value>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  template <typename... Values>
  void all(const Values&... values) {
    (add(values), ...);
  }

  const std::string& bytes() const { return writer_.bytes(); }

 private:
  ByteWriter writer_;
};

}  // namespace

std::string digest(const Scenario& scenario) {
  FieldWriter writer;
  writer.all(scenario.sites, scenario.zones, scenario.reaches, scenario.exploits, scenario.kinds, scenario.devices,
             scenario.credentials, scenario.worm, scenario.entry, scenario.response, scenario.until,
             scenario.site_down_share);
  return sha256_hex(writer.bytes());
}

}  // namespace shoal::outbreak
