#include "outbreak/prepare.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "outbreak/places.hpp"

namespace shoal::outbreak {
namespace {

/// So many devices may all rows of credentials mean, one after another.
constexpr std::size_t credential_devices_max = 50'000'000;
constexpr Seconds until_untold = 86'400;

class Preparer {
 public:
  Preparer(const Description& description, const OutbreakFacts& facts) : description_(description), facts_(facts) {}

  Result<Prepared> make() {
    SHOAL_TRY(take_worm());
    SHOAL_TRY(take_kinds());
    const Places places = SHOAL_TRY(Places::take(description_, scenario(), made_.assumptions));
    tell_unknown_effects();
    SHOAL_TRY(take_ways(places));
    SHOAL_TRY(take_credentials(places));
    SHOAL_TRY(take_links(places));
    SHOAL_TRY(take_entry(places));
    take_end();
    made_.devices.reserve(description_.devices.size());
    for (const DescribedDevice& each : description_.devices) made_.devices.push_back(each.name);
    return std::move(made_);
  }

 private:
  Scenario& scenario() { return made_.scenario; }
  void assume(std::string sentence) { made_.assumptions.push_back(printable(std::move(sentence))); }

  Result<void> take_worm() {
    const auto found = std::find_if(facts_.worms.begin(), facts_.worms.end(),
                                    [&](const WormProfile& each) { return each.name == description_.worm; });
    if (found == facts_.worms.end()) return no_worm();
    made_.profile = SHOAL_TRY(changed(*found, description_.changes));
    names_ = names_of(made_.profile);
    const std::vector<double> where(made_.profile.values.size(), description_.where);
    scenario().worm = made_worm(made_.profile, names_, where);
    scenario().exploits = names_.exploits;
    for (const std::string& name : names_.exploits) {
      const auto exploit = std::find_if(facts_.exploits.begin(), facts_.exploits.end(),
                                        [&](const Exploit& each) { return each.name == name; });
      if (exploit == facts_.exploits.end())
        return bad_description("", 0, "worm " + found->name + " has an exploit that is not known: " + name);
      made_.exploits.push_back(*exploit);
    }
    const auto unsure =
        std::count_if(made_.profile.values.begin(), made_.profile.values.end(), [](const WormValue& each) {
          return each.cited.verified == "unverified" && each.cited.citation != "the scenario";
        });
    if (unsure > 0)
      assume(grouped(static_cast<std::uint64_t>(unsure)) + " of the " + grouped(made_.profile.values.size()) +
             " values of " + found->name + " are unverified: see data/outbreak/worms.csv");
    return {};
  }

  Error no_worm() const {
    std::string known;
    std::vector<std::string_view> names;
    for (const WormProfile& each : facts_.worms) {
      known += (known.empty() ? "" : ", ") + each.name;
      names.push_back(each.name);
    }
    if (description_.worm.empty()) return bad_description("", 0, "no worm is named; there are " + known);
    const auto meant = nearest(description_.worm, names);
    return bad_description("", 0,
                           "there is no worm " + description_.worm +
                               (meant ? "; the nearest is " + std::string(*meant) : "; there are " + known));
  }

  const Effect* effect(const std::string& exploit, const std::string& release) const {
    const Effect* own = effect_on(description_.effects, exploit, release);
    return own != nullptr ? own : effect_on(facts_.effects, exploit, release);
  }

  /// How sure it is that a kind is open to an exploit.
  static double openness(const DescribedKind& kind, const Exploit& exploit) {
    for (const auto& [name, holds] : kind.open)
      if (name == exploit.name) return holds;
    const bool is_closed = std::any_of(kind.patched.begin(), kind.patched.end(),
                                       [&](const std::string& name) { return is_closed_by(exploit, name); });
    return is_closed ? 0 : 1;
  }

