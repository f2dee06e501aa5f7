#include "outbreak/lost_ways.hpp"

#include <algorithm>
#include <set>

namespace shoal::outbreak {
namespace {

/// The ways of one port.
class Ways {
 public:
  Ways(const Scenario& scenario, ReachIndex reach)
      : scenario_(scenario), zones_(scenario.zones.size()), open_(scenario.reaches[reach].pairs) {}

  void close(const Protection::Closed& closed) { open_[closed.from * zones_ + closed.to] = 0; }
  bool is_open(ZoneIndex from, ZoneIndex to) const { return open_[from * zones_ + to] != 0; }

  bool reaches_in_two(ZoneIndex from, ZoneIndex to) const {
    for (ZoneIndex over = 0; over < zones_; over++)
      if (over != from && over != to && is_open(from, over) && is_open(over, to)) return true;
    return is_open(from, to);
  }

  /// By zone, whether it reaches `to`, in however many steps.
  std::vector<std::uint8_t> that_reach(ZoneIndex to) const {
    std::vector<std::uint8_t> reaches(zones_, 0);
    std::vector<ZoneIndex> left{to};
    reaches[to] = 1;
    while (!left.empty()) {
      const ZoneIndex next = left.back();
      left.pop_back();
      for (ZoneIndex from = 0; from < zones_; from++) {
        if (reaches[from] != 0 || !is_open(from, next)) continue;
        reaches[from] = 1;
        left.push_back(from);
      }
    }
    return reaches;
  }

  /// How many zones it reaches in one step, those of its own site only if asked for.
  std::size_t steps(ZoneIndex from, bool own_site) const {
    std::size_t count = 0;
    for (ZoneIndex to = 0; to < zones_; to++)
      if (to != from && is_open(from, to) && (own_site || scenario_.zones[to].site != scenario_.zones[from].site))
        count++;
    return count;
  }

 private:
  const Scenario& scenario_;
  std::size_t zones_;
  std::vector<std::uint8_t> open_;
};

void mark_losing(const Scenario& scenario, ReachIndex reach, const std::vector<Protection::Closed>& closed,
                 std::vector<std::uint8_t>& loses) {
  const Ways before(scenario, reach);
  Ways after = before;
  for (const Protection::Closed& each : closed)
    if (each.reach == reach) after.close(each);
  std::set<ZoneIndex> cut_off, ends;
  bool own_site = false;
  for (const Protection::Closed& each : closed) {
    if (each.reach != reach || !before.is_open(each.from, each.to)) continue;
    if (!after.reaches_in_two(each.from, each.to)) cut_off.insert(each.to);
    ends.insert(each.from);
    own_site = own_site || scenario.zones[each.from].site == scenario.zones[each.to].site;
  }
  for (const ZoneIndex to : cut_off) {
    const auto reached = before.that_reach(to), reaches = after.that_reach(to);
    for (std::size_t z = 0; z < loses.size(); z++)
      if (reached[z] > reaches[z]) loses[z] = 1;
  }
  for (const ZoneIndex from : ends) {
    const std::size_t were = before.steps(from, own_site), are = after.steps(from, own_site);
    if (4 * (were - are) >= were && were > are) loses[from] = 1;
  }
}

}  // namespace

std::vector<std::uint8_t> zones_that_lose_ways(const Scenario& scenario,
                                               const std::vector<Protection::Closed>& closed) {
  std::vector<std::uint8_t> loses(scenario.zones.size(), 0);
  std::set<ReachIndex> reaches;
  for (const Protection::Closed& each : closed) reaches.insert(each.reach);
  for (const ReachIndex reach : reaches) mark_losing(scenario, reach, closed, loses);
  return loses;
}

}  // namespace shoal::outbreak
