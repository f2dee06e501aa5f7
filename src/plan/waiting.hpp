// The devices of a problem, merged as far as a bound may merge them: groups that wait for the same applications, and in
// them the devices that may move from the same week on and weigh the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/closure.hpp"
#include "plan/mending.hpp"
#include "plan/problem.hpp"

namespace shoal::plan {

/// Devices that are worth the same in every week.
struct WaitingClass {
  double exposure = 0;  ///< Of all of them, per week.
  double slots = 0;     ///< Of all of them.
  Week earliest = 0;    ///< The first week in which they may move.
  SiteIndex site = 0;   ///< For all sites that are not limited, one of them.
};

/// Invariant: classes of one group stand together; every group has some.
struct Waiting {
  ClosureGraph graph;
  std::vector<WaitingClass> classes;
  std::vector<std::uint32_t> begins;  ///< By group, into `classes`; one more at the end.
  std::vector<Week> lag;              ///< By group: weeks from the applications' week to the first of moving.
  std::vector<WaitingClass> free;     ///< Those that wait for no application.

  std::span<const WaitingClass> classes_of(std::size_t group) const {
    return std::span(classes).subspan(begins[group], begins[group + 1] - begins[group]);
  }
};

/// Which devices are taken: each with probability `share`, standing for 1 / share devices; all where it is 1 or more.
struct Sample {
  double share = 1;
  std::uint64_t seed = 0;
};

/// Leaves out devices that cannot move within the programme's weeks.
Waiting merge_waiting(const Problem& problem, const Mending& mending, const Sample& sample);

/// Whether the capacity of a site may be what keeps its devices: it has one, and in some week it is less than that of
/// all sites together.
bool is_limited(const Problem& problem, const Site& site);

}  // namespace shoal::plan
