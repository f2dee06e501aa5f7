#include "estate/identity.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

namespace shoal::estate {
namespace {

// A device with more trails than this is not taken apart any more: weighing all pairs would take too long.
constexpr std::size_t taken_apart_max = 64;
// Of more devices than this that might be the machine, only the likeliest are looked at.
constexpr std::size_t neighbours_max = 8;
// Of one kind a trail keeps the values that it had last: a notebook that moves from desk to desk meets many docks.
constexpr std::size_t values_of_kind_max = 16;

void insert_sorted(std::vector<TrailId>& to, TrailId trail) {
  to.insert(std::lower_bound(to.begin(), to.end(), trail), trail);
}

}  // namespace

Resolver::Resolver(IdentityRules rules) : rules_(std::move(rules)) {}

const Resolver::Record& Resolver::at(TrailId trail) const {
  SHOAL_ASSERT(trail < trails_.size() && trails_[trail].source != absent);
  return trails_[trail];
}
Resolver::Record& Resolver::at(TrailId trail) { return const_cast<Record&>(std::as_const(*this).at(trail)); }

std::uint32_t Resolver::source_number(const std::string& source) {
  const auto [found, fresh] = source_numbers_.try_emplace(source, static_cast<std::uint32_t>(sources_.size()));
  if (fresh) sources_.push_back(source);
  return found->second;
}

// ---- what is known ----

Profile Resolver::profile_of(TrailId trail) const {
  const Record& record = at(trail);
  Profile profile;
  profile.values.reserve(record.held.size());
  for (const HeldValue& held : record.held)
    if (values_.tells(held.value)) profile.values.push_back(held);
  profile.spells = {{record.source, record.first, record.last}};
  profile.trails = {trail};
  profile.beside = record.beside;
  return profile;
}

Profile Resolver::profile_of_device(DeviceId device) const {
  Profile profile;
  for (const TrailId trail : trails_of(device)) profile.add(profile_of(trail));
  return profile;
}

std::span<const TrailId> Resolver::trails_of(DeviceId device) const {
  if (device >= devices_.size()) return {};
  return devices_[device];
}

Trail Resolver::trail(TrailId id) const {
  const Record& record = at(id);
  Trail made{id, sources_[record.source], record.first, record.last, {}, record.beside, record.device};
  for (const HeldValue& held : record.held)
    made.held.push_back({{ValueTable::kind(held.value), values_.text(held.value)}, held.first, held.last});
  std::sort(made.held.begin(), made.held.end(),
            [](const Held& a, const Held& b) { return a.identifier < b.identifier; });
  return made;
}

void Resolver::adopt(const Trail& trail) {
  if (trail.id >= trails_.size()) trails_.resize(trail.id + std::size_t{1});
  if (trail.device >= devices_.size()) devices_.resize(trail.device + std::size_t{1});
  Record& record = trails_[trail.id];
  SHOAL_ASSERT(record.source == absent);
  record.source = source_number(trail.source);
  record.first = trail.first;
  record.last = trail.last;
  record.device = trail.device;
  record.beside = trail.beside;
  record.held.reserve(trail.held.size());
  for (const Held& held : trail.held) {
    const ValueKey key = values_.key_of(held.identifier);
    record.held.push_back({key, held.first, held.last});
    values_.hold(key, {trail.id, record.source});
  }
  std::sort(record.held.begin(), record.held.end(),
            [](const HeldValue& a, const HeldValue& b) { return a.value < b.value; });
  std::vector<TrailId>& device = devices_[trail.device];
  if (device.empty()) device_count_++;
  insert_sorted(device, trail.id);
  trail_count_++;
}

void Resolver::adopt_numbers(DeviceId next) {
  if (next > devices_.size()) devices_.resize(next);
}

void Resolver::adopt(const Decision& decision) {
  std::vector<Decision> again;
  decide(decision.one, decision.other, decision.same, again);
}

// ---- sightings ----

Placement Resolver::place(std::span<const Sighting> sightings) {
  Placement placement;
  for (const Sighting& sighting : sightings) {
    std::optional<TrailId> beside;
    if (sighting.beside) {
      SHOAL_ASSERT(*sighting.beside < placement.trails.size());
      beside = placement.trails[*sighting.beside];
    }
    placement.trails.push_back(place_one(sighting, beside, placement));
  }
  return placement;
}

// The values of a sighting, ascending, each once; of one kind no more than a trail would keep.
std::vector<ValueKey> Resolver::keys_of(const Identifiers& identifiers) {
  std::vector<ValueKey> keys;
  std::array<std::size_t, identifier_kinds> counts{};
  for (const Identifier& each : identifiers)
    if (counts[static_cast<std::size_t>(each.kind)]++ < values_of_kind_max)
      keys.push_back(values_.key_of(compared(each)));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

TrailId Resolver::place_one(const Sighting& sighting, std::optional<TrailId> beside, Placement& placement) {
  const std::vector<ValueKey> keys = keys_of(sighting.identifiers);
  const std::uint32_t source = source_number(sighting.source);
  const auto continued = find_continued(source, sighting.day, keys);
  const TrailId trail = continued ? *continued : begin_trail(source, sighting.day);
  if (!continued) placement.begun.push_back(trail);
  bool is_new = see(trail, sighting.day, keys);
  if (beside && *beside != trail) {
    std::vector<TrailId>& with = at(trail).beside;
    if (!std::binary_search(with.begin(), with.end(), *beside)) {
      insert_sorted(with, *beside);
      is_new = true;
    }
  }
  if (continued && !is_new && is_settled(trail)) return trail;
  std::vector<Profile> groups = trails_in(neighbours(profile_of(trail), at(trail).device), taken_apart_max);
  if (!continued) groups.push_back(profile_of(trail));
  regroup(std::move(groups), placement.moves);
  return trail;
}

// Whether a sighting that says nothing new of the trail cannot change to which device it belongs: nobody outside its
// device shares a value with it, and no other row of its source is in its device, so that its days mean nothing.
bool Resolver::is_settled(TrailId trail) const {
  const Record& record = at(trail);
  for (const TrailId other : devices_[record.device])
    if (other != trail && at(other).source == record.source) return false;
  for (const HeldValue& held : record.held)
    if (values_.tells(held.value))
      for (const Holder& holder : values_.holders(held.value))
        if (at(holder.trail).device != record.device) return false;
  return true;
}

// Whether the values that the trail had on its last day are these.
bool Resolver::is_as_last_seen(const Record& record, std::span<const ValueKey> keys) const {
  std::size_t at = 0;
  for (const HeldValue& held : record.held) {
    if (held.last != record.last) continue;
    if (at == keys.size() || keys[at++] != held.value) return false;
  }
  return at == keys.size();
}

// The trails of a source that share a value with the sighting, ascending.
std::vector<TrailId> Resolver::candidates(std::uint32_t source, std::span<const ValueKey> keys) const {
  std::vector<TrailId> found;
  for (const ValueKey key : keys) {
    if (!values_.tells(key)) continue;
    for (const Holder& holder : values_.holders(key))
      if (holder.source == source) found.push_back(holder.trail);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// The machine is decided first, by all that is known, and then which trail of its source continues there: a mistake
// between machines can be taken back later, one within a trail cannot.
std::optional<TrailId> Resolver::find_continued(std::uint32_t source, Day day, std::span<const ValueKey> keys) const {
  std::vector<TrailId> found = candidates(source, keys);
  if (found.empty()) return find_silent(source, day, keys);
  const auto same = find_same(found, keys);
  if (same && is_settled(*same)) return same;

  Profile seen;
  seen.trails = {static_cast<TrailId>(trails_.size())};
  for (const ValueKey key : keys)
    if (values_.tells(key)) seen.values.push_back({key, day, day});
  if (const auto decided_on = find_decided(found, keys, seen)) return decided_on;
  std::vector<Profile> groups = trails_in(neighbours(seen, absent), taken_apart_max);
  groups.push_back(seen);
  groups = bring_together(std::move(groups), scales_, rules_, decisions(), nullptr);
  const auto of_it = std::find_if(groups.begin(), groups.end(),
                                  [&](const Profile& each) { return each.trails.back() == seen.trails[0]; });
  std::erase_if(found,
                [&](TrailId each) { return !std::binary_search(of_it->trails.begin(), of_it->trails.end(), each); });
  if (const auto same_there = find_same(found, keys)) return same_there;
  return find_likeliest(found, seen);
}

// The trail that the sighting continues among those of which a person decided something: that holds for all that
// continues them, and no evidence leads elsewhere.
std::optional<TrailId> Resolver::find_decided(std::vector<TrailId> trails, std::span<const ValueKey> keys,
                                              const Profile& seen) const {
  std::erase_if(trails, [&](TrailId each) { return !at(each).decided; });
  if (const auto same = find_same(trails, keys)) return same;
  return find_likeliest(trails, seen);
}

// Of `trails` the one that said the same on its last day; of several the latest.
std::optional<TrailId> Resolver::find_same(std::span<const TrailId> trails, std::span<const ValueKey> keys) const {
  std::optional<TrailId> best;
  for (const TrailId each : trails)
    if (is_as_last_seen(at(each), keys) && (!best || at(each).last > at(*best).last)) best = each;
  return best;
}

// Of the trails of one source the one that the sighting most likely continues, where any is likely enough. Where no
// hardware ties them, whatever differs counts in full, as of one day: a row with another account or installation is
// another row, and whether it is of the same machine is for the evidence of all sources to say.
std::optional<TrailId> Resolver::find_likeliest(std::span<const TrailId> trails, const Profile& seen) const {
  const Day day = seen.values[0].first;
  std::optional<TrailId> best;
  Weight best_sum = rules_.threshold - 1;
  for (const TrailId each : trails) {
    const Record& record = at(each);
    Profile known = profile_of(each);
    known.spells.clear();
    Weighing why = scales_.weigh(seen, known);
    if (!why.same_hardware) {
      for (HeldValue& held : known.values) {
        held.first = std::min(held.first, day);
        held.last = std::max(held.last, day);
      }
      why = scales_.weigh(seen, known);
    }
    Weight sum = why.sum;
    // Two rows of one day that say different things are of two machines.
    if (record.last == day || record.first == day) sum += rules_.rival;
    if (sum > best_sum || (best && sum == best_sum && record.last > at(*best).last)) {
      best = each;
      best_sum = sum;
    }
  }
  return best;
}

// Where no value tells a machine, as with a name that a hundred have: the trail that said the same on another day, so
// that each export does not make them anew. Rows of one day are of several machines.
std::optional<TrailId> Resolver::find_silent(std::uint32_t source, Day day, std::span<const ValueKey> keys) const {
  std::span<const Holder> fewest;
  for (const ValueKey key : keys) {
    if (values_.tells(key) && ValueTable::kind(key) != IdentifierKind::domain) return std::nullopt;
    const std::span<const Holder> holders = values_.holders(key);
    if (!holders.empty() && (fewest.empty() || holders.size() < fewest.size())) fewest = holders;
  }
  std::optional<TrailId> best;
  for (const Holder& holder : fewest) {
    if (holder.source != source) continue;
    const Record& record = at(holder.trail);
    if (record.first == day || record.last == day || !is_as_last_seen(record, keys)) continue;
    const bool later = !best || record.last > at(*best).last;
    if (later || (record.last == at(*best).last && holder.trail < *best)) best = holder.trail;
  }
  return best;
}

TrailId Resolver::begin_trail(std::uint32_t source, Day day) {
  const auto trail = static_cast<TrailId>(trails_.size());
  SHOAL_ASSERT(trail < absent);
  Record& record = trails_.emplace_back();
  record.source = source;
  record.first = record.last = day;
  trail_count_++;
  return trail;
}

// Notes a sighting in its trail; whether it says anything that the trail did not have.
bool Resolver::see(TrailId trail, Day day, std::span<const ValueKey> keys) {
  Record& record = at(trail);
  record.first = std::min(record.first, day);
  record.last = std::max(record.last, day);
  const std::size_t had = record.held.size();
  for (const ValueKey key : keys) {
    const auto end = record.held.begin() + static_cast<std::ptrdiff_t>(had);
    const auto held = std::lower_bound(record.held.begin(), end, key,
                                       [](const HeldValue& each, ValueKey sought) { return each.value < sought; });
    if (held != end && held->value == key) {
      held->first = std::min(held->first, day);
      held->last = std::max(held->last, day);
    } else {
      record.held.push_back({key, day, day});
      values_.hold(key, {trail, record.source});
    }
  }
  if (record.held.size() == had) return false;
  std::sort(record.held.begin(), record.held.end(),
            [](const HeldValue& a, const HeldValue& b) { return a.value < b.value; });
  if (record.held.size() > values_of_kind_max) limit_values(trail);
  return true;
}

// Drops what was seen longest ago where there are too many values of one kind.
void Resolver::limit_values(TrailId trail) {
  Record& record = at(trail);
  const auto is_older = [&](const HeldValue& a, const HeldValue& b) {
    return a.last != b.last ? a.last < b.last : values_.text(a.value) < values_.text(b.value);
  };
  for (std::size_t i = 0; i < identifier_kinds; i++) {
    const auto of_kind = [&](const HeldValue& each) {
      return static_cast<std::size_t>(ValueTable::kind(each.value)) == i;
    };
    while (std::count_if(record.held.begin(), record.held.end(), of_kind) >
           static_cast<std::ptrdiff_t>(values_of_kind_max)) {
      auto oldest = std::find_if(record.held.begin(), record.held.end(), of_kind);
      for (auto each = oldest; each != record.held.end(); ++each)
        if (of_kind(*each) && is_older(*each, *oldest)) oldest = each;
      values_.release(oldest->value, trail);
      record.held.erase(oldest);
    }
  }
}

// ---- devices ----

// The devices to which what is said in `profile` might belong, the likeliest first; `own` is there in any case and in
// front, unless it is absent.
std::vector<DeviceId> Resolver::neighbours(const Profile& profile, DeviceId own) const {
  std::vector<DeviceId> devices;
  for (const HeldValue& held : profile.values)
    for (const Holder& holder : values_.holders(held.value)) devices.push_back(at(holder.trail).device);
  for (const TrailId each : profile.beside) devices.push_back(at(each).device);
  std::sort(devices.begin(), devices.end());
  devices.erase(std::unique(devices.begin(), devices.end()), devices.end());

  std::vector<std::pair<Weight, DeviceId>> likely;
  for (const DeviceId device : devices) {
    if (device == absent || device == own) continue;
    Weight sum = scales_.weigh(profile, profile_of_device(device)).sum;
    // A device that contradicts may hold a trail that belongs here, or that only seemed to belong there.
    for (const TrailId trail : devices_[device])
      if (devices_[device].size() <= taken_apart_max)
        sum = std::max(sum, scales_.weigh(profile, profile_of(trail)).sum);
    if (sum >= rules_.threshold) likely.emplace_back(-sum, device);
  }
  std::sort(likely.begin(), likely.end());
  if (likely.size() > neighbours_max) likely.resize(neighbours_max);
  std::vector<DeviceId> found;
  if (own != absent) found.push_back(own);
  for (const auto& [weight, device] : likely) found.push_back(device);
  return found;
}

// What the trails of some devices say, each for itself; of a device with more than `apart_max` of them together.
std::vector<Profile> Resolver::trails_in(std::span<const DeviceId> devices, std::size_t apart_max) const {
  std::vector<Profile> groups;
  for (const DeviceId device : devices) {
    if (devices_[device].size() > apart_max) {
      groups.push_back(profile_of_device(device));
    } else {
      for (const TrailId trail : devices_[device]) groups.push_back(profile_of(trail));
    }
  }
  return groups;
}

void Resolver::regroup(std::vector<Profile> groups, std::vector<Move>& moves) {
  if (groups.size() > 1) groups = bring_together(std::move(groups), scales_, rules_, decisions(), nullptr);
  assign(groups, moves);
}

// Gives each group a device: the one that most of its trails have already, so that few trails move.
void Resolver::assign(std::span<const Profile> groups, std::vector<Move>& moves) {
  struct Claim {
    std::size_t trails;
    DeviceId device;
    std::size_t group;
  };
  std::vector<Claim> claims;
  for (std::size_t group = 0; group < groups.size(); group++) {
    std::map<DeviceId, std::size_t> trails;
    for (const TrailId trail : groups[group].trails)
      if (at(trail).device != absent) trails[at(trail).device]++;
    for (const auto& [device, count] : trails) claims.push_back({count, device, group});
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.trails > b.trails; });
  std::vector<DeviceId> given(groups.size(), absent);
  for (const Claim& claim : claims) {
    const bool taken = std::find(given.begin(), given.end(), claim.device) != given.end();
    if (given[claim.group] == absent && !taken) given[claim.group] = claim.device;
  }
  for (std::size_t group = 0; group < groups.size(); group++) {
    if (given[group] == absent) {
      given[group] = static_cast<DeviceId>(devices_.size());
      devices_.emplace_back();
    }
    for (const TrailId trail : groups[group].trails) move_to(trail, given[group], moves);
  }
}

void Resolver::move_to(TrailId trail, DeviceId device, std::vector<Move>& moves) {
  Record& record = at(trail);
  if (record.device == device) return;
  if (record.device != absent) {
    std::vector<TrailId>& left = devices_[record.device];
    left.erase(std::lower_bound(left.begin(), left.end(), trail));
    if (left.empty()) device_count_--;
    moves.push_back({trail, record.device, device});
  }
  record.device = device;
  if (devices_[device].empty()) device_count_++;
  insert_sorted(devices_[device], trail);
}

// ---- persons ----

std::optional<bool> Resolver::decided(const Profile& a, const Profile& b) const {
  std::optional<bool> found;
  for (const TrailId trail : a.trails) {
    if (trail == trails_.size() || !at(trail).decided) continue;  // The former is a sighting without a trail yet.
    for (const auto& [other, same] : decisions_.at(trail)) {
      if (!std::binary_search(b.trails.begin(), b.trails.end(), other)) continue;
      if (!same) return false;
      found = true;
    }
  }
  return found;
}

Decided Resolver::decisions() const {
  if (decisions_.empty()) return {};
  return [this](const Profile& a, const Profile& b) { return decided(a, b); };
}

void Resolver::decide(TrailId one, TrailId other, bool same, std::vector<Decision>& to) {
  SHOAL_ASSERT(one != other);
  at(one).decided = at(other).decided = true;
  decisions_[one][other] = decisions_[other][one] = same;
  to.push_back({std::min(one, other), std::max(one, other), same});
}

Result<Overruling> Resolver::merge(DeviceId one, DeviceId other) {
  for (const DeviceId device : {one, other})
    if (trails_of(device).empty())
      return Error{ErrorKind::not_found, "estate.no_device", "there is no device " + std::to_string(device)};
  if (one == other)
    return Error{ErrorKind::invalid_input, "estate.same_device", "both are device " + std::to_string(one)};
  Overruling made;
  const std::vector<TrailId> left = devices_[one], right = devices_[other];
  for (const TrailId trail : left)
    for (const TrailId opposite : right) {
      const auto earlier = decisions_.find(trail);
      const bool was_apart = earlier != decisions_.end() && earlier->second.contains(opposite);
      if (was_apart || trail == left[0]) decide(trail, opposite, true, made.decisions);
    }
  for (std::size_t i = 1; i < left.size(); i++) decide(left[0], left[i], true, made.decisions);
  regroup(trails_in(std::array{one, other}, trails_.size()), made.moves);
  return made;
}

// The groups of `trails` that persons joined, each of at least two.
std::vector<std::vector<TrailId>> Resolver::joined_by_persons(std::span<const TrailId> trails) const {
  std::vector<std::vector<TrailId>> groups;
  std::set<TrailId> left(trails.begin(), trails.end());
  while (!left.empty()) {
    std::vector<TrailId> group = {*left.begin()};
    left.erase(left.begin());
    for (std::size_t i = 0; i < group.size(); i++) {
      if (!at(group[i]).decided) continue;
      for (const auto& [other, same] : decisions_.at(group[i]))
        if (same && left.erase(other) > 0) group.push_back(other);
    }
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

Result<Overruling> Resolver::split(std::span<const TrailId> trails) {
  std::vector<TrailId> parted(trails.begin(), trails.end());
  std::sort(parted.begin(), parted.end());
  parted.erase(std::unique(parted.begin(), parted.end()), parted.end());
  for (const TrailId trail : parted)
    if (trail >= trails_.size() || trails_[trail].source == absent)
      return Error{ErrorKind::not_found, "estate.no_trail", "there is no trail " + std::to_string(trail)};
  if (parted.empty()) return Error{ErrorKind::invalid_input, "estate.bad_split", "no trail is named"};
  const DeviceId device = at(parted[0]).device;
  for (const TrailId trail : parted)
    if (at(trail).device != device)
      return Error{
          ErrorKind::invalid_input, "estate.bad_split",
          "trails " + std::to_string(parted[0]) + " and " + std::to_string(trail) + " are of different devices"};
  std::vector<TrailId> rest;
  std::set_difference(devices_[device].begin(), devices_[device].end(), parted.begin(), parted.end(),
                      std::back_inserter(rest));
  if (rest.empty())
    return Error{ErrorKind::invalid_input, "estate.bad_split",
                 "these are all trails of device " + std::to_string(device)};

  Overruling made;
  // What persons joined stays joined on either side, also where it was joined through the other.
  for (std::vector<TrailId> group : joined_by_persons(devices_[device])) {
    std::erase_if(group, [&](TrailId each) { return std::binary_search(parted.begin(), parted.end(), each); });
    for (std::size_t i = 1; i < group.size(); i++) decide(group[0], group[i], true, made.decisions);
  }
  for (std::size_t i = 1; i < parted.size(); i++) decide(parted[0], parted[i], true, made.decisions);
  for (const TrailId trail : parted)
    for (const TrailId other : rest) decide(trail, other, false, made.decisions);
  regroup(trails_in(std::array{device}, trails_.size()), made.moves);
  return made;
}

// ---- explanations ----

Told Resolver::told(const Line& line) const {
  Told made{line.reason, line.kind, {}, {}, 0, {}, line.weight};
  if (line.reason == Reason::rival || line.reason == Reason::beside || line.reason == Reason::person) return made;
  made.one = values_.text(line.one);
  made.other = values_.text(line.other);
  if (line.one != line.other) return made;
  made.machines = values_.machines(line.one);
  if (const Liar* liar = values_.liar(line.one)) made.note = liar->note;
  return made;
}

// What both sides have, and what tells nothing: a reader who sees it in both would miss it.
void Resolver::tell_passed_over(Link& link) const {
  const auto values_on = [&](const std::vector<TrailId>& trails) {
    std::set<ValueKey> found;
    for (const TrailId trail : trails)
      for (const HeldValue& held : at(trail).held)
        if (!values_.tells(held.value) && ValueTable::kind(held.value) != IdentifierKind::domain)
          found.insert(held.value);
    return found;
  };
  const std::set<ValueKey> other = values_on(link.other);
  for (const ValueKey value : values_on(link.one)) {
    if (!other.contains(value)) continue;
    const Reason reason = values_.liar(value) != nullptr ? Reason::excluded : Reason::common;
    link.why.push_back(told({reason, ValueTable::kind(value), value, value, 0}));
  }
}

std::vector<Link> Resolver::explain(DeviceId device) const {
  std::vector<Profile> groups;
  for (const TrailId trail : trails_of(device)) groups.push_back(profile_of(trail));
  if (groups.size() < 2) return {};
  std::vector<Union> unions;
  groups = bring_together(std::move(groups), scales_, rules_, decisions(), &unions);
  // What holds no longer by the evidence of today is told too, with a sum that shows it.
  for (std::size_t i = 1; i < groups.size(); i++) {
    unions.push_back({groups[0].trails, groups[i].trails, scales_.weigh(groups[0], groups[i])});
    groups[0].add(groups[i]);
  }
  std::vector<Link> links;
  for (const Union& each : unions) {
    Link link{each.one, each.other, {}, each.why.sum, rules_.threshold};
    for (const Line& line : each.why.all()) link.why.push_back(told(line));
    tell_passed_over(link);
    links.push_back(std::move(link));
  }
  return links;
}

}  // namespace shoal::estate
