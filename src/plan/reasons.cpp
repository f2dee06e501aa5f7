#include "plan/reasons.hpp"

#include <algorithm>
#include <optional>

namespace shoal::plan {
namespace {

/// The week in which `amount` is reached by capacities that add up from the first; `never` if it is not.
template <typename Number>
Week week_reached(const std::vector<Number>& capacity, std::int64_t amount) {
  std::int64_t sum = 0;
  for (std::size_t week = 0; week < capacity.size(); week++) {
    sum += capacity[week];
    if (sum >= amount) return static_cast<Week>(week);
  }
  return never;
}

/// The application that most devices left over wait for, of those of the class for which `counts` holds.
template <typename Counts>
std::optional<ApplicationIndex> worst_of(const Problem& problem, ClassIndex index,
                                         const std::vector<std::int64_t>& waiting, const Counts& counts) {
  std::optional<ApplicationIndex> worst;
  for (const ApplicationIndex a : problem.waits_for(index))
    if (counts(a) && (!worst || waiting[a] > waiting[*worst])) worst = a;
  return worst;
}

/// Effort that only each team can spend on applications that somebody waits for who can move.
std::vector<Effort> work_of_teams(const Problem& problem) {
  std::vector<std::uint8_t> is_awaited(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++)
    if (can_move(problem, c))
      for (const ApplicationIndex a : problem.waits_for(c)) is_awaited[a] = 1;
  std::vector<Effort> work(problem.teams.size());
  for (ApplicationIndex a = 0; a < problem.applications.size(); a++) {
    const auto& modes = problem.applications[a].modes;
    if (is_awaited[a] == 0) continue;
    // 0 as soon as another team could do it.
    Effort least = modes[0].effort;
    for (const Mode& mode : modes) least = mode.team == modes[0].team ? std::min(least, mode.effort) : 0;
    work[modes[0].team] += least;
  }
  return work;
}

}  // namespace

bool can_move(const Problem& problem, ClassIndex index) {
  if (problem.classes[index].release == never) return false;
  const auto waits = problem.waits_for(index);
  return std::none_of(waits.begin(), waits.end(),
                      [&](ApplicationIndex a) { return problem.applications[a].modes.empty(); });
}

std::string_view spelled(Stay stay) {
  constexpr std::string_view words[] = {"never-released", "nobody-mends", "released-late", "not-ready", "no-room"};
  return words[static_cast<std::size_t>(stay)];
}

std::vector<Meaning> meanings_of(const Problem& problem, const Plan& plan) {
  std::vector<Meaning> made(problem.applications.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const auto waits = problem.waits_for(c);
    Week last = -1;
    for (const ApplicationIndex a : waits) last = std::max(last, plan.ready[a]);
    for (const ApplicationIndex a : waits) {
      made[a].waiting += problem.classes[c].devices;
      if (waits.size() == 1) made[a].alone += problem.classes[c].devices;
      if (plan.ready[a] == last && last != never) made[a].frees += problem.classes[c].devices;
    }
  }
  return made;
}

std::vector<Stayed> reasons_to_stay(const Problem& problem, const Plan& plan) {
  std::vector<std::int64_t> waiting(problem.applications.size());
  for (const LeftOver& left : plan.left_over)
    for (const ApplicationIndex a : problem.waits_for(left.devices_of)) waiting[a] += left.devices;
  std::vector<Stayed> made;
  for (const LeftOver& left : plan.left_over) {
    const DeviceClass& devices = problem.classes[left.devices_of];
    Stayed stayed{left.devices_of, left.devices, Stay::no_room, 0};
    const auto nobody = worst_of(problem, left.devices_of, waiting,
                                 [&](ApplicationIndex a) { return problem.applications[a].modes.empty(); });
    const auto late = worst_of(problem, left.devices_of, waiting, [&](ApplicationIndex a) {
      return plan.ready[a] == never || plan.ready[a] + devices.lag >= problem.weeks;
    });
    if (devices.release == never) {
      stayed.why = Stay::never_released;
    } else if (nobody) {
      stayed.why = Stay::nobody_mends;
      stayed.application = *nobody;
    } else if (devices.release >= problem.weeks) {
      stayed.why = Stay::released_late;
    } else if (late) {
      stayed.why = Stay::not_ready;
      stayed.application = *late;
    }
    made.push_back(stayed);
  }
  return made;
}

std::vector<Limit> limits_of(const Problem& problem) {
  std::vector<Limit> made;
  const std::vector<Effort> work = work_of_teams(problem);
  for (TeamIndex t = 0; t < work.size(); t++)
    if (work[t] > 0) {
      // The last application is ready in that week, and those who wait for it move in the next at the soonest.
      const Week ready = week_reached(problem.teams[t].capacity, work[t]);
      made.push_back({Limit::Kind::team, t, ready == never ? never : ready + 1});
    }
  std::int64_t slots = 0;
  Week release = 0;
  std::vector<std::int64_t> at_site(problem.sites.size());
  for (ClassIndex c = 0; c < problem.classes.size(); c++) {
    const DeviceClass& devices = problem.classes[c];
    if (!can_move(problem, c)) continue;
    const std::int64_t taken = std::int64_t{devices.devices} * devices.slots;
    slots += taken;
    at_site[devices.site] += taken;
    release = std::max(release, devices.release);
  }
  if (slots > 0) made.push_back({Limit::Kind::moving, 0, week_reached(problem.capacity, slots)});
  for (SiteIndex s = 0; s < at_site.size(); s++)
    if (at_site[s] > 0 && !problem.sites[s].capacity.empty())
      made.push_back({Limit::Kind::site, s, week_reached(problem.sites[s].capacity, at_site[s])});
  if (release > 0) made.push_back({Limit::Kind::release, 0, release});
  std::stable_sort(made.begin(), made.end(), [](const Limit& a, const Limit& b) { return a.finish > b.finish; });
  return made;
}

}  // namespace shoal::plan
