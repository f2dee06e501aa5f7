#include "plan/working_order.hpp"

#include <algorithm>

namespace shoal::plan {

WorkingOrder::WorkingOrder(const Problem& problem, Order order)
    : problem_(problem),
      order_(std::move(order)),
      place_(problem.applications.size()),
      is_pinned_(problem.applications.size()),
      effort_(problem.applications.size()),
      least_(problem.applications.size(), 1) {
  for (const Team& team : problem.teams) calendars_.emplace_back(team);
  for (const auto& front : pinned(problem, order_.mode)) {
    pinned_.push_back(static_cast<std::uint32_t>(front.size()));
    for (const ApplicationIndex a : front) is_pinned_[a] = true;
  }
  for (std::uint32_t team = 0; team < order_.teams.size(); team++) {
    for (const ApplicationIndex a : order_.teams[team]) {
      effort_[a] = mode_of(a).effort;
      least_[a] = mode_of(a).least_weeks;
    }
    spent_.emplace_back(order_.teams[team].size() + 1);
    reschedule(team, 0, order_.teams[team].size());
  }
}

void WorkingOrder::reschedule(std::uint32_t team, std::size_t first, std::size_t last) {
  std::vector<Effort>& spent = spent_[team];
  const std::vector<ApplicationIndex>& order = order_.teams[team];
  for (std::size_t i = first; i < last; i++) {
    place_[order[i]] = static_cast<std::uint32_t>(i);
    spent[i + 1] = spent[i] + effort_[order[i]];
  }
}

void WorkingOrder::compare(std::uint32_t team, std::size_t first, std::size_t last, const Evaluator& ready,
                           std::vector<ReadyChange>& changes) const {
  const std::vector<Effort>& spent = spent_[team];
  const std::vector<ApplicationIndex>& order = order_.teams[team];
  const TeamCalendar& calendar = calendars_[team];
  Week week = calendar.week_of(spent[first]);
  for (std::size_t i = first; i < last; i++) {
    const ApplicationIndex a = order[i];
    std::int64_t done = 0;
    if (least_[a] > 1) done = std::int64_t{calendar.week_of(spent[i] + (effort_[a] > 0 ? 1 : 0), week)} + least_[a] - 1;
    week = calendar.week_of(spent[i + 1], week);
    const auto at = static_cast<std::uint16_t>(std::clamp<std::int64_t>(done, week, problem_.weeks));
    if (at != ready.ready(a)) changes.push_back({a, at});
  }
}

std::uint32_t WorkingOrder::last_place(std::uint32_t team, Effort effort, Week week) const {
  const std::vector<Effort>& spent = spent_[team];
  const auto begin = spent.begin() + pinned_[team];
  const auto found = std::upper_bound(begin, spent.end(), calendars_[team].spent_by(week) - effort);
  return static_cast<std::uint32_t>((found == begin ? found : found - 1) - spent.begin());
}

void WorkingOrder::turn(const Turn& turn) {
  const auto begin = order_.teams[turn.team].begin();
  std::rotate(begin + turn.first, begin + turn.middle, begin + turn.last);
  reschedule(turn.team, turn.first, turn.last);
}

void WorkingOrder::turn(const Turn& turn, const Evaluator& ready, std::vector<ReadyChange>& changes) {
  this->turn(turn);
  compare(turn.team, turn.first, turn.last, ready, changes);
}

void WorkingOrder::change_mode(const Switch& change) {
  const ApplicationIndex a = change.application;
  const std::uint32_t from = team_of(a);
  auto& left = order_.teams[from];
  left.erase(left.begin() + place_[a]);
  spent_[from].pop_back();
  reschedule(from, place_[a], left.size());

  order_.mode[a] = change.mode;
  effort_[a] = mode_of(a).effort;
  least_[a] = mode_of(a).least_weeks;
  auto& joined = order_.teams[team_of(a)];
  joined.insert(joined.begin() + change.place, a);
  spent_[team_of(a)].push_back(0);
  reschedule(team_of(a), change.place, joined.size());
}

Switch WorkingOrder::change_mode(const Switch& change, const Evaluator& ready, std::vector<ReadyChange>& changes) {
  const ApplicationIndex a = change.application;
  const Switch back{a, order_.mode[a], place_[a]};
  const std::uint32_t from = team_of(a);
  change_mode(change);
  const std::uint32_t to = team_of(a);
  const std::size_t from_place = from == to ? std::min(back.place, change.place) : back.place;
  compare(from, from_place, order_.teams[from].size(), ready, changes);
  if (to != from) compare(to, change.place, order_.teams[to].size(), ready, changes);
  return back;
}

}  // namespace shoal::plan
