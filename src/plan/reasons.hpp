// Why a plan is as it is: what each application keeps and frees, and what keeps those who are left over.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace shoal::plan {

/// Whether devices of a class can move at all, in some week: they are released, and somebody mends what they wait for.
bool can_move(const Problem& problem, ClassIndex index);

/// What an application means to devices, by the plan.
struct Meaning {
  std::int64_t waiting = 0;  ///< Devices that wait for it.
  std::int64_t frees = 0;    ///< Those for which it is the last to be ready; of several in one week, each counts it.
  std::int64_t alone = 0;    ///< Those that wait for nothing else.

  bool operator==(const Meaning&) const = default;
};

/// By application. One that is never ready frees nobody.
std::vector<Meaning> meanings_of(const Problem& problem, const Plan& plan);

/// Why devices do not move within the programme's weeks: the first of these that holds.
enum class Stay : std::uint8_t {
  never_released,  ///< A person's word, or hardware that nobody replaces.
  nobody_mends,    ///< An application that nobody can mend.
  released_late,   ///< Their release lies beyond the last week.
  not_ready,       ///< An application is not ready in time.
  no_room,         ///< No week had room for them.
};
constexpr std::size_t stay_count = 5;
/// "never-released", "nobody-mends", "released-late", "not-ready", "no-room".
std::string_view spelled(Stay stay);

struct Stayed {
  ClassIndex devices_of = 0;
  std::int32_t devices = 0;
  Stay why = Stay::no_room;
  ApplicationIndex application =
      0;  ///< Where one is why: of several, that which most of all left-over devices wait for.

  bool operator==(const Stayed&) const = default;
};

/// Why those of `plan.left_over` stay, in their order.
std::vector<Stayed> reasons_to_stay(const Problem& problem, const Plan& plan);

/// What limits a programme's end by itself, whatever the order.
struct Limit {
  enum class Kind : std::uint8_t { team, moving, site, release } kind = Kind::moving;
  std::uint32_t at = 0;  ///< The team or site.
  Week finish = 0;       ///< No plan has moved the last device that can move before this week; `never` if none can.

  bool operator==(const Limit&) const = default;
};

/// The limits of all that can move at all, the latest first; of equal ones teams before moving, sites and releases. A
/// team's counts only applications that no other team could mend instead.
std::vector<Limit> limits_of(const Problem& problem);

}  // namespace shoal::plan
