#include "exposure/comparison.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace shoal::exposure {
namespace {

enum class Stand : std::uint8_t { closed, open, doubted };

Stand stand_of(const std::optional<Outcome>& outcome) {
  if (!outcome || !outcome->considered || outcome->verdict == Verdict::fixed) return Stand::closed;
  return outcome->verdict == Verdict::missing || outcome->verdict == Verdict::no_fix ? Stand::open : Stand::doubted;
}

void count(Stand before, Stand after, std::uint32_t vulnerabilities, Difference& difference) {
  if (before == after) return;
  if (before == Stand::doubted) {
    difference.decided += vulnerabilities;
  } else if (after == Stand::doubted) {
    difference.undecided += vulnerabilities;
  } else {
    (after == Stand::open ? difference.opened : difference.closed) += vulnerabilities;
  }
}

Change change_of(const Difference& difference) {
  if (difference.opened > 0) return Change::worsened;
  if (difference.closed > 0) return Change::patched;
  if (difference.undecided > 0) return Change::less_told;
  return difference.decided > 0 ? Change::more_told : Change::unchanged;
}

const JudgedState* state_of(const Assessment& assessment, const JudgedDevice& device) {
  return device.state < 0 ? nullptr : &assessment.states[static_cast<std::size_t>(device.state)];
}

// Compares pairs of devices, each pair of states once.
class Comparer {
 public:
  Comparer(const Assessment& before, const Assessment& after) : before_(before), after_(after) {}

  ChangedDevice changed(std::uint32_t before, std::uint32_t after) {
    ChangedDevice made{static_cast<std::int32_t>(before), static_cast<std::int32_t>(after), Change::not_judged, {}};
    const JudgedDevice& old_device = before_.devices[before];
    const JudgedDevice& new_device = after_.devices[after];
    const JudgedRelease* old_release = release_of(before_, old_device);
    const JudgedRelease* new_release = release_of(after_, new_device);
    if (old_release == nullptr || new_release == nullptr) return made;
    const auto* old_state = state_of(before_, old_device);
    const auto* new_state = state_of(after_, new_device);
    const bool both = old_state != nullptr && new_state != nullptr;
    if (old_release->release != new_release->release ||
        (both && old_state->state.product != new_state->state.product)) {
      made.change = Change::migrated;
    } else if (both) {
      const auto [entry, fresh] = known_.try_emplace({old_device.state, new_device.state});
      if (fresh) entry->second = difference(*old_state, *new_state);
      made.difference = entry->second;
      made.change = change_of(made.difference);
    }
    return made;
  }

 private:
  const Assessment& before_;
  const Assessment& after_;
  std::map<std::pair<std::int32_t, std::int32_t>, Difference> known_;
};

}  // namespace

std::string_view spelled(Change change) {
  constexpr std::string_view names[] = {"migrated",  "patched",    "worsened", "more_told",   "less_told",
                                        "unchanged", "not_judged", "appeared", "gone_silent", "unclear"};
  static_assert(std::size(names) == change_count);
  return names[static_cast<std::size_t>(change)];
}

Difference difference(const JudgedState& before, const JudgedState& after) {
  SHOAL_ASSERT(before.state.product == after.state.product);
  Difference difference;
  const auto groups = before.view->groups();
  for (std::size_t i = 0; i < groups.size(); i++) {
    const Stand stood = stand_of(before.judgement.outcomes[i]);
    if (before.view == after.view) {
      count(stood, stand_of(after.judgement.outcomes[i]), static_cast<std::uint32_t>(groups[i].vulnerabilities.size()),
            difference);
      continue;
    }
    // Another edition of the same product: it has the same vulnerabilities, in groups of its own.
    for (const VulnerabilityIndex vulnerability : groups[i].vulnerabilities)
      count(stood, stand_of(outcome_of(after, vulnerability)), 1, difference);
  }
  return difference;
}

Comparison compare(const Assessment& before, const Assessment& after, const estate::Match& match) {
  Comparison made;
  made.before = match.both.size() + match.before_only.size() + match.before_unclear.size();
  made.after = match.both.size() + match.after_only.size() + match.after_unclear.size();
  made.unclear_before = match.before_unclear.size();
  made.unclear_after = match.after_unclear.size();
  made.devices.resize(after.devices.size());

  Comparer comparer(before, after);
  for (const auto& [old_at, new_at] : match.both) {
    const ChangedDevice& device = made.devices[new_at] = comparer.changed(old_at, new_at);
    made.closed += device.difference.closed;
    made.opened += device.difference.opened;
    if (device.change == Change::migrated)
      made.migrations[{release_of(before, before.devices[old_at])->release->name,
                       release_of(after, after.devices[new_at])->release->name}]++;
  }
  const auto place = [](std::uint32_t at) { return static_cast<std::int32_t>(at); };
  for (const std::uint32_t at : match.after_only) made.devices[at] = {-1, place(at), Change::appeared, {}};
  for (const std::uint32_t at : match.after_unclear) made.devices[at] = {-1, place(at), Change::unclear, {}};
  std::erase_if(made.devices, [](const ChangedDevice& device) { return device.after < 0; });  // left out by the match
  for (const std::uint32_t at : match.before_only) made.devices.push_back({place(at), -1, Change::gone_silent, {}});
  for (const std::uint32_t at : match.before_unclear) made.devices.push_back({place(at), -1, Change::unclear, {}});
  for (const ChangedDevice& device : made.devices) made.counts[static_cast<std::size_t>(device.change)]++;
  return made;
}

}  // namespace shoal::exposure
