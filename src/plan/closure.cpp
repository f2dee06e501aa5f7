#include "plan/closure.hpp"

#include <algorithm>
#include <limits>

#include "base/assert.hpp"

namespace shoal::plan {
namespace {

constexpr std::uint16_t unreached = std::numeric_limits<std::uint16_t>::max();

}  // namespace

void ClosureGraph::add_group(std::span<const std::uint32_t> needs) {
  SHOAL_ASSERT(!needs.empty());
  needs_.insert(needs_.end(), needs.begin(), needs.end());
  begins_.push_back(static_cast<std::uint32_t>(needs_.size()));
}

void ClosureGraph::finish() {
  group_begins_.assign(applications_ + 1, 0);
  for (const std::uint32_t application : needs_) group_begins_[application + 1]++;
  for (std::size_t a = 0; a < applications_; a++) group_begins_[a + 1] += group_begins_[a];
  groups_.resize(needs_.size());
  std::vector<std::uint32_t> at(group_begins_.begin(), group_begins_.end() - 1);
  for (std::size_t g = 0; g < groups(); g++)
    for (const std::uint32_t application : needs(g)) groups_[at[application]++] = static_cast<std::uint32_t>(g);
}

ClosureSolver::ClosureSolver(const ClosureGraph& graph)
    : graph_(graph),
      gifts_(graph.groups()),
      more_(graph.pairs() - graph.groups()),
      load_(graph.applications()),
      distance_(graph.applications()),
      group_distance_(graph.groups()),
      giver_begins_(graph.applications() + 1),
      chosen_(graph.applications()) {}

double ClosureSolver::solve(std::span<const double> profit, std::span<const double> price, double tolerance,
                            const std::function<bool()>& is_cancelled) {
  double total = 0;
  for (const double one : profit) total += one;
  const double left_over = total * std::max(tolerance, 1e-12);
  grain_ = left_over / static_cast<double>(graph_.applications() + 1);
  spread(profit, price);
  for (waves_ = 1; !is_cancelled || !is_cancelled(); waves_++) {
    measure_distances(price);
    const Cut cut = least_cut(price);
    if (cut.crossing <= left_over) {
      for (std::size_t a = 0; a < chosen_.size(); a++) chosen_[a] = distance_[a] >= cut.distance ? 1 : 0;
      break;
    }
    wave(price);
  }
  return overload(profit, price);
}

void ClosureSolver::spread(std::span<const double> profit, std::span<const double> price) {
  std::fill(load_.begin(), load_.end(), 0);
  std::vector<std::uint32_t> fresh;
  for (std::uint32_t g = 0; g < graph_.groups(); g++)
    if (!rescale(g, profit[g])) fresh.push_back(g);
  for (const std::uint32_t g : fresh) place(g, profit[g], price);
}

/// Lets a group give in the proportions in which it gave before: prices of neighbouring weeks are much alike. False if
/// it gave nothing and now has something to give.
bool ClosureSolver::rescale(std::uint32_t group, double profit) {
  Gifts& gifts = gifts_[group];
  if (profit <= 0) gifts.count = 0;
  if (gifts.count == 0) return profit <= 0;
  double sum = 0;
  for (std::uint32_t i = 0; i < gifts.count; i++) sum += gift(group, i).amount;
  const double scale = profit / sum;
  for (std::uint32_t i = 0; i < gifts.count; i++) {
    Gift& given = gift(group, i);
    load_[given.taker] += given.amount *= scale;
  }
  return true;
}

void ClosureSolver::place(std::uint32_t group, double profit, std::span<const double> price) {
  std::uint32_t best = 0;
  double room = -std::numeric_limits<double>::infinity();
  for (const std::uint32_t a : graph_.needs(group)) {
    if (price[a] - load_[a] <= room) continue;
    room = price[a] - load_[a];
    best = a;
  }
  give(group, best, profit);
}

void ClosureSolver::give(std::uint32_t group, std::uint32_t application, double amount) {
  load_[application] += amount;
  std::uint32_t at = 0;
  while (at < gifts_[group].count && gift(group, at).taker != application) at++;
  if (at == gifts_[group].count) {
    gifts_[group].count++;
    gift(group, at) = {0, application};
  }
  gift(group, at).amount += amount;
}

void ClosureSolver::measure_distances(std::span<const double> price) {
  std::fill(distance_.begin(), distance_.end(), unreached);
  std::fill(group_distance_.begin(), group_distance_.end(), unreached);
  crossing_.clear();
  crossers_.clear();
  reached_.clear();
  for (std::uint32_t a = 0; a < load_.size(); a++) {
    if (price[a] - load_[a] <= grain_) continue;
    distance_[a] = 0;
    reached_.push_back(a);
  }
  list_far();
  std::size_t begin = 0;
  for (std::uint16_t distance = 0; begin < reached_.size(); distance++) {
    const std::size_t end = reached_.size();
    crossing_.push_back(0);
    reach_groups(std::span(reached_).subspan(begin, end - begin), distance);
    begin = end;
  }
}

/// Groups that give to an application without room.
void ClosureSolver::list_far() {
  far_.clear();
  for (std::uint32_t g = 0; g < graph_.groups(); g++)
    for (std::uint32_t i = 0; i < gifts_[g].count; i++)
      if (distance_[gift(g, i).taker] != 0) {
        far_.push_back(g);
        break;
      }
}

/// From the applications at `distance`, either by asking each whose needs it is, or by asking each group that is left.
void ClosureSolver::reach_groups(std::span<const std::uint32_t> nearest, std::uint16_t distance) {
  std::size_t pairs = 0;
  for (const std::uint32_t a : nearest) pairs += graph_.needed_by(a).size();
  if (pairs < far_.size()) {
    const std::vector<std::uint32_t> applications(nearest.begin(), nearest.end());  // More are reached meanwhile.
    for (const std::uint32_t a : applications)
      for (const std::uint32_t g : graph_.needed_by(a))
        if (group_distance_[g] == unreached) reach_givers(g, distance);
    return;
  }
  std::size_t left = 0;
  for (const std::uint32_t g : far_) {
    if (group_distance_[g] != unreached) continue;
    // What few others need stands at the end, and mostly has room.
    const auto needs = graph_.needs(g);
    if (std::any_of(needs.rbegin(), needs.rend(), [&](std::uint32_t a) { return distance_[a] <= distance; }))
      reach_givers(g, distance);
    else
      far_[left++] = g;
  }
  far_.resize(left);
}

void ClosureSolver::reach_givers(std::uint32_t group, std::uint16_t distance) {
  group_distance_[group] = distance;
  for (std::uint32_t i = 0; i < gifts_[group].count; i++) {
    const Gift& given = gift(group, i);
    std::uint16_t& of_taker = distance_[given.taker];
    if (of_taker == unreached) {
      of_taker = static_cast<std::uint16_t>(distance + 1);
      reached_.push_back(given.taker);
    }
    if (of_taker <= distance) continue;
    crossing_[distance] += given.amount;
    crossers_.push_back({given.taker, group});
  }
}

/// Overload at some distance or farther comes to room only through what groups that are nearer give to applications
/// that are not. So no more can be moved than crosses there, and what overload is nearer.
ClosureSolver::Cut ClosureSolver::least_cut(std::span<const double> price) const {
  Cut least;
  double nearer = 0;
  std::uint16_t distance = 0;
  for (const std::uint32_t a : reached_) {
    for (; distance < distance_[a]; distance++)
      if (const double crossing = nearer + crossing_[distance]; distance == 0 || crossing < least.crossing)
        least = {static_cast<std::uint16_t>(distance + 1), crossing};
    nearer += std::max(0.0, load_[a] - price[a]);
  }
  if (distance == 0 || nearer < least.crossing) least = {unreached, nearer};
  return least;
}

/// Sorts those who can relieve an application by whom.
void ClosureSolver::list_givers() {
  std::fill(giver_begins_.begin(), giver_begins_.end(), 0);
  for (const Crosser& crosser : crossers_) giver_begins_[crosser.taker + 1]++;
  for (std::size_t a = 0; a < load_.size(); a++) giver_begins_[a + 1] += giver_begins_[a];
  givers_.resize(crossers_.size());
  std::vector<std::uint32_t> at(giver_begins_.begin(), giver_begins_.end() - 1);
  for (const Crosser& crosser : crossers_) givers_[at[crosser.taker]++] = crosser.group;
}

/// Lets overload flow one step after the other towards room, from the farthest.
void ClosureSolver::wave(std::span<const double> price) {
  list_givers();
  // Whoever receives lies nearer to room, so that the givers of the others stay as they are listed.
  for (std::size_t i = reached_.size(); i-- > 0 && distance_[reached_[i]] > 0;)
    if (load_[reached_[i]] - price[reached_[i]] > grain_) relieve(reached_[i], price);
}

void ClosureSolver::relieve(std::uint32_t application, std::span<const double> price) {
  double excess = load_[application] - price[application];
  for (std::uint32_t i = giver_begins_[application]; i < giver_begins_[application + 1] && excess > 0; i++) {
    const std::uint32_t group = givers_[i];
    std::uint32_t at = 0;
    while (gift(group, at).taker != application) at++;
    const double moved = shift(group, std::min(excess, gift(group, at).amount), price);
    load_[application] -= moved;
    excess -= moved;
    Gift& given = gift(group, at);
    if (moved < given.amount)
      given.amount -= moved;
    else
      given = gift(group, --gifts_[group].count);
  }
}

/// Gives `amount` of a group's profit to its applications that are nearest to room. Returns how much they took.
double ClosureSolver::shift(std::uint32_t group, double amount, std::span<const double> price) {
  double rest = amount;
  while (rest > 0) {
    // To the one with most room, as this keeps the load even.
    std::uint32_t best = 0;
    double room = -std::numeric_limits<double>::infinity();
    for (const std::uint32_t a : graph_.needs(group)) {
      if (distance_[a] != group_distance_[group] || price[a] - load_[a] <= room) continue;
      room = price[a] - load_[a];
      best = a;
    }
    // One that passes it on takes all; one that keeps it takes what it has room for.
    const double moved = group_distance_[group] > 0 ? rest : std::min(rest, std::max(room, 0.0));
    if (moved <= 0) break;
    give(group, best, moved);
    rest -= moved;
  }
  return amount - rest;
}

double ClosureSolver::overload(std::span<const double> profit, std::span<const double> price) const {
  std::vector<double> load(load_.size());
  double sum = 0;
  for (std::uint32_t g = 0; g < graph_.groups(); g++) {
    double kept = profit[g];
    for (std::uint32_t i = 0; i < gifts_[g].count; i++) {
      const Gift& given = gift(g, i);
      load[given.taker] += given.amount;
      kept -= given.amount;
    }
    sum += std::max(kept, 0.0);
  }
  for (std::size_t a = 0; a < load.size(); a++) sum += std::max(load[a] - price[a], 0.0);
  return sum;
}

}  // namespace shoal::plan
