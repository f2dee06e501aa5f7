#include "outbreak/trials.hpp"

#include <memory>
#include <utility>

#include "outbreak/entry_concern.hpp"
#include "outbreak/layout.hpp"
#include "outbreak/paired.hpp"

namespace shoal::outbreak {
namespace {

class SimulatedTrial : public Trial {
 public:
  /// `concern` is of `layout`.
  SimulatedTrial(std::shared_ptr<const Layout> layout, std::shared_ptr<const EntryConcern> concern, std::uint64_t seed)
      : layout_(std::move(layout)), concern_(std::move(concern)), seed_(seed), paired_(*layout_) {}

  Loss begin(std::uint64_t replicate) override { return paired_.begin(seed_, replicate); }
  bool matters(const Protection& protection) const override { return paired_.matters(protection); }
  Loss run(const Protection& protection) override { return paired_.with(protection); }
  bool may_be_alike(const Protection& protection) const override { return paired_.may_be_alike(protection); }
  bool is_alike(const Protection& protection) override { return paired_.is_alike(protection); }
  bool is_suspect(const Protection& protection) const override { return paired_.is_suspect(protection); }
  std::vector<DeviceIndex> begins_at(std::uint64_t replicate) const override {
    return concern_->begins_at(seed_, replicate);
  }
  Concern concern(const Protection& protection) const override { return concern_->of(protection); }

 private:
  // With all trials of a ranking, whichever ends last.
  std::shared_ptr<const Layout> layout_;
  std::shared_ptr<const EntryConcern> concern_;
  std::uint64_t seed_;
  Paired paired_;
};

}  // namespace

MakeTrial trials(const Scenario& scenario, std::uint64_t seed, std::span<const Action> actions) {
  Closures closable;
  for (const Action& action : actions)
    if (!action.protection.closed.empty()) closable.push_back(action.protection.closed);
  auto layout = std::make_shared<const Layout>(scenario, std::span<const Protection::Closed>{}, closable);
  auto concern = std::make_shared<const EntryConcern>(*layout, is_monotone(*layout));
  return [seed, layout = std::move(layout), concern = std::move(concern)] {
    return std::make_unique<SimulatedTrial>(layout, concern, seed);
  };
}

}  // namespace shoal::outbreak
