#include "exposure/count.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "exposure/fields.hpp"

namespace shoal::exposure {
namespace {

constexpr std::string_view unknown_group = "unknown", unassessed_group = "unassessed", several_group = "several";

constexpr std::string_view grouping_names[] = {"os",
                                               "release",
                                               "support",
                                               "activity",
                                               "list",
                                               "source",
                                               "smb1",
                                               "remote-desktop",
                                               "automatic-updates",
                                               "antivirus",
                                               "disk-encryption",
                                               "firewall"};

// What people call a release: the name that means most releases besides, "Windows 10" rather than "Windows 10 22H2".
std::string os_name(const lifecycle::Catalogue& catalogue, const lifecycle::Release& release) {
  const lifecycle::ReleaseName* widest = nullptr;
  for (const lifecycle::ReleaseName& name : catalogue.names) {
    const bool fits = name.id == release.id ||
                      std::find(name.releases.begin(), name.releases.end(), release.id) != name.releases.end();
    if (fits && (widest == nullptr || name.releases.size() > widest->releases.size())) widest = &name;
  }
  return widest != nullptr ? widest->name : release.name;
}

// The values that the latest source has that tells of this tag; sources spell a site in their own ways.
std::set<std::string> values_of(const estate::Device& device, const std::string& key) {
  for (const estate::Observation& seen : device.seen) {
    std::set<std::string> values;
    for (const estate::Tag& tag : *seen.tags)
      if (tag.key == key) values.insert(tag.value);
    if (!values.empty()) return values;
  }
  return {};
}

std::string only_of(const std::set<std::string>& values) {
  return std::string(values.empty()      ? unknown_group
                     : values.size() > 1 ? several_group
                                         : std::string_view(*values.begin()));
}

std::string protection_of(const estate::Device& device, std::string_view what) {
  for (const estate::ProtectionClaim& claim : device.known->protection)
    if (estate::spelled(claim.what) == what) return claim.on ? "on" : "off";
  return std::string(unassessed_group);
}

// What is not known stands last, as the rest of the table.
bool stands_before(const CountRow& a, const CountRow& b) {
  const bool a_unknown = is_unknown(a.group), b_unknown = is_unknown(b.group);
  if (a_unknown != b_unknown) return b_unknown;
  return a.total() != b.total() ? a.total() > b.total() : a.group < b.group;
}

}  // namespace

bool is_unknown(std::string_view group) { return group == unknown_group || group == unassessed_group; }

std::span<const std::string_view> groupings() { return grouping_names; }

Result<Grouping> Grouping::by(std::string_view by, std::span<const estate::Device> devices) {
  Grouping grouping;
  grouping.name_ = by;
  const std::vector<std::string> keys = tag_keys(devices);
  const auto fixed = std::find(std::begin(grouping_names), std::end(grouping_names), by);
  if (fixed != std::end(grouping_names)) {
    const auto at = static_cast<std::size_t>(fixed - std::begin(grouping_names));
    grouping.kind_ = at < static_cast<std::size_t>(Kind::protection) ? static_cast<Kind>(at) : Kind::protection;
    return grouping;
  }
  grouping.kind_ = Kind::tag;
  if (std::binary_search(keys.begin(), keys.end(), std::string(by))) return grouping;
  std::vector<std::string_view> known(std::begin(grouping_names), std::end(grouping_names));
  known.insert(known.end(), keys.begin(), keys.end());
  std::string message = "nothing to count by: " + std::string(by);
  if (const auto meant = nearest(by, known)) {
    message += "; did you mean " + std::string(*meant) + "?";
  } else {
    message += "; there are";
    for (const std::string_view name : known) message += " " + std::string(name);
  }
  return Error{ErrorKind::not_found, "exposure.no_grouping", message};
}

std::string Grouping::group_of(const Assessment& assessment, const lifecycle::Catalogue& catalogue,
                               const estate::Device& device, const JudgedDevice& judged, int silent_after) const {
  const JudgedRelease* release = release_of(assessment, judged);
  switch (kind_) {
    case Kind::os:
      return release != nullptr ? os_name(catalogue, *release->release) : std::string(unknown_group);
    case Kind::release:
      return release != nullptr ? release->release->name : std::string(unknown_group);
    case Kind::support:
      return std::string(release != nullptr ? lifecycle::spelled(release->standing.phase) : unknown_group);
    case Kind::activity:
      return std::string(estate::spelled(estate::activity_on(device, assessment.as_of, silent_after)));
    case Kind::list:
      return std::string(estate::spelled(device.known->list));
    case Kind::source: {
      std::set<std::string> values;
      for (const estate::Observation& seen : device.seen) values.insert(estate::source_of(seen));
      return only_of(values);
    }
    case Kind::protection:
      return protection_of(device, name_);
    case Kind::tag:
      break;
  }
  return only_of(values_of(device, name_));
}

Count count(const Grouping& by, const Assessment& assessment, std::span<const estate::Device> devices,
            const lifecycle::Catalogue& catalogue, int silent_after) {
  std::map<std::string, CountRow> rows;
  Count made{by.name(), {}, {"all", {}}};
  for (std::size_t i = 0; i < devices.size(); i++) {
    const std::string group = by.group_of(assessment, catalogue, devices[i], assessment.devices[i], silent_after);
    const auto activity = static_cast<std::size_t>(estate::activity_on(devices[i], assessment.as_of, silent_after));
    rows.try_emplace(group, CountRow{group, {}}).first->second.devices[activity]++;
    made.all.devices[activity]++;
  }
  for (auto& [group, row] : rows) made.rows.push_back(std::move(row));
  std::sort(made.rows.begin(), made.rows.end(), stands_before);
  return made;
}

}  // namespace shoal::exposure
