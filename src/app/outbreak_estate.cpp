#include "app/outbreak_estate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/text.hpp"

namespace shoal::app {
namespace {

using outbreak::Description;

constexpr std::array<std::string_view, outbreak_standing_count> standing_names{
    "missing", "no fix", "presumed", "unassessed", "fixed", "not listed", "service off", "no update"};
const std::string no_site_told = "no site told";

std::string told_tag(const estate::Device& device, std::string_view key) {
  for (const estate::Tag& each : *device.tags)
    if (each.key == key) return each.value;
  return {};
}

/// How a device stands, and how sure it is that it is open.
struct Openness {
  OutbreakStanding standing = OutbreakStanding::unassessed;
  double holds = 1;
  auto operator<=>(const Openness&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs on <=>.
};

bool is_off(const estate::Device& device, const std::string& service) {
  if (service != estate::spelled(estate::Protection::smb1)) return false;
  const auto& protection = device.known->protection;
  return std::any_of(protection.begin(), protection.end(), [](const estate::ProtectionClaim& each) {
    return each.what == estate::Protection::smb1 && !each.on;
  });
}

/// What the findings on the exploit's vulnerabilities come to: the most open of them.
Openness openness_of(const exposure::JudgedState& state, const outbreak::Exploit& exploit) {
  bool any_fixed = false, any_unassessed = false;
  std::optional<double> presumed;
  for (const std::string& cve : exploit.cves) {
    const auto name = exposure::parse_cve(cve);
    const auto found = name ? exposure::find_vulnerability(state.view->facts(), *name) : std::nullopt;
    if (!found) {
      any_unassessed = true;
      continue;
    }
    const auto outcome = exposure::outcome_of(state, *found);
    if (!outcome || !outcome->considered) continue;
    switch (outcome->verdict) {
      case exposure::Verdict::missing:
        return {OutbreakStanding::missing, 1};
      case exposure::Verdict::no_fix:
        return {OutbreakStanding::no_fix, 1};
      case exposure::Verdict::presumed:
        presumed = std::max(presumed.value_or(0), state.view->presumption_of(*found)->probability);
        break;
      case exposure::Verdict::unassessed:
        any_unassessed = true;
        break;
      case exposure::Verdict::fixed:
        any_fixed = true;
        break;
    }
  }
  if (any_unassessed) return {OutbreakStanding::unassessed, 1};
  // In whole per cents, so that there are few kinds.
  if (presumed) return {OutbreakStanding::presumed, std::round(*presumed * 100) / 100};
  return {any_fixed ? OutbreakStanding::fixed : OutbreakStanding::not_listed, 0};
}

class EstateDescriber {
 public:
  EstateDescriber(const Assessed& assessed, const OutbreakEstateRequest& request, Description& into)
      : assessed_(assessed), request_(request), into_(into), zones_told_(!into.zones.empty()) {
    for (std::size_t z = 0; z < into.zones.size(); z++) {
      zone_at_.emplace(into.zones[z].name, z);
      zone_of_site_.emplace(into.zones[z].site, z);
    }
    for (const outbreak::Exploit& each : request.exploits)
      if (std::none_of(made_.counts.begin(), made_.counts.end(),
                       [&](const BulletinCount& count) { return count.bulletin == each.bulletin; }))
        made_.counts.push_back({each.bulletin, {}});
    for (const outbreak::DescribedDevice& each : into.devices) names_.insert(each.name);
    by_state_.resize(assessed.assessment.states.size());
  }

  OutbreakEstate make() {
    const std::vector<estate::Device>& devices = assessed_.reading.devices;
    for (std::size_t i = 0; i < devices.size(); i++) {
      if (estate::is_in_use(estate::activity_on(devices[i], assessed_.assessment.as_of, request_.silent_after))) {
        add(devices[i], assessed_.assessment.devices[i]);
      } else {
        made_.not_in_use++;
      }
    }
    tell();
    return std::move(made_);
  }

