#include "exposure/fields.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.hpp"

namespace shoal::exposure {
namespace {

// In the order of `fields` below.
enum DeviceField : std::size_t {
  name,
  os,
  release,
  support,
  until,
  seen,
  list,
  source,
  file,
  app,
  tag,
  has,
  open,
  missing,
  exploited,
  presumed,
  presumed_exploited,
  unassessed,
  smb1,
  remote_desktop,
  firewall,
  automatic_updates,
  antivirus,
  antivirus_day,
  disk_encryption,
  activity,
  belief,
  field_count,
};

constexpr FilterField fields[] = {
    {"name", FieldKind::text, "the device's name"},
    {"os", FieldKind::text, "the operating system, as reported and as we name it: os:xp"},
    {"release", FieldKind::word, "the release's id: release:windows-xp-sp3"},
    {"support", FieldKind::word, "mainstream, extended, paid or none on the day that is asked about"},
    {"until", FieldKind::day, "the last day of updates for the device: until:<2027-01-01"},
    {"seen", FieldKind::day, "when a source last looked: seen:<30d, seen:unknown"},
    {"list", FieldKind::word, "complete, cut or absent: how far the list of updates can be trusted"},
    {"source", FieldKind::text, "the kind of source: source:systeminfo"},
    {"file", FieldKind::text, "where it was read: file:radiology/"},
    {"app", FieldKind::text, "an installed program: app:\"HOLMES 2\""},
    {"tag", FieldKind::word, "a tag by its key, or key and value: tag:personal-data, tag:site=BCU-04"},
    {"has", FieldKind::word, "an update that is installed, or contained in one that is: has:KB4012598"},
    {"open", FieldKind::word, "a vulnerability that is missing its fix or gets none: open:CVE-2017-0144"},
    {"missing", FieldKind::number, "how many vulnerabilities miss their fix: missing:>100"},
    {"exploited", FieldKind::number, "how many open vulnerabilities are known to be exploited: exploited:>0"},
    {"presumed", FieldKind::number, "how many vulnerabilities that nobody assesses it presumably has: presumed:>500"},
    {"presumed-exploited", FieldKind::number, "how many of those are known to be exploited: presumed-exploited:>0"},
    {"unassessed", FieldKind::number, "how many vulnerabilities nobody can decide"},
    {"smb1", FieldKind::word, "on or off, where a source tells: whether the SMBv1 server answers"},
    {"remote-desktop", FieldKind::word, "on or off, where a source tells"},
    {"firewall", FieldKind::word, "on or off, where a source tells"},
    {"automatic-updates", FieldKind::word, "on or off, where a source tells"},
    {"antivirus", FieldKind::word, "on or off, where a source tells"},
    {"antivirus-day", FieldKind::day, "the day of its definitions, where a source tells: antivirus-day:>30d"},
    {"disk-encryption", FieldKind::word, "on or off, where a source tells"},
    {"activity", FieldKind::word, "active, silent (not seen for 30 days), undated or retired"},
    {"belief", FieldKind::word, "overtaken or outweighed: what was seen of it and does not count: belief:overtaken"},
};
static_assert(std::size(fields) == field_count);

void add_protection(const estate::Known& known, std::string_view what, FieldValues& values) {
  for (const estate::ProtectionClaim& claim : known.protection)
    if (estate::spelled(claim.what) == what) values.add(claim.on ? "on" : "off");
}

void add_tags(const estate::Tags& tags, FieldValues& values) {
  for (const estate::Tag& each : tags) {
    values.add(each.key);
    values.add(each.key + "=" + each.value);
    if (values.decided()) return;
  }
}

}  // namespace

std::span<const FilterField> device_fields() { return fields; }

std::vector<std::string> tag_keys(std::span<const estate::Device> devices) {
  std::set<std::string> keys;
  const estate::Tags* last = nullptr;  // Neighbours mostly share their tags.
  for (const estate::Device& device : devices) {
    if (device.tags.address() == last) continue;
    last = device.tags.address();
    for (const estate::Tag& each : *device.tags) keys.insert(each.key);
  }
  for (const FilterField& field : fields) keys.erase(std::string(field.name));
  return {keys.begin(), keys.end()};
}

const DeviceSource::OfState& DeviceSource::of_state(std::int32_t state) const {
  const auto [entry, fresh] = of_state_.try_emplace(state);
  if (!fresh) return entry->second;
  OfState& made = entry->second;
  const JudgedState& judged = assessment_.states[static_cast<std::size_t>(state)];
  Presence presence(*judged.view);
  presence.take(judged.state);
  presence.present().each(
      [&](std::size_t local) { made.updates.push_back("KB" + std::to_string(judged.view->kb(local))); });
  for (const std::uint32_t kb : judged.state.kbs) made.updates.push_back("KB" + std::to_string(kb));
  for (std::size_t i = 0; i < judged.view->groups().size(); i++) {
    const Outcome& outcome = judged.judgement.outcomes[i];
    if (!outcome.considered || (outcome.verdict != Verdict::missing && outcome.verdict != Verdict::no_fix)) continue;
    for (const VulnerabilityIndex vulnerability : judged.view->groups()[i].vulnerabilities)
      made.open.push_back(spelled(judged.view->facts().vulnerabilities[vulnerability]));
  }
  return made;
}

void DeviceSource::values_of_judgement(std::size_t field, FieldValues& values) const {
  const JudgedDevice& judged = assessment_.devices[at_];
  if (judged.state < 0) {
    // Of a device that cannot be judged, what it lists is known all the same.
    if (field == has)
      for (const std::uint32_t kb : devices_[at_].known->kbs) values.add("KB" + std::to_string(kb));
    return;
  }
  const Counts& counts = assessment_.states[static_cast<std::size_t>(judged.state)].judgement.counts;
  const auto exploited_in = [&](Verdict verdict) { return counts.exploited[static_cast<std::size_t>(verdict)]; };
  if (field == missing) values.add(std::int64_t{counts.of(Verdict::missing)});
  if (field == exploited)
    values.add(std::int64_t{exploited_in(Verdict::missing)} + std::int64_t{exploited_in(Verdict::no_fix)});
  const Outside& outside = assessment_.states[static_cast<std::size_t>(judged.state)].view->outside();
  if (field == presumed) values.add(std::int64_t{std::llround(outside.expected.expected)});
  if (field == presumed_exploited) values.add(std::int64_t{std::llround(outside.expected_exploited.expected)});
  if (field == unassessed) values.add(std::int64_t{counts.of(Verdict::unassessed)});
  if (field != has && field != open) return;
  for (const std::string& each : field == has ? of_state(judged.state).updates : of_state(judged.state).open) {
    values.add(each);
    if (values.decided()) return;
  }
}

void DeviceSource::values_of(std::size_t field, FieldValues& values) const {
  const estate::Device& device = devices_[at_];
  const estate::Known& known = *device.known;
  const JudgedDevice& judged = assessment_.devices[at_];
  const JudgedRelease* found = release_of(assessment_, judged);
  switch (field) {
    case name:
      return values.add(device.name);
    case os:
      if (known.os) values.add(known.os->name);
      if (found != nullptr) values.add(found->release->name);
      return;
    case release:
      if (found != nullptr) values.add(found->release->id);
      return;
    case support:
      if (found != nullptr && found->standing.phase != lifecycle::Phase::unknown)
        values.add(lifecycle::spelled(found->standing.phase));
      return;
    case until:
      if (found != nullptr && found->standing.until) values.add(*found->standing.until);
      return;
    case seen:
      if (const auto day = estate::last_seen(device)) values.add(*day);
      return;
    case list:
      return values.add(estate::spelled(known.list));
    case source:
      for (const estate::Observation& each : device.seen) values.add(each.source);
      return;
    case file:
      for (const estate::Observation& each : device.seen) values.add(*each.file);
      return;
    case app:
      for (const estate::InstalledProgram& each : known.programs) values.add(each.name);
      return;
    case tag:
      return add_tags(*device.tags, values);
    case smb1:
    case remote_desktop:
    case firewall:
    case automatic_updates:
    case antivirus:
    case disk_encryption:
      return add_protection(known, fields[field].name, values);
    case antivirus_day:
      for (const estate::ProtectionClaim& claim : known.protection)
        if (claim.current_on) values.add(*claim.current_on);
      return;
    case activity:
      return values.add(estate::spelled(estate::activity_on(device, assessment_.as_of, estate::silent_after_days)));
    case belief:
      for (const estate::Belief each : device.believed) values.add(estate::spelled(each));
      return;
    default:
      break;
  }
  if (field < field_count) return values_of_judgement(field, values);
  for (const estate::Tag& each : *device.tags)
    if (each.key == tag_keys_[field - field_count]) values.add(each.value);
}

}  // namespace shoal::exposure
