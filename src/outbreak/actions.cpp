#include "outbreak/actions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>
#include <utility>

#include "base/text.hpp"

namespace shoal::outbreak {
namespace {

constexpr double person_days_max = 1e6;
constexpr Seconds hour = 3600;

struct NamedEffort {
  std::string_view name;
  ActionEffort Efforts::*value;
};
constexpr std::array<NamedEffort, 10> named_efforts{{{"patch-kind", &Efforts::patch_kind},
                                                     {"patch-device", &Efforts::patch_device},
                                                     {"smb1-off-site", &Efforts::smb1_off_site},
                                                     {"smb1-off-device", &Efforts::smb1_off_device},
                                                     {"close-pair", &Efforts::close_pair},
                                                     {"migrate-site", &Efforts::migrate_site},
                                                     {"migrate-device", &Efforts::migrate_device},
                                                     {"tier-credential", &Efforts::tier_credential},
                                                     {"tier-credential-device", &Efforts::tier_credential_device},
                                                     {"react-hour", &Efforts::react_hour}}};

std::string count_of_devices(std::uint64_t devices) {
  return grouped(devices) + (devices == 1 ? " device" : " devices");
}

bool is_open(const Susceptibility& to) { return to.holds > 0 && to.infect + to.crash > 0; }

bool is_open(const Kind& kind) {
  return std::any_of(kind.by_exploit.begin(), kind.by_exploit.end(),
                     [](const Susceptibility& to) { return is_open(to); });
}

class ActionMaker {
 public:
  ActionMaker(const Prepared& prepared, const Efforts& efforts, std::size_t pairs_max)
      : prepared_(prepared), scenario_(prepared.scenario), efforts_(efforts), pairs_max_(pairs_max) {
    of_kind_.resize(scenario_.kinds.size());
    at_site_.resize(scenario_.sites.size());
    in_zone_.resize(scenario_.zones.size());
    for (DeviceIndex d = 0; d < scenario_.devices.size(); d++) {
      const ScenarioDevice& each = scenario_.devices[d];
      of_kind_[each.kind]++;
      in_zone_[each.zone]++;
      at_site_[scenario_.zones[each.zone].site].push_back(d);
    }
  }

  ActionList make() {
    patch_kinds();
    turn_off_services();
    close_pairs();
    migrate_sites();
    tier_credentials();
    react_sooner();
    return std::move(made_);
  }

 private:
  void add(const std::string& name, std::string what, ActionEffort effort, Protection protection) {
    // Names are of the estate's own making, so that two may be alike.
    std::string unique = name;
    for (int i = 2; !names_.insert(unique).second; i++) unique = name + " (" + std::to_string(i) + ")";
    made_.actions.push_back({std::move(unique), std::move(what), effort, std::move(protection)});
  }

  void patch_kinds() {
    for (KindIndex k = 0; k < scenario_.kinds.size(); k++) {
      std::set<std::string> done;
      for (ExploitIndex x = 0; x < prepared_.exploits.size(); x++) {
        const Exploit& exploit = prepared_.exploits[x];
        if (of_kind_[k] == 0 || exploit.updates.empty() || !is_open(scenario_.kinds[k].by_exploit[x])) continue;
        if (!done.insert(exploit.bulletin).second) continue;
        Protection protection;
        for (ExploitIndex other = 0; other < prepared_.exploits.size(); other++)
          if (prepared_.exploits[other].bulletin == exploit.bulletin) protection.patched.emplace_back(k, other);
        add("patch " + exploit.bulletin + " on " + scenario_.kinds[k].name,
            "install the update of " + exploit.bulletin + " on " + count_of_devices(of_kind_[k]),
            efforts_.patch_kind + efforts_.patch_device * static_cast<ActionEffort>(of_kind_[k]),
            std::move(protection));
      }
    }
  }

  /// Devices of a site that are open to anything.
  std::vector<DeviceIndex> open_at(SiteIndex site) const {
    std::vector<DeviceIndex> open;
    for (const DeviceIndex d : at_site_[site])
      if (is_open(scenario_.kinds[scenario_.devices[d].kind])) open.push_back(d);
    return open;
  }

  void turn_off_services() {
    if (prepared_.exploits.empty() || prepared_.exploits[0].needs != "smb1") return;
    for (const Exploit& each : prepared_.exploits)
      if (each.needs != "smb1") return;
    for (SiteIndex s = 0; s < scenario_.sites.size(); s++) {
      Protection protection;
      protection.safe = open_at(s);
      if (protection.safe.empty()) continue;
      const std::size_t devices = protection.safe.size();
      add("SMBv1 off at " + scenario_.sites[s],
          "turn SMBv1 off on " + count_of_devices(devices) + " that are open to it; credentials still open them",
          efforts_.smb1_off_site + efforts_.smb1_off_device * static_cast<ActionEffort>(devices),
          std::move(protection));
    }
  }

  /// What pairs are made of: sites, or zones where there is one site.
  std::uint32_t place_of(ZoneIndex zone) const {
    return scenario_.sites.size() > 1 ? scenario_.zones[zone].site : zone;
  }
  const std::string& place_name(std::uint32_t place) const {
    return scenario_.sites.size() > 1 ? scenario_.sites[place] : scenario_.zones[place].name;
  }
  std::uint64_t devices_at(std::uint32_t place) const {
    return scenario_.sites.size() > 1 ? at_site_[place].size() : in_zone_[place];
  }

