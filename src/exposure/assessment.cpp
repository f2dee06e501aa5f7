#include "exposure/assessment.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "lifecycle/recognise.hpp"

namespace shoal::exposure {
namespace {

std::string key_of(const estate::OsClaim& os) {
  return os.name + "\x1F" + os.version + "\x1F" + std::to_string(os.build) + " " + std::to_string(os.service_pack) +
         (os.service_pack_told ? " " : "? ") + std::string(estate::spelled(os.architecture));
}

// Names a state by what it is made of, with the product's name in place of its position in one pack.
std::string id_of(const Facts& facts, const PatchState& state) {
  return sha256_hex(facts.products[state.product].name + "\n" + spelled(state)).substr(0, 12);
}

}  // namespace

const JudgedRelease* release_of(const Assessment& assessment, const JudgedDevice& device) {
  return device.release < 0 ? nullptr : &assessment.releases[static_cast<std::size_t>(device.release)];
}

std::size_t Assessor::StateHash::operator()(const PatchState& state) const {
  std::size_t hash = state.product;
  const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL; };
  for (const std::uint32_t kb : state.kbs) mix(kb);
  mix(state.revision.value_or(0));
  mix(state.not_named);
  mix(static_cast<std::size_t>(state.list));
  mix(std::hash<std::string>{}(state.edition));
  return hash ^ (hash >> 32U);
}

Assessor::Assessor(const Facts& facts, const lifecycle::Catalogue& catalogue, Settings settings)
    : facts_(facts), catalogue_(catalogue), settings_(std::move(settings)) {
  const update::KnownAt known(facts_.snapshots, settings_.known_at);
  made_.as_of = settings_.as_of;
  made_.known_at = settings_.known_at;
  made_.known_exactly = known.exact();
  made_.enrolled = settings_.enrolled;
}

std::int32_t Assessor::reason_at(std::string reason) {
  const auto found = std::find(made_.reasons.begin(), made_.reasons.end(), reason);
  const auto at = static_cast<std::int32_t>(found - made_.reasons.begin());
  if (found == made_.reasons.end()) made_.reasons.push_back(std::move(reason));
  return at;
}

const Assessor::Known& Assessor::recognise(const std::optional<estate::OsClaim>& os) {
  const auto [entry, fresh] = known_.try_emplace(os ? key_of(*os) : std::string());
  Known& known = entry->second;
  if (!fresh) return known;
  if (!os) {
    known.reason = reason_at("nothing that was read tells the operating system");
    return known;
  }
  const lifecycle::Recognition found = lifecycle::recognise(catalogue_, *os);
  if (!found.candidates.empty()) {
    place_family(found, known);
    return known;
  }
  if (found.release == nullptr) {
    known.reason = reason_at(found.reason);
    return known;
  }
  known.release = static_cast<std::int32_t>(made_.releases.size());
  made_.releases.push_back(
      {found.release, found.edition, found.edition_told,
       lifecycle::standing_on(catalogue_, *found.release, found.edition, settings_.as_of, settings_.enrolled)});
  const auto product = find_product(facts_, found.release->id, os->architecture);
  if (product) {
    known.product = *product;
  } else {
    known.reason = reason_at("the vendor's lists have no product for " + found.release->name + " on " +
                             std::string(estate::spelled(os->architecture)));
  }
  return known;
}

// Support can be told of several releases together; what is open on the device cannot.
void Assessor::place_family(const lifecycle::Recognition& found, Known& known) {
  auto family = std::make_shared<lifecycle::Release>();
  family->id = found.family.id;
  family->name = found.family.name;
  family->kind = found.candidates[0]->kind;
  family->version = found.candidates[0]->version;
  known.release = static_cast<std::int32_t>(made_.releases.size());
  known.reason = reason_at(found.reason);
  made_.releases.push_back(
      {family.get(), found.edition, found.edition_told,
       lifecycle::standing_on(catalogue_, found.candidates, found.edition, settings_.as_of, settings_.enrolled)});
  made_.families.push_back(std::move(family));
}

