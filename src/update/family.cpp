#include "update/family.hpp"

#include <algorithm>
#include <deque>
#include <tuple>

namespace shoal::update {
namespace {

template <typename T>
std::span<const T> of_family(const std::vector<T>& rows, std::uint8_t family) {
  const auto by_family = [](const T& row, std::uint8_t wanted) { return row.family < wanted; };
  const auto first = std::lower_bound(rows.begin(), rows.end(), family, by_family);
  auto last = first;
  while (last != rows.end() && last->family == family) last++;
  return {first, last};
}

}  // namespace

FamilyView::FamilyView(const UpdateFacts& facts, std::uint8_t family, const KnownAt& known,
                       std::span<const UpdateIndex> extra) {
  std::vector<const Containment*> stated;
  members_.assign(extra.begin(), extra.end());
  for (const Containment& row : of_family(facts.containments, family)) {
    if (!known.knows(row.first_seen, facts.updates[row.newer].released)) continue;
    stated.push_back(&row);
    members_.push_back(row.newer);
    members_.push_back(row.older);
  }
  for (const LineMember& row : of_family(facts.line_members, family)) {
    if (facts.updates[row.update].released <= known.day()) members_.push_back(row.update);
  }
  std::sort(members_.begin(), members_.end());
  members_.erase(std::unique(members_.begin(), members_.end()), members_.end());

  for (const Containment* row : stated) edges_.push_back({*local(row->newer), *local(row->older), row->basis});
  add_line_edges(facts, family);
  std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.newer, a.older, a.basis) < std::tie(b.newer, b.older, b.basis);
  });
  close();
}

std::optional<std::size_t> FamilyView::local(UpdateIndex update) const {
  const auto found = std::lower_bound(members_.begin(), members_.end(), update);
  if (found == members_.end() || *found != update) return std::nullopt;
  return static_cast<std::size_t>(found - members_.begin());
}

std::span<const std::size_t> FamilyView::rollups(std::uint16_t component) const {
  for (const Line& line : lines_)
    if (line.component == component) return line.rollups;
  return {};
}

// Each rollup contains the one before it, and what was released apart since then. Stating it for neighbours is enough:
// the closure carries it on.
void FamilyView::add_line_edges(const UpdateFacts& facts, std::uint8_t family) {
  struct Dated {
    Day released;
    std::size_t at;
    LineKind kind;
    std::uint16_t component;
  };
  std::vector<Dated> dated;
  for (const LineMember& row : of_family(facts.line_members, family))
    if (const auto at = local(row.update))
      dated.push_back({facts.updates[row.update].released, *at, row.kind, row.component});
  std::sort(dated.begin(), dated.end(), [](const Dated& a, const Dated& b) {
    return std::tie(a.component, a.released, a.kind, a.at) < std::tie(b.component, b.released, b.kind, b.at);
  });

  for (const Dated& entry : dated) {
    if (entry.kind != LineKind::rollup) continue;
    if (lines_.empty() || lines_.back().component != entry.component) lines_.push_back({entry.component, {}});
    std::vector<std::size_t>& rollups = lines_.back().rollups;
    if (!rollups.empty()) edges_.push_back({entry.at, rollups.back(), Basis::line});
    rollups.push_back(entry.at);
  }
  for (const Dated& apart : dated) {
    if (apart.kind != LineKind::security_only) continue;
    // The first rollup of the line that came on the same day or later holds it; ordering by kind put the rollup first.
    for (const Dated& entry : dated) {
      if (entry.component != apart.component || entry.kind != LineKind::rollup || entry.released < apart.released)
        continue;
      edges_.push_back({entry.at, apart.at, Basis::line});
      break;
    }
  }
}

// Repeats until nothing changes: with positions ascending by KB number, and so nearly by age, two or three rounds do.
// A cycle in the facts, which the vendor's lists have had, makes its members contain each other and ends all the same.
void FamilyView::close() {
  contained_.assign(size(), Bits(size()));
  for (std::size_t at = 0; at < size(); at++) contained_[at].set(at);
  for (bool changed = true; changed;) {
    changed = false;
    for (const Edge& edge : edges_) {
      if (contained_[edge.older].within(contained_[edge.newer])) continue;
      contained_[edge.newer] |= contained_[edge.older];
      changed = true;
    }
  }
}

std::vector<Step> FamilyView::chain(std::size_t newer, std::size_t older) const {
  constexpr std::size_t unvisited = static_cast<std::size_t>(-1);
  std::vector<std::size_t> reached_by(size(), unvisited);  // Position in edges_.
  std::deque<std::size_t> queue{newer};
  while (!queue.empty() && reached_by[older] == unvisited) {
    const std::size_t at = queue.front();
    queue.pop_front();
    const auto by_newer = [](const Edge& edge, std::size_t wanted) { return edge.newer < wanted; };
    for (auto edge = std::lower_bound(edges_.begin(), edges_.end(), at, by_newer);
         edge != edges_.end() && edge->newer == at; edge++) {
      if (edge->older == newer || reached_by[edge->older] != unvisited) continue;
      reached_by[edge->older] = static_cast<std::size_t>(edge - edges_.begin());
      queue.push_back(edge->older);
    }
  }
  std::vector<Step> steps;
  if (newer == older || reached_by[older] == unvisited) return steps;
  for (std::size_t at = older; at != newer;) {
    const Edge& edge = edges_[reached_by[at]];
    steps.push_back({members_[edge.newer], members_[edge.older], edge.basis});
    at = edge.newer;
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace shoal::update
