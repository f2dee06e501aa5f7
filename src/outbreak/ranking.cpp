#include "outbreak/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "outbreak/round.hpp"
#include "outbreak/strata.hpp"

namespace shoal::outbreak {
namespace {

/// How sure all intervals of one kind are together.
constexpr double sure = 0.95;

Result<void> check_actions(std::span<const Action> actions) {
  std::set<std::string> names;
  for (const Action& action : actions) {
    if (action.effort < 1)
      return Error{ErrorKind::invalid_input, "outbreak.bad_action",
                   "\"" + action.name + "\" takes no effort: there is no loss per person-day"};
    if (!names.insert(action.name).second)
      return Error{ErrorKind::invalid_input, "outbreak.bad_action",
                   "\"" + action.name + "\" stands twice among the actions"};
  }
  return {};
}

std::vector<Stratum> strata_of(const std::vector<const Protection*>& protections, const MakeTrial& make_trial,
                               const RankingRequest& request) {
  std::vector<Concern> concerns;
  concerns.reserve(protections.size());
  const std::unique_ptr<Trial> trial = make_trial();
  for (const Protection* each : protections) concerns.push_back(trial->concern(*each));
  return strata_of(std::move(concerns), make_trial, {request.draws, request.for_each, request.should_stop});
}

Interval per_person_day(const Interval& devices, std::int64_t effort) {
  const double days = static_cast<double>(effort) / 100;
  return {devices.mean / days, devices.low / days, devices.high / days};
}

/// How many replicates that begin where an action matters most go with so many that do not.
std::uint64_t inside_of(const RankingRequest& request, std::uint64_t outside) {
  return request.begun_replicates * outside / std::max<std::uint64_t>(request.replicates, 1);
}

/// By what it averts per person-day, the most first; then in the order in which they were given.
bool is_better(const Averted& one, const Averted& other) {
  return std::tuple(!one.is_leader, -one.per_person_day.mean, one.action) <
         std::tuple(!other.is_leader, -other.per_person_day.mean, other.action);
}

/// By action. `positions` are those that were counted.
void set_averted(std::span<const Action> actions, const std::vector<std::size_t>& positions,
                 const std::vector<Counted>& counted, const std::vector<Stratum>& strata, bool are_leaders,
                 double level, std::vector<Averted>& averted) {
  for (std::size_t i = 0; i < positions.size(); i++) {
    const std::size_t a = positions[i];
    const Stratum& stratum = strata[a];
    const Interval devices =
        interval_of(counted[i], stratum, {stratum.concern.least, stratum.concern.most}, level, positions.size());
    Averted& made = averted[a];
    made = {a, devices, per_person_day(devices, actions[a].effort), counted[i].count(), are_leaders, 0, {}, 0};
    if (!stratum.is_apart) continue;
    made.begun_chance = stratum.share(level, 4 * positions.size());
    made.begun_replicates = counted[i].inside.count();
  }
}

/// The best `least` by the first round, and all that may be as good as the last of them; at most twice as many.
std::vector<std::size_t> leaders_of(std::vector<Averted> averted, std::size_t least) {
  std::sort(averted.begin(), averted.end(), is_better);
  std::vector<std::size_t> leaders;
  for (std::size_t i = 0; i < std::min(averted.size(), 2 * least); i++)
    if (i < least || averted[i].per_person_day.high >= averted[least - 1].per_person_day.mean)
      leaders.push_back(averted[i].action);
  std::sort(leaders.begin(), leaders.end());
  return leaders;
}

/// Those of `leaders` whose order among the best is not told yet: another's interval overlaps, and both may be there.
std::vector<std::size_t> undecided(const std::vector<Averted>& averted, const std::vector<std::size_t>& leaders,
                                   std::size_t best) {
  std::vector<std::size_t> candidates, left;
  for (const std::size_t a : leaders) {
    const auto better = std::count_if(leaders.begin(), leaders.end(), [&](std::size_t b) {
      return averted[b].per_person_day.low > averted[a].per_person_day.high;
    });
    if (static_cast<std::size_t>(better) < best) candidates.push_back(a);
  }
  for (const std::size_t a : candidates)
    if (std::any_of(candidates.begin(), candidates.end(), [&](std::size_t b) {
          return a != b && overlap(averted[a].per_person_day, averted[b].per_person_day);
        }))
      left.push_back(a);
  return left;
}

void count_as_good(std::vector<Averted>& ranked) {
  for (std::size_t i = 0; i < ranked.size(); i++)
    ranked[i].as_good = static_cast<std::uint32_t>(
        std::count_if(ranked.begin() + static_cast<std::ptrdiff_t>(i) + 1, ranked.end(),
                      [&](const Averted& below) { return overlap(ranked[i].per_person_day, below.per_person_day); }));
}

/// Within which is what both avert in a replicate that concerns them, beyond what each does alone: that is what is lost
/// with one, and with the other, less what is lost with both, and with none. Where each replicate is one in which one
/// of the two averts all there is, it is what the other loses more, or averts; where more protection never loses more,
/// no less than what either averts.
Bounds bounds_beyond(const Concern& one, const Concern& other, const Concern& both) {
  std::vector<std::uint32_t> places = one.places;
  places.insert(places.end(), other.places.begin(), other.places.end());
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const bool is_one_of_them = places.size() == both.places.size();  // Neither concerns what both do not.
  const bool never_less = one.least >= 0 && other.least >= 0 && both.least >= 0;
  const std::int64_t most = is_one_of_them && never_less ? both.most : 2 * both.most;
  return {-most, most};
}

/// Every pair among `best`, on replicates from `first` on. `strata_of_one` are by action.
std::vector<Together> try_pairs(std::span<const Action> actions, const std::vector<Stratum>& strata_of_one,
                                const std::vector<std::size_t>& best, std::uint64_t first, const MakeTrial& make_trial,
                                const RankingRequest& request) {
  Round round{{}, {}, first, request.pair_replicates, inside_of(request, request.pair_replicates)};
  for (const std::size_t a : best) round.protections.push_back(&actions[a].protection);
  std::vector<Together> pairs;
  std::vector<Protection> both;
  both.reserve(best.size() * best.size());
  for (std::size_t i = 0; i < best.size(); i++)
    for (std::size_t j = i + 1; j < best.size(); j++) {
      const std::size_t together = best.size() + pairs.size();
      pairs.push_back({best[i], best[j], {}, {}});
      both.push_back(joined(actions[best[i]].protection, actions[best[j]].protection));
      round.protections.push_back(&both.back());
      round.measures.push_back({{together}, {}, nullptr});
      round.measures.push_back({{together}, {i, j}, nullptr});
    }
  const std::vector<Stratum> strata =
      strata_of({round.protections.begin() + static_cast<std::ptrdiff_t>(best.size()), round.protections.end()},
                make_trial, request);
  for (std::size_t m = 0; m < round.measures.size(); m++) round.measures[m].stratum = &strata[m / 2];
  const auto counted = run_round(round, make_trial, request.for_each, request.should_stop).counted;
  for (std::size_t p = 0; p < pairs.size(); p++) {
    const Concern& of = strata[p].concern;
    const Bounds beyond = bounds_beyond(strata_of_one[pairs[p].one].concern, strata_of_one[pairs[p].other].concern, of);
    pairs[p].devices = interval_of(counted[2 * p], strata[p], {of.least, of.most}, sure, pairs.size());
    pairs[p].beyond = interval_of(counted[2 * p + 1], strata[p], beyond, sure, pairs.size());
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Together& a, const Together& b) { return a.beyond.mean < b.beyond.mean; });
  return pairs;
}

/// How many replicates each round has. One of not twice as many as the first would cost more than it spares the last.
std::vector<std::uint64_t> rounds_of(const RankingRequest& request) {
  std::vector<std::uint64_t> rounds{request.leader_replicates};
  while (rounds.back() / 3 >= 2 * std::max<std::uint64_t>(request.replicates, 30)) rounds.push_back(rounds.back() / 3);
  rounds.push_back(request.replicates);
  std::reverse(rounds.begin(), rounds.end());
  return rounds;
}

std::vector<std::size_t> first_positions(std::size_t count) {
  std::vector<std::size_t> positions(count);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return positions;
}

}  // namespace

