// Which of a programme's conditions together make it impossible to move all by the day that a person wants.
//
// Only what is proved is told: the proofs are sums that hold whatever the order of work. There are programmes that no
// plan can keep to the day and of which none of these sums says so; of them nothing is told here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/prepare.hpp"
#include "plan/reasons.hpp"

namespace shoal::plan {

/// Conditions that cannot all be kept, whatever else is changed. Each is needed: without any one of them the sum does
/// not show it any more.
struct Clash {
  enum class Kind : std::uint8_t {
    mending,      ///< Teams can do `possible` effort by the end of `by`, and `needed` is what only they can mend.
    least_weeks,  ///< `application` takes at least `needed` weeks, whoever mends it, and there are `possible`.
    released,     ///< Devices may move only in a week after `by`.
    moving,       ///< There are `possible` slots from week `from` to `by`, and devices that move then take `needed`.
    stuck,        ///< Devices can never move, for the reason `stay`.
  };
  /// Why devices may not move before a week.
  struct Cause {
    enum class Kind : std::uint8_t { site, model, person } kind = Kind::person;
    std::uint32_t at = 0;  ///< The position of the site or model in the programme.

    bool operator==(const Cause&) const = default;
  };

  Kind kind = Kind::moving;
  Week by = 0;  ///< -1 is before the programme.
  Week from = 0;
  std::int64_t needed = 0, possible = 0;
  std::vector<TeamIndex> teams;      ///< Of `mending`: one, or several that can mend some of it in place of each other.
  std::optional<SiteIndex> site;     ///< Of `moving`: absent where it is all sites together.
  std::vector<Cause> causes;         ///< Of `released`, one; of `moving` in a week after the first, one or more.
  bool with_weeks_off = false;       ///< Whether it could be kept if these teams, or moving there, had no weeks off.
  bool with_soak = false;            ///< Whether it could be kept if pilots were not watched before others move.
  std::uint32_t applications = 0;    ///< Of `mending`: how many.
  ApplicationIndex application = 0;  ///< Of `least_weeks`, and of `never` where one is why.
  std::int64_t devices = 0;          ///< Of all kinds but the first two: how many.
  Stay stay = Stay::never_released;

  bool operator==(const Clash&) const = default;
};

/// A clash with `programme.finish_by` (or the end of the programme's weeks, where that is sooner), if one is proved; of
/// several the first kind of those above. Devices that can never move count only for the last kind. Pilots are taken as
/// `prepared` has them.
std::optional<Clash> clash_of(const Programme& programme, const Prepared& prepared);

}  // namespace shoal::plan
