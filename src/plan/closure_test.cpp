#include "plan/closure.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <utility>

#include "base/random.hpp"

namespace shoal::plan {
namespace {

/// A graph with profits and prices that are whole numbers.
struct Choice {
  std::vector<std::vector<std::uint32_t>> needs;
  std::vector<double> profit;
  std::vector<double> price;
};

Choice drawn_choice(std::size_t groups, std::size_t applications, Random& random) {
  Choice choice;
  for (std::size_t g = 0; g < groups; g++) {
    std::vector<std::uint32_t> needs;
    for (std::uint32_t a = 0; a < applications; a++)
      if (random.below(applications) < 3) needs.push_back(a);
    if (needs.empty()) needs.push_back(static_cast<std::uint32_t>(random.below(applications)));
    choice.needs.push_back(std::move(needs));
    choice.profit.push_back(static_cast<double>(random.below(50)));
  }
  const std::uint64_t dear = 1 + random.below(std::uint64_t{150} * groups / applications);
  for (std::size_t a = 0; a < applications; a++) choice.price.push_back(static_cast<double>(random.below(dear)));
  return choice;
}

ClosureGraph graph_of(const Choice& choice) {
  ClosureGraph graph(choice.price.size());
  for (const auto& needs : choice.needs) graph.add_group(needs);
  graph.finish();
  return graph;
}

/// What the closure of all groups weighs whose applications are among `chosen`.
template <typename IsChosen>
double weight_of(const Choice& choice, IsChosen is_chosen) {
  double weight = 0;
  for (std::size_t g = 0; g < choice.needs.size(); g++)
    if (std::ranges::all_of(choice.needs[g], is_chosen)) weight += choice.profit[g];
  for (std::uint32_t a = 0; a < choice.price.size(); a++)
    if (is_chosen(a)) weight -= choice.price[a];
  return weight;
}

double best_of_all_subsets(const Choice& choice) {
  double best = 0;
  for (std::uint32_t set = 0; set < 1U << choice.price.size(); set++)
    best = std::max(best, weight_of(choice, [&](std::uint32_t a) { return (set >> a & 1) != 0; }));
  return best;
}

/// Plain maximum flow by shortest augmenting paths (Edmonds and Karp) in a matrix: source, groups, applications, sink.
double profit_less_flow(const Choice& choice) {
  const std::size_t groups = choice.needs.size();
  const std::size_t sink = 1 + groups + choice.price.size();
  std::vector<std::vector<double>> room(sink + 1, std::vector<double>(sink + 1));
  double weight = 0;
  for (std::size_t g = 0; g < groups; g++) {
    weight += room[0][1 + g] = choice.profit[g];
    for (const std::uint32_t a : choice.needs[g]) room[1 + g][1 + groups + a] = 1e9;
  }
  for (std::size_t a = 0; a < choice.price.size(); a++) room[1 + groups + a][sink] = choice.price[a];
  for (;;) {
    std::vector<std::size_t> from(sink + 1, sink + 1);
    std::deque<std::size_t> queue{from[0] = 0};
    for (; !queue.empty(); queue.pop_front())
      for (std::size_t to = 1; to <= sink; to++)
        if (from[to] > sink && room[queue.front()][to] > 0) {
          from[to] = queue.front();
          queue.push_back(to);
        }
    if (from[sink] > sink) return weight;
    double pushed = 1e9;
    for (std::size_t at = sink; at != 0; at = from[at]) pushed = std::min(pushed, room[from[at]][at]);
    for (std::size_t at = sink; at != 0; at = from[at]) {
      room[from[at]][at] -= pushed;
      room[at][from[at]] += pushed;
    }
    weight -= pushed;
  }
}

TEST_CASE("a closure weighs what the best of all subsets of the applications weighs") {
  for (std::uint64_t seed = 1; seed <= 300; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const Choice choice = drawn_choice(1 + random.below(20), 1 + random.below(8), random);
    const ClosureGraph graph = graph_of(choice);
    ClosureSolver solver(graph);
    const double best = best_of_all_subsets(choice);
    CHECK(solver.solve(choice.profit, choice.price, 0) == doctest::Approx(best).epsilon(1e-9));
    // What it chose is such a closure.
    const auto is_chosen = [&](std::uint32_t a) { return solver.chosen()[a] != 0; };
    CHECK(weight_of(choice, is_chosen) == doctest::Approx(best).epsilon(1e-9));
  }
}

TEST_CASE("a solver that goes on from other prices finds what a plain maximum flow finds") {
  for (std::uint64_t seed = 1; seed <= 8; seed++) {
    CAPTURE(seed);
    Random random(seed);
    Choice choice = drawn_choice(60, 15, random);
    const ClosureGraph graph = graph_of(choice);
    ClosureSolver solver(graph);
    for (int round = 0; round < 5; round++) {
      CAPTURE(round);
      CHECK(solver.solve(choice.profit, choice.price, 0) == doctest::Approx(profit_less_flow(choice)).epsilon(1e-9));
      for (double& price : choice.price) price = static_cast<double>(random.below(80));
      for (double& profit : choice.profit)
        if (random.below(3) == 0) profit = static_cast<double>(random.below(50));
    }
  }
}

TEST_CASE("a solver that may stop early says no less than any closure weighs, nor much more than what it chose does") {
  for (std::uint64_t seed = 1; seed <= 50; seed++) {
    CAPTURE(seed);
    Random random(seed);
    const Choice choice = drawn_choice(40, 10, random);
    const ClosureGraph graph = graph_of(choice);
    ClosureSolver solver(graph);
    const double said = solver.solve(choice.profit, choice.price, 0.05);
    double profits = 0;
    for (const double profit : choice.profit) profits += profit;
    const double best = best_of_all_subsets(choice);
    CHECK(said >= best - 1e-9);
    CHECK(said <= weight_of(choice, [&](std::uint32_t a) { return solver.chosen()[a] != 0; }) + 0.05 * profits + 1e-9);
  }
}

TEST_CASE("where nothing earns anything, nothing is gained") {
  ClosureGraph graph(2);
  graph.add_group(std::vector<std::uint32_t>{0, 1});
  graph.finish();
  ClosureSolver solver(graph);
  CHECK(solver.solve(std::vector<double>{0}, std::vector<double>{1, 1}, 0) == 0);
}

}  // namespace
}  // namespace shoal::plan
