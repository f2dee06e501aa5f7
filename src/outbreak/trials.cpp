#include "outbreak/trials.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "outbreak/layout.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

/// Remembers what was lost in a replicate without any protection.
class SimulatedTrial {
 public:
  SimulatedTrial(std::shared_ptr<const Layout> layout, const Scenario& scenario, std::uint64_t seed)
      : scenario_(scenario),
        layout_(std::move(layout)),
        simulator_(*layout_),
        seed_(seed),
        is_lost_(scenario.devices.size()),
        kind_lost_(scenario.kinds.size()) {}

  Loss run(std::uint64_t replicate, const Protection& protection) {
    if (is_nothing(protection)) return run_unprotected(replicate);
    if (replicate == replicate_ && has_replicate_ && changes_nothing(protection)) return unprotected_;
    return simulator_.run(seed_, replicate, protection);
  }

 private:
  static bool is_nothing(const Protection& protection) {
    return protection.safe.empty() && protection.patched.empty() && protection.closed.empty() &&
           protection.useless.empty() && protection.reaction_sooner <= 0;
  }

  Loss run_unprotected(std::uint64_t replicate) {
    unprotected_ = simulator_.run(seed_, replicate);
    replicate_ = replicate, has_replicate_ = true;
    is_lost_.assign(is_lost_.size(), 0);
    kind_lost_.assign(kind_lost_.size(), 0);
    for (const DeviceIndex device : simulator_.lost())
      is_lost_[device] = 1, kind_lost_[scenario_.devices[device].kind] = 1;
    return unprotected_;
  }

  // Who was not lost did nothing to others: protected, it does nothing either.
  bool changes_nothing(const Protection& protection) const {
    return protection.closed.empty() && protection.useless.empty() && protection.reaction_sooner <= 0 &&
           std::none_of(protection.safe.begin(), protection.safe.end(),
                        [&](DeviceIndex d) { return is_lost_[d] != 0; }) &&
           std::none_of(protection.patched.begin(), protection.patched.end(),
                        [&](const auto& patched) { return kind_lost_[patched.first] != 0; });
  }

  const Scenario& scenario_;
  std::shared_ptr<const Layout> layout_;
  Simulator simulator_;
  std::uint64_t seed_, replicate_ = 0;
  bool has_replicate_ = false;
  Loss unprotected_;
  std::vector<std::uint8_t> is_lost_, kind_lost_;
};

}  // namespace

std::function<Trial()> trials(const Scenario& scenario, std::uint64_t seed) {
  return [&scenario, seed, layout = std::make_shared<const Layout>(scenario)] {
    auto trial = std::make_shared<SimulatedTrial>(layout, scenario, seed);
    return Trial(
        [trial](std::uint64_t replicate, const Protection& protection) { return trial->run(replicate, protection); });
  };
}

}  // namespace shoal::outbreak
