#include "plan/cheapest_flow.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace shoal::plan {
namespace {

constexpr std::uint32_t no_node = 0xFFFFFFFFU;

/// A spanning tree of arcs that carry what they like; all others carry nothing or all they can. Each pivot takes one
/// arc in and one out. Which one goes, of several that could, is chosen so that from each node more could flow to the
/// root (Cunningham's strongly feasible trees), without which the method could go round for ever.
class NetworkSimplex {
 public:
  NetworkSimplex(std::span<const FlowArc> arcs, std::span<const std::uint32_t> up, std::vector<std::int64_t> flow)
      : arcs_(arcs), flow_(std::move(flow)), in_tree_(arcs.size()), nodes_(up.size()) {
    for (std::uint32_t node = 1; node < nodes_.size(); node++) {
      in_tree_[up[node]] = true;
      nodes_[node].arc = up[node];
      nodes_[node].is_up = true;
      hang(node, arcs[up[node]].to);
    }
    price_below(0);
  }
  std::vector<std::int64_t> run() && {
    const std::size_t block = 1 + static_cast<std::size_t>(std::sqrt(static_cast<double>(arcs_.size())));
    while (enter(block)) pivot();
    return std::move(flow_);
  }

 private:
  struct Node {
    std::uint32_t parent = no_node, arc = 0;
    std::uint32_t child = no_node, before = no_node, after = no_node;  ///< The first child; siblings.
    std::uint32_t depth = 0;
    bool is_up = true;  ///< `arc` leads to the parent.
    std::int64_t price = 0;
  };

  void hang(std::uint32_t node, std::uint32_t parent) {
    Node& self = nodes_[node];
    self.parent = parent;
    self.before = no_node;
    self.after = nodes_[parent].child;
    if (self.after != no_node) nodes_[self.after].before = node;
    nodes_[parent].child = node;
  }
  void cut(std::uint32_t node) {
    const Node& self = nodes_[node];
    (self.before == no_node ? nodes_[self.parent].child : nodes_[self.before].after) = self.after;
    if (self.after != no_node) nodes_[self.after].before = self.before;
  }
  /// Depth and price of a node's subtree, those of the node's parent being right.
  void price_below(std::uint32_t top) {
    stack_.assign(1, top);
    while (!stack_.empty()) {
      Node& self = nodes_[stack_.back()];
      stack_.pop_back();
      if (self.parent != no_node) {
        self.depth = nodes_[self.parent].depth + 1;
        self.price = nodes_[self.parent].price + (self.is_up ? -arcs_[self.arc].cost : arcs_[self.arc].cost);
      }
      for (std::uint32_t child = self.child; child != no_node; child = nodes_[child].after) stack_.push_back(child);
    }
  }
  /// What would be gained by each unit more on an empty arc or less on a full one; 0 or less for none.
  std::int64_t gain(std::size_t arc) const {
    if (in_tree_[arc] || arcs_[arc].capacity == 0) return 0;
    const std::int64_t reduced = arcs_[arc].cost + nodes_[arcs_[arc].from].price - nodes_[arcs_[arc].to].price;
    return flow_[arc] == 0 ? -reduced : reduced;
  }
  /// Looks on from where it last stopped, block by block, for the arc that gains most.
  bool enter(std::size_t block) {
    std::int64_t most = 0;
    std::size_t left_in_block = block;
    for (std::size_t looked = 0; looked < arcs_.size(); looked++) {
      if (const std::int64_t gained = gain(at_); gained > most) {
        most = gained;
        entering_ = at_;
      }
      at_ = at_ + 1 == arcs_.size() ? 0 : at_ + 1;
      if (--left_in_block > 0) continue;
      if (most > 0) return true;
      left_in_block = block;
    }
    return most > 0;
  }
  /// How much more can go up the arc of `node`, or down.
  std::int64_t room(std::uint32_t node, bool upwards) const {
    const Node& self = nodes_[node];
    return self.is_up == upwards ? arcs_[self.arc].capacity - flow_[self.arc] : flow_[self.arc];
  }
  void push(std::uint32_t node, bool upwards, std::int64_t units) {
    const Node& self = nodes_[node];
    flow_[self.arc] += self.is_up == upwards ? units : -units;
  }
  std::uint32_t meeting(std::uint32_t a, std::uint32_t b) const {
    while (a != b) (nodes_[a].depth >= nodes_[b].depth ? a = nodes_[a].parent : b = nodes_[b].parent);
    return a;
  }
  void pivot() {
    const FlowArc& arc = arcs_[entering_];
    const bool is_empty = flow_[entering_] == 0;
    const std::uint32_t tail = is_empty ? arc.from : arc.to, head = is_empty ? arc.to : arc.from;
    const std::uint32_t top = meeting(tail, head);
    std::int64_t units = arc.capacity;
    std::uint32_t out = no_node;
    bool is_tail_side = false;
    for (std::uint32_t node = tail; node != top; node = nodes_[node].parent)
      if (const std::int64_t there = room(node, false); there < units) {
        units = there;
        out = node;
        is_tail_side = true;
      }
    for (std::uint32_t node = head; node != top; node = nodes_[node].parent)
      if (const std::int64_t there = room(node, true); there <= units) {
        units = there;
        out = node;
        is_tail_side = false;
      }
    flow_[entering_] += is_empty ? units : -units;
    for (std::uint32_t node = tail; node != top; node = nodes_[node].parent) push(node, false, units);
    for (std::uint32_t node = head; node != top; node = nodes_[node].parent) push(node, true, units);
    if (out == no_node) return;
    in_tree_[nodes_[out].arc] = false;
    in_tree_[entering_] = true;
    rehang(is_tail_side ? tail : head, is_tail_side ? head : tail, out);
  }
  /// The subtree of `out` hangs by the entering arc from now on, between its `node` and `parent` outside of it.
  void rehang(std::uint32_t node, std::uint32_t parent, std::uint32_t out) {
    const std::uint32_t top = node;
    auto arc = static_cast<std::uint32_t>(entering_);
    bool is_up = arcs_[entering_].from == node;
    for (;;) {
      const std::uint32_t next = nodes_[node].parent;
      const std::uint32_t next_arc = nodes_[node].arc;
      const bool next_up = !nodes_[node].is_up;
      cut(node);
      hang(node, parent);
      nodes_[node].arc = arc;
      nodes_[node].is_up = is_up;
      if (node == out) break;
      parent = node;
      node = next;
      arc = next_arc;
      is_up = next_up;
    }
    price_below(top);
  }

  std::span<const FlowArc> arcs_;
  std::vector<std::int64_t> flow_;
  std::vector<bool> in_tree_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> stack_;
  std::size_t at_ = 0, entering_ = 0;
};

}  // namespace

std::vector<std::int64_t> cheapest_flow(std::span<const FlowArc> arcs, std::span<const std::uint32_t> up,
                                        std::vector<std::int64_t> flow) {
  if (arcs.empty()) return flow;
  return NetworkSimplex(arcs, up, std::move(flow)).run();
}

}  // namespace shoal::plan
