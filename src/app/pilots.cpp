#include "app/pilots.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "plan/pilots.hpp"
#include "plan/prepare.hpp"

namespace shoal::app {
namespace {

using plan::never;
using plan::Week;

std::vector<std::uint32_t> all_applications(const plan::NamedDevice& device) {
  std::vector<std::uint32_t> all = device.applications;
  all.insert(all.end(), device.others.begin(), device.others.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

/// Devices that are alike as pilots, and which they are.
struct Groups {
  std::vector<plan::PilotGroup> groups;
  std::vector<std::vector<std::uint32_t>> devices;
  std::vector<std::string> models;
};

Groups groups_of(const plan::Programme& programme) {
  Groups made;
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
      return std::pair(first.never, first.weight) < std::pair(second.never, second.weight);
    });
    plan::PilotGroup group;
    group.devices = static_cast<std::int32_t>(devices.size());
    group.allowed = static_cast<std::int32_t>(std::count_if(
        devices.begin(), devices.end(), [&](std::uint32_t device) { return !programme.devices[device].never; }));
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
  for (const plan::UncoveredPair& each : found.uncovered)
    made.answer.uncovered.push_back(
        {programme.names[each.pair.application], groups.models[each.pair.hardware], each.devices, each.why});
  return made;
}

bool delay_behind_pilots(plan::Programme& programme, const ChosenPilots& pilots, const std::vector<Week>& weeks) {
  using Pair = std::pair<std::string, std::uint32_t>;
  std::map<Pair, Week> tried;  // The week by whose end a pilot with the pair was watched long enough.
  const auto each_pair = [&](std::size_t device, const auto& use) {
    for (const std::uint32_t application : all_applications(programme.devices[device]))
      use(Pair(programme.devices[device].model, application));
  };
  for (const std::uint32_t device : pilots.answer.devices)
    each_pair(device, [&](const Pair& pair) {
      const Week week = weeks[device] == never ? never : weeks[device] + pilots.rule.soak_weeks;
      const auto [found, fresh] = tried.emplace(pair, week);
      if (!fresh) found->second = std::min(found->second, week);
    });
  bool any = false;
  for (std::size_t i = 0; i < programme.devices.size(); i++) {
    if (pilots.is_pilot[i] != 0 || weeks[i] == never) continue;
    Week least = 0;
    each_pair(i, [&](const Pair& pair) {
      if (const auto found = tried.find(pair); found != tried.end()) least = std::max(least, found->second);
    });
    if (weeks[i] > least || least == 0) continue;
    any = true;
    if (least == never)
      programme.devices[i].never = true;
    else
      programme.devices[i].not_before = plan::day_of(least + 1, programme.begins);
  }
  return any;
}

}  // namespace shoal::app
