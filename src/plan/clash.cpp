#include "plan/clash.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "plan/directory.hpp"
#include "plan/exact_closure.hpp"

namespace shoal::plan {
namespace {

/// What there is of it from the beginning to the end of week `to`.
std::int64_t sum_to(Calendar calendar, Day begins, Week to, bool with_weeks_off) {
  if (!with_weeks_off) calendar.off.clear();
  const std::vector<std::int64_t> weeks = by_week(calendar, begins, std::max(to + 1, 0));
  return std::accumulate(weeks.begin(), weeks.end(), std::int64_t{0});
}

/// Work that must be done by the end of a week, and who could do it.
struct Work {
  Effort effort = 0;                 // In the mode that takes least.
  std::vector<std::uint32_t> teams;  // Ascending, each once.
};

/// By team, 1 if it belongs to teams that have more to do, of what only they can, than they are able to; the largest
/// such set of those `among` which it is looked for. Empty where there is none.
std::vector<std::uint8_t> overloaded(const std::vector<Work>& work, const std::vector<std::int64_t>& able,
                                     const std::vector<std::uint8_t>& among) {
  ClosureGraph graph(able.size());
  std::vector<Wide> profit, price(able.begin(), able.end());
  for (const Work& each : work) {
    if (!std::all_of(each.teams.begin(), each.teams.end(), [&](std::uint32_t team) { return among[team] != 0; }))
      continue;
    graph.add_group(each.teams);
    profit.push_back(each.effort);
  }
  graph.finish();
  std::vector<std::uint8_t> chosen = greatest_closure(graph, profit, price);
  // Teams that can do nothing cost nothing, and are chosen though nobody asks for them.
  for (std::size_t team = 0; team < able.size(); team++) chosen[team] = chosen[team] & among[team];
  Wide surplus = 0;
  for (std::size_t g = 0; g < graph.groups(); g++) {
    const auto teams = graph.needs(g);
    if (std::all_of(teams.begin(), teams.end(), [&](std::uint32_t team) { return chosen[team] != 0; }))
      surplus += profit[g];
  }
  for (std::size_t team = 0; team < able.size(); team++)
    if (chosen[team] != 0) surplus -= price[team];
  if (surplus <= 0) chosen.clear();
  return chosen;
}

class ClashSearch {
 public:
  ClashSearch(const Programme& programme, const Prepared& prepared)
      : programme_(programme), prepared_(prepared), problem_(prepared.problem) {
    const Week wanted = week_of(*programme.finish_by + std::chrono::days(1), programme.begins) - 1;
    last_ = std::clamp(wanted, -1, problem_.weeks - 1);
    lag_.assign(problem_.applications.size(), 0);
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      if (!can_move(problem_, c)) continue;
      for (const ApplicationIndex a : problem_.waits_for(c)) lag_[a] = std::max(lag_[a], problem_.classes[c].lag);
    }
  }

  std::optional<Clash> find() const {
    if (auto found = mending(false)) return found;
    if (auto found = mending(true)) return found;
    if (auto found = least_weeks(false)) return found;
    if (auto found = least_weeks(true)) return found;
    if (auto found = released()) return found;
    if (auto found = moving()) return found;
    return never_moving();
  }

 private:
  /// The week by whose end it must be ready.
  Week due(ApplicationIndex a, bool with_soak) const { return last_ - (with_soak ? lag_[a] : 1); }

  // --- Teams

  std::optional<Clash> mending(bool with_soak) const {
    std::set<Week> days;
    for (ApplicationIndex a = 0; a < lag_.size(); a++)
      if (lag_[a] > 0) days.insert(due(a, with_soak));
    for (const Week by : days)
      for (const bool with_weeks_off : {false, true})
        if (auto found = mending_by(by, with_soak, with_weeks_off)) return found;
    return std::nullopt;
  }

  std::optional<Clash> mending_by(Week by, bool with_soak, bool with_weeks_off) const {
    std::vector<Work> work;
    for (ApplicationIndex a = 0; a < lag_.size(); a++)
      if (lag_[a] > 0 && due(a, with_soak) <= by) work.push_back(work_of(a));
    std::vector<std::int64_t> able;
    able.reserve(programme_.teams.size());
    for (const NamedTeam& team : programme_.teams)
      able.push_back(sum_to(team.effort, programme_.begins, by, with_weeks_off));
    std::vector<std::uint8_t> teams = overloaded(work, able, std::vector<std::uint8_t>(able.size(), 1));
    if (teams.empty()) return std::nullopt;
    // None is left that the others do not need to be too many tasks for too few hands.
    for (std::size_t team = 0; team < able.size(); team++) {
      if (teams[team] == 0) continue;
      std::vector<std::uint8_t> without = teams;
      without[team] = 0;
      if (auto fewer = overloaded(work, able, without); !fewer.empty()) teams = std::move(fewer);
    }
    Clash made;
    made.kind = Clash::Kind::mending;
    made.by = by;
    made.with_soak = with_soak;
    made.with_weeks_off = with_weeks_off;
    for (TeamIndex team = 0; team < able.size(); team++) {
      if (teams[team] == 0) continue;
      made.teams.push_back(team);
      made.possible += able[team];
    }
    for (const Work& each : work) {
      if (!std::all_of(each.teams.begin(), each.teams.end(), [&](std::uint32_t team) { return teams[team] != 0; }))
        continue;
      made.needed += each.effort;
      if (each.effort > 0) made.applications++;
    }
    return made;
  }