void Assessor::add_like(std::size_t as) {
  SHOAL_ASSERT(as < made_.devices.size());
  const JudgedDevice judged = made_.devices[as];
  if (judged.state >= 0) made_.states[static_cast<std::size_t>(judged.state)].devices++;
  made_.devices.push_back(judged);
}

void Assessor::add(const DeviceRecord& device) {
  const Known known = recognise(device.os);
  JudgedDevice judged{known.release, -1, known.reason};
  if (known.product >= 0 && settings_.judge) {
    PatchState state = device.updates;
    state.product = static_cast<std::uint16_t>(known.product);
    state.edition = made_.releases[static_cast<std::size_t>(known.release)].edition;
    const auto [entry, fresh] = state_at_.try_emplace(std::move(state), static_cast<std::int32_t>(made_.states.size()));
    if (fresh) {
      made_.states.emplace_back();
      made_.states.back().state = entry->first;
    }
    judged.state = entry->second;
    made_.states[static_cast<std::size_t>(judged.state)].devices++;
  }
  made_.devices.push_back(judged);
}

Assessment Assessor::finish(const ForEach& for_each) {
  state_at_.clear();
  known_.clear();
  struct Shared {
    std::shared_ptr<const ProductView> view;
    std::unique_ptr<InstallPlanner> planner;
  };
  std::map<std::pair<std::uint16_t, std::string>, Shared> shared;
  for (const JudgedState& state : made_.states) shared[{state.state.product, state.state.edition}];
  std::vector<std::pair<const std::pair<std::uint16_t, std::string>, Shared>*> products;
  products.reserve(shared.size());
  for (auto& entry : shared) products.push_back(&entry);

  const update::KnownAt known(facts_.snapshots, settings_.known_at);
  // For an earlier day the model is fitted anew, which takes longer than all else where there is little to judge.
  const auto presumer = products.empty() ? nullptr : std::make_shared<const Presumer>(facts_, known);
  for_each(products.size(), [&](std::size_t i) {
    auto& [key, made] = *products[i];
    made.view =
        std::make_shared<ProductView>(facts_, catalogue_, key.first, key.second, settings_.enrolled, known, presumer);
    if (settings_.plan) made.planner = std::make_unique<InstallPlanner>(*made.view);
  });

  // States in blocks: a presence holds sets the size of its product, and is worth re-using.
  constexpr std::size_t block = 16;
  for_each((made_.states.size() + block - 1) / block, [&](std::size_t at) {
    std::optional<Presence> presence;
    for (std::size_t i = at * block; i < std::min(made_.states.size(), (at + 1) * block); i++) {
      JudgedState& state = made_.states[i];
      const Shared& made = shared.find({state.state.product, state.state.edition})->second;
      if (!presence || &presence->view() != made.view.get()) presence.emplace(*made.view);
      state.id = id_of(facts_, state.state);
      state.view = made.view;
      presence->take(state.state);
      judge(*presence, state.judgement);
      if (made.planner) state.install = made.planner->plan(*presence, state.judgement);
    }
  });
  return std::move(made_);
}

void PresumedTotal::add(const Expectation& each, std::uint64_t devices) {
  const auto times = static_cast<double>(devices);
  expected += each.expected * times;
  low += each.low() * times;
  high += each.high() * times;
}

