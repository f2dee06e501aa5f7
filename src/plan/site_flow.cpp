#include "plan/site_flow.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "plan/cheapest_flow.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t nodes_max = 400'000;

/// Devices of one place that weigh the same.
struct Pool {
  std::vector<ClassIndex> classes;  ///< By release.
  std::vector<std::uint32_t> out;   ///< By week, the arc on which they move; `no_arc` where they cannot.
};

constexpr std::uint32_t no_arc = 0xFFFFFFFFU;

/// The network: a pool's devices wait in its node of a week, and go on to that of the next or move through their
/// place's node of the week, and the week's, to node 0. At first nobody moves: all go on to the end, and from there to
/// node 0.
class SiteNetwork {
 public:
  SiteNetwork(const Problem& problem, std::span<const Week> releases) : problem_(problem), releases_(releases) {
    for (ClassIndex c = 0; c < releases.size(); c++)
      if (releases[c] != never)
        pools_[{place_of(problem.classes[c].site), problem.classes[c].weight}].classes.push_back(c);
  }
  std::size_t size() const {
    return (pools_.size() + problem_.sites.size()) * static_cast<std::size_t>(problem_.weeks);
  }

  std::vector<Move> moves() {
    for (Week week = 0; week < problem_.weeks; week++) {
      const std::int64_t capacity = problem_.capacity[static_cast<std::size_t>(week)];
      week_node_.push_back(capacity > 0 ? add_node(0, capacity, 0) : 0);
    }
    for (auto& [key, pool] : pools_) add_pool(key.first, key.second, pool);
    flow_.resize(arcs_.size());
    flow_ = cheapest_flow(arcs_, up_, std::move(flow_));
    std::vector<Move> moves;
    for (const auto& [key, pool] : pools_) take_moves(pool, moves);
    return moves;
  }

 private:
  /// All sites that are not limited are one place.
  std::size_t place_of(SiteIndex site) const {
    return problem_.sites[site].capacity.empty() ? problem_.sites.size() : site;
  }
  /// A node from which an arc of the first tree leads to another.
  std::uint32_t add_node(std::uint32_t to, std::int64_t capacity, std::int64_t cost) {
    const auto node = static_cast<std::uint32_t>(up_.size());
    up_.push_back(static_cast<std::uint32_t>(arcs_.size()));
    arcs_.push_back({node, to, capacity, cost});
    flow_.push_back(0);
    return node;
  }
  /// The node of a place in a week; 0 if nobody can move then.
  std::uint32_t place_node(std::size_t place, Week week) {
    const auto at = static_cast<std::size_t>(week);
    const std::int64_t capacity =
        place < problem_.sites.size() ? problem_.sites[place].capacity[at] : problem_.capacity[at];
    if (week_node_[at] == 0 || capacity == 0) return 0;
    auto& node = place_node_[{place, week}];
    if (node == 0) node = add_node(week_node_[at], capacity, 0);
    return node;
  }
  void add_pool(std::size_t place, std::int32_t weight, Pool& pool) {
    std::stable_sort(pool.classes.begin(), pool.classes.end(),
                     [&](ClassIndex a, ClassIndex b) { return releases_[a] < releases_[b]; });
    std::int64_t devices = 0;
    for (const ClassIndex c : pool.classes) devices += problem_.classes[c].devices;
    const Week first = releases_[pool.classes.front()];
    pool.out.assign(static_cast<std::size_t>(problem_.weeks), no_arc);
    auto last = pool.classes.end();
    std::uint32_t next = 0;
    // From the end, since each node's arc leads to the next week's. A last week costs the same whether one moves or
    // not.
    for (Week week = problem_.weeks - 1; week >= first; week--) {
      next = add_node(next, devices + 1, week + 1 == problem_.weeks ? 0 : weight);
      flow_.back() = devices;
      for (; last != pool.classes.begin() && releases_[*(last - 1)] == week; last--)
        devices -= problem_.classes[*(last - 1)].devices;
      const std::uint32_t through = place_node(place, week);
      if (through == 0) continue;
      pool.out[static_cast<std::size_t>(week)] = static_cast<std::uint32_t>(arcs_.size());
      arcs_.push_back({next, through, problem_.capacity[static_cast<std::size_t>(week)], 0});
      flow_.push_back(0);
    }
  }
  /// Who of a pool moves: those who were released first.
  void take_moves(const Pool& pool, std::vector<Move>& moves) const {
    std::size_t at = 0;
    std::int32_t left = pool.classes.empty() ? 0 : problem_.classes[pool.classes[0]].devices;
    for (Week week = 0; week < problem_.weeks; week++) {
      const std::uint32_t arc = pool.out[static_cast<std::size_t>(week)];
      std::int64_t units = arc == no_arc ? 0 : flow_[arc];
      while (units > 0) {
        const auto taken = static_cast<std::int32_t>(std::min<std::int64_t>(units, left));
        moves.push_back({week, pool.classes[at], taken});
        units -= taken;
        left -= taken;
        if (left == 0 && ++at < pool.classes.size()) left = problem_.classes[pool.classes[at]].devices;
      }
    }
  }

  const Problem& problem_;
  std::span<const Week> releases_;
  std::map<std::pair<std::size_t, std::int32_t>, Pool> pools_;
  std::vector<FlowArc> arcs_;
  std::vector<std::int64_t> flow_;
  std::vector<std::uint32_t> up_{0};
  std::vector<std::uint32_t> week_node_;  ///< 0 in a week in which nobody moves.
  std::map<std::pair<std::size_t, Week>, std::uint32_t> place_node_;
};

}  // namespace

std::optional<std::vector<Move>> least_cost_moves(const Problem& problem, std::span<const Week> releases) {
  SiteNetwork network(problem, releases);
  if (network.size() > nodes_max) return std::nullopt;
  return network.moves();
}

}  // namespace shoal::plan
