// What moves the date most: the same scenarios with one input changed, so that differences are the change's and not
// luck's.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/forecast.hpp"

namespace shoal::plan {

enum class LeverKind {
  people,       ///< `amount` more people in a team.
  slots,        ///< `amount` % more capacity to move devices, at every site.
  application,  ///< An application that no longer keeps devices from moving: replaced, isolated, given up.
  hardware,     ///< All hardware `amount` weeks sooner.
};

/// One change, and what it gains: positive is sooner, or less exposure.
struct Lever {
  LeverKind kind = LeverKind::people;
  std::uint32_t which = 0;  ///< Team or application; 0 for the others.
  std::int32_t amount = 0;  ///< 1 for an application.
  /// Weeks by which the finish that 50, and 80, of 100 scenarios do not exceed comes sooner. A finish beyond the
  /// programme counts as its number of weeks, so that a gain from there is a least one.
  std::int64_t weeks_p50 = 0, weeks_p80 = 0;
  double weeks_mean = 0;  ///< The same of the mean.
  double exposure = 0;    ///< Less exposure, on average.

  bool operator==(const Lever&) const = default;
};

struct LeverRules {
  ForecastRules forecast;
  std::vector<std::int32_t> people;         ///< By team, how many there are; a team of 0, or not given, gets no more.
  std::size_t applications = 3;             ///< How many of those that hold up most are tried.
  std::vector<std::int32_t> slots{10, 25};  ///< Per cent.
  Week hardware_sooner = 4;
};

/// What each change gains, those first that gain most weeks on average, then exposure. The order of mending stays as it
/// is: planned anew, a change would gain as much or more.
/// Errors (invalid_input): those of `forecast`.
Result<std::vector<Lever>> levers(const Problem& problem, const Order& order, const Priors& priors,
                                  const LeverRules& rules, const ForEach& for_each);

/// By application, exposure until its devices could go on without it, as far as it is their last one: what it alone
/// holds up, if all goes as planned and there is room for all.
std::vector<Exposure> held_up(const Problem& problem, const Order& order);

}  // namespace shoal::plan
