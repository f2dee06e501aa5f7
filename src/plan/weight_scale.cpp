#include "plan/weight_scale.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace shoal::plan {
namespace {

constexpr std::size_t weights_max = 200;

}  // namespace

WeightScale::WeightScale(const std::vector<NamedDevice>& devices) {
  std::set<std::int32_t> all;
  for (const NamedDevice& device : devices) all.insert(device.weight);
  if (all.size() <= weights_max) return;
  for (double step = 1; step < 2e6; step *= 1.05) {
    const auto rounded = static_cast<std::int32_t>(std::lround(step));
    if (steps_.empty() || rounded != steps_.back()) steps_.push_back(rounded);
  }
}

std::int32_t WeightScale::of(std::int32_t weight) const {
  if (steps_.empty() || weight <= 0) return weight;
  const auto above = std::lower_bound(steps_.begin(), steps_.end(), weight);
  if (above == steps_.begin()) return *above;
  if (above == steps_.end()) return steps_.back();
  return *above - weight < weight - *(above - 1) ? *above : *(above - 1);
}

}  // namespace shoal::plan
