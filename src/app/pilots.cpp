#include "app/pilots.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "plan/pilots.hpp"
#include "plan/prepare.hpp"

namespace shoal::app {
namespace {

using plan::Week;

std::vector<std::uint32_t> all_applications(const plan::NamedDevice& device) {
  std::vector<std::uint32_t> all = device.applications;
  all.insert(all.end(), device.others.begin(), device.others.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Which devices may ever move: whoever waits for a pilot that stays waits for good.
class Movable {
 public:
  explicit Movable(const plan::Programme& programme) : is_stuck_(programme.names.size()) {
    std::unordered_map<std::string_view, bool> is_mended;
    for (const plan::NamedApplication& each : programme.applications)
      is_mended.emplace(each.name, each.ready || !each.ways.empty());
    for (std::size_t i = 0; i < programme.names.size(); i++) {
      const auto found = is_mended.find(programme.names[i]);
      is_stuck_[i] = found == is_mended.end() ? !programme.assumed : !found->second;
    }
  }

  bool operator()(const plan::NamedDevice& device) const {
    return !device.never && std::none_of(device.applications.begin(), device.applications.end(),
                                         [&](std::uint32_t name) { return is_stuck_[name]; });
  }

 private:
  std::vector<bool> is_stuck_;  // By position in Programme::names, whether nobody mends it.
};

/// Devices that are alike as pilots, and which they are.
struct Groups {
  std::vector<plan::PilotGroup> groups;
  std::vector<std::vector<std::uint32_t>> devices;
  std::vector<std::string> models;
};

Groups groups_of(const plan::Programme& programme) {
  Groups made;
  const Movable may_move(programme);
  std::map<std::string, std::uint32_t> model_at;
  for (const plan::NamedDevice& device : programme.devices) model_at.emplace(device.model, 0);
  for (auto& [model, at] : model_at) {
    at = static_cast<std::uint32_t>(made.models.size());
    made.models.push_back(model);
  }
  using Key = std::pair<std::uint32_t, std::vector<std::uint32_t>>;
  std::map<Key, std::vector<std::uint32_t>> alike;
  for (std::uint32_t i = 0; i < programme.devices.size(); i++) {
    const plan::NamedDevice& device = programme.devices[i];
    alike[{model_at.at(device.model), all_applications(device)}].push_back(i);
  }
  for (auto& [key, devices] : alike) {
    // The lightest first: among pilots that do the same, those whose trouble matters least.
    std::stable_sort(devices.begin(), devices.end(), [&](std::uint32_t a, std::uint32_t b) {
      const auto& first = programme.devices[a];
      const auto& second = programme.devices[b];
      return std::pair(!may_move(first), first.weight) < std::pair(!may_move(second), second.weight);
    });
    plan::PilotGroup group;
    group.devices = static_cast<std::int32_t>(devices.size());
    group.allowed = static_cast<std::int32_t>(std::count_if(
        devices.begin(), devices.end(), [&](std::uint32_t device) { return may_move(programme.devices[device]); }));
    group.weight = programme.devices[devices.front()].weight;
    group.hardware = key.first;
    group.applications = key.second;
    made.groups.push_back(std::move(group));
    made.devices.push_back(std::move(devices));
  }
  return made;
}

}  // namespace

Result<ChosenPilots> choose_pilots(const plan::Programme& programme, const ForEach& for_each) {
  const Groups groups = groups_of(programme);
  plan::PilotRules rules;
  rules.devices_min = static_cast<std::int32_t>(programme.pilots->from_devices);
  rules.pilots_min = static_cast<std::int32_t>(programme.pilots->each);
  const plan::Pilots found = SHOAL_TRY(plan::choose_pilots(groups.groups, rules, for_each));
  ChosenPilots made{std::vector<std::uint8_t>(programme.devices.size()), {}, *programme.pilots};
  for (const plan::PilotChoice& choice : found.chosen)
    for (std::int32_t i = 0; i < choice.devices; i++) {
      const std::uint32_t device = groups.devices[choice.group][static_cast<std::size_t>(i)];
      made.is_pilot[device] = 1;
      made.answer.devices.push_back(device);
    }
  std::sort(made.answer.devices.begin(), made.answer.devices.end());
  made.answer.pairs = found.pairs;
  made.answer.covered = found.covered;
  made.answer.bound = found.bound;
  made.answer.fewest = found.pilots;
  for (const plan::UncoveredPair& each : found.uncovered)
    made.answer.uncovered.push_back(
        {programme.names[each.pair.application], groups.models[each.pair.hardware], each.devices, each.why});
  return made;
}

namespace {

/// An application on a hardware model, as one number.
using PairKey = std::uint64_t;

/// The pairs of devices, and when pilots of each have been watched long enough.
class Trials {
 public:
  Trials(const plan::Programme& programme, const ChosenPilots& pilots, const std::vector<Week>& weeks)
      : programme_(programme), soak_(pilots.rule.soak_weeks) {
    std::map<std::string, std::uint32_t> model_at;
    for (const plan::NamedDevice& device : programme.devices)
      models_.push_back(model_at.emplace(device.model, static_cast<std::uint32_t>(model_at.size())).first->second);
    for (const std::uint32_t device : pilots.answer.devices) count(device, weeks[device]);
  }

  std::vector<PairKey> pairs_of(std::size_t device) const {
    std::vector<PairKey> made;
    for (const std::uint32_t application : all_applications(programme_.devices[device]))
      made.push_back(PairKey{models_[device]} << 32U | application);
    return made;
  }
  /// Takes in a pilot that moves in `week`.
  void count(std::size_t device, Week week) {
    const Week tried = week == plan::never ? plan::never : week + soak_;
    for (const PairKey pair : pairs_of(device)) {
      const auto [found, fresh] = tried_.emplace(pair, tried);
      if (!fresh) found->second = std::min(found->second, tried);
    }
  }
  /// The last week in which a device waits for pilots, and for which of its pairs; -1 where for none.
  std::pair<Week, PairKey> last_of(std::size_t device) const {
    std::pair<Week, PairKey> last{-1, 0};
    for (const PairKey pair : pairs_of(device))
      if (const auto found = tried_.find(pair); found != tried_.end() && found->second > last.first)
        last = {found->second, pair};
    return last;
  }
  Week tried(PairKey pair) const { return tried_.at(pair); }

 private:
  const plan::Programme& programme_;
  Week soak_;
  std::vector<std::uint32_t> models_;  // By device.
  std::unordered_map<PairKey, Week> tried_;
};

/// Who waits for the pilots of a pair, and who could try it soonest.
struct Delay {
  plan::Exposure exposure = 0;
  std::uint32_t candidate = 0;
  Week soonest = plan::never;
};

}  // namespace

std::size_t add_pilots(const plan::Programme& programme, ChosenPilots& pilots, const std::vector<Week>& weeks) {
  Trials trials(programme, pilots, weeks);
  std::map<PairKey, Delay> delays;
  const Week last_week = *std::max_element(weeks.begin(), weeks.end(), [](Week a, Week b) {
    return (a == plan::never ? -1 : a) < (b == plan::never ? -1 : b);
  });
  for (std::uint32_t i = 0; i < weeks.size(); i++) {
    if (pilots.is_pilot[i] != 0 || weeks[i] == plan::never) continue;
    const auto [last, pair] = trials.last_of(i);
    if (last >= weeks[i])
      delays[pair].exposure += plan::Exposure{programme.devices[i].weight} * (std::min(last, last_week) + 1 - weeks[i]);
  }
  for (std::uint32_t i = 0; i < weeks.size(); i++) {
    if (pilots.is_pilot[i] != 0 || weeks[i] == plan::never || programme.devices[i].never) continue;
    for (const PairKey pair : trials.pairs_of(i))
      if (const auto found = delays.find(pair); found != delays.end() && weeks[i] < found->second.soonest) {
        found->second.soonest = weeks[i];
        found->second.candidate = i;
      }
  }
  std::vector<std::pair<plan::Exposure, PairKey>> worst;
  for (const auto& [pair, delay] : delays)
    if (delay.exposure > pilots.rule.worth) worst.emplace_back(-delay.exposure, pair);
  std::sort(worst.begin(), worst.end());
  std::size_t added = 0;
  for (const auto& [exposure, pair] : worst) {
    const Delay& delay = delays.at(pair);
    // As a pilot it does not wait for the soak, so that others are as late as it would have been itself.
    if (delay.soonest >= trials.tried(pair) || pilots.is_pilot[delay.candidate] != 0) continue;
    pilots.is_pilot[delay.candidate] = 1;
    pilots.answer.devices.push_back(delay.candidate);
    trials.count(delay.candidate, std::max(0, delay.soonest - pilots.rule.soak_weeks));
    added++;
  }
  std::sort(pilots.answer.devices.begin(), pilots.answer.devices.end());
  return added;
}

bool delay_behind_pilots(plan::Programme& programme, const ChosenPilots& pilots, const std::vector<Week>& weeks) {
  const Trials trials(programme, pilots, weeks);
  bool any = false;
  for (std::size_t i = 0; i < programme.devices.size(); i++) {
    if (pilots.is_pilot[i] != 0 || weeks[i] == plan::never) continue;
    const Week last = trials.last_of(i).first;
    if (weeks[i] > last) continue;
    any = true;
    if (last == plan::never)
      programme.devices[i].never = true;
    else
      programme.devices[i].not_before = plan::day_of(last + 1, programme.begins);
  }
  return any;
}

}  // namespace shoal::app
