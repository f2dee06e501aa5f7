// Flows of least cost, by the network simplex method.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shoal::plan {

/// Units may go from one node to another.
struct FlowArc {
  std::uint32_t from = 0, to = 0;
  std::int64_t capacity = 0;
  std::int64_t cost = 0;  ///< Of each unit.
};

/// A flow of least cost, by arc.
///
/// `flow` is a first one, by arc, which says what enters and leaves at each node. `up` says by node which arc of a
/// spanning tree leads from it towards node 0 (whose own is not looked at): each of these arcs comes from its node and
/// could take more than it has; every other arc has nothing or is full. From there no step is taken back.
std::vector<std::int64_t> cheapest_flow(std::span<const FlowArc> arcs, std::span<const std::uint32_t> up,
                                        std::vector<std::int64_t> flow);

}  // namespace shoal::plan
