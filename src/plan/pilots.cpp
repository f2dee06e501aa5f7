#include "plan/pilots.hpp"

#include <algorithm>

namespace shoal::plan {
namespace {

Error bad_pilots(std::string message) { return {ErrorKind::invalid_input, "plan.bad_pilots", std::move(message)}; }

Result<void> check_group(const PilotGroup& group, std::size_t index) {
  const std::string place = "pilot group " + std::to_string(index);
  if (group.devices < 1) return bad_pilots(place + " has no devices");
  if (group.demanded < 0 || group.demanded > group.devices)
    return bad_pilots(place + " has " + std::to_string(group.devices) + " devices, of which " +
                      std::to_string(group.demanded) + " are demanded");
  if (group.allowed < group.demanded || group.allowed > group.devices)
    return bad_pilots(place + " allows " + std::to_string(group.allowed) + " pilots of " +
                      std::to_string(group.devices) + " devices, of which " + std::to_string(group.demanded) +
                      " are demanded");
  if (group.weight < 0) return bad_pilots(place + " has a weight below 0: " + std::to_string(group.weight));
  return {};
}

/// One hardware model: its groups, and its applications as the rows of a cover.
struct ModelPilots {
  std::uint32_t hardware = 0;
  std::vector<std::uint32_t> groups;
  std::vector<ApplicationIndex> applications;      ///< Ascending; by row.
  std::vector<std::vector<std::uint32_t>> rows;    ///< By group.
  std::vector<std::int64_t> devices, may, pilots;  ///< By row.
  std::vector<std::int32_t> taken;                 ///< By group.
  std::int64_t bound = 0;
};

void find_rows(ModelPilots& model, const std::vector<PilotGroup>& groups) {
  auto& all = model.applications;
  for (const std::uint32_t g : model.groups)
    all.insert(all.end(), groups[g].applications.begin(), groups[g].applications.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  model.devices.assign(all.size(), 0), model.may.assign(all.size(), 0), model.pilots.assign(all.size(), 0);
  for (const std::uint32_t g : model.groups) {
    auto& rows = model.rows.emplace_back();
    for (const ApplicationIndex a : groups[g].applications)
      rows.push_back(static_cast<std::uint32_t>(std::lower_bound(all.begin(), all.end(), a) - all.begin()));
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    for (const std::uint32_t r : rows) model.devices[r] += groups[g].devices, model.may[r] += groups[g].allowed;
  }
}

/// What is left to cover once the demanded pilots are in.
Cover cover_of(const ModelPilots& model, const std::vector<PilotGroup>& groups, const PilotRules& rules) {
  Cover cover;
  for (std::size_t r = 0; r < model.applications.size(); r++)
    cover.need.push_back(model.devices[r] < rules.devices_min
                             ? 0
                             : static_cast<std::int32_t>(std::min<std::int64_t>(rules.pilots_min, model.may[r])));
  for (std::size_t i = 0; i < model.groups.size(); i++) {
    const PilotGroup& group = groups[model.groups[i]];
    for (const std::uint32_t r : model.rows[i]) cover.need[r] -= group.demanded;
    // More than the rule's number of one kind never helps.
    cover.columns.push_back({model.rows[i], std::min(group.allowed - group.demanded, rules.pilots_min), group.weight});
  }
  for (std::int32_t& need : cover.need) need = std::max(need, 0);
  return cover;
}

void choose(ModelPilots& model, const std::vector<PilotGroup>& groups, const PilotRules& rules) {
  find_rows(model, groups);
  Covered found = covered(cover_of(model, groups, rules), rules.effort);
  model.bound = found.bound;
  model.taken = std::move(found.taken);
  for (std::size_t i = 0; i < model.groups.size(); i++) {
    model.taken[i] += groups[model.groups[i]].demanded;
    model.bound += groups[model.groups[i]].demanded;
    for (const std::uint32_t r : model.rows[i]) model.pilots[r] += model.taken[i];
  }
}

void report(const ModelPilots& model, const PilotRules& rules, Pilots& result) {
  std::vector<char> seen(model.applications.size());
  for (std::size_t i = 0; i < model.groups.size(); i++) {
    if (model.taken[i] == 0) continue;
    PilotChoice choice{model.groups[i], model.taken[i], {}};
    for (const std::uint32_t r : model.rows[i])
      if (!seen[r]) seen[r] = 1, choice.first.push_back({model.applications[r], model.hardware});
    result.pilots += choice.devices;
    result.chosen.push_back(std::move(choice));
  }
  for (std::size_t r = 0; r < model.applications.size(); r++) {
    result.pairs++;
    if (model.pilots[r] >= rules.pilots_min) {
      result.covered++;
      continue;
    }
    const auto why = model.devices[r] < rules.devices_min ? Uncovered::rare : Uncovered::nobody_may;
    result.uncovered.push_back({{model.applications[r], model.hardware}, model.devices[r], model.pilots[r], why});
  }
  result.bound += model.bound;
}

std::vector<ModelPilots> models_of(const std::vector<PilotGroup>& groups) {
  std::vector<std::uint32_t> order(groups.size());
  for (std::uint32_t g = 0; g < groups.size(); g++) order[g] = g;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return groups[a].hardware < groups[b].hardware; });
  std::vector<ModelPilots> models;
  for (const std::uint32_t g : order) {
    if (models.empty() || models.back().hardware != groups[g].hardware)
      models.emplace_back().hardware = groups[g].hardware;
    models.back().groups.push_back(g);
  }
  return models;
}

}  // namespace

Result<Pilots> choose_pilots(const std::vector<PilotGroup>& groups, const PilotRules& rules, const ForEach& for_each) {
  if (rules.devices_min < 1)
    return bad_pilots("pairs count from at least one device on, not " + std::to_string(rules.devices_min));
  if (rules.pilots_min < 1) return bad_pilots("a pair has at least one pilot, not " + std::to_string(rules.pilots_min));
  for (std::size_t g = 0; g < groups.size(); g++) SHOAL_TRY(check_group(groups[g], g));

  // A device is of one model, so that models have no pair in common and are problems of their own.
  auto models = models_of(groups);
  for_each(models.size(), [&](std::size_t m) { choose(models[m], groups, rules); });
  Pilots result;
  for (const ModelPilots& model : models) report(model, rules, result);
  std::sort(result.uncovered.begin(), result.uncovered.end(),
            [](const UncoveredPair& a, const UncoveredPair& b) { return a.pair < b.pair; });
  return result;
}

}  // namespace shoal::plan
