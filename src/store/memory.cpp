#include "store/memory.hpp"

#include <algorithm>
#include <map>

namespace shoal::store {
namespace {

// What a question of this detail leaves out, so that both stores give the same.
void leave_out(Detail detail, Kept& kept) {
  if (detail == Detail::everything) return;
  estate::Claims& claims = kept.seen.claims.edit();
  if (claims.os) claims.os->line = 0;
  for (estate::InstalledUpdate& update : claims.updates) update = {update.kb, update.variant, std::nullopt, 0};
  for (estate::InstalledProgram& program : claims.programs) program.line = 0;
  for (estate::ProtectionClaim& claim : claims.protection) claim.line = 0;
  if (claims.hardware) claims.hardware->line = 0;
  if (detail == Detail::judged) return;
  estate::Claims headline;
  headline.os = claims.os;
  headline.protection = claims.protection;
  headline.hardware = claims.hardware;
  claims = std::move(headline);
  if (!kept.seen.device.empty() && kept.seen.row == 0) kept.seen.file = {};
}

class MemoryStore final : public Store {
 public:
  Result<bool> holds(std::string_view digest, std::string_view place, std::string_view program) override {
    return std::any_of(files_.begin(), files_.end(), [&](const KeptFile& kept) {
      const File& file = kept.file;
      return file.digest == digest && (!file.name_tells || known_name(file.place) == known_name(place)) &&
             (!file.unread || kept.program == program);
    });
  }

  Result<std::vector<bool>> keep(const Batch& batch) override {
    if (batch.received < last_received_)
      return Error{ErrorKind::conflict, "store.earlier",
                   "the register was last added to on " + to_string(*last_received_) + "; what is added as of " +
                       to_string(batch.received) + " would change past answers"};
    last_received_ = batch.received;
    for (const File& file : batch.files) files_.push_back({batch.received, batch.program, file});
    std::vector<bool> changed;
    for (const NewObservation& each : batch.observations) {
      changed.push_back(says_else(each));
      kept_.push_back({each.trail, 0, batch.received, each.seen.seen_on.value_or(batch.received), each.seen});
    }
    for (const estate::Trail& trail : batch.trails) trails_[trail.id] = trail;
    for (const Placement& placement : batch.placements) placements_.emplace_back(batch.received, placement);
    for (const Verdict& verdict : batch.verdicts) verdicts_.emplace_back(batch.received, verdict);
    for (const Retirement& each : batch.retirements) retirements_.emplace_back(batch.received, each);
    for (const KeptReadiness& each : batch.readiness) readiness_.emplace_back(batch.received, each);
    for (const KeptTest& each : batch.tests) tests_.emplace_back(batch.received, each);
    for (const NewSetAside& each : batch.set_aside)
      set_aside_.emplace_back(batch.received, std::pair(batch.files[each.file], each.aside));
    return changed;
  }

  Result<std::vector<Kept>> latest(Day as_of, Day known_at, Detail detail) override {
    std::map<TrailId, Kept> latest;
    for (const Kept& kept : kept_) {
      if (kept.day > as_of || kept.received > known_at) continue;
      const auto [at, fresh] = latest.try_emplace(kept.trail, kept);
      if (!fresh && kept.day >= at->second.day) at->second = kept;
    }
    std::vector<Kept> found;
    for (auto& [trail, kept] : latest) {
      kept.device = device_of(trail, known_at);
      leave_out(detail, kept);
      found.push_back(std::move(kept));
    }
    std::stable_sort(found.begin(), found.end(), [](const Kept& a, const Kept& b) { return a.device < b.device; });
    return found;
  }

  Result<std::vector<Kept>> history(std::span<const TrailId> trails, Day known_at) override {
    std::vector<Kept> found;
    for (const TrailId trail : trails)
      for (const Kept& kept : kept_)
        if (kept.trail == trail && kept.received <= known_at) {
          found.push_back(kept);
          found.back().device = device_of(trail, known_at);
        }
    return found;
  }

  Result<std::vector<estate::Trail>> trails() override {
    std::vector<estate::Trail> trails;
    trails.reserve(trails_.size());
    for (const auto& [id, trail] : trails_) trails.push_back(trail);
    return trails;
  }

