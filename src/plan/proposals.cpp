#include "plan/proposals.hpp"

#include <algorithm>

namespace shoal::plan {
namespace {

/// `count` applications at `from` are put before what stands at `to`, a place outside of them.
std::optional<Proposal> moved(const WorkingOrder& order, std::uint32_t team, std::uint32_t from, std::uint32_t count,
                              std::uint32_t to) {
  if (from < order.pinned_count(team) || to < order.pinned_count(team)) return std::nullopt;
  if (to >= from && to <= from + count) return std::nullopt;
  if (to < from) return Turn{team, to, from, from + count};
  return Turn{team, from, from + count, to};
}

}  // namespace

Proposals::Proposals(const Problem& problem, const WaitingSets& sets) : problem_(problem), sets_(sets) {
  std::uint64_t sum = 0;
  // One more than it weighs: what weighs nothing is still to be drawn.
  for (const std::int64_t weight : sets.set_weight)
    weight_sums_.push_back(sum += static_cast<std::uint64_t>(weight) + 1);
  const std::vector<bool> mended = to_be_mended(problem);
  for (ApplicationIndex a = 0; a < mended.size(); a++) {
    if (!mended[a]) continue;
    mended_.push_back(a);
    if (problem.applications[a].modes.size() > 1) with_alternatives_.push_back(a);
  }
}

std::uint32_t Proposals::draw_set(Random& random) const {
  const std::uint64_t drawn = random.below(weight_sums_.back());
  return static_cast<std::uint32_t>(std::upper_bound(weight_sums_.begin(), weight_sums_.end(), drawn) -
                                    weight_sums_.begin());
}

std::optional<Proposal> Proposals::draw(const WorkingOrder& order, const Evaluator& ready, Random& random) const {
  if (mended_.empty()) return std::nullopt;
  const std::uint64_t kind = random.next() >> 58;  // 0 to 63
  if (kind < 8 && !with_alternatives_.empty()) return change_mode(order, ready, random);
  // What a set asks for changes many weeks and costs as much as twenty short shifts, so it is seldom tried.
  if (weight_sums_.empty() || kind < 60) return shift(order, random);
  return kind < 63 ? pull(order, ready, random) : push(order, ready, random);
}

std::optional<Proposal> Proposals::pull(const WorkingOrder& order, const Evaluator& ready, Random& random) const {
  const std::uint32_t set = draw_set(random);
  const auto applications = sets_.applications_of(set);
  ApplicationIndex last = applications[0];
  Week latest = -1, next = -1;
  for (const ApplicationIndex a : applications) {
    const Week week = ready.ready(a);
    if (week > latest || (week == latest && (random.next() >> 63) != 0)) last = a;
    if (week > latest) next = latest;
    if (week < latest) next = std::max(next, week);
    latest = std::max(latest, week);
  }
  if (order.is_pinned(last)) return std::nullopt;
  if (next < 0) next = static_cast<Week>(random.below(static_cast<std::uint64_t>(latest) + 1));
  const std::uint32_t team = order.team_of(last), place = order.place_of(last);
  const Effort effort = problem_.applications[last].modes[order.order().mode[last]].effort;
  return moved(order, team, place, 1, std::min(order.last_place(team, effort, next), place));
}

std::optional<Proposal> Proposals::push(const WorkingOrder& order, const Evaluator& ready, Random& random) const {
  const std::uint32_t set = draw_set(random);
  const auto applications = sets_.applications_of(set);
  const ApplicationIndex a = applications[random.below(applications.size())];
  if (order.is_pinned(a) || ready.ready(a) >= ready.latest(set)) return std::nullopt;
  const std::uint32_t team = order.team_of(a), place = order.place_of(a);
  // Where it leaves, all that follows comes forward by its effort: so none is put in anew.
  return moved(order, team, place, 1, std::max(order.last_place(team, 0, ready.latest(set)), place));
}

std::optional<Proposal> Proposals::shift(const WorkingOrder& order, Random& random) const {
  const ApplicationIndex a = mended_[random.below(mended_.size())];
  const std::uint32_t team = order.team_of(a), place = order.place_of(a);
  const auto size = static_cast<std::uint32_t>(order.team(team).size());
  // Short ways far more often than long ones, since few weeks change then, and what changes little is taken more often.
  std::uint32_t reach = 2;
  while (reach < size && random.below(2) != 0) reach *= 2;
  const auto way = static_cast<std::uint32_t>(1 + random.below(std::min(reach, size)));
  const auto count =
      std::min<std::uint32_t>(random.below(4) == 0 ? static_cast<std::uint32_t>(2 + random.below(4)) : 1, size - place);
  if (random.below(2) == 0) return moved(order, team, place, count, place < way ? 0 : place - way);
  return moved(order, team, place, count, std::min(place + count + way, size));
}

std::optional<Proposal> Proposals::change_mode(const WorkingOrder& order, const Evaluator& ready,
                                               Random& random) const {
  const ApplicationIndex a = with_alternatives_[random.below(with_alternatives_.size())];
  if (order.is_pinned(a)) return std::nullopt;
  const std::uint8_t now = order.order().mode[a];
  auto mode = static_cast<std::uint8_t>(random.below(problem_.applications[a].modes.size() - 1));
  if (mode >= now) mode++;
  const Mode& to = problem_.applications[a].modes[mode];
  std::uint32_t place = order.last_place(to.team, to.effort, ready.ready(a));
  if (to.team == order.team_of(a)) place = order.place_of(a);
  return Switch{a, mode, place};
}

}  // namespace shoal::plan
