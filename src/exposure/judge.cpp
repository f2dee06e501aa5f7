#include "exposure/judge.hpp"

#include <algorithm>
#include <deque>
#include <numeric>

namespace shoal::exposure {
namespace {

// Worse means further from safe: what is missing outweighs what is not known, and that outweighs what is fixed.
int badness(const Outcome& outcome) {
  switch (outcome.verdict) {
    case Verdict::fixed:
      return 0;
    case Verdict::unassessed:
      return 1;
    case Verdict::presumed:
      return 2;
    case Verdict::no_fix:
      return 3;
    case Verdict::missing:
      break;
  }
  return 4;
}

bool share_a_version(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end();
}

bool any_present(const Bits& present, std::span<const std::uint32_t> updates) {
  return std::any_of(updates.begin(), updates.end(), [&](std::uint32_t update) { return present.test(update); });
}

Outcome undecided(Doubt doubt) {
  return {Verdict::unassessed, doubt, true, Obtainable::everybody, true, no_requirement};
}

Outcome lacking(const Presence& presence, const Requirement& requirement) {
  switch (presence.state().list) {
    case UpdateList::absent:
      return undecided(Doubt::list_absent);
    case UpdateList::cut:
      return undecided(Doubt::list_cut);
    case UpdateList::complete:
      break;
  }
  return {Verdict::missing, Doubt::none, true, requirement.access.obtainable, requirement.access.entitled,
          no_requirement};
}

// Where every fix comes in the cumulative update and none is recognised, the device has some update that we cannot
// place: the absence of the ones that we know proves nothing.
bool waits_for_cumulative(const Presence& presence, const Requirement& requirement) {
  if (!presence.view().family_facts().cumulative_only || presence.cumulative_recognised()) return false;
  const auto rollups = presence.view().family().rollups(0);
  return std::any_of(requirement.any_of.begin(), requirement.any_of.end(), [&](std::uint32_t update) {
    return std::find(rollups.begin(), rollups.end(), update) != rollups.end();
  });
}

void count(const Outcome& outcome, const Group& group, Counts& counts) {
  const auto size = static_cast<std::uint32_t>(group.vulnerabilities.size());
  if (!outcome.considered) {
    counts.not_considered += size;
    return;
  }
  const auto verdict = static_cast<std::size_t>(outcome.verdict);
  counts.by_verdict[verdict] += size;
  counts.exploited[verdict] += group.exploited;
  if (outcome.verdict == Verdict::unassessed) counts.by_doubt[static_cast<std::size_t>(outcome.doubt)] += size;
  if (outcome.verdict == Verdict::missing)
    counts.missing_by_obtainable[static_cast<std::size_t>(outcome.obtainable)] += size;
}

}  // namespace

std::string_view spelled(Verdict verdict) {
  switch (verdict) {
    case Verdict::fixed:
      return "fixed";
    case Verdict::missing:
      return "missing";
    case Verdict::no_fix:
      return "no_fix";
    case Verdict::presumed:
      return "presumed";
    case Verdict::unassessed:
      break;
  }
  return "unassessed";
}

std::string_view spelled(Doubt doubt) {
  switch (doubt) {
    case Doubt::none:
      return "none";
    case Doubt::list_absent:
      return "list_absent";
    case Doubt::list_cut:
      return "list_cut";
    case Doubt::no_cumulative:
      return "no_cumulative";
    case Doubt::some_packages:
      return "some_packages";
    case Doubt::newer_rollup:
      return "newer_rollup";
    case Doubt::outside_interval:
      break;
  }
  return "outside_interval";
}

std::string_view what_decides(Doubt doubt) {
  switch (doubt) {
    case Doubt::none:
      return "";
    case Doubt::list_absent:
      return "a list of the installed updates: wmic qfe, or systeminfo to its end";
    case Doubt::list_cut:
      return "a complete list of the installed updates: wmic qfe";
    case Doubt::no_cumulative:
      return "the build revision (winver, or UBR in the registry)";
    case Doubt::some_packages:
      return "the file versions, or installing the packages that are not there";
    case Doubt::newer_rollup:
      return "the file versions, or what Windows Update offers";
    case Doubt::outside_interval:
      break;
  }
  return "nothing that the vendor publishes";
}

std::uint32_t Counts::considered() const { return std::accumulate(by_verdict.begin(), by_verdict.end(), 0U); }

Presence::Presence(const ProductView& view)
    : view_(&view),
      installed_(view.family().size()),
      present_(view.family().size()),
      components_(view.components().size()),
      newest_rollup_(view.components().size()) {}

void Presence::take(const PatchState& state) {
  state_ = &state;
  take_updates();
  take_components();
}

void Presence::take_updates() {
  installed_.clear();
  present_.clear();
  const update::UpdateFacts& facts = view_->facts().updates;
  for (const std::uint32_t kb : state_->kbs) {
    const auto update = update::find_update(facts, kb);
    const auto local = update ? view_->family().local(*update) : std::nullopt;
    if (local) installed_.set(*local);
  }
  const auto rollups = view_->family().rollups(0);
  if (state_->revision) {
    for (const update::BuildRevision& entry : facts.builds) {
      if (entry.build != view_->build() || entry.revision > *state_->revision) continue;
      if (const auto local = view_->family().local(entry.update)) installed_.set(*local);
    }
  }
  installed_.each([&](std::size_t local) { present_ |= view_->family().contained_in(local); });
  cumulative_recognised_ = state_->revision.has_value();
  std::optional<Day> newest;
  for (const std::size_t rollup : rollups) {
    if (!installed_.test(rollup)) continue;
    cumulative_recognised_ = true;
    newest = view_->released(rollup);
  }
  // The system's rollup carries the fixes of what ships in the box; frameworks and Flash Player have updates of their
  // own.
  for (std::size_t i = 0; i < newest_rollup_.size(); i++) {
    const Component& component = view_->facts().components[view_->components()[i]];
    const bool own_updates = component.name.starts_with("dotnet-framework") || component.name == "flash-player";
    const bool in_system_rollup = i == 0 || component.name == "internet-explorer" || (view_->in_box(i) && !own_updates);
    newest_rollup_[i] = in_system_rollup ? newest : std::nullopt;
    for (const std::size_t rollup : view_->family().rollups(view_->components()[i]))
      if (installed_.test(rollup))
        newest_rollup_[i] = std::max(newest_rollup_[i], std::optional(view_->released(rollup)));
  }
}

std::optional<Day> Presence::newest_rollup(std::size_t component) const { return newest_rollup_[component]; }

// A component is on the device when it ships with the release, when an update that is listed for it alone is installed,
// or when a source names it. Of a component that is replaced in place there is one version, the newest that is shown.
void Presence::take_components() {
  const auto components = view_->components();
  const std::vector<Component>& known = view_->facts().components;
  struct Shown {
    const std::string* name;
    const ShownVersions* shown;
  };
  std::vector<Shown> shown;
  std::deque<ShownVersions> named_outright;  // Keeps its elements in place.

  for (std::size_t i = 0; i < components.size(); i++) components_[i] = i == 0;
  installed_.each([&](std::size_t local) {
    if (const auto proven = view_->proves(local)) components_[*proven] = true;
  });
  for (std::size_t i = 1; i < components.size(); i++) {
    const Component& component = known[components[i]];
    const bool in_box = view_->in_box(i) != nullptr;
    if (in_box) shown.push_back({&component.name, &view_->in_box_versions(i)});
    if (components_[i] && !component.versions.empty()) shown.push_back({&component.name, &view_->listed_versions(i)});
    components_[i] = components_[i] || in_box;
  }
  const auto name_component = [&](const std::string& name, const std::string& version) {
    const ShownVersions& versions = named_outright.emplace_back(std::vector<std::string>{version});
    for (std::size_t i = 0; i < components.size(); i++) {
      const Component& component = known[components[i]];
      if (component.name == name && share_a_version(component.versions, versions.versions)) components_[i] = true;
    }
    shown.push_back({&name, &versions});
  };
  for (const NamedComponent& named : state_->components) name_component(named.component, named.version);
  for (const Installer& installer : view_->facts().installers)
    if (std::binary_search(state_->kbs.begin(), state_->kbs.end(), installer.kb))
      name_component(installer.component, installer.version);

  for (std::size_t i = 1; i < components.size(); i++) {
    const Component& component = known[components[i]];
    if (!component.in_place || component.versions.empty()) continue;
    const ShownVersions* newest = nullptr;
    for (const Shown& each : shown)
      if (*each.name == component.name && (newest == nullptr || newest->oldest < each.shown->oldest))
        newest = each.shown;
    components_[i] = newest != nullptr && share_a_version(component.versions, newest->versions);
  }
}

Outcome judge(const Presence& presence, const Requirement& requirement) {
  if (!presence.has_component(requirement.component)) return {};

  const Bits& present = presence.present();
  const auto held = static_cast<std::size_t>(
      std::count_if(requirement.clauses_least.begin(), requirement.clauses_least.end(),
                    [&](const std::vector<std::uint32_t>& clause) { return any_present(present, clause); }));
  const bool all_packages = !requirement.clauses.empty() && held == requirement.clauses.size();
  if (all_packages || any_present(present, requirement.any_of_least))
    return {Verdict::fixed, Doubt::none, true, Obtainable::everybody, true, no_requirement};

  if (!requirement.any_of.empty()) {
    if (presence.state().list == UpdateList::complete && waits_for_cumulative(presence, requirement))
      return undecided(Doubt::no_cumulative);
    return lacking(presence, requirement);
  }
  const auto rollup = presence.newest_rollup(requirement.component);
  if (rollup && *rollup > requirement.newest) return undecided(Doubt::newer_rollup);
  if (held > 0) return undecided(Doubt::some_packages);
  return lacking(presence, requirement);
}

void judge(const Presence& presence, Judgement& judgement) {
  const ProductView& view = presence.view();
  judgement.counts = {};
  judgement.outcomes.assign(view.groups().size(), {});

  std::vector<Outcome> by_requirement;
  by_requirement.reserve(view.requirements().size());
  for (const Requirement& requirement : view.requirements()) by_requirement.push_back(judge(presence, requirement));

  for (std::size_t i = 0; i < view.groups().size(); i++) {
    const Group& group = view.groups()[i];
    Outcome& worst = judgement.outcomes[i];
    for (const std::uint16_t requirement : group.requirements) {
      const Outcome& outcome = by_requirement[requirement];
      if (!outcome.considered) continue;
      const bool worse = !worst.considered || badness(outcome) > badness(worst);
      const bool earlier = !worse && outcome.verdict == worst.verdict &&
                           view.requirements()[requirement].oldest < view.requirements()[worst.requirement].oldest;
      if (worse) worst = outcome;
      if (worse || earlier) worst.requirement = requirement;
    }
    if (group.statement >= 0)
      worst = {Verdict::no_fix, Doubt::none, true, Obtainable::everybody, false, no_requirement};
    count(worst, group, judgement.counts);
  }

  const Outside& outside = view.outside();
  constexpr auto unassessed = static_cast<std::size_t>(Verdict::unassessed);
  constexpr auto presumed = static_cast<std::size_t>(Verdict::presumed);
  judgement.counts.by_verdict[presumed] += outside.presumed;
  judgement.counts.exploited[presumed] += outside.exploited_presumed;
  judgement.counts.by_verdict[unassessed] += outside.before + outside.after;
  judgement.counts.exploited[unassessed] += outside.exploited_before + outside.exploited_after;
  judgement.counts.by_doubt[static_cast<std::size_t>(Doubt::outside_interval)] += outside.before + outside.after;
}

}  // namespace shoal::exposure
