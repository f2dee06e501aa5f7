// What is proposed: the order in which applications are mended, the devices that move each week, what is left over.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/problem.hpp"

namespace shoal::plan {

/// In which order teams mend applications, and how.
struct Order {
  /// By team, the applications that it mends, first to last. An application that no class waits for, or that nobody can
  /// mend, stands nowhere.
  std::vector<std::vector<ApplicationIndex>> teams;
  std::vector<std::uint8_t> mode;  ///< By application, which of its modes; 0 where it has none.

  bool operator==(const Order&) const = default;
};

/// Devices of one class that move in one week.
struct Move {
  Week week = 0;
  ClassIndex devices_of = 0;
  std::int32_t devices = 0;

  bool operator==(const Move&) const = default;
};

/// Devices that do not move within the programme's weeks. Why: with `waits_for` if an application is not ready in time,
/// else their release is too late, else there was no room.
struct LeftOver {
  ClassIndex devices_of = 0;
  std::int32_t devices = 0;

  bool operator==(const LeftOver&) const = default;
};

/// A whole programme.
struct Plan {
  Order order;
  std::vector<Week> ready;          ///< By application, the week by whose end it is ready; `never` where it is not.
  std::vector<Move> moves;          ///< By week, then class.
  std::vector<LeftOver> left_over;  ///< By class.
  Exposure exposure = 0;            ///< Of all devices over all weeks, those left over included.
  Week finish = -1;                 ///< The last week in which a device moves; -1 where none does.
};

/// What no plan can do better than, and what the proof of it tells about good plans.
struct Relaxation {
  Exposure bound = 0;  ///< No plan of the problem has less exposure.
  /// By application x week (row-major, `weeks` to a row): how much of it is ready by the end of the week, 0 to 1, not
  /// falling. A mean of what the proof's plans do, from which orders are rounded.
  std::vector<float> ready;
  std::vector<std::uint8_t> mode;  ///< By application: the mode that cost least by the proof's prices.
  /// Whether prices proved the bound. If the search for them was stopped before any did, all that it knows is when
  /// applications could be ready at the soonest and how many devices can move in a week: it may be far too low.
  bool is_priced = false;
  int rounds = 0;
};

}  // namespace shoal::plan