  Work work_of(ApplicationIndex a) const {
    const auto& modes = problem_.applications[a].modes;
    Work made{modes[0].effort, {}};
    std::set<std::uint32_t> teams;
    for (const Mode& mode : modes) {
      made.effort = std::min(made.effort, mode.effort);
      teams.insert(mode.team);
    }
    made.teams.assign(teams.begin(), teams.end());
    return made;
  }

  std::optional<Clash> least_weeks(bool with_soak) const {
    for (ApplicationIndex a = 0; a < lag_.size(); a++) {
      if (lag_[a] == 0) continue;
      const auto& modes = problem_.applications[a].modes;
      const auto quickest = std::min_element(
          modes.begin(), modes.end(), [](const Mode& x, const Mode& y) { return x.least_weeks < y.least_weeks; });
      const Week by = due(a, with_soak);
      if (quickest->least_weeks - 1 <= by) continue;
      Clash made;
      made.kind = Clash::Kind::least_weeks;
      made.by = by;
      made.application = a;
      made.needed = quickest->least_weeks;
      made.possible = std::max(by + 1, 0);
      made.with_soak = with_soak;
      return made;
    }
    return std::nullopt;
  }

  // --- Moving

  /// By device of a class that can move: why it may not move before some week.
  using Held = std::vector<std::pair<Clash::Cause, Week>>;

  template <typename Take>
  void for_each_held(const Take& take) const {
    const auto sites = directory_of(programme_.sites, "site");
    const auto models = directory_of(programme_.unfit, "hardware model");
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      if (!can_move(problem_, c)) continue;
      for (const std::uint32_t device : prepared_.devices_of(c)) {
        const NamedDevice& named = programme_.devices[device];
        Held held;
        const auto add = [&](Clash::Cause cause, const std::optional<Day>& day) {
          if (day) held.emplace_back(cause, week_from(*day, programme_.begins));
        };
        const SiteIndex site = problem_.classes[c].site;
        add({Clash::Cause::Kind::site, site}, programme_.sites[site].not_before);
        if (const auto model = models->find(named.model))
          add({Clash::Cause::Kind::model, *model}, programme_.unfit[*model].replaced);
        add({Clash::Cause::Kind::person, 0}, named.not_before);
        take(problem_.classes[c], held);
      }
    }
  }

  // A day beyond the wanted one: of all such causes that which holds most devices.
  std::optional<Clash> released() const {
    struct Late {
      std::int64_t devices = 0;
      Week from = 0;
    };
    std::map<std::pair<Clash::Cause::Kind, std::uint32_t>, Late> late;
    for_each_held([&](const DeviceClass& of, const Held& held) {
      if (of.release <= last_) return;
      for (const auto& [cause, week] : held) {
        if (week <= last_) continue;
        Late& each = late[{cause.kind, cause.at}];
        each.from = each.devices++ == 0 ? week : std::min(each.from, week);
      }
    });
    if (late.empty()) return std::nullopt;
    const auto most = std::max_element(
        late.begin(), late.end(), [](const auto& a, const auto& b) { return a.second.devices < b.second.devices; });
    Clash made;
    made.kind = Clash::Kind::released;
    made.by = last_;
    made.causes = {{most->first.first, most->first.second}};
    made.devices = most->second.devices;
    made.from = most->second.from;
    return made;
  }

  /// Devices that the same causes hold.
  struct HeldDevices {
    std::int64_t slots = 0, devices = 0;
  };
  using HeldBy = std::map<std::vector<std::tuple<Clash::Cause::Kind, std::uint32_t, Week>>, HeldDevices>;
  using CauseSet = std::set<std::pair<Clash::Cause::Kind, std::uint32_t>>;

  std::optional<Clash> moving() const {
    std::vector<HeldBy> at_sites(problem_.sites.size());
    HeldBy at_all;
    for_each_held([&](const DeviceClass& of, const Held& held) {
      HeldBy::key_type causes;
      for (const auto& [cause, week] : held)
        if (week > 0) causes.emplace_back(cause.kind, cause.at, week);
      for (HeldBy* held_by : {&at_sites[of.site], &at_all}) {
        HeldDevices& sum = (*held_by)[causes];
        sum.slots += of.slots, sum.devices++;
      }
    });
    for (const bool with_weeks_off : {false, true}) {
      for (SiteIndex site = 0; site < problem_.sites.size(); site++)
        if (const auto& slots = programme_.sites[site].slots)
          if (auto found = moving_in(room_from(*slots, with_weeks_off), at_sites[site], with_weeks_off)) {
            found->site = site;
            return found;
          }
      if (auto found = moving_in(room_from(programme_.slots, with_weeks_off), at_all, with_weeks_off)) return found;
    }
    return std::nullopt;
  }

