// Where a plan's order of mending is not that of its blocks, and why.
//
// Blocks are those of one team that does all the work; a plan has several, weeks, dates and pilots. So an application
// may well stand elsewhere: what is told here is a reason that holds by itself, and where none of them does, that it is
// the search that found it so.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "plan/blocks.hpp"
#include "plan/plan.hpp"

namespace shoal::plan {

/// Why an application stands sooner or later among those of its team than its block does: the first that holds.
enum class Departure : std::uint8_t {
  wanted_first,  ///< A person wants it, sooner.
  same_week,     ///< What it changed places with is ready in the same week, so that the order is of no matter.
  least_weeks,   ///< It takes at least some weeks, however much is spent on it; so it is begun sooner.
  pilots,        ///< It frees pilots, and others wait until they have been watched; sooner.
  released,      ///< Whoever waits for it may move only from a later day; later.
  other_team,    ///< Whoever waits for it waits for another team too, which is ready no sooner, or as above; later.
  found,         ///< None of these: the search found it to be better.
};
/// "wanted-first", "same-week", "least-weeks", "pilots", "released", "other-team", "found".
std::string_view spelled(Departure why);

struct Departed {
  ApplicationIndex application = 0;
  bool is_sooner = false;
  Departure why = Departure::found;
  ApplicationIndex other = 0;  ///< Of `other_team`: the application for which most of those devices wait.

  bool operator==(const Departed&) const = default;
};

/// The fewest applications without which each team's order is that of blocks, those wanted first always among them; by
/// team and place in its order.
std::vector<Departed> departures_of(const Problem& problem, const Plan& plan, const Blocks& blocks);

}  // namespace shoal::plan