  Result<void> take_kinds() {
    for (const DescribedKind& each : description_.kinds) {
      Kind kind{each.name, {}};
      for (const Exploit& exploit : made_.exploits) {
        Susceptibility made;
        const Effect* told = effect(exploit.name, each.release);
        made.holds = openness(each, exploit);
        if (!(made.holds >= 0 && made.holds <= 1))
          return bad_description("kinds", 0, "kind " + each.name + " is open with a chance that is none");
        if (told != nullptr && made.holds > 0) {
          made.infect = value_at(told->infect, description_.where);
          // At the high ends of both ranges they may exceed 1.
          made.crash = std::min(value_at(told->crash, description_.where), 1 - made.infect);
        }
        kind.by_exploit.push_back(made);
      }
      scenario().kinds.push_back(std::move(kind));
    }
    return {};
  }

  void tell_unknown_effects() {
    std::map<std::pair<std::string, std::string>, std::uint64_t> unknown;
    std::vector<std::uint64_t> devices(description_.kinds.size());
    for (const DescribedDevice& each : description_.devices) devices[each.kind]++;
    for (std::size_t k = 0; k < devices.size(); k++)
      for (const Exploit& exploit : made_.exploits)
        if (devices[k] > 0 && openness(description_.kinds[k], exploit) > 0 &&
            effect(exploit.name, description_.kinds[k].release) == nullptr)
          unknown[{exploit.name, description_.kinds[k].release}] += devices[k];
    for (const auto& [which, count] : unknown)
      assume("nothing is told of what " + which.first + " does to " + which.second + ", " + grouped(count) +
             (count == 1 ? " device" : " devices") + ": it is taken to do nothing");
  }

  Result<void> take_ways(const Places& places) {
    const std::size_t zones = scenario().zones.size();
    if (!description_.unlisted_ways_open && zones > 1)
      return bad_description("", 0,
                             "it is not told whether zones reach each other where no way speaks of them: "
                             "unlisted_ways is \"open\" or \"closed\"");
    const std::uint8_t unlisted = description_.unlisted_ways_open.value_or(true) ? 1 : 0;
    for (const std::string& port : names_.ports)
      scenario().reaches.push_back({port, std::vector<std::uint8_t>(zones * zones, unlisted)});
    std::size_t work = 0, unused = 0;
    for (const DescribedWay& way : description_.ways) {
      const auto from = places.zones(way.from), to = places.zones(way.to);
      if (!from || !to)
        return bad_description("ways", way.line, "there is no zone or site " + (from ? way.to : way.from));
      work += from->size() * to->size();
      if (work > 4 * zone_pairs_max)
        return bad_description("ways", way.line, "the ways speak of more pairs of zones than can be gone through");
      bool is_used = false;
      for (Reach& reach : scenario().reaches) {
        if (way.port != "*" && way.port != reach.name) continue;
        is_used = true;
        for (const ZoneIndex f : *from)
          for (const ZoneIndex t : *to) reach.pairs[f * zones + t] = way.is_open ? 1 : 0;
      }
      if (!is_used) unused++;
    }
    for (Reach& reach : scenario().reaches)
      for (std::size_t z = 0; z < zones; z++) reach.pairs[z * zones + z] = 1;
    tell_ways(unused);
    return {};
  }

  void tell_ways(std::size_t unused) {
    if (unused > 0)
      assume(grouped(unused) + (unused == 1 ? " way is" : " ways are") + " on ports that " + made_.profile.name +
             " does not use");
    const std::size_t zones = scenario().zones.size();
    if (zones < 2) return;
    for (const Reach& reach : scenario().reaches) {
      const auto open = static_cast<std::uint64_t>(std::count(reach.pairs.begin(), reach.pairs.end(), 1)) - zones;
      assume("on " + reach.name + ", " + grouped(open) + " of " + grouped(zones * (zones - 1)) +
             " pairs of zones are open; those that no way speaks of are " +
             (*description_.unlisted_ways_open ? "open" : "closed"));
    }
  }

