#include "outbreak/ranking.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace shoal::outbreak {
namespace {

/// How sure all intervals of one kind are together.
constexpr double sure = 0.95;
/// Runs that one piece of work takes, about: enough that making a trial does not matter, few enough for many threads.
constexpr std::uint64_t runs_of_block = 200;
/// Protections that are joined at first, and at most, to try whether all of them do nothing.
constexpr double few_at_once = 2, many_at_once = 32, alike_max = 256;

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

/// What one replicate adds to tallies: devices lost under each of the protections, the first of which is none.
using Collect = std::function<void(std::span<const std::int64_t> lost, std::vector<Tally>& tallies)>;

/// Tries the same protections on a row of replicates.
struct Round {
  std::vector<const Protection*> protections;
  std::uint64_t first = 0, count = 0;
  std::size_t tallies = 0;  ///< How many `collect` adds to.
  Collect collect;

  std::vector<Tally> run(const MakeTrial& make_trial, const RankingRequest& request) const {
    const std::uint64_t block_size = std::max<std::uint64_t>(runs_of_block / protections.size(), 1);
    const auto blocks = static_cast<std::size_t>((count + block_size - 1) / block_size);
    std::vector<std::vector<Tally>> by_block(blocks, std::vector<Tally>(tallies));
    request.for_each(blocks, [&](std::size_t block) {
      const std::uint64_t begin = first + block * block_size, end = std::min(first + count, begin + block_size);
      if (!request.should_stop()) run_block(begin, end, *make_trial(), request, by_block[block]);
    });
    std::vector<Tally> sums(tallies);
    for (const auto& block : by_block)
      for (std::size_t t = 0; t < tallies; t++) sums[t].add(block[t]);
    return sums;
  }

 private:
  void run_block(std::uint64_t begin, std::uint64_t end, Trial& trial, const RankingRequest& request,
                 std::vector<Tally>& sums) const {
    std::vector<std::int64_t> lost(protections.size());
    std::vector<Tally> sums_of_block(sums.size());
    for (std::uint64_t r = begin; r < end; r++) {
      const std::int64_t unprotected = trial.begin(r).devices();
      std::vector<std::size_t> perhaps_alike;
      for (std::size_t p = 0; p < lost.size() && !request.should_stop(); p++) {
        lost[p] = unprotected;
        if (!trial.matters(*protections[p])) continue;
        if (trial.may_be_alike(*protections[p]))
          perhaps_alike.push_back(p);
        else
          lost[p] = trial.run(*protections[p]).devices();
      }
      std::vector<std::size_t> aside;
      try_together(spread_out(perhaps_alike), many_at_once, &aside, trial, request, lost);
      try_together(std::move(aside), few_at_once, nullptr, trial, request, lost);
      if (request.should_stop()) return;  // Of a part, nobody could tell what was tried.
      collect(lost, sums_of_block);
    }
    sums = std::move(sums_of_block);
  }

  /// Those that stand side by side often concern the same site: together they would do more than others.
  static std::vector<std::size_t> spread_out(const std::vector<std::size_t>& positions) {
    std::vector<std::size_t> spread;
    spread.reserve(positions.size());
    const std::size_t count = positions.size();
    std::size_t step = count * 5 / 8;
    while (std::gcd(step, count) > 1) step++;
    for (std::size_t i = 0; i < count; i++) spread.push_back(positions[i * step % count]);
    return spread;
  }

  using Position = std::vector<std::size_t>::iterator;

  /// Most protections that take away little change nothing: one run tells that of many, or else one of them is looked
  /// for by halves (Hwang's binary splitting). Those that concern what some of them spared are put `aside`, if that is
  /// given. At most `at_once` are tried together: the more, the seldomer something changes.
  void try_together(std::vector<std::size_t> left, double at_once, std::vector<std::size_t>* aside, Trial& trial,
                    const RankingRequest& request, std::vector<std::int64_t>& lost) const {
    const auto is_suspect = [&](std::size_t p) { return trial.is_suspect(*protections[p]); };
    for (auto from = left.begin(); from != left.end() && !request.should_stop();) {
      const auto to = from + std::min(left.end() - from, static_cast<std::ptrdiff_t>(at_once));
      if (changes_nothing(from, to, trial, lost)) {
        at_once = std::min(to - from > 1 ? 2 * at_once : at_once + 0.4, alike_max);
        from = to;
        continue;
      }
      const bool is_told = to - from > 1 && aside != nullptr && std::any_of(from, to, is_suspect);
      if (!is_told) {
        from = to - from > 1 ? look_for_change(from, to, trial, request, lost) : to;
        at_once = std::max(at_once / 2, 1.0);
      }
      if (aside == nullptr) continue;
      const auto suspects = std::stable_partition(from, left.end(), [&](std::size_t p) { return !is_suspect(p); });
      aside->insert(aside->end(), suspects, left.end());
      left.erase(suspects, left.end());
    }
  }

  /// Whether it is sure that all of [from, to), tried together, change nothing. One alone is tried for itself.
  bool changes_nothing(Position from, Position to, Trial& trial, std::vector<std::int64_t>& lost) const {
    if (to - from > 1) return trial.is_alike(joined_at(from, to));
    const std::int64_t unprotected = lost[*from];
    lost[*from] = trial.run(*protections[*from]).devices();
    return lost[*from] == unprotected;
  }

