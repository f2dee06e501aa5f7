// What has to be planned: which devices wait for which applications, who mends those, and how many may move in a week.
//
// Everything is a whole number, so that sums are exact and a value that was kept up to date equals one that was counted
// anew. Weeks count from 0, the first week of the programme.
//
// The formulation: a device that moves in week t was exposed in weeks 0 to t, so it costs weight x (t + 1); one that
// never moves costs weight x weeks. A device moves in week t only if t >= release of its class, and every application
// that it waits for was ready by the end of week t - lag. An application is ready by the end of the first week in which
// its team has spent the effort on it, and no sooner than `least_weeks` weeks after it was begun. A team works through
// its applications one after the other, all of it on one. Capacity to mend is kept when it is not used; capacity to
// move devices is lost.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace shoal::plan {

/// Weeks since the programme began; -1 is "before it".
using Week = std::int32_t;
/// What is not within the programme's weeks. Later than every week.
inline constexpr Week never = 1'000'000;

/// Work, in hundredths of a person-day.
using Effort = std::int64_t;
/// Exposure, in thousandths of what one ordinary device is exposed to in one week.
using Exposure = std::int64_t;

using ApplicationIndex = std::uint32_t;
using ClassIndex = std::uint32_t;
using TeamIndex = std::uint32_t;
using SiteIndex = std::uint32_t;

/// People who mend applications.
struct Team {
  std::string name;
  std::vector<Effort> capacity;  ///< By week, `Problem::weeks` of them; 0 in a week in which they do nothing.
};

/// A place at which devices are moved.
struct Site {
  std::string name;
  std::vector<std::int32_t> capacity;  ///< Slots by week, as many as weeks; empty where only the whole is limited.
};

/// One way to mend an application.
struct Mode {
  TeamIndex team = 0;
  Effort effort = 0;     ///< 0 or more.
  Week least_weeks = 1;  ///< How long it takes at least, from the week in which it is begun; 1 is "within that week".
};

/// An application that keeps devices from moving until it is mended.
struct Application {
  std::string name;
  std::vector<Mode> modes;  ///< Alternatives, of which a plan takes one. Empty: nobody can mend it.
};

/// Devices that are alike in all that matters here: what they wait for, where they are, how much they weigh.
struct DeviceClass {
  std::int32_t devices = 0;  ///< 1 or more.
  std::int32_t weight = 0;   ///< Of one device, `Exposure` per week; 0 or more.
  std::int32_t slots = 1;    ///< What moving one takes of a week's capacity; 1 or more.
  SiteIndex site = 0;
  Week release =
      0;         ///< The first week in which they may move whatever is ready: hardware, or a person's word; or `never`.
  Week lag = 1;  ///< Weeks from an application's ready week to the first in which they may move; 1 or more.
};

/// A programme to plan. Made by `make_problem`, which keeps what is said here.
class Problem {
 public:
  Week weeks = 0;                      ///< 1 or more. What does not fit is left over.
  std::vector<std::int32_t> capacity;  ///< Slots of all sites together, by week; 0 in a freeze.
  std::vector<Team> teams;
  std::vector<Site> sites;
  std::vector<Application> applications;
  std::vector<DeviceClass> classes;
  /// Applications that a person wants mended before all others of their team, in this order.
  std::vector<ApplicationIndex> first;

  /// What a class waits for: ascending, each once. What others of them need is among them, so that they need no order.
  std::span<const ApplicationIndex> waits_for(ClassIndex index) const {
    return std::span(needs_).subspan(begins_[index], begins_[index + 1] - begins_[index]);
  }
  /// How many pairs of a class and an application there are.
  std::size_t pairs() const { return needs_.size(); }

  /// Adds a class that waits for `awaited`, in any order.
  void add(const DeviceClass& devices, std::vector<ApplicationIndex> awaited);

 private:
  std::vector<std::uint32_t> begins_{0};
  std::vector<ApplicationIndex> needs_;
};

/// Whether `problem` holds what its fields say.
/// Errors (invalid_input): "plan.bad_problem", naming the field and the value.
Result<void> check(const Problem& problem);

}  // namespace shoal::plan