  Result<void> take_credentials(const Places& places) {
    NameIndex at;
    std::size_t work = 0, kept_apart = 0;
    for (const DescribedCredential& row : description_.credentials) {
      const auto devices = places.devices(row.devices);
      if (!devices) return bad_description("credentials", row.line, "no device is meant by " + row.devices);
      if ((work += devices->size()) > credential_devices_max)
        return bad_description("credentials", row.line, "the credentials lie on more devices than can be gone through");
      if (at.add(row.name)) scenario().credentials.push_back({row.name, {}, {}});
      Credential& credential = scenario().credentials[*at.find(row.name)];
      for (const DeviceIndex d : *devices) {
        const bool is_apart = description_.tiers_enforced && row.tier && description_.devices[d].tier &&
                              *row.tier != *description_.devices[d].tier;
        if (row.lies_on && is_apart) kept_apart++;
        if (row.lies_on && !is_apart) credential.lies_on.push_back(d);
        if (row.opens) credential.opens.push_back(d);
      }
    }
    for (Credential& each : scenario().credentials)
      for (std::vector<DeviceIndex>* devices : {&each.lies_on, &each.opens}) {
        std::sort(devices->begin(), devices->end());
        devices->erase(std::unique(devices->begin(), devices->end()), devices->end());
      }
    if (kept_apart > 0)
      assume("tiers are enforced: in " + grouped(kept_apart) +
             (kept_apart == 1 ? " place a credential does" : " places credentials do") +
             " not lie on a device of another tier");
    if (!scenario().worm.thefts.empty() && scenario().credentials.empty())
      assume("no credentials are told, which " + made_.profile.name + " would steal");
    return {};
  }

  Result<void> take_links(const Places& places) {
    if (scenario().worm.links.empty()) {
      if (!description_.links.empty()) assume(made_.profile.name + " does not go along links, which are told");
      return {};
    }
    if (description_.links.empty()) {
      assume("no links are told, along which " + made_.profile.name + " would go");
      scenario().worm.links.clear();
      return {};
    }
    std::vector<std::vector<DeviceIndex>> to(scenario().devices.size());
    for (const DescribedLink& link : description_.links) {
      const auto from = places.device(link.from), target = places.device(link.to);
      if (!from || !target)
        return bad_description("links", link.line, "there is no device " + (from ? link.to : link.from));
      to[*from].push_back(*target);
    }
    for (Links& links : scenario().worm.links) {
      links.begins.assign(1, 0);
      links.begins.reserve(to.size() + 1);
      for (const std::vector<DeviceIndex>& each : to) {
        links.to.insert(links.to.end(), each.begin(), each.end());
        links.begins.push_back(static_cast<std::uint32_t>(links.to.size()));
      }
    }
    return {};
  }

  Result<void> take_entry(const Places& places) {
    Entry& entry = scenario().entry;
    entry.count = description_.entry_count;
    entry.zone_weights.assign(scenario().zones.size(), 0);
    for (const std::string& name : description_.entry_devices) {
      const auto device = places.device(name);
      if (!device) return bad_description("", 0, "the entry names a device that there is not: " + name);
      entry.devices.push_back(*device);
    }
    std::sort(entry.devices.begin(), entry.devices.end());
    entry.devices.erase(std::unique(entry.devices.begin(), entry.devices.end()), entry.devices.end());
    for (const auto& [name, weight] : description_.entry_zones) {
      const auto zones = places.zones(name);
      if (!zones) return bad_description("", 0, "the entry names a zone that there is not: " + name);
      for (const ZoneIndex z : *zones) entry.zone_weights[z] += weight;
    }
    if (!description_.entry_zones.empty() || !entry.devices.empty()) return {};
    for (const ScenarioDevice& each : scenario().devices) entry.zone_weights[each.zone]++;
    assume("where it begins is not told: in any zone, as likely as it has devices");
    return {};
  }

  void take_end() {
    scenario().site_down_share = description_.site_down_share;
    scenario().until = description_.until.value_or(until_untold);
    if (!description_.until) assume("how long is not told: 24 hours are simulated");
    scenario().response = description_.response;
    if (!description_.response) assume("no response is told: nobody does anything about it until the end");
    const auto reaches = std::any_of(scenario().zones.begin(), scenario().zones.end(),
                                     [](const Zone& zone) { return zone.reaches_kill_switch; });
    if (scenario().worm.kill_switch && !reaches)
      assume("no zone is told to reach the internet without a proxy: the kill switch stops nothing");
  }

  const Description& description_;
  const OutbreakFacts& facts_;
  WormNames names_;
  Prepared made_;
};

}  // namespace

Result<Prepared> prepare(const Description& description, const OutbreakFacts& facts) {
  return Preparer(description, facts).make();
}

}  // namespace shoal::outbreak