  /// Of [from, to), which together change something: gives up to where all are tried, one that changes something being
  /// the last of them, as a rule.
  Position look_for_change(Position from, Position to, Trial& trial, const RankingRequest& request,
                           std::vector<std::int64_t>& lost) const {
    while (to - from > 1 && !request.should_stop()) {
      const auto middle = from + (to - from) / 2;
      const bool is_nothing = changes_nothing(from, middle, trial, lost);
      if (!is_nothing && middle - from == 1) return middle;
      (is_nothing ? from : to) = middle;
    }
    if (to - from == 1) changes_nothing(from, to, trial, lost);
    return to;
  }

  Protection joined_at(Position from, Position to) const {
    std::vector<const Protection*> these;
    these.reserve(static_cast<std::size_t>(to - from));
    for (; from != to; ++from) these.push_back(protections[*from]);
    return joined(these);
  }
};

const Protection nothing;

/// A round that tallies what each of `positions` averts, and last what is lost without any.
Round round_of(std::span<const Action> actions, const std::vector<std::size_t>& positions, std::uint64_t first,
               std::uint64_t count) {
  Round round{{&nothing}, first, count, positions.size() + 1, {}};
  round.protections.reserve(positions.size() + 1);
  for (const std::size_t a : positions) round.protections.push_back(&actions[a].protection);
  round.collect = [](std::span<const std::int64_t> lost, std::vector<Tally>& tallies) {
    for (std::size_t p = 1; p < lost.size(); p++) tallies[p - 1].add(lost[0] - lost[p]);
    tallies.back().add(lost[0]);
  };
  return round;
}

Interval per_person_day(const Interval& devices, std::int64_t effort) {
  const double days = static_cast<double>(effort) / 100;
  return {devices.mean / days, devices.low / days, devices.high / days};
}

/// By what it averts per person-day, the most first; then in the order in which they were given.
bool is_better(const Averted& one, const Averted& other) {
  return std::tuple(!one.is_leader, -one.per_person_day.mean, one.action) <
         std::tuple(!other.is_leader, -other.per_person_day.mean, other.action);
}

/// By action. `positions` are those that `tallies` are of.
void set_averted(std::span<const Action> actions, const std::vector<std::size_t>& positions,
                 const std::vector<Tally>& tallies, bool are_leaders, double level, std::vector<Averted>& averted) {
  for (std::size_t i = 0; i < positions.size(); i++) {
    const std::size_t a = positions[i];
    const Interval devices = tallies[i].interval(level, positions.size());
    averted[a] = {a, devices, per_person_day(devices, actions[a].effort), tallies[i].count(), are_leaders, 0};
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

/// Every pair among `best`, on replicates [first, first + count).
std::vector<Together> try_pairs(std::span<const Action> actions, const std::vector<std::size_t>& best,
                                std::uint64_t first, const MakeTrial& make_trial, const RankingRequest& request) {
  std::vector<Together> pairs;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // In `best`.
  for (std::size_t i = 0; i < best.size(); i++)
    for (std::size_t j = i + 1; j < best.size(); j++) {
      places.emplace_back(i, j);
      pairs.push_back({best[i], best[j], {}, {}});
    }
  std::vector<Protection> both;
  both.reserve(pairs.size());
  for (const Together& pair : pairs)
    both.push_back(joined(actions[pair.one].protection, actions[pair.other].protection));
  Round round = round_of(actions, best, first, request.pair_replicates);
  for (const Protection& protection : both) round.protections.push_back(&protection);
  round.tallies = 2 * pairs.size();
  round.collect = [&](std::span<const std::int64_t> lost, std::vector<Tally>& tallies) {
    for (std::size_t p = 0; p < places.size(); p++) {
      const std::int64_t together = lost[0] - lost[1 + best.size() + p];
      tallies[2 * p].add(together);
      tallies[2 * p + 1].add(together - (lost[0] - lost[1 + places[p].first]) - (lost[0] - lost[1 + places[p].second]));
    }
  };
  const auto tallies = round.run(make_trial, request);
  for (std::size_t p = 0; p < pairs.size(); p++) {
    pairs[p].devices = tallies[2 * p].interval(sure, pairs.size());
    pairs[p].beyond = tallies[2 * p + 1].interval(sure, pairs.size());
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Together& a, const Together& b) { return a.beyond.mean < b.beyond.mean; });
  return pairs;
}

/// How many replicates each round has.
std::vector<std::uint64_t> rounds_of(const RankingRequest& request) {
  std::vector<std::uint64_t> rounds{request.leader_replicates};
  while (rounds.back() / 3 >= std::max<std::uint64_t>(request.replicates, 30)) rounds.push_back(rounds.back() / 3);
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

Result<Ranking> rank(std::span<const Action> actions, const MakeTrial& make_trial, const RankingRequest& request) {
  SHOAL_TRY(check_actions(actions));
  Ranking ranking;
  const std::vector<std::uint64_t> rounds = rounds_of(request);
  const double level = 1 - (1 - sure) / static_cast<double>(rounds.size());
  std::vector<std::size_t> tried = first_positions(actions.size()), leaders;
  std::vector<Averted> averted(actions.size());
  Tally loss;
  std::uint64_t first = 0;
  for (std::size_t r = 0; r < rounds.size() && !tried.empty(); r++) {
    const auto tallies = round_of(actions, tried, first, rounds[r]).run(make_trial, request);
    first += rounds[r];
    loss.add(tallies.back());
    // A round that was stopped may know less than the one before it.
    if (r == 0 || !request.should_stop()) set_averted(actions, tried, tallies, r > 0, level, averted);
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
  if (best.size() > 1 && !request.should_stop()) ranking.pairs = try_pairs(actions, best, first, make_trial, request);
  ranking.actions = std::move(averted);
  ranking.was_stopped = request.should_stop();
  return ranking;
}

}  // namespace shoal::outbreak