  void close_pairs() {
    using Pair = std::pair<std::uint32_t, std::uint32_t>;
    const std::size_t zones = scenario_.zones.size();
    for (ReachIndex r = 0; r < scenario_.reaches.size(); r++) {
      const Reach& reach = scenario_.reaches[r];
      std::set<Pair> open;
      for (ZoneIndex f = 0; f < zones; f++)
        for (ZoneIndex t = 0; t < zones; t++)
          if (reach.pairs[f * zones + t] != 0 && place_of(f) != place_of(t))
            open.insert(std::minmax(place_of(f), place_of(t)));
      std::vector<Pair> pairs(open.begin(), open.end());
      std::stable_sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
        return devices_at(a.first) * devices_at(a.second) > devices_at(b.first) * devices_at(b.second);
      });
      if (pairs.size() > pairs_max_) {
        made_.left_out.push_back("of " + grouped(pairs.size()) + " pairs that are open on " + reach.name + ", the " +
                                 grouped(pairs_max_) + " with the most devices at both ends are tried");
        pairs.resize(pairs_max_);
      }
      add_pairs(r, pairs);
    }
  }

  void add_pairs(ReachIndex r, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs) {
    const std::size_t zones = scenario_.zones.size();
    std::vector<std::vector<ZoneIndex>> zones_at(std::max(scenario_.sites.size(), zones));
    for (ZoneIndex z = 0; z < zones; z++) zones_at[place_of(z)].push_back(z);
    const Reach& reach = scenario_.reaches[r];
    for (const auto& pair : pairs) {
      Protection protection;
      for (const ZoneIndex one : zones_at[pair.first])
        for (const ZoneIndex other : zones_at[pair.second]) {
          if (reach.pairs[one * zones + other] != 0) protection.closed.push_back({r, one, other});
          if (reach.pairs[other * zones + one] != 0) protection.closed.push_back({r, other, one});
        }
      add("close " + reach.name + " between " + place_name(pair.first) + " and " + place_name(pair.second),
          "close " + reach.name + " both ways, for " +
              count_of_devices(devices_at(pair.first) + devices_at(pair.second)) + " at both ends",
          efforts_.close_pair, std::move(protection));
    }
  }

  void migrate_sites() {
    for (SiteIndex s = 0; s < scenario_.sites.size(); s++) {
      Protection protection;
      protection.safe = open_at(s);
      if (protection.safe.empty()) continue;
      const std::size_t devices = protection.safe.size();
      add("migrate " + scenario_.sites[s],
          "move the " + count_of_devices(devices) +
              " that are open to a release that is not; credentials still open them",
          efforts_.migrate_site + efforts_.migrate_device * static_cast<ActionEffort>(devices), std::move(protection));
    }
  }

  void tier_credentials() {
    if (scenario_.worm.thefts.empty()) return;
    for (std::uint32_t c = 0; c < scenario_.credentials.size(); c++) {
      const Credential& each = scenario_.credentials[c];
      if (each.lies_on.empty() || each.opens.empty()) continue;
      Protection protection;
      protection.useless.push_back(c);
      add("tier " + each.name,
          "make it useless where it lies, on " + count_of_devices(each.lies_on.size()) + ": it opens " +
              count_of_devices(each.opens.size()),
          efforts_.tier_credential + efforts_.tier_credential_device * static_cast<ActionEffort>(each.opens.size()),
          std::move(protection));
    }
  }

  void react_sooner() {
    if (!scenario_.response) return;
    Protection protection;
    protection.reaction_sooner = hour;
    add("react an hour sooner", "cut the links an hour sooner after somebody has noticed", efforts_.react_hour,
        std::move(protection));
  }

  const Prepared& prepared_;
  const Scenario& scenario_;
  const Efforts& efforts_;
  std::size_t pairs_max_;
  std::vector<std::uint64_t> of_kind_, in_zone_;
  std::vector<std::vector<DeviceIndex>> at_site_;
  std::set<std::string> names_;
  ActionList made_;
};

}  // namespace

Result<Efforts> read_efforts(std::string_view csv) {
  Efforts made;
  std::set<std::string, std::less<>> seen;
  CitedTable table = SHOAL_TRY(CitedTable::open(csv, {"effort", "person_days"}));
  while (SHOAL_TRY(table.next())) {
    const std::string name(table.cell("effort"));
    const auto known = std::find_if(named_efforts.begin(), named_efforts.end(),
                                    [&](const NamedEffort& each) { return each.name == name; });
    if (known == named_efforts.end()) return table.bad_row("there is no effort of this name: " + name);
    if (!seen.insert(name).second) return table.bad_row(name + " is given twice");
    const double days = SHOAL_TRY(table.number("person_days", 0, person_days_max));
    made.*(known->value) = std::llround(days * 100);
  }
  for (const NamedEffort& each : named_efforts)
    if (!seen.contains(each.name))
      return Error{ErrorKind::invalid_input, "outbreak.bad_table", "there is no row for " + std::string(each.name)};
  return made;
}

ActionList candidate_actions(const Prepared& prepared, const Efforts& efforts, std::size_t pairs_max) {
  return ActionMaker(prepared, efforts, pairs_max).make();
}

}  // namespace shoal::outbreak
