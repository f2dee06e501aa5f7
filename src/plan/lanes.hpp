// What all scenarios of a forecast share, laid out so that many scenarios are worked through at once.
//
// Scenarios differ in when applications are ready, not in who waits for what. So classes that wait for the same are
// merged, and the latest of their applications is found for `lanes` scenarios together, in plain loops over small
// numbers that any compiler turns into vector instructions. The inside of forecast.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/plan.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// How many scenarios are worked through at once.
inline constexpr std::size_t lanes = 32;

/// Devices that move in one order within a week: they weigh the same and take as many slots.
struct Level {
  std::int64_t weight = 0;
  std::int64_t slots = 1;
};

/// Devices that become movable together in every scenario, and go into one cell of the count.
struct LaneItem {
  std::uint32_t set = 0;      ///< Which set of applications; `no_set` where they wait for none.
  std::uint32_t release = 0;  ///< Which of `releases`.
  std::uint32_t wait = 0;     ///< Weeks of their lag beyond the first.
  std::uint32_t cell = 0;     ///< level x sites + site.
  std::int32_t devices = 0;
};
inline constexpr std::uint32_t no_set = 0xFFFFFFFF;

/// A problem and an order, as scenarios need them.
struct LanePlan {
  const Problem* problem = nullptr;  ///< Outlives this.
  const Order* order = nullptr;
  std::vector<std::uint32_t> set_begins;           ///< Of `set_applications`, one more than sets.
  std::vector<ApplicationIndex> set_applications;  ///< By set.
  std::vector<LaneItem> items;                     ///< By cell, then set. None of devices that never can move.
  std::vector<Week> releases;                      ///< Ascending, each once; at most `weeks`.
  std::vector<Level> levels;                       ///< Those that move first, first.
  std::size_t sites = 1;                           ///< 1 where no site has a capacity of its own.
  std::vector<std::uint32_t> item_of_device;       ///< A hundred thousand devices at most, spread evenly over all.
  std::vector<ApplicationIndex> mended;            ///< Those in the order, ascending.
  std::int64_t devices = 0;                        ///< That can move.
  std::int64_t devices_stuck = 0;                  ///< That never can: nobody mends what they wait for, or forbidden.
  Exposure exposure_stuck = 0;                     ///< Of those.
};

/// `problem` must have been checked, and `order` be one of it. Weights of more than 64 kinds are merged to 64, each the
/// mean of its devices.
LanePlan lane_plan(const Problem& problem, const Order& order);

/// What one scenario says, given by `drawn_scenario`.
struct Scenario {
  std::vector<std::int32_t> ready;     ///< By application, ready week + 1; weeks + 1 where not within the programme.
  std::vector<std::int32_t> release;   ///< By release of the plan; at most `weeks`.
  std::vector<std::int64_t> capacity;  ///< Slots by week, of all sites.
  std::vector<double> moving;          ///< By week, capacity over plan: what sites have, too.
  struct Found {
    std::uint32_t item = 0;  ///< What they are like.
    std::int32_t devices = 0;
    Week week = 0;  ///< In which they are found; they move later than that.
  };
  std::vector<Found> found;  ///< By week.
};

/// What a scenario came to.
struct ScenarioResult {
  Week finish = -1;  ///< `never` if a device that can move is left at the end.
  Exposure exposure = 0;
  std::vector<std::int64_t> left;  ///< At the beginning of each week and at the end, known and not moved.
};

/// What each of these scenarios, at most `lanes`, comes to.
std::vector<ScenarioResult> run_lanes(const LanePlan& plan, const std::vector<Scenario>& scenarios);

}  // namespace shoal::plan
