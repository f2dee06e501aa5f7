#include "plan/blocks.hpp"

#include <doctest/doctest.h>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "plan/exact_closure.hpp"

namespace shoal::plan {
namespace {

/// Applications of these efforts, for one team.
Problem mending_of(const std::vector<Effort>& efforts) {
  Problem problem;
  problem.weeks = 2;
  problem.capacity = {9, 9};
  problem.teams = {{"packaging", {100, 100}}};
  problem.sites = {{"Croydon", {}}};
  for (const Effort effort : efforts) problem.applications.push_back({"A", {{0, effort, 1}}});
  return problem;
}

Blocks blocks_in_first_modes(const Problem& problem) {
  return blocks_of(problem, std::vector<std::uint8_t>(problem.applications.size()));
}

Problem drawn_mending(Random& random) {
  const auto count = static_cast<std::uint32_t>(1 + random.below(9));
  std::vector<Effort> efforts;
  for (std::uint32_t a = 0; a < count; a++) efforts.push_back(static_cast<Effort>(1 + random.below(4)));
  Problem problem = mending_of(efforts);
  for (std::uint64_t c = 1 + random.below(14); c > 0; c--) {
    std::vector<ApplicationIndex> awaited;
    for (std::uint64_t i = 1 + random.below(3); i > 0; i--)
      awaited.push_back(static_cast<ApplicationIndex>(random.below(count)));
    problem.add(
        {static_cast<std::int32_t>(1 + random.below(3)), static_cast<std::int32_t>(random.below(4)), 1, 0, 0, 1},
        awaited);
  }
  // So that each stands in an order.
  for (ApplicationIndex a = 0; a < count; a++) problem.add({1, 0, 1, 0, 0, 1}, {a});
  return problem;
}

/// By application: the blocks as their definition has them, from all subsets.
std::vector<std::uint32_t> blocks_by_trying_all(const Problem& problem) {
  const std::uint32_t all = (1U << problem.applications.size()) - 1;
  const auto weight_of = [&](std::uint32_t set) {
    Exposure sum = 0;
    for (ClassIndex c = 0; c < problem.classes.size(); c++) {
      std::uint32_t needs = 0;
      for (const ApplicationIndex a : problem.waits_for(c)) needs |= 1U << a;
      if ((needs & set) == needs) sum += Exposure{problem.classes[c].devices} * problem.classes[c].weight;
    }
    return sum;
  };
  std::vector<std::uint32_t> of(problem.applications.size());
  for (std::uint32_t taken = 0, number = 0; taken != all; number++) {
    std::uint32_t best = 0;
    Exposure best_weight = -1;
    Effort best_effort = 1;
    for (std::uint32_t set = 1; set <= all; set++) {
      if ((set & taken) != 0) continue;
      Effort effort = 0;
      for (std::size_t a = 0; a < of.size(); a++)
        if ((set >> a & 1U) != 0) effort += problem.applications[a].modes[0].effort;
      const Exposure weight = weight_of(taken | set) - weight_of(taken);
      const Exposure more = weight * best_effort - best_weight * effort;
      if (more > 0) best = set, best_weight = weight, best_effort = effort;
      // Sets that free the same for each effort do so together.
      if (more == 0) best |= set;
    }
    for (std::size_t a = 0; a < of.size(); a++)
      if ((best >> a & 1U) != 0) of[a] = number;
    taken |= best;
  }
  return of;
}

TEST_CASE("a block is the largest set of applications that frees most weight for each effort") {
  const std::uint64_t seed = 20260105;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < thinned(400, 60); round++) {
    CAPTURE(round);
    const Problem problem = drawn_mending(random);
    const Blocks blocks = blocks_in_first_modes(problem);
    CHECK(blocks.of == blocks_by_trying_all(problem));
  }
}

TEST_CASE("each block frees less for each effort than the one before") {
  const std::uint64_t seed = 1975;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < thinned(200, 30); round++) {
    CAPTURE(round);
    const Problem problem = drawn_mending(random);
    const Blocks blocks = blocks_in_first_modes(problem);
    std::uint32_t applications = 0;
    for (std::size_t b = 0; b < blocks.blocks.size(); b++) {
      const Block& block = blocks.blocks[b];
      applications += block.applications;
      if (b > 0)
        CHECK(product(block.weight, blocks.blocks[b - 1].effort) < product(blocks.blocks[b - 1].weight, block.effort));
    }
    CHECK(applications == problem.applications.size());
  }
}

TEST_CASE("a block counts its applications, its effort, and the devices that are free with it") {
  Problem problem = mending_of({100, 100, 300, 50});
  problem.applications.push_back({"nobody mends it", {}});
  problem.add({4, 1000, 1, 0, 0, 1}, {0, 1});   // 4,000 for 200: the most for each effort.
  problem.add({1, 500, 1, 0, 0, 1}, {0, 2});    // 500 for 300 more.
  problem.add({7, 1000, 1, 0, never, 1}, {3});  // Never moves, and so weighs nothing.
  problem.add({7, 1000, 1, 0, 0, 1}, {2, 4});   // Nor does this.
  problem.add({2, 1000, 1, 0, 0, 1}, {});
  const Blocks blocks = blocks_in_first_modes(problem);
  CHECK(blocks.blocks == std::vector<Block>{{2, 200, 4, 4000}, {1, 300, 1, 500}, {1, 50, 0, 0}});
  CHECK(blocks.of == std::vector<std::uint32_t>{0, 0, 1, 2, no_block});
  CHECK(blocks.frees == std::vector<std::uint32_t>{0, 1, no_block, no_block, no_block});
}

TEST_CASE("what takes no effort is done with the first block") {
  Problem problem = mending_of({0, 100, 0});
  problem.add({1, 1000, 1, 0, 0, 1}, {0, 1});
  problem.add({1, 1000, 1, 0, 0, 1}, {2});
  const Blocks blocks = blocks_in_first_modes(problem);
  CHECK(blocks.blocks == std::vector<Block>{{2, 0, 1, 1000}, {1, 100, 1, 1000}});
  CHECK(blocks.of == std::vector<std::uint32_t>{0, 1, 0});
}

TEST_CASE("blocks are exact where a product takes more than 64 bits") {
  Problem problem = mending_of({1'000'000'000, 999'999'999});
  problem.add({500'000'000, 1'000'000, 1, 0, 0, 1}, {0});
  problem.add({499'999'999, 1'000'000, 1, 0, 0, 1}, {1});
  problem.add({1, 499'999, 1, 0, 0, 1}, {1});
  // 500,000 for each effort of the first, and for the second 1 less in all.
  const Blocks blocks = blocks_in_first_modes(problem);
  CHECK(blocks.of == std::vector<std::uint32_t>{0, 1});
}

}  // namespace
}  // namespace shoal::plan
