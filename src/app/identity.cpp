#include "app/identity.hpp"

#include <algorithm>
#include <set>

namespace shoal::app {
namespace {

Error no_device(estate::DeviceId device) {
  return {ErrorKind::not_found, "estate.no_device", "no device #" + std::to_string(device)};
}

// What a decision changes, as the register keeps it.
store::Batch batch_of(const estate::Overruling& overruling, const estate::Resolver& resolver, const Decider& decider) {
  store::Batch batch;
  batch.received = decider.received;
  batch.program = decider.program;
  for (const estate::Decision& decision : overruling.decisions)
    batch.verdicts.push_back({decision, decider.by, decider.why});
  std::set<estate::TrailId> moved;
  for (const estate::Move& move : overruling.moves) moved.insert(move.trail);
  for (const estate::TrailId trail : moved) {
    batch.trails.push_back(resolver.trail(trail));
    batch.placements.push_back({trail, resolver.device_of(trail)});
  }
  return batch;
}

std::string sentence(const store::Verdict& verdict) {
  return "trails " + std::to_string(verdict.decision.one) + " and " + std::to_string(verdict.decision.other) +
         (verdict.decision.same ? " are one machine" : " are two machines") + ", says " +
         (verdict.by.empty() ? "somebody" : verdict.by) + ": " + verdict.why;
}

// A trail is kept as it stands, so that only days tell what could not be known by `known_at`.
void forget_after(Day known_at, estate::Trail& trail) {
  std::erase_if(trail.held, [&](const estate::Held& held) { return held.first > known_at; });
  for (estate::Held& held : trail.held) held.last = std::min(held.last, known_at);
  trail.last = std::min(trail.last, known_at);
}

}  // namespace

Result<std::unique_ptr<estate::Resolver>> open_resolver(store::Store& store, const knowledge::Pack& pack,
                                                        Day known_at) {
  auto resolver = std::make_unique<estate::Resolver>(pack.identity);
  std::vector<estate::Trail> trails = SHOAL_TRY(store.trails());
  const std::vector<store::Placement> placements = SHOAL_TRY(store.placements(known_at));
  const auto placed = [&](estate::TrailId trail) {
    const auto found =
        std::lower_bound(placements.begin(), placements.end(), trail,
                         [](const store::Placement& each, estate::TrailId id) { return each.trail < id; });
    return found != placements.end() && found->trail == trail ? &*found : nullptr;
  };
  for (estate::Trail& trail : trails) {
    const store::Placement* const placement = placed(trail.id);
    if (placement == nullptr) continue;
    trail.device = placement->device;
    forget_after(known_at, trail);
    std::erase_if(trail.beside, [&](estate::TrailId other) { return placed(other) == nullptr; });
    resolver->adopt(trail);
  }
  resolver->adopt_numbers(SHOAL_TRY(store.next_device()));
  const std::vector<store::Verdict> verdicts = SHOAL_TRY(store.verdicts(known_at));
  for (const store::Verdict& verdict : verdicts) resolver->adopt(verdict.decision);
  return resolver;
}

Result<report::IdentityStory> identity_story(store::Store& store, const knowledge::Pack& pack, estate::DeviceId device,
                                             Day known_at) {
  const auto resolver = SHOAL_TRY(open_resolver(store, pack, known_at));
  const auto trails = resolver->trails_of(device);
  if (trails.empty()) return no_device(device);
  report::IdentityStory story;
  story.device = device;
  for (const estate::TrailId trail : trails) story.trails.push_back(resolver->trail(trail));
  story.links = resolver->explain(device);
  const std::vector<store::Verdict> verdicts = SHOAL_TRY(store.verdicts(known_at));
  for (const store::Verdict& verdict : verdicts)
    if (std::binary_search(trails.begin(), trails.end(), verdict.decision.one) ||
        std::binary_search(trails.begin(), trails.end(), verdict.decision.other))
      story.decisions.push_back(sentence(verdict));
  return story;
}

Result<estate::DeviceId> merge_devices(store::Store& store, const knowledge::Pack& pack, estate::DeviceId one,
                                       estate::DeviceId other, const Decider& decider) {
  const auto resolver = SHOAL_TRY(open_resolver(store, pack));
  const auto trails = resolver->trails_of(one);
  if (trails.empty()) return no_device(one);
  const estate::TrailId witness = trails.front();
  const estate::Overruling overruling = SHOAL_TRY(resolver->merge(one, other));
  SHOAL_TRY(store.keep(batch_of(overruling, *resolver, decider)));
  return resolver->device_of(witness);
}

Result<estate::DeviceId> split_device(store::Store& store, const knowledge::Pack& pack,
                                      std::span<const estate::TrailId> trails, const Decider& decider) {
  const auto resolver = SHOAL_TRY(open_resolver(store, pack));
  const estate::Overruling overruling = SHOAL_TRY(resolver->split(trails));
  SHOAL_TRY(store.keep(batch_of(overruling, *resolver, decider)));
  return resolver->device_of(trails.front());
}

Result<void> retire_device(store::Store& store, estate::DeviceId device, bool retired, const Decider& decider) {
  const std::vector<store::Placement> placements = SHOAL_TRY(store.placements(Day::max()));
  store::Batch batch;
  batch.received = decider.received;
  batch.program = decider.program;
  store::Retirement retirement{{}, retired, decider.day, decider.by, decider.why};
  for (const store::Placement& placement : placements)
    if (placement.device == device) retirement.trails.push_back(placement.trail);
  if (retirement.trails.empty()) return no_device(device);
  batch.retirements.push_back(std::move(retirement));
  SHOAL_TRY(store.keep(batch));
  return {};
}

}  // namespace shoal::app