 private:
  void add(const estate::Device& device, const exposure::JudgedDevice& judged) {
    outbreak::DescribedDevice made;
    made.name = device.name;
    for (int i = 2; !names_.insert(made.name).second; i++) made.name = device.name + " (" + std::to_string(i) + ")";
    const std::size_t zone = zone_of(device);
    if (in_zone_.size() < into_.zones.size()) in_zone_.resize(into_.zones.size());
    in_zone_[zone]++;
    made.zone = into_.zones[zone].name;
    made.kind = kind_of(device, judged);
    made.has_personal_data = equal_ignoring_case(told_tag(device, "personal-data"), "yes");
    personal_ += made.has_personal_data ? 1 : 0;
    if (const auto tier = parse_number(told_tag(device, "tier")); tier && *tier <= 9) made.tier = tier;
    into_.devices.push_back(std::move(made));
  }

  std::size_t zone_of(const estate::Device& device) {
    std::string site = told_tag(device, "site"), zone;
    for (const std::string_view key : {"zone", "vlan", "subnet"})
      if (zone.empty()) zone = told_tag(device, key);
    if (zones_told_) {
      if (const auto found = zone_at_.find(zone); found != zone_at_.end()) return found->second;
      if (const auto found = zone_of_site_.find(site); found != zone_of_site_.end()) {
        first_of_site_++;
        return found->second;
      }
      fit_nowhere_++;
    }
    if (site.empty()) {
      no_site_++;
      site = no_site_told;
    }
    if (zone.empty()) no_zone_++;
    const auto [found, fresh] = made_at_.try_emplace({site, zone}, into_.zones.size());
    if (fresh) add_zone(site, zone);
    return found->second;
  }

  void add_zone(const std::string& site, const std::string& zone) {
    outbreak::DescribedZone made;
    made.site = site;
    const std::string name = zone.empty() ? site : site + " " + zone;
    made.name = name;
    for (int i = 2; !zone_at_.emplace(made.name, into_.zones.size()).second; i++)
      made.name = name + " (" + std::to_string(i) + ")";
    into_.zones.push_back(std::move(made));
  }

  std::vector<Openness> openness_by_exploit(const estate::Device& device, const exposure::JudgedDevice& judged) {
    std::vector<Openness> made(request_.exploits.size());
    if (judged.state >= 0) {
      // Devices of one state stand alike, but for what is turned off.
      std::vector<Openness>& known = by_state_[static_cast<std::size_t>(judged.state)];
      if (known.empty())
        for (const outbreak::Exploit& exploit : request_.exploits)
          known.push_back(openness_of(assessed_.assessment.states[static_cast<std::size_t>(judged.state)], exploit));
      made = known;
    }
    for (std::size_t x = 0; x < made.size(); x++) {
      if (request_.exploits[x].cves.empty()) made[x] = {OutbreakStanding::no_update, 1};
      if (is_off(device, request_.exploits[x].needs)) made[x] = {OutbreakStanding::service_off, 0};
      if (made[x].standing == OutbreakStanding::unassessed) made[x].holds = request_.unassessed_open ? 1 : 0;
    }
    return made;
  }

  std::uint32_t kind_of(const estate::Device& device, const exposure::JudgedDevice& judged) {
    const exposure::JudgedRelease* judged_release = exposure::release_of(assessed_.assessment, judged);
    std::string id(outbreak::release_unknown), name = "release not told";
    if (judged_release != nullptr) {
      name = judged_release->release->name;
      // What is recognised by its numbers alone has an id that is none of a release's.
      if (!judged_release->release->id.starts_with("version-")) id = judged_release->release->id;
    }
    const std::vector<Openness> open = openness_by_exploit(device, judged);
    count(open);
    const auto [found, fresh] = kind_at_.try_emplace({id, name, open}, static_cast<std::uint32_t>(into_.kinds.size()));
    if (fresh) {
      outbreak::DescribedKind kind{kind_name(name, open), id, {}, {}};
      for (std::size_t x = 0; x < open.size(); x++) kind.open.emplace_back(request_.exploits[x].name, open[x].holds);
      into_.kinds.push_back(std::move(kind));
    }
    return found->second;
  }

  /// Each bulletin by the first of its exploits, since all stand alike.
  template <typename Take>
  void for_each_bulletin(const std::vector<Openness>& open, const Take& take) const {
    for (std::size_t b = 0; b < made_.counts.size(); b++)
      for (std::size_t x = 0; x < open.size(); x++)
        if (request_.exploits[x].bulletin == made_.counts[b].bulletin) {
          take(b, open[x]);
          break;
        }
  }

  void count(const std::vector<Openness>& open) {
    for_each_bulletin(open, [&](std::size_t b, const Openness& each) {
      made_.counts[b].devices[static_cast<std::size_t>(each.standing)]++;
    });
  }

