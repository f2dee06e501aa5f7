#include "plan/exact_closure.hpp"

#include <algorithm>
#include <limits>

namespace shoal::plan {
namespace {

constexpr std::uint32_t out_of_reach = std::numeric_limits<std::uint32_t>::max();

class ExactSpreading {
 public:
  ExactSpreading(const ClosureGraph& graph, std::span<const Wide> profit, std::span<const Wide> price)
      : graph_(graph),
        price_(price),
        given_(graph.pairs()),
        load_(graph.applications()),
        distance_(graph.applications()),
        group_distance_(graph.groups()),
        giver_begins_(graph.applications() + 1) {
    for (std::size_t g = 0; g < graph.groups(); g++) place(g, profit[g]);
  }

  std::vector<std::uint8_t> solve() {
    do measure_distances();
    while (wave());
    std::vector<std::uint8_t> chosen;
    chosen.reserve(load_.size());
    for (const std::uint32_t distance : distance_) chosen.push_back(distance == out_of_reach ? 1 : 0);
    return chosen;
  }

 private:
  struct Gift {
    std::uint32_t group = 0, pair = 0;
  };

  // Into what room there is, and the rest where there was least: it has to flow on from there.
  void place(std::size_t group, Wide rest) {
    for (std::size_t i = graph_.begin_of(group); i < graph_.end_of(group) && rest > 0; i++) {
      const std::uint32_t a = graph_.application_of(i);
      const Wide moved = std::min(rest, std::max<Wide>(price_[a] - load_[a], 0));
      give(i, moved);
      rest -= moved;
    }
    if (rest > 0) give(graph_.end_of(group) - 1, rest);
  }

  void give(std::size_t pair, Wide amount) {
    given_[pair] += amount;
    load_[graph_.application_of(pair)] += amount;
  }

  // Steps to an application with room: from one to those that need it, and on to what they give to.
  void measure_distances() {
    std::fill(distance_.begin(), distance_.end(), out_of_reach);
    std::fill(group_distance_.begin(), group_distance_.end(), out_of_reach);
    reached_.clear();
    for (std::uint32_t a = 0; a < load_.size(); a++)
      if (load_[a] < price_[a]) reach(a, 0);
    for (std::size_t next = 0; next < reached_.size(); next++)
      for (const std::uint32_t group : graph_.needed_by(reached_[next])) {
        if (group_distance_[group] != out_of_reach) continue;
        group_distance_[group] = distance_[reached_[next]];
        for (std::size_t i = graph_.begin_of(group); i < graph_.end_of(group); i++)
          if (given_[i] > 0) reach(graph_.application_of(i), group_distance_[group] + 1);
      }
  }

  void reach(std::uint32_t application, std::uint32_t distance) {
    if (distance_[application] != out_of_reach) return;
    distance_[application] = distance;
    reached_.push_back(application);
  }

  // Lets overload flow one step after the other, from the farthest. Whether there was any that could.
  bool wave() {
    if (std::none_of(reached_.begin(), reached_.end(), [&](std::uint32_t a) { return load_[a] > price_[a]; }))
      return false;
    list_givers();
    // Whoever receives lies nearer to room, so that the givers of the others stay as they are listed.
    for (std::size_t i = reached_.size(); i-- > 0 && distance_[reached_[i]] > 0;) relieve(reached_[i]);
    return true;
  }

  void list_givers() {
    std::fill(giver_begins_.begin(), giver_begins_.end(), 0);
    for (std::size_t i = 0; i < given_.size(); i++)
      if (given_[i] > 0) giver_begins_[graph_.application_of(i) + 1]++;
    for (std::size_t a = 0; a < load_.size(); a++) giver_begins_[a + 1] += giver_begins_[a];
    givers_.resize(giver_begins_.back());
    std::vector<std::uint32_t> at(giver_begins_.begin(), giver_begins_.end() - 1);
    for (std::uint32_t g = 0; g < graph_.groups(); g++)
      for (std::size_t i = graph_.begin_of(g); i < graph_.end_of(g); i++)
        if (given_[i] > 0) givers_[at[graph_.application_of(i)]++] = {g, static_cast<std::uint32_t>(i)};
  }

  void relieve(std::uint32_t application) {
    for (std::uint32_t i = giver_begins_[application]; i < giver_begins_[application + 1]; i++) {
      const Wide excess = load_[application] - price_[application];
      if (excess <= 0) return;
      const auto [group, pair] = givers_[i];
      if (group_distance_[group] != distance_[application] - 1) continue;
      give(pair, -shift(group, std::min(excess, given_[pair])));
    }
  }

  // Gives `amount` of a group's profit to applications that are nearer to room. Returns how much they took: one that
  // passes it on takes all, one that keeps it what it has room for.
  Wide shift(std::uint32_t group, Wide amount) {
    Wide rest = amount;
    for (std::size_t i = graph_.begin_of(group); i < graph_.end_of(group) && rest > 0; i++) {
      const std::uint32_t a = graph_.application_of(i);
      if (distance_[a] != group_distance_[group]) continue;
      const Wide moved = distance_[a] > 0 ? rest : std::min(rest, std::max<Wide>(price_[a] - load_[a], 0));
      give(i, moved);
      rest -= moved;
    }
    return amount - rest;
  }

  const ClosureGraph& graph_;
  std::span<const Wide> price_;
  std::vector<Wide> given_;  // By pair.
  std::vector<Wide> load_;   // By application: the sum of what it is given.
  std::vector<std::uint32_t> distance_, group_distance_;
  std::vector<std::uint32_t> reached_;       // Applications in the order in which they were reached.
  std::vector<std::uint32_t> giver_begins_;  // By application, into givers_.
  std::vector<Gift> givers_;
};

}  // namespace

std::vector<std::uint8_t> greatest_closure(const ClosureGraph& graph, std::span<const Wide> profit,
                                           std::span<const Wide> price) {
  return ExactSpreading(graph, profit, price).solve();
}

}  // namespace shoal::plan