  /// By week, the slots from it to the last.
  std::vector<std::int64_t> room_from(Calendar calendar, bool with_weeks_off) const {
    if (!with_weeks_off) calendar.off.clear();
    std::vector<std::int64_t> room = by_week(calendar, programme_.begins, last_ + 1);
    for (std::size_t week = room.size(); week-- > 1;) room[week - 1] += room[week];
    return room;
  }

  static CauseSet causes_in(const HeldBy& held_by) {
    CauseSet made;
    for (const auto& [causes, held] : held_by)
      for (const auto& [kind, at, week] : causes) made.emplace(kind, at);
    return made;
  }

  // Without any cause, and else with as few as do.
  std::optional<Clash> moving_in(const std::vector<std::int64_t>& room, const HeldBy& held_by,
                                 bool with_weeks_off) const {
    auto found = too_many(held_by, {}, room);
    if (!found) found = with_fewest_causes(held_by, causes_in(held_by), room);
    if (found) found->with_weeks_off = with_weeks_off;
    return found;
  }

  // Leaves out one cause after the other, as long as the devices that the others hold are too many for some weeks.
  std::optional<Clash> with_fewest_causes(const HeldBy& held_by, CauseSet kept,
                                          const std::vector<std::int64_t>& room) const {
    auto found = too_many(held_by, kept, room);
    if (!found) return std::nullopt;
    const CauseSet all = kept;
    for (const auto& cause : all) {
      kept.erase(cause);
      if (auto without = too_many(held_by, kept, room))
        found = std::move(without);
      else
        kept.insert(cause);
    }
    for (const auto& [kind, at] : kept) found->causes.push_back({kind, at});
    return found;
  }

  /// The first week from which devices that may not move before it, by these causes, take more slots than there are.
  std::optional<Clash> too_many(const HeldBy& held_by, const CauseSet& kept,
                                const std::vector<std::int64_t>& room) const {
    std::map<Week, HeldDevices> by_week_held;
    for (const auto& [causes, held] : held_by) {
      Week from = 0;
      for (const auto& [kind, at, week] : causes)
        if (kept.contains({kind, at})) from = std::max(from, week);
      by_week_held[from].slots += held.slots;
      by_week_held[from].devices += held.devices;
    }
    std::optional<Clash> found;
    HeldDevices sum;
    for (auto each = by_week_held.rbegin(); each != by_week_held.rend(); ++each) {
      sum.slots += each->second.slots;
      sum.devices += each->second.devices;
      const auto from = static_cast<std::size_t>(each->first);
      const std::int64_t possible = from < room.size() ? room[from] : 0;
      if (sum.slots <= possible) continue;
      found.emplace();
      found->kind = Clash::Kind::moving;
      found->by = last_;
      found->from = each->first;
      found->needed = sum.slots;
      found->devices = sum.devices;
      found->possible = possible;
    }
    return found;
  }

  // --- Whoever can never move

  std::optional<Clash> never_moving() const {
    std::map<std::pair<Stay, ApplicationIndex>, std::int64_t> devices;
    for (ClassIndex c = 0; c < problem_.classes.size(); c++) {
      if (can_move(problem_, c)) continue;
      std::pair<Stay, ApplicationIndex> why{Stay::never_released, 0};
      if (problem_.classes[c].release != never)
        for (const ApplicationIndex a : problem_.waits_for(c))
          if (problem_.applications[a].modes.empty()) why = {Stay::nobody_mends, a};
      devices[why] += problem_.classes[c].devices;
    }
    if (devices.empty()) return std::nullopt;
    const auto most = std::max_element(devices.begin(), devices.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    Clash made;
    made.kind = Clash::Kind::stuck;
    made.by = last_;
    made.stay = most->first.first;
    made.application = most->first.second;
    made.devices = most->second;
    return made;
  }

  const Programme& programme_;
  const Prepared& prepared_;
  const Problem& problem_;
  Week last_ = 0;  // By whose end all should have moved.
  std::vector<Week>
      lag_;  // By application, the longest of devices that can move and wait for it; 0 where there is none.
};

}  // namespace

std::optional<Clash> clash_of(const Programme& programme, const Prepared& prepared) {
  if (!programme.finish_by) return std::nullopt;
  // Weeks that nobody gave are as many as all takes: what does not end within them is not proved by their number.
  if (!programme.weeks && day_of(prepared.problem.weeks, programme.begins) <= *programme.finish_by) return std::nullopt;
  return ClashSearch(programme, prepared).find();
}

}  // namespace shoal::plan
