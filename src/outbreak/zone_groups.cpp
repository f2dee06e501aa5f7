#include "outbreak/zone_groups.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/random.hpp"

namespace shoal::outbreak {
namespace {

/// What is compared of a zone; two hashes of each, so that no two zones that differ ever look alike.
using Likeness = std::array<std::uint64_t, 5>;

std::vector<Likeness> likenesses(const Scenario& scenario, const Reach& reach, bool by_site) {
  const std::size_t zones = scenario.zones.size();
  std::vector<Likeness> all(zones);
  for (std::size_t from = 0; from < zones; from++) {
    const std::uint64_t salt = Random::mixed((from + 1) * Random::step), other = Random::mixed(salt + Random::step);
    const std::uint8_t* row = &reach.pairs[from * zones];
    Likeness& own = all[from];
    if (by_site) own[4] = scenario.zones[from].site;
    for (std::size_t to = 0; to < zones; to++) {
      if (row[to] == 0) continue;
      own[0] += Random::mixed((to + 1) * Random::step);
      own[1] += Random::mixed(Random::mixed((to + 1) * Random::step) + Random::step);
      all[to][2] += salt;
      all[to][3] += other;
    }
  }
  return all;
}

/// Tells zones apart that what is closable tells apart: whoever is closed to other zones than they are, or for others.
void add_closable(ReachIndex index, const Closures& closable, std::vector<Likeness>& all) {
  for (std::size_t c = 0; c < closable.size(); c++) {
    const std::uint64_t base = Random::mixed(c * Random::step + 0x5851F42D4C957F2DU);
    for (const Protection::Closed& pair : closable[c]) {
      if (pair.reach != index) continue;
      const std::uint64_t of_to = Random::mixed(base + pair.to), of_from = Random::mixed(base + pair.from);
      all[pair.from][0] += of_to;
      all[pair.from][1] += Random::mixed(of_to + Random::step);
      all[pair.to][2] += of_from;
      all[pair.to][3] += Random::mixed(of_from + Random::step);
    }
  }
}

}  // namespace

ZoneGroups zones_apart(std::size_t zones) {
  ZoneGroups groups;
  groups.of_zone.resize(zones);
  std::iota(groups.of_zone.begin(), groups.of_zone.end(), 0U);
  groups.representative.assign(groups.of_zone.begin(), groups.of_zone.end());
  return groups;
}

ZoneGroups zone_groups(const Scenario& scenario, const Reach& reach, bool by_site, ReachIndex index,
                       const Closures& closable) {
  // Every zone reaches itself, so zones with the same row reach each other.
  const std::size_t zones = scenario.zones.size();
  std::vector<Likeness> all = likenesses(scenario, reach, by_site);
  add_closable(index, closable, all);
  std::vector<ZoneIndex> order(zones);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](ZoneIndex a, ZoneIndex b) { return all[a] != all[b] ? all[a] < all[b] : a < b; });
  std::vector<ZoneIndex> first_alike(zones);
  for (std::size_t i = 0; i < zones; i++)
    first_alike[order[i]] = i > 0 && all[order[i]] == all[order[i - 1]] ? first_alike[order[i - 1]] : order[i];
  ZoneGroups groups;
  groups.of_zone.resize(zones);
  for (ZoneIndex zone = 0; zone < zones; zone++) {
    if (first_alike[zone] == zone) {
      groups.of_zone[zone] = static_cast<std::uint32_t>(groups.representative.size());
      groups.representative.push_back(zone);
    } else {
      groups.of_zone[zone] = groups.of_zone[first_alike[zone]];
    }
  }
  return groups;
}

}  // namespace shoal::outbreak