  std::string kind_name(std::string name, const std::vector<Openness>& open) const {
    for_each_bulletin(open, [&](std::size_t b, const Openness& each) {
      name += ", " + made_.counts[b].bulletin + " " + std::string(spelled(each.standing));
      if (each.standing == OutbreakStanding::presumed)
        name += " " + std::to_string(std::lround(each.holds * 100)) + " %";
    });
    return name;
  }

  void assume(std::string sentence) { made_.assumptions.push_back(printable(std::move(sentence))); }

  void tell() {
    const std::size_t devices = into_.devices.size();
    assume_of(made_.not_in_use, "of the register is silent or retired, and is left out",
              "of the register are silent or retired, and are left out");
    tell_counts();
    tell_zones();
    if (!into_.unlisted_ways_open) {
      into_.unlisted_ways_open = true;
      assume("which zones reach each other is not told: all are taken to reach all, on every port");
    }
    if (personal_ == 0 && devices > 0)
      assume("no device has the tag personal-data: none is counted as having such data");
  }

  void tell_counts() {
    for (const BulletinCount& each : made_.counts) {
      std::string parts;
      for (std::size_t s = 0; s < outbreak_standing_count; s++)
        if (each.devices[s] > 0)
          parts += (parts.empty() ? "" : ", ") + grouped(each.devices[s]) + " " + std::string(standing_names[s]);
      assume(each.bulletin + ", devices by their own findings: " + (parts.empty() ? "none" : parts));
      const std::uint64_t unassessed = each.devices[static_cast<std::size_t>(OutbreakStanding::unassessed)];
      if (unassessed > 0)
        assume(grouped(unassessed) + (unassessed == 1 ? " device is" : " devices are") + " unassessed for " +
               each.bulletin + " and taken for " + (request_.unassessed_open ? "open" : "closed"));
    }
  }

  void tell_zones() {
    for (std::size_t z = 0; z < into_.zones.size(); z++) {
      const bool is_made = into_.zones[z].line == 0;
      if (is_made && z < in_zone_.size())
        into_.zones[z].addresses = std::max<std::uint64_t>(into_.zones[z].addresses, 2 * in_zone_[z]);
    }
    if (!made_at_.empty())
      assume(grouped(made_at_.size()) + (made_at_.size() == 1 ? " zone is" : " zones are") +
             " made of the tags site and zone, each with 256 addresses, or twice as many as it has devices");
    assume_of(first_of_site_, "names no zone of the scenario, and is in the first of its site",
              "name no zone of the scenario, and are each in the first of its site");
    assume_of(fit_nowhere_, "names no zone and no site of the scenario: a zone was made for it",
              "name no zone and no site of the scenario: zones were made for them");
    assume_of(no_site_, "names no site, and is at one of its own", "name no site, and are at one of their own");
    if (!zones_told_)
      assume_of(no_zone_, "names no zone: there is one for it at its site, without a firewall in it",
                "name no zone: there is one for those of each site, without a firewall in it");
  }

  void assume_of(std::uint64_t devices, std::string_view one, std::string_view many) {
    if (devices > 0)
      assume(grouped(devices) + (devices == 1 ? " device " : " devices ") + std::string(devices == 1 ? one : many));
  }

  const Assessed& assessed_;
  const OutbreakEstateRequest& request_;
  Description& into_;
  bool zones_told_;
  OutbreakEstate made_;
  std::map<std::string, std::size_t> zone_at_, zone_of_site_;
  std::map<std::pair<std::string, std::string>, std::size_t> made_at_;
  std::map<std::tuple<std::string, std::string, std::vector<Openness>>, std::uint32_t> kind_at_;
  std::vector<std::vector<Openness>> by_state_;
  std::vector<std::uint64_t> in_zone_;
  std::set<std::string> names_;
  std::uint64_t personal_ = 0, first_of_site_ = 0, fit_nowhere_ = 0, no_site_ = 0, no_zone_ = 0;
};

}  // namespace

std::string_view spelled(OutbreakStanding standing) { return standing_names[static_cast<std::size_t>(standing)]; }

OutbreakEstate describe_estate(const Assessed& assessed, const OutbreakEstateRequest& request, Description& into) {
  return EstateDescriber(assessed, request, into).make();
}

}  // namespace shoal::app