Totals totals_of(const Assessment& assessment) {
  Totals totals;
  totals.devices = assessment.devices.size();
  for (const JudgedDevice& device : assessment.devices) {
    if (device.release < 0) {
      totals.unassessable++;
    } else {
      totals.by_phase[assessment.releases[static_cast<std::size_t>(device.release)].standing.phase]++;
    }
  }
  for (const JudgedState& state : assessment.states) {
    const Counts& counts = state.judgement.counts;
    for (std::size_t i = 0; i < verdict_count; i++) {
      totals.by_verdict[i] += std::uint64_t{counts.by_verdict[i]} * state.devices;
      totals.exploited[i] += std::uint64_t{counts.exploited[i]} * state.devices;
    }
    for (std::size_t i = 0; i < doubt_count; i++)
      totals.by_doubt[i] += std::uint64_t{counts.by_doubt[i]} * state.devices;
    for (std::size_t i = 0; i < 3; i++)
      totals.missing_by_obtainable[i] += std::uint64_t{counts.missing_by_obtainable[i]} * state.devices;
    totals.considered += std::uint64_t{counts.considered()} * state.devices;
    totals.not_considered += std::uint64_t{counts.not_considered} * state.devices;
    totals.presumed.add(state.view->outside().expected, state.devices);
    totals.presumed_exploited.add(state.view->outside().expected_exploited, state.devices);
  }
  return totals;
}

std::string_view spelled(Answer answer) {
  switch (answer) {
    case Answer::has:
      return "has";
    case Answer::lacks:
      return "lacks";
    case Answer::cannot_tell:
      return "cannot_tell";
    case Answer::not_listed:
      return "not_listed";
    case Answer::predates:
      break;
  }
  return "predates";
}

std::optional<Outcome> outcome_of(const JudgedState& state, VulnerabilityIndex vulnerability) {
  if (const auto group = state.view->group_of(vulnerability)) return state.judgement.outcomes[*group];
  if (state.view->presumption_of(vulnerability) != nullptr)
    return Outcome{Verdict::presumed, Doubt::none, true, Obtainable::everybody, true, no_requirement};
  const Day published = state.view->facts().vulnerabilities[vulnerability].published;
  const Outside& outside = state.view->outside();
  if (outside.assessed_until && published >= *outside.assessed_from && published <= *outside.assessed_until)
    return std::nullopt;
  return Outcome{Verdict::unassessed, Doubt::outside_interval, true, Obtainable::everybody, true, no_requirement};
}

Answer stands_to(const JudgedState& state, const std::vector<VulnerabilityIndex>& vulnerabilities) {
  const std::optional<Day>& assessed_from = state.view->outside().assessed_from;
  bool any_fixed = false, any_unknown = false, any_older = false;
  for (const VulnerabilityIndex vulnerability : vulnerabilities) {
    const Day published = state.view->facts().vulnerabilities[vulnerability].published;
    if (published > state.view->known().day()) continue;
    const auto outcome = outcome_of(state, vulnerability);
    if (!outcome || !outcome->considered) continue;
    if (outcome->verdict == Verdict::missing || outcome->verdict == Verdict::no_fix) return Answer::lacks;
    if (outcome->verdict == Verdict::fixed) {
      any_fixed = true;
    } else if (outcome->doubt == Doubt::outside_interval && assessed_from && published < *assessed_from) {
      any_older = true;
    } else {
      any_unknown = true;
    }
  }
  if (any_unknown) return Answer::cannot_tell;
  if (any_fixed) return Answer::has;
  return any_older ? Answer::predates : Answer::not_listed;
}

Answer stands_to_update(const JudgedState& state, std::uint32_t kb) {
  if (std::binary_search(state.state.kbs.begin(), state.state.kbs.end(), kb)) return Answer::has;
  const auto update = update::find_update(state.view->facts().updates, kb);
  const auto local = update ? state.view->family().local(*update) : std::nullopt;
  if (!local) return Answer::not_listed;
  Presence presence(*state.view);
  presence.take(state.state);
  if (presence.present().test(*local)) return Answer::has;
  if (!state.view->applicable().test(*local)) return Answer::not_listed;
  if (state.state.list != UpdateList::complete) return Answer::cannot_tell;
  if (state.view->family_facts().cumulative_only && !presence.cumulative_recognised()) return Answer::cannot_tell;
  return Answer::lacks;
}

}  // namespace shoal::exposure
