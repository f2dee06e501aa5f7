#include "outbreak/closable_layout.hpp"

#include <algorithm>
#include <tuple>

namespace shoal::outbreak {

/// Of all that is closed on one port: between which groups. False where it parts a group.
bool ClosableLayout::find_pairs(std::span<const Protection::Closed> closed, ReachIndex reach, const ZoneGroups& groups,
                                std::vector<GroupPair>& pairs) const {
  const Scenario& scenario = layout_.scenario();
  std::vector<std::uint32_t> sizes(groups.size(), 0);
  for (const std::uint32_t group : groups.of_zone) sizes[group]++;
  struct Found {
    std::uint32_t from, to;
    ZoneIndex from_zone, to_zone;
    auto key() const { return std::tuple(from, to, from_zone, to_zone); }
  };
  std::vector<Found> found;
  found.reserve(closed.size());
  for (const Protection::Closed& pair : closed)
    if (pair.reach == reach && scenario.reaches[reach].pairs[pair.from * scenario.zones.size() + pair.to] != 0)
      found.push_back({groups.of_zone[pair.from], groups.of_zone[pair.to], pair.from, pair.to});
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.key() < b.key(); });
  found.erase(
      std::unique(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.key() == b.key(); }),
      found.end());
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i;
    while (end < found.size() && found[end].from == found[i].from && found[end].to == found[i].to) end++;
    const std::size_t all = std::size_t{sizes[found[i].from]} * sizes[found[i].to];
    if (found[i].from == found[i].to || end - i != all) return false;
    pairs.push_back({found[i].from, found[i].to});
    i = end;
  }
  return true;
}

void ClosableLayout::open_all() {
  for (const Rate& rate : closed_rates_) layout_.scans[rate.scan].rows[rate.place] = rate.value;
  for (const Way& way : closed_ways_) layout_.thefts[way.theft].is_open[way.place] = 1;
  closed_rates_.clear();
  closed_ways_.clear();
}

bool ClosableLayout::close(std::span<const Protection::Closed> closed) {
  open_all();
  if (closed.empty()) return true;
  const Worm& worm = layout_.scenario().worm;
  std::vector<std::vector<GroupPair>> of_scans(worm.scans.size()), of_thefts(layout_.thefts.size());
  for (std::size_t s = 0; s < of_scans.size(); s++)
    if (!find_pairs(closed, worm.scans[s].reach, layout_.scans[s].groups, of_scans[s])) return false;
  for (std::size_t t = 0; t < of_thefts.size(); t++)
    if (!find_pairs(closed, worm.thefts[t].reach, layout_.thefts[t].groups, of_thefts[t])) return false;
  for (std::size_t s = 0; s < of_scans.size(); s++) {
    ScanChannel& scan = layout_.scans[s];
    if (scan.far == none) continue;
    const std::size_t lanes = layout_.blocks[scan.far].lanes;
    for (const GroupPair& pair : of_scans[s])
      for (std::size_t lane = 0; lane < scan.lane_group.size(); lane++) {
        double& rate = scan.rows[pair.from * lanes + lane];
        if (scan.lane_group[lane] != pair.to || rate == 0) continue;
        closed_rates_.push_back({s, pair.from * lanes + lane, rate});
        rate = 0;
      }
  }
  for (std::size_t t = 0; t < of_thefts.size(); t++)
    for (const GroupPair& pair : of_thefts[t]) {
      TheftRates& rates = layout_.thefts[t];
      const std::size_t place = pair.from * rates.groups.size() + pair.to;
      if (rates.is_open[place] == 0) continue;
      closed_ways_.push_back({t, place});
      rates.is_open[place] = 0;
    }
  return true;
}

}  // namespace shoal::outbreak
