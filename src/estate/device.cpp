#include "estate/device.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/assert.hpp"

namespace shoal::estate {
namespace {

template <typename T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::string last_part(const std::string& place) { return place.substr(place.rfind('/') + 1); }

bool names_every_update(const Claims& claims) {
  return claims.updates_listed && !claims.cut_short && updates_not_named(claims) == 0;
}

void add_updates(const Claims& claims, Known& known) {
  for (const InstalledUpdate& update : claims.updates) {
    known.kbs.push_back(update.kb);
    if (!update.variant.empty()) known.variants.push_back(update.variant);
  }
  if (!claims.updates_listed) return;
  if (names_every_update(claims)) known.list = ListState::complete;
  if (known.list == ListState::complete) return;
  known.list = ListState::cut;
  known.not_named = std::max({known.not_named, updates_not_named(claims), std::uint32_t{1}});
}

void add_programs(const Claims& claims, Known& known, std::set<std::pair<std::string, std::string>>& listed) {
  known.programs_listed = known.programs_listed || claims.programs_listed;
  for (const InstalledProgram& program : claims.programs)
    if (listed.emplace(program.name, program.version).second) known.programs.push_back(program);
}

// The latest word on each protection.
std::vector<ProtectionClaim> latest_protection(const std::vector<Observation>& observations) {
  std::map<Protection, std::pair<Day, ProtectionClaim>> latest;
  for (const Observation& seen : observations)
    for (const ProtectionClaim& claim : seen.claims->protection) {
      const Day day = seen.seen_on.value_or(seen.not_before.value_or(Day::min()));
      const auto [at, first] = latest.try_emplace(claim.what, day, claim);
      if (!first && day > at->second.first) at->second = {day, claim};
    }
  std::vector<ProtectionClaim> claims;
  claims.reserve(latest.size());
  for (const auto& [what, dated] : latest) claims.push_back(dated.second);
  return claims;
}

// The latest word on each part of the machine.
std::optional<HardwareClaim> latest_hardware(const std::vector<Observation>& observations) {
  std::vector<std::pair<Day, const HardwareClaim*>> told;
  for (const Observation& seen : observations)
    if (seen.claims->hardware)
      told.emplace_back(seen.seen_on.value_or(seen.not_before.value_or(Day::min())), &*seen.claims->hardware);
  if (told.empty()) return std::nullopt;
  std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  HardwareClaim all = *told.front().second;
  for (const auto& [day, claim] : told) all.complete_from(*claim);
  return all;
}

// How much a claim tells: a build outweighs a name, and a name nothing.
int told_by(const OsClaim& os) { return os.build != 0 ? 2 : os.name.empty() && os.version.empty() ? 0 : 1; }

// Of claims that tell as much the first counts. systeminfo tells no revision: another of the same build may.
void add_os(const std::optional<OsClaim>& claim, std::optional<OsClaim>& os) {
  if (!claim) return;
  if (!os || told_by(*claim) > told_by(*os)) {
    os = claim;
    return;
  }
  if (claim->version == os->version && claim->build == os->build && claim->service_pack == os->service_pack)
    os->revision = std::max(os->revision, claim->revision);  // none is less than any
}

void tell_architecture(const std::vector<Observation>& observations, OsClaim& os) {
  for (const Observation& seen : observations)
    if (os.architecture == Architecture::unknown && seen.claims->os) os.architecture = seen.claims->os->architecture;
}

Known known_from(const std::vector<Observation>& observations) {
  Known known;
  std::set<std::pair<std::string, std::string>> listed;
  for (const Observation& seen : observations) {
    add_os(seen.claims->os, known.os);
    add_updates(*seen.claims, known);
    add_programs(*seen.claims, known, listed);
  }
  if (known.os) tell_architecture(observations, *known.os);
  if (known.list == ListState::complete) known.not_named = 0;
  known.protection = latest_protection(observations);
  known.hardware = latest_hardware(observations);
  sort_unique(known.kbs);
  sort_unique(known.variants);
  return known;
}

Shared<Tags> tags_from(const std::vector<Observation>& observations) {
  if (observations.size() == 1) return observations.front().tags;
  Tags tags;
  for (const Observation& seen : observations) tags.insert(tags.end(), seen.tags->begin(), seen.tags->end());
  sort_unique(tags);
  return tags;
}

}  // namespace

std::uint64_t count_of(std::span<const SetAside> set_aside) {
  std::uint64_t count = 0;
  for (const SetAside& aside : set_aside) count += aside.count;
  return count;
}

std::optional<Day> last_seen(const Device& device) {
  std::optional<Day> last;
  for (const Observation& seen : device.seen)
    if (seen.seen_on && (!last || *seen.seen_on > *last)) last = seen.seen_on;
  return last;
}

std::string_view spelled(ListState list) {
  switch (list) {
    case ListState::complete:
      return "complete";
    case ListState::cut:
      return "cut";
    case ListState::absent:
      break;
  }
  return "absent";
}

bool is_in_use(Activity activity) { return activity == Activity::active || activity == Activity::undated; }

std::string_view spelled(Activity activity) {
  switch (activity) {
    case Activity::active:
      return "active";
    case Activity::silent:
      return "silent";
    case Activity::undated:
      return "undated";
    case Activity::retired:
      break;
  }
  return "retired";
}

Activity activity_on(const Device& device, Day day, int silent_after) {
  if (device.retired) return Activity::retired;
  const auto last = last_seen(device);
  if (!last) return Activity::undated;
  return day - *last > std::chrono::days(silent_after) ? Activity::silent : Activity::active;
}

Device Combiner::combine(std::vector<Observation> observations, std::vector<std::string> joined_by) {
  SHOAL_ASSERT(!observations.empty() && joined_by.size() + 1 == observations.size());
  Device device;
  for (const Observation& seen : observations)
    if (device.name.empty()) device.name = seen.device;
  if (device.name.empty()) device.name = last_part(place_of(observations.front()));
  device.tags = tags_from(observations);
  if (observations.size() > 1) {
    device.known = known_from(observations);
  } else {
    const Shared<Claims>& claims = observations.front().claims;
    const auto [at, first] = known_of_.try_emplace(claims.address(), claims, Shared<Known>());
    if (first) at->second.second = known_from(observations);
    device.known = at->second.second;
  }
  device.seen = std::move(observations);
  device.joined_by = std::move(joined_by);
  return device;
}

}  // namespace shoal::estate
