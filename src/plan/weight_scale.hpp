// Few weights in place of many: what a plan is judged by is counted by weight, so that there must not be thousands.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/programme.hpp"

namespace shoal::plan {

/// Rounds weights to powers of 1.05 where devices have more than 200 different ones.
class WeightScale {
 public:
  explicit WeightScale(const std::vector<NamedDevice>& devices);
  bool rounds() const { return !steps_.empty(); }
  /// At most 2.5 % and a half off; 0 stays 0.
  std::int32_t of(std::int32_t weight) const;

 private:
  std::vector<std::int32_t> steps_;
};

}  // namespace shoal::plan
