// A plan that keeps what was announced: people arranged for those weeks, so that each change costs something.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace shoal::plan {

/// In place of an announced week: none was announced.
inline constexpr Week not_announced = -1;

/// Why devices move in another week than announced.
enum class ChangeReason : std::uint8_t {
  not_ready,       ///< An application is ready too late for it.
  released_later,  ///< Hardware, a person's word or a pilot lets them go only later.
  no_room,         ///< The week, or the site in it, has less room than was announced.
  sooner,          ///< They move sooner, and that is worth more than a change costs.
};
/// "not-ready", "released-later", "no-room", "sooner".
std::string_view spelled(ChangeReason reason);

struct Change {
  ClassIndex devices_of = 0;
  std::int32_t devices = 0;
  Week from = 0;  ///< As announced.
  Week to = 0;    ///< `never` where they stay.
  ChangeReason why = ChangeReason::not_ready;
  ApplicationIndex application = 0;  ///< The one that is not ready.

  bool operator==(const Change&) const = default;
};

/// A plan and what it changes.
struct KeptPlan {
  Plan plan;
  std::vector<Change> changes;  ///< By class, then the week to which they go.
  std::int64_t kept = 0;        ///< Devices that move in the week that was announced.
  Exposure cost = 0;            ///< Exposure, and `change_cost` for each device of `changes`.
};

/// The plan of `order` where devices that were announced keep their week if they can: those who weigh most per slot
/// first. `announced` has a week for each class, or `not_announced`. Others fill what room is left, and those who would
/// gain more than `change_cost` by moving sooner do, where there is room. A good filling, not always the best.
KeptPlan plan_keeping(const Problem& problem, Order order, std::span<const Week> announced, Exposure change_cost);

}  // namespace shoal::plan
