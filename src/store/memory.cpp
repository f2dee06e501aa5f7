#include "store/memory.hpp"

#include <algorithm>
#include <map>

namespace shoal::store {
namespace {

// What a question of this detail leaves out, so that both stores give the same.
void leave_out(Detail detail, Held& held) {
  if (detail == Detail::everything) return;
  estate::Claims& claims = held.seen.claims.edit();
  if (claims.os) claims.os->line = 0;
  for (estate::InstalledUpdate& update : claims.updates) update = {update.kb, update.variant, std::nullopt, 0};
  for (estate::InstalledProgram& program : claims.programs) program.line = 0;
  for (estate::ProtectionClaim& claim : claims.protection) claim.line = 0;
  if (detail == Detail::judged) return;
  estate::Claims kept;
  kept.os = claims.os;
  kept.protection = claims.protection;
  claims = std::move(kept);
  if (!held.seen.device.empty()) held.seen.file = {};
}

class MemoryStore final : public Store {
 public:
  Result<bool> holds(std::string_view digest, std::string_view place) override {
    return std::any_of(files_.begin(), files_.end(), [&](const File& file) {
      return file.digest == digest && (!file.name_tells || file.place == place);
    });
  }

  Result<void> keep(const Batch& batch) override {
    if (batch.received < last_received_)
      return Error{ErrorKind::conflict, "store.earlier",
                   "the register was last added to on " + to_string(*last_received_) + "; what is added as of " +
                       to_string(batch.received) + " would change past answers"};
    last_received_ = batch.received;
    files_.insert(files_.end(), batch.files.begin(), batch.files.end());
    for (const NewObservation& each : batch.observations)
      held_.push_back({each.trail, 0, batch.received, each.seen.seen_on.value_or(batch.received), each.seen});
    for (const Trail& trail : batch.trails) trails_[trail.id] = trail;
    for (const Placement& placement : batch.placements) placements_.emplace_back(batch.received, placement);
    for (const Decision& decision : batch.decisions) decisions_.push_back({decision, batch.received});
    for (const estate::SetAside& aside : batch.set_aside) set_aside_.emplace_back(batch.received, aside);
    return {};
  }

  Result<std::vector<Held>> latest(Day as_of, Day known_at, Detail detail) override {
    std::map<TrailId, Held> latest;
    for (const Held& held : held_) {
      if (held.day > as_of || held.received > known_at) continue;
      const auto [at, fresh] = latest.try_emplace(held.trail, held);
      if (!fresh && held.day >= at->second.day) at->second = held;
    }
    std::vector<Held> found;
    for (auto& [trail, held] : latest) {
      held.device = device_of(trail, known_at);
      leave_out(detail, held);
      found.push_back(std::move(held));
    }
    std::stable_sort(found.begin(), found.end(), [](const Held& a, const Held& b) { return a.device < b.device; });
    return found;
  }

  Result<std::vector<Held>> history(std::span<const TrailId> trails, Day known_at) override {
    std::vector<Held> found;
    for (const TrailId trail : trails)
      for (const Held& held : held_)
        if (held.trail == trail && held.received <= known_at) {
          found.push_back(held);
          found.back().device = device_of(trail, known_at);
        }
    return found;
  }

  Result<std::vector<Trail>> trails() override {
    std::vector<Trail> trails;
    for (const auto& [id, trail] : trails_) trails.push_back(trail);
    return trails;
  }

  Result<std::vector<Placement>> placements(Day known_at) override {
    std::vector<Placement> found;
    for (const auto& [received, placement] : placements_)
      if (received <= known_at) found.push_back(placement);
    std::stable_sort(found.begin(), found.end(),
                     [](const Placement& a, const Placement& b) { return a.trail < b.trail; });
    return found;
  }

  Result<std::vector<HeldDecision>> decisions(Day known_at) override {
    std::vector<HeldDecision> found;
    std::copy_if(decisions_.begin(), decisions_.end(), std::back_inserter(found),
                 [&](const HeldDecision& held) { return held.received <= known_at; });
    return found;
  }

  Result<std::vector<estate::SetAside>> set_aside(Day known_at) override {
    std::vector<estate::SetAside> found;
    for (const auto& [received, aside] : set_aside_)
      if (received <= known_at) found.push_back(aside);
    return found;
  }

  Result<Extent> extent() override { return Extent{files_.size(), held_.size(), trails_.size(), 0, last_received_}; }

 private:
  DeviceId device_of(TrailId trail, Day known_at) const {
    DeviceId device = 0;
    for (const auto& [received, placement] : placements_)
      if (placement.trail == trail && received <= known_at) device = placement.device;
    return device;
  }

  std::optional<Day> last_received_;
  std::vector<File> files_;
  std::vector<Held> held_;
  std::map<TrailId, Trail> trails_;
  std::vector<std::pair<Day, Placement>> placements_;
  std::vector<HeldDecision> decisions_;
  std::vector<std::pair<Day, estate::SetAside>> set_aside_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace shoal::store
