#include "plan/filling.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "plan/made_programme.hpp"
#include "plan/schedule.hpp"
#include "plan/usual_orders.hpp"

namespace shoal::plan {
namespace {

Problem two_sites(Week weeks, std::int32_t capacity) {
  Problem problem;
  problem.weeks = weeks;
  problem.capacity.assign(static_cast<std::size_t>(weeks), capacity);
  problem.sites = {{"Croydon", {}}, {"Barnet", {}}};
  return problem;
}

std::string spelled(const Filling& filling) {
  std::string text;
  for (const Move& move : filling.moves)
    text += std::to_string(move.week) + ": " + std::to_string(move.devices) + " of " + std::to_string(move.devices_of) +
            "; ";
  for (const LeftOver& left : filling.left_over)
    text += "left: " + std::to_string(left.devices) + " of " + std::to_string(left.devices_of) + "; ";
  return text + "exposure " + std::to_string(filling.exposure) + ", finish " + std::to_string(filling.finish);
}

TEST_CASE("each week the heaviest move, and who does not is named") {
  Problem problem = two_sites(2, 3);
  problem.add({4, 10, 1, 0, 0, 1}, {});
  problem.add({2, 50, 1, 0, 1, 1}, {});
  problem.add({1, 90, 1, 0, never, 1}, {});
  CHECK(spelled(fill_greedily(problem, {})) == "0: 3 of 0; 1: 1 of 0; 1: 2 of 1; left: 1 of 2; exposure 430, finish 1");
}

TEST_CASE("a class moves its lag after the last of its applications") {
  Problem problem = two_sites(6, 9);
  problem.applications = {{"A", {}}, {"B", {}}, {"C", {}}};
  problem.add({1, 10, 1, 0, 0, 2}, {0, 1});
  problem.add({1, 10, 1, 0, 5, 1}, {0});
  problem.add({1, 10, 1, 0, 0, 1}, {2});
  problem.add({1, 10, 1, 0, 0, 3}, {1});
  const std::vector<Week> ready{1, 3, never};
  CHECK(class_releases(problem, ready) == std::vector<Week>{5, 5, never, never});
}

TEST_CASE("where devices take several slots those who weigh most per slot go first, and others fill the rest") {
  Problem problem = two_sites(2, 3);
  problem.add({2, 100, 2, 0, 0, 1}, {});
  problem.add({2, 30, 1, 0, 0, 1}, {});
  CHECK(spelled(fill_best(problem, {})) == "0: 1 of 0; 0: 1 of 1; 1: 1 of 0; 1: 1 of 1; exposure 390, finish 1");
}

TEST_CASE("with sites of their own capacity a lighter device gives way where that moves more in all") {
  Problem problem = two_sites(2, 1);
  problem.sites[0].capacity = {1, 0};
  problem.add({1, 10, 1, 0, 0, 1}, {});  // Can move in week 0 alone,
  problem.add({1, 11, 1, 1, 0, 1}, {});  // and this one as well in week 1.
  CHECK(fill_greedily(problem, {}).exposure == 11 + 20);
  // The heavier one moves in week 1, the last one: both ways its two weeks cost 22.
  CHECK(fill_best(problem, {}).exposure == 10 + 22 - 1);
}

/// Least exposure by trying all ways to move one device after the other.
Exposure least_by_trial(const Problem& problem, std::size_t device, std::vector<std::int32_t> capacity,
                        std::vector<std::vector<std::int32_t>> sites) {
  if (device == problem.classes.size()) return 0;
  const DeviceClass& of = problem.classes[device];
  Exposure least = Exposure{of.weight} * problem.weeks + least_by_trial(problem, device + 1, capacity, sites);
  for (Week week = of.release; week < problem.weeks; week++) {
    const auto w = static_cast<std::size_t>(week);
    if (capacity[w] == 0 || sites[of.site][w] == 0) continue;
    capacity[w]--, sites[of.site][w]--;
    least = std::min(least, Exposure{of.weight} * (week + 1) + least_by_trial(problem, device + 1, capacity, sites));
    capacity[w]++, sites[of.site][w]++;
  }
  return least;
}

TEST_CASE("no filling of devices that take a slot each has less exposure") {
  for (std::uint64_t seed = 1; seed <= 60; seed++) {
    CAPTURE(seed);
    Random random(seed);
    Problem problem = two_sites(4, 0);
    for (auto& week : problem.capacity) week = static_cast<std::int32_t>(random.below(4));
    std::vector<std::vector<std::int32_t>> sites(2, {9, 9, 9, 9});
    for (std::size_t s = 0; s < 2; s++) {
      if (random.below(3) == 0) continue;
      for (auto& week : sites[s]) week = static_cast<std::int32_t>(random.below(3));
      problem.sites[s].capacity = sites[s];
    }
    for (int i = 0; i < 6; i++)
      problem.add({1, static_cast<std::int32_t>(random.below(5)), 1, static_cast<SiteIndex>(random.below(2)),
                   static_cast<Week>(random.below(4)), 1},
                  {});
    const Filling filling = fill_best(problem, {});
    CHECK(filling.exposure == least_by_trial(problem, 0, problem.capacity, sites));
    CHECK(filling.exposure == exposure_of(problem, filling.moves));
  }
}

/// What a filling breaks, if anything.
std::string broken(const Problem& problem, const std::vector<Week>& releases, const Filling& filling) {
  std::vector<std::int64_t> left, weeks(problem.capacity.begin(), problem.capacity.end());
  auto sites = problem.sites;
  for (const DeviceClass& devices : problem.classes) left.push_back(devices.devices);
  for (const Move& move : filling.moves) {
    const auto week = static_cast<std::size_t>(move.week);
    const DeviceClass& of = problem.classes[move.devices_of];
    if (move.week < releases[move.devices_of]) return "too early";
    if ((weeks[week] -= move.devices) < 0) return "more than the week has";
    auto& site = sites[of.site].capacity;
    if (!site.empty() && (site[week] -= move.devices) < 0) return "more than the site has";
    if (move.devices < 1 || (left[move.devices_of] -= move.devices) < 0) return "more than there are";
  }
  for (const LeftOver& over : filling.left_over) left[over.devices_of] -= over.devices;
  return std::all_of(left.begin(), left.end(), [](auto n) { return n == 0; }) ? "nothing" : "a device is lost";
}

TEST_CASE("a filling of a whole programme keeps every limit and loses no device") {
  ProgrammeShape shape = tiny_programme();
  shape.devices = 2'000;
  shape.sites = 9;
  shape.site_slack = 1.1;
  for (std::uint64_t seed = 1; seed <= 3; seed++) {
    CAPTURE(seed);
    Problem problem = made_programme(shape, seed);
    problem.sites[1].capacity.clear();
    problem.weeks -= 20;  // So that some are left over.
    problem.capacity.resize(static_cast<std::size_t>(problem.weeks));
    for (Site& site : problem.sites)
      if (!site.capacity.empty()) site.capacity.resize(static_cast<std::size_t>(problem.weeks));
    for (Team& team : problem.teams) team.capacity.resize(static_cast<std::size_t>(problem.weeks));
    const auto ready = ready_weeks(problem, usual_orders(problem)[1].order);
    const auto releases = class_releases(problem, ready);
    const Filling greedy = fill_greedily(problem, ready), best = fill_best(problem, ready);
    CHECK(broken(problem, releases, greedy) == "nothing");
    CHECK(broken(problem, releases, best) == "nothing");
    CHECK(best.exposure <= greedy.exposure);
  }
}

}  // namespace
}  // namespace shoal::plan
