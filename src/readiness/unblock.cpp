#include "readiness/unblock.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace shoal::readiness {
namespace {

using Remedies = std::vector<std::uint32_t>;  // Ascending.

Remedies in_both(const Remedies& one, const Remedies& other) {
  Remedies both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(both));
  return both;
}

// What is still open after some actions. Actions have one number each: remedies theirs, applications behind them.
class Open {
 public:
  Open(std::span<const BlockingApplication> applications, std::span<const BlockedDevices> devices,
       std::uint32_t remedies)
      : devices_(devices), remedies_(remedies), mended_(applications.size(), false) {
    for (const BlockingApplication& each : applications) {
      left_.push_back(each.findings);
      alone_.push_back(shared_by(left_.back()));
    }
    for (const BlockedDevices& each : devices) blocked_on_.push_back(each.applications);
  }

  bool any() const {
    return std::any_of(blocked_on_.begin(), blocked_on_.end(), [](const auto& each) { return !each.empty(); });
  }

  // Of each action by its number.
  std::vector<Unblocking> gains() const {
    std::vector<Unblocking> gains(remedies_ + left_.size());
    for (std::uint32_t i = 0; i < gains.size(); i++)
      gains[i].action =
          i < remedies_ ? Action{Action::Kind::remedy, i} : Action{Action::Kind::application, i - remedies_};
    std::vector<bool> met(left_.size(), false);
    for (std::size_t d = 0; d < devices_.size(); d++) {
      for (const std::uint32_t application : blocked_on_[d]) {
        if (met[application]) continue;
        met[application] = true;
        gains[remedies_ + application].applications = 1;
        for (const std::uint32_t remedy : alone_[application]) gains[remedy].applications++;
      }
      add_devices(d, gains);
    }
    return gains;
  }

  // Pairs of a device and an application that an action discharges.
  std::vector<std::uint64_t> pairs() const {
    std::vector<std::uint64_t> pairs(remedies_ + left_.size(), 0);
    for (std::size_t d = 0; d < devices_.size(); d++)
      for (const std::uint32_t application : blocked_on_[d]) {
        pairs[remedies_ + application] += devices_[d].devices;
        for (const std::uint32_t remedy : alone_[application]) pairs[remedy] += devices_[d].devices;
      }
    return pairs;
  }

  void apply(const Action& action) {
    if (action.kind == Action::Kind::application) {
      mended_[action.at] = true;
    } else {
      for (std::size_t i = 0; i < left_.size(); i++) {
        const auto gone = std::erase_if(left_[i], [&](const Remedies& finding) {
          return std::binary_search(finding.begin(), finding.end(), action.at);
        });
        if (gone == 0) continue;
        if (left_[i].empty()) mended_[i] = true;
        alone_[i] = shared_by(left_[i]);
      }
    }
    for (auto& each : blocked_on_) std::erase_if(each, [&](std::uint32_t application) { return mended_[application]; });
  }

 private:
  static Remedies shared_by(const std::vector<Remedies>& findings) {
    if (findings.empty()) return {};
    Remedies shared = findings.front();
    for (std::size_t i = 1; i < findings.size() && !shared.empty(); i++) shared = in_both(shared, findings[i]);
    return shared;
  }

  void add_devices(std::size_t d, std::vector<Unblocking>& gains) const {
    const std::vector<std::uint32_t>& blocking = blocked_on_[d];
    if (blocking.empty()) return;
    Remedies of_all = alone_[blocking.front()], of_any;
    for (const std::uint32_t application : blocking) {
      of_all = in_both(of_all, alone_[application]);
      of_any.insert(of_any.end(), alone_[application].begin(), alone_[application].end());
      gains[remedies_ + application].standing += devices_[d].devices;
    }
    std::sort(of_any.begin(), of_any.end());
    of_any.erase(std::unique(of_any.begin(), of_any.end()), of_any.end());
    for (const std::uint32_t remedy : of_any) gains[remedy].standing += devices_[d].devices;
    const auto unblock = [&](Unblocking& gain) {
      gain.devices += devices_[d].devices;
      gain.settled += devices_[d].settled;
    };
    for (const std::uint32_t remedy : of_all) unblock(gains[remedy]);
    if (blocking.size() == 1) unblock(gains[remedies_ + blocking.front()]);
  }

  std::span<const BlockedDevices> devices_;
  std::uint32_t remedies_;
  std::vector<bool> mended_;                            // By application.
  std::vector<std::vector<Remedies>> left_;             // By application: findings without a remedy.
  std::vector<Remedies> alone_;                         // By application: what discharges all of these at once.
  std::vector<std::vector<std::uint32_t>> blocked_on_;  // By group of devices: what still blocks them.
};

}  // namespace

std::vector<Unblocking> unblocking(std::span<const BlockingApplication> applications,
                                   std::span<const BlockedDevices> devices, std::uint32_t remedies) {
  std::vector<Unblocking> all = Open(applications, devices, remedies).gains();
  std::erase_if(all, [](const Unblocking& each) { return each.standing == 0; });
  std::stable_sort(all.begin(), all.end(), [](const Unblocking& a, const Unblocking& b) {
    return std::tuple(~a.devices, ~a.standing) < std::tuple(~b.devices, ~b.standing);
  });
  return all;
}

std::vector<UnblockingStep> unblocking_order(std::span<const BlockingApplication> applications,
                                             std::span<const BlockedDevices> devices, std::uint32_t remedies,
                                             std::size_t steps_max) {
  Open open(applications, devices, remedies);
  std::vector<UnblockingStep> steps;
  while (steps.size() < steps_max && open.any()) {
    const std::vector<Unblocking> gains = open.gains();
    const std::vector<std::uint64_t> pairs = open.pairs();
    std::size_t best = 0;
    for (std::size_t i = 1; i < gains.size(); i++)
      if (std::tuple(gains[i].devices, pairs[i]) > std::tuple(gains[best].devices, pairs[best])) best = i;
    if (pairs[best] == 0) break;  // Groups without devices are all that is left.
    UnblockingStep step{gains[best].action, gains[best].devices, gains[best].devices, gains[best].settled};
    if (!steps.empty()) {
      step.unblocked += steps.back().unblocked;
      step.settled += steps.back().settled;
    }
    steps.push_back(step);
    open.apply(step.action);
  }
  return steps;
}

}  // namespace shoal::readiness
