#include "outbreak/trials.hpp"

#include <memory>
#include <utility>

#include "outbreak/layout.hpp"
#include "outbreak/paired.hpp"
#include "outbreak/simulator.hpp"

namespace shoal::outbreak {
namespace {

class SimulatedTrial : public Trial {
 public:
  SimulatedTrial(std::shared_ptr<const Layout> layout, std::uint64_t seed)
      : layout_(std::move(layout)), seed_(seed), paired_(*layout_) {}

  Loss begin(std::uint64_t replicate) override { return paired_.begin(seed_, replicate); }
  bool matters(const Protection& protection) const override { return paired_.matters(protection); }
  Loss run(std::uint64_t replicate, const Protection& protection) override {
    if (protection.closed.empty()) return paired_.with(protection);
    if (!closed_) closed_ = std::make_unique<Simulator>(*layout_);
    return closed_->run(seed_, replicate, protection);
  }

 private:
  std::shared_ptr<const Layout> layout_;
  std::uint64_t seed_;
  Paired paired_;
  std::unique_ptr<Simulator> closed_;  // Keeps what the pairs that were closed last leave open.
};

}  // namespace

MakeTrial trials(const Scenario& scenario, std::uint64_t seed) {
  return [seed, layout = std::make_shared<const Layout>(scenario)] {
    return std::make_unique<SimulatedTrial>(layout, seed);
  };
}

}  // namespace shoal::outbreak
