#include "outbreak/trials.hpp"

#include <memory>
#include <utility>

#include "outbreak/layout.hpp"
#include "outbreak/paired.hpp"

namespace shoal::outbreak {
namespace {

class SimulatedTrial : public Trial {
 public:
  SimulatedTrial(std::shared_ptr<const Layout> layout, std::uint64_t seed)
      : layout_(std::move(layout)), seed_(seed), paired_(*layout_) {}

  Loss begin(std::uint64_t replicate) override { return paired_.begin(seed_, replicate); }
  bool matters(const Protection& protection) const override { return paired_.matters(protection); }
  Loss run(const Protection& protection) override { return paired_.with(protection); }
  bool may_be_alike(const Protection& protection) const override { return paired_.may_be_alike(protection); }
  bool is_alike(const Protection& protection) override { return paired_.is_alike(protection); }
  bool is_suspect(const Protection& protection) const override { return paired_.is_suspect(protection); }

 private:
  std::shared_ptr<const Layout> layout_;
  std::uint64_t seed_;
  Paired paired_;
};

}  // namespace

MakeTrial trials(const Scenario& scenario, std::uint64_t seed, std::span<const Action> actions) {
  Closures closable;
  for (const Action& action : actions)
    if (!action.protection.closed.empty()) closable.push_back(action.protection.closed);
  return [seed, layout = std::make_shared<const Layout>(scenario, std::span<const Protection::Closed>{}, closable)] {
    return std::make_unique<SimulatedTrial>(layout, seed);
  };
}

}  // namespace shoal::outbreak