  Result<std::vector<Placement>> placements(Day known_at) override {
    std::map<TrailId, Placement> last;
    for (const auto& [received, placement] : placements_)
      if (received <= known_at) last[placement.trail] = placement;
    std::vector<Placement> found;
    found.reserve(last.size());
    for (const auto& [trail, placement] : last) found.push_back(placement);
    return found;
  }

  Result<DeviceId> next_device() override {
    DeviceId next = 0;
    for (const auto& [received, placement] : placements_) next = std::max(next, placement.device + 1);
    return next;
  }

  Result<std::vector<Verdict>> verdicts(Day known_at) override { return known(verdicts_, known_at); }
  Result<std::vector<Retirement>> retirements(Day known_at) override { return known(retirements_, known_at); }
  Result<std::vector<KeptReadiness>> readiness(Day as_of, Day known_at) override {
    std::map<std::pair<std::string, std::string>, KeptReadiness> latest;
    for (const auto& [received, each] : readiness_) {
      if (received > known_at || each.on > as_of) continue;
      const auto [at, fresh] = latest.try_emplace({each.application, each.target}, each);
      if (!fresh && each.on >= at->second.on) at->second = each;
    }
    std::vector<KeptReadiness> found;
    found.reserve(latest.size());
    for (auto& [key, each] : latest) found.push_back(std::move(each));
    return found;
  }
  Result<std::vector<KeptTest>> tests(Day as_of, Day known_at) override {
    std::vector<KeptTest> found = known(tests_, known_at);
    std::erase_if(found, [&](const KeptTest& test) { return test.on > as_of; });
    return found;
  }
  Result<std::vector<estate::SetAside>> set_aside(Day known_at) override {
    std::vector<estate::SetAside> found;
    for (const auto& [received, each] : set_aside_) {
      const auto& [file, aside] = each;
      if (received > known_at) continue;
      if (!file.unread || !was_read(file, known_at)) found.push_back(aside);
    }
    return found;
  }

  Result<Extent> extent(Day known_at) override {
    Extent extent;
    for (const KeptFile& kept : files_) {
      if (kept.received > known_at) continue;
      extent.files++;
      extent.last_received = kept.received;
    }
    for (const Kept& kept : kept_) extent.observations += kept.received <= known_at ? 1U : 0U;
    return extent;
  }

 private:
  struct KeptFile {
    Day received;
    std::string program;
    File file;
  };
  template <typename T>
  using Dated = std::vector<std::pair<Day, T>>;  // By the day on which it was received.

  template <typename T>
  static std::vector<T> known(const Dated<T>& all, Day known_at) {
    std::vector<T> found;
    for (const auto& [received, each] : all)
      if (received <= known_at) found.push_back(each);
    return found;
  }

  bool says_else(const NewObservation& each) const {
    const auto last =
        std::find_if(kept_.rbegin(), kept_.rend(), [&](const Kept& kept) { return kept.trail == each.trail; });
    if (last == kept_.rend()) return true;
    Kept before = *last, now{each.trail, 0, {}, {}, each.seen};
    leave_out(Detail::judged, before);
    leave_out(Detail::judged, now);
    return !(before.seen.claims == now.seen.claims) || !(before.seen.tags == now.seen.tags) ||
           !(before.seen.identifiers == now.seen.identifiers) || before.seen.device != now.seen.device;
  }

  bool was_read(const File& unread, Day known_at) const {
    return std::any_of(files_.begin(), files_.end(), [&](const KeptFile& kept) {
      return kept.received <= known_at && kept.file.digest == unread.digest && !kept.file.unread;
    });
  }

  DeviceId device_of(TrailId trail, Day known_at) const {
    DeviceId device = 0;
    for (const auto& [received, placement] : placements_)
      if (placement.trail == trail && received <= known_at) device = placement.device;
    return device;
  }

  std::optional<Day> last_received_;
  std::vector<KeptFile> files_;
  std::vector<Kept> kept_;
  std::map<TrailId, estate::Trail> trails_;
  Dated<Placement> placements_;
  Dated<Verdict> verdicts_;
  Dated<Retirement> retirements_;
  Dated<KeptReadiness> readiness_;
  Dated<KeptTest> tests_;
  Dated<std::pair<File, estate::SetAside>> set_aside_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace shoal::store
