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
      given_(graph.pairs()),
      taker_(graph.pairs()),
      gifts_(graph.groups()),
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
  for (waves_ = 1;; waves_++) {
    measure_distances(price);
    if (wave(price) <= left_over || (is_cancelled && is_cancelled())) break;
  }
  for (std::size_t a = 0; a < chosen_.size(); a++) chosen_[a] = distance_[a] == unreached ? 1 : 0;
  return overload(profit, price);
}

void ClosureSolver::spread(std::span<const double> profit, std::span<const double> price) {
  std::fill(load_.begin(), load_.end(), 0);
  std::vector<std::uint32_t> fresh;
  giving_ = 0;
  for (std::uint32_t g = 0; g < graph_.groups(); g++) {
    if (profit[g] > 0) giving_++;
    if (!rescale(g, profit[g])) fresh.push_back(g);
  }
  for (const std::uint32_t g : fresh) place(g, profit[g], price);
}

/// Lets a group give in the proportions in which it gave before: prices of neighbouring weeks are much alike. False if
/// it gave nothing and now has something to give.
bool ClosureSolver::rescale(std::size_t group, double profit) {
  const std::size_t begin = graph_.begin_of(group);
  if (profit <= 0) gifts_[group] = 0;
  if (gifts_[group] == 0) return profit <= 0;
  double sum = 0;
  for (std::size_t i = begin; i < begin + gifts_[group]; i++) sum += given_[i];
  const double scale = profit / sum;
  for (std::size_t i = begin; i < begin + gifts_[group]; i++) load_[taker_[i]] += given_[i] *= scale;
  return true;
}

void ClosureSolver::place(std::size_t group, double profit, std::span<const double> price) {
  std::uint32_t best = 0;
  double room = -std::numeric_limits<double>::infinity();
  for (const std::uint32_t a : graph_.needs(group)) {
    if (price[a] - load_[a] <= room) continue;
    room = price[a] - load_[a];
    best = a;
  }
  give(static_cast<std::uint32_t>(group), best, profit);
}

void ClosureSolver::give(std::uint32_t group, std::uint32_t application, double amount) {
  load_[application] += amount;
  const std::size_t begin = graph_.begin_of(group);
  std::size_t at = begin;
  while (at < begin + gifts_[group] && taker_[at] != application) at++;
  if (at == begin + gifts_[group]) {
    gifts_[group]++;
    taker_[at] = application;
    given_[at] = 0;
  }
  given_[at] += amount;
}

void ClosureSolver::list_givers() {
  std::fill(giver_begins_.begin(), giver_begins_.end(), 0);
  for (std::size_t g = 0; g < graph_.groups(); g++)
    for (std::size_t i = graph_.begin_of(g); i < graph_.begin_of(g) + gifts_[g]; i++) giver_begins_[taker_[i] + 1]++;
  for (std::size_t a = 0; a < load_.size(); a++) giver_begins_[a + 1] += giver_begins_[a];
  givers_.resize(giver_begins_.back());
  std::vector<std::uint32_t> at(giver_begins_.begin(), giver_begins_.end() - 1);
  for (std::uint32_t g = 0; g < graph_.groups(); g++)
    for (std::size_t i = graph_.begin_of(g); i < graph_.begin_of(g) + gifts_[g]; i++) givers_[at[taker_[i]]++] = g;
}

void ClosureSolver::measure_distances(std::span<const double> price) {
  std::fill(distance_.begin(), distance_.end(), unreached);
  std::fill(group_distance_.begin(), group_distance_.end(), unreached);
  reached_.clear();
  for (std::uint32_t a = 0; a < load_.size(); a++) {
    if (price[a] - load_[a] <= grain_) continue;
    distance_[a] = 0;
    reached_.push_back(a);
  }
  std::size_t left = giving_;
  for (std::size_t i = 0; i < reached_.size() && left > 0; i++) {
    const std::uint16_t distance = distance_[reached_[i]];
    for (const std::uint32_t g : graph_.needed_by(reached_[i])) {
      if (group_distance_[g] != unreached) continue;
      group_distance_[g] = distance;
      if (gifts_[g] > 0) left--;
      reach_givers(g, distance);
    }
  }
}

void ClosureSolver::reach_givers(std::uint32_t group, std::uint16_t distance) {
  const std::size_t begin = graph_.begin_of(group);
  for (std::size_t i = begin; i < begin + gifts_[group]; i++) {
    if (distance_[taker_[i]] != unreached) continue;
    distance_[taker_[i]] = static_cast<std::uint16_t>(distance + 1);
    reached_.push_back(taker_[i]);
  }
}

/// Lets overload flow one step after the other towards room, from the farthest. Returns how much could have reached
/// some before.
double ClosureSolver::wave(std::span<const double> price) {
  double movable = 0;
  for (const std::uint32_t a : reached_) movable += std::max(0.0, load_[a] - price[a]);
  if (movable <= 0) return 0;
  list_givers();
  // Whoever receives lies nearer to room, so that the givers of the others stay as they are listed.
  for (std::size_t i = reached_.size(); i-- > 0 && distance_[reached_[i]] > 0;)
    if (load_[reached_[i]] - price[reached_[i]] > grain_) relieve(reached_[i], price);
  return movable;
}

void ClosureSolver::relieve(std::uint32_t application, std::span<const double> price) {
  double excess = load_[application] - price[application];
  for (std::uint32_t i = giver_begins_[application]; i < giver_begins_[application + 1] && excess > 0; i++) {
    const std::uint32_t group = givers_[i];
    if (group_distance_[group] != distance_[application] - 1) continue;
    std::size_t at = graph_.begin_of(group);
    while (taker_[at] != application) at++;
    const double moved = shift(group, std::min(excess, given_[at]), price);
    load_[application] -= moved;
    excess -= moved;
    if (moved < given_[at]) {
      given_[at] -= moved;
      continue;
    }
    const std::size_t last = graph_.begin_of(group) + --gifts_[group];
    given_[at] = given_[last];
    taker_[at] = taker_[last];
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
  for (std::size_t g = 0; g < graph_.groups(); g++) {
    double kept = profit[g];
    for (std::size_t i = graph_.begin_of(g); i < graph_.begin_of(g) + gifts_[g]; i++) {
      load[taker_[i]] += given_[i];
      kept -= given_[i];
    }
    sum += std::max(kept, 0.0);
  }
  for (std::size_t a = 0; a < load.size(); a++) sum += std::max(load[a] - price[a], 0.0);
  return sum;
}

}  // namespace shoal::plan
