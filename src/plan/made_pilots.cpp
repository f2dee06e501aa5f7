#include "plan/made_pilots.hpp"

#include <algorithm>
#include <map>

#include "base/random.hpp"

namespace shoal::plan {
namespace {

std::vector<std::uint64_t> popularity(std::size_t applications) {
  std::vector<std::uint64_t> sums;
  std::uint64_t sum = 0;
  for (std::size_t a = 0; a < applications; a++) sums.push_back(sum += 1'000'000'000 / (a + 3));
  return sums;
}

ApplicationIndex popular_application(const std::vector<std::uint64_t>& sums, Random& random) {
  const std::uint64_t at = random.below(sums.back());
  return static_cast<ApplicationIndex>(std::upper_bound(sums.begin(), sums.end(), at) - sums.begin());
}

}  // namespace

std::vector<PilotGroup> made_pilots(const PilotShape& shape, std::uint64_t seed) {
  Random random(seed);
  const auto sums = popularity(shape.applications);
  std::vector<std::vector<ApplicationIndex>> roles(shape.roles);
  for (auto& role : roles)
    for (std::size_t i = 6 + random.below(7); i > 0; i--) role.push_back(popular_application(sums, random));
  std::vector<std::uint64_t> models;
  for (std::size_t h = 0; h < shape.hardware; h++) models.push_back(20 + random.below(80));

  std::map<std::pair<std::uint32_t, std::vector<ApplicationIndex>>, std::int32_t> groups;
  for (std::size_t d = 0; d < shape.devices; d++) {
    std::vector<ApplicationIndex> has;
    for (ApplicationIndex a = 0; a < 8; a++)
      if (random.below(100) < 97) has.push_back(a);
    for (const ApplicationIndex a : roles[random.below(shape.roles)])
      if (random.below(10) < 9) has.push_back(a);
    // A geometric number of personal applications, five on average.
    while (random.below(6) != 0 && has.size() < 50) has.push_back(popular_application(sums, random));
    std::sort(has.begin(), has.end());
    has.erase(std::unique(has.begin(), has.end()), has.end());
    groups[{static_cast<std::uint32_t>(random.pick(models)), std::move(has)}]++;
  }
  std::vector<PilotGroup> result;
  for (const auto& [key, devices] : groups) {
    const auto weight = static_cast<std::int32_t>(1 + random.below(4));
    result.push_back({devices, 0, devices, weight, key.first, key.second});
  }
  return result;
}

}  // namespace shoal::plan
