#include "plan/departures.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "plan/reasons.hpp"
#include "plan/schedule.hpp"
#include "plan/start_weeks.hpp"

namespace shoal::plan {
namespace {

constexpr std::size_t nothing_before = SIZE_MAX;

/// By place, whether it belongs to the longest sequence of those that count whose numbers do not fall.
std::vector<bool> longest_rising(const std::vector<std::uint32_t>& numbers, const std::vector<bool>& counts) {
  std::vector<std::size_t> ends;  // By length less 1, where the sequence of that length with the least end ends.
  std::vector<std::size_t> before(numbers.size(), nothing_before);
  for (std::size_t i = 0; i < numbers.size(); i++) {
    if (!counts[i]) continue;
    const auto at = std::upper_bound(ends.begin(), ends.end(), numbers[i],
                                     [&](std::uint32_t number, std::size_t end) { return number < numbers[end]; });
    if (at != ends.begin()) before[i] = *(at - 1);
    at == ends.end() ? ends.push_back(i) : void(*at = i);
  }
  std::vector<bool> belongs(numbers.size());
  for (std::size_t i = ends.empty() ? nothing_before : ends.back(); i != nothing_before; i = before[i])
    belongs[i] = true;
  return belongs;
}

class Comparison {
 public:
  Comparison(const Problem& problem, const Plan& plan, const Blocks& blocks)
      : problem_(problem),
        plan_(plan),
        blocks_(blocks),
        starts_(start_weeks(problem, plan.order)),
        is_wanted_(problem.applications.size()),
        classes_of_(problem.applications.size()) {
    for (const ApplicationIndex a : problem.first) is_wanted_[a] = true;
    for (ClassIndex c = 0; c < problem.classes.size(); c++) {
      if (!can_move(problem, c)) continue;
      lag_max_ = std::max(lag_max_, problem.classes[c].lag);
      for (const ApplicationIndex a : problem.waits_for(c)) classes_of_[a].push_back(c);
    }
  }

  std::vector<Departed> departures() {
    for (TeamIndex team = 0; team < plan_.order.teams.size(); team++) compare(team);
    return std::move(made_);
  }

 private:
  void compare(TeamIndex team) {
    const auto& order = plan_.order.teams[team];
    std::vector<std::uint32_t> numbers;
    std::vector<bool> counts;
    numbers.reserve(order.size());
    counts.reserve(order.size());
    for (const ApplicationIndex a : order) {
      numbers.push_back(blocks_.of[a]);
      counts.push_back(!is_wanted_[a]);
    }
    const std::vector<bool> stays = longest_rising(numbers, counts);
    std::uint32_t before = 0;  // The block of the last that is in its place.
    for (std::size_t i = 0; i < order.size(); i++) {
      if (stays[i]) {
        before = numbers[i];
      } else if (numbers[i] < before) {
        made_.push_back(later(team, i));
      } else if (is_ahead(order, numbers[i], i)) {
        made_.push_back(sooner(team, i));
      }
    }
  }

  // Whether what stands behind place `at` has a block before `number`.
  bool is_ahead(const std::vector<ApplicationIndex>& order, std::uint32_t number, std::size_t at) const {
    return std::any_of(order.begin() + static_cast<std::ptrdiff_t>(at), order.end(),
                       [&](ApplicationIndex a) { return blocks_.of[a] < number; });
  }

  Departed sooner(TeamIndex team, std::size_t at) const {
    const auto& order = plan_.order.teams[team];
    const ApplicationIndex a = order[at];
    Departed made{a, true, Departure::found, 0};
    if (is_wanted_[a]) {
      made.why = Departure::wanted_first;
    } else if (std::all_of(order.begin() + static_cast<std::ptrdiff_t>(at), order.end(), [&](ApplicationIndex each) {
                 return blocks_.of[each] >= blocks_.of[a] || plan_.ready[each] == plan_.ready[a];
               })) {
      made.why = Departure::same_week;
    } else if (takes_its_time(team, a)) {
      made.why = Departure::least_weeks;
    } else if (frees_pilots(a)) {
      made.why = Departure::pilots;
    }
    return made;
  }

  // Whether the weeks that it takes at least make it ready later than the work on it does.
  bool takes_its_time(TeamIndex team, ApplicationIndex a) const {
    const Mode& mode = problem_.applications[a].modes[plan_.order.mode[a]];
    if (mode.least_weeks == 1 || starts_[a] == never) return false;
    Effort spent = 0;
    for (const ApplicationIndex each : plan_.order.teams[team]) {
      spent += problem_.applications[each].modes[plan_.order.mode[each]].effort;
      if (each == a) break;
    }
    return TeamCalendar(problem_.teams[team]).week_of(spent) < starts_[a] + mode.least_weeks - 1;
  }

  // Whether it is the last that devices wait for which others wait for in turn.
  bool frees_pilots(ApplicationIndex a) const {
    return std::any_of(classes_of_[a].begin(), classes_of_[a].end(), [&](ClassIndex c) {
      const auto waits = problem_.waits_for(c);
      return problem_.classes[c].lag < lag_max_ && plan_.ready[a] != never &&
             std::all_of(waits.begin(), waits.end(),
                         [&](ApplicationIndex each) { return plan_.ready[each] <= plan_.ready[a]; });
    });
  }

  Departed later(TeamIndex team, std::size_t at) const {
    const auto& order = plan_.order.teams[team];
    const ApplicationIndex a = order[at];
    Departed made{a, false, Departure::found, 0};
    if (std::all_of(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(at), [&](ApplicationIndex each) {
          return blocks_.of[each] <= blocks_.of[a] || plan_.ready[each] == plan_.ready[a];
        })) {
      made.why = Departure::same_week;
      return made;
    }
    std::map<ApplicationIndex, std::int64_t> others;
    if (!waits_anyway(team, a, others)) return made;
    made.why = others.empty() ? Departure::released : Departure::other_team;
    std::int64_t most = 0;
    for (const auto& [other, devices] : others)
      if (devices > most) made.other = other, most = devices;
    return made;
  }

  // Whether all who wait for it would wait as long without it. `others`: devices by what else they wait for.
  bool waits_anyway(TeamIndex team, ApplicationIndex a, std::map<ApplicationIndex, std::int64_t>& others) const {
    const Week ready = plan_.ready[a];
    for (const ClassIndex c : classes_of_[a]) {
      const DeviceClass& devices = problem_.classes[c];
      if (ready != never && devices.release >= ready + devices.lag) continue;
      bool waits = false;
      for (const ApplicationIndex each : problem_.waits_for(c)) {
        if (problem_.applications[each].modes[plan_.order.mode[each]].team == team || plan_.ready[each] < ready)
          continue;
        waits = true;
        others[each] += devices.devices;
      }
      if (!waits) return false;
    }
    return true;
  }

  const Problem& problem_;
  const Plan& plan_;
  const Blocks& blocks_;
  std::vector<Week> starts_;                         // By application.
  std::vector<bool> is_wanted_;                      // By application: whether a person wants it first.
  std::vector<std::vector<ClassIndex>> classes_of_;  // By application: those that wait for it and can move.
  Week lag_max_ = 0;
  std::vector<Departed> made_;
};

}  // namespace

std::string_view spelled(Departure why) {
  constexpr std::string_view words[] = {"wanted-first", "same-week",  "least-weeks", "pilots",
                                        "released",     "other-team", "found"};
  return words[static_cast<std::size_t>(why)];
}

std::vector<Departed> departures_of(const Problem& problem, const Plan& plan, const Blocks& blocks) {
  return Comparison(problem, plan, blocks).departures();
}

}  // namespace shoal::plan