RankingRequest request_of(std::uint64_t replicates) {
  RankingRequest request;
  for (std::uint64_t* each : {&request.leader_replicates, &request.pair_replicates, &request.begun_replicates})
    *each = *each * replicates / request.replicates;
  request.replicates = replicates;
  return request;
}

Result<Ranking> rank(std::span<const Action> actions, const MakeTrial& make_trial, const RankingRequest& request) {
  SHOAL_TRY(check_actions(actions));
  Ranking ranking;
  const std::vector<std::uint64_t> rounds = rounds_of(request);
  const double level = 1 - (1 - sure) / static_cast<double>(rounds.size());
  std::vector<std::size_t> tried = first_positions(actions.size()), leaders;
  std::vector<Averted> averted(actions.size());
  std::vector<const Protection*> protections(actions.size());
  std::transform(actions.begin(), actions.end(), protections.begin(), [](const Action& a) { return &a.protection; });
  const std::vector<Stratum> strata = strata_of(protections, make_trial, request);
  Tally loss;
  std::uint64_t first = 0;
  for (std::size_t r = 0; r < rounds.size() && !tried.empty(); r++) {
    Round round{{}, {}, first, rounds[r], inside_of(request, rounds[r])};
    for (const std::size_t a : tried) {
      round.measures.push_back({{round.protections.size()}, {}, &strata[a]});
      round.protections.push_back(protections[a]);
    }
    const RoundResult result = run_round(round, make_trial, request.for_each, request.should_stop);
    first = result.end;
    loss.add(result.loss);
    // A round that was stopped may know less than the one before it.
    if (r == 0 || !request.should_stop()) set_averted(actions, tried, result.counted, strata, r > 0, level, averted);
    if (request.should_stop()) break;
    if (r == 0) leaders = leaders_of(averted, request.leaders);
    tried = r == 0 ? leaders : undecided(averted, leaders, request.best);
  }
  ranking.loss = loss.interval(sure, 1), ranking.replicates = loss.count();

  std::sort(averted.begin(), averted.end(), is_better);
  count_as_good(averted);
  std::vector<std::size_t> best;
  for (const Averted& each : std::span(averted).first(std::min(request.pairs_of, averted.size())))
    best.push_back(each.action);
  if (best.size() > 1 && !request.should_stop())
    ranking.pairs = try_pairs(actions, strata, best, first, make_trial, request);
  ranking.actions = std::move(averted);
  ranking.was_stopped = request.should_stop();
  return ranking;
}

}  // namespace shoal::outbreak
