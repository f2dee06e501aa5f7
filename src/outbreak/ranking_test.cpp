#include "outbreak/ranking.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "outbreak/entry_concern.hpp"
#include "outbreak/made_description.hpp"
#include "outbreak/made_pairs.hpp"
#include "outbreak/paired.hpp"
#include "outbreak/simulator.hpp"
#include "outbreak/trials.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::uint64_t chance_seed = 7919;
constexpr DeviceIndex device_count = 60;

/// Devices d of a replicate are lost by themselves, each with a chance of (d + 1) / 61: what actions avert is known.
class IndependentLosses : public Trial {
 public:
  explicit IndependentLosses(std::uint64_t offset) : offset_(offset) {}

  Loss begin(std::uint64_t replicate) override {
    replicate_ = replicate;
    return run({});
  }
  bool matters(const Protection& /*protection*/) const override { return true; }
  Loss run(const Protection& protection) override {
    Random random = Random::numbered(chance_seed, replicate_ + offset_);
    Loss loss;
    for (DeviceIndex d = 0; d < device_count; d++) {
      const bool is_lost = random.below(device_count + 1) <= d;
      if (is_lost && !std::binary_search(protection.safe.begin(), protection.safe.end(), d)) loss.infected++;
    }
    return loss;
  }

 private:
  std::uint64_t offset_, replicate_ = 0;
};

std::unique_ptr<Trial> independent_losses() { return std::make_unique<IndependentLosses>(0); }

double expected_averted(const Protection& protection) {
  double sum = 0;
  for (const DeviceIndex d : protection.safe) sum += (d + 1.0) / (device_count + 1);
  return sum;
}

Action making_safe(std::string name, std::int64_t effort, std::vector<DeviceIndex> devices) {
  Action action{std::move(name), {}, effort, {}};
  action.protection.safe = std::move(devices);
  return action;
}

/// Action i makes devices 2i and 2i + 1 safe, for one person-day.
std::vector<Action> pairs_made_safe() {
  std::vector<Action> actions(device_count / 2);
  for (std::uint32_t i = 0; i < actions.size(); i++)
    actions[i] = making_safe("action " + std::to_string(i), 100, {2 * i, 2 * i + 1});
  return actions;
}

RankingRequest many_replicates() {
  RankingRequest request;
  request.replicates = 200, request.leader_replicates = 1800, request.leaders = 20, request.pairs_of = 6;
  request.pair_replicates = 2000;
  return request;
}

Ranking ranked(const std::vector<Action>& actions, const RankingRequest& request = many_replicates()) {
  auto ranking = rank(actions, independent_losses, request);
  REQUIRE(ranking);
  return *std::move(ranking);
}

TEST_CASE("all intervals of a ranking hold what actions avert, and each rests on the replicates of one round") {
  const auto actions = pairs_made_safe();
  const Ranking ranking = ranked(actions);
  CHECK(ranking.replicates == 200 + 600 + 1800);
  CHECK(ranking.loss.low < 30);
  CHECK(ranking.loss.high > 30);
  std::size_t outside = 0, leaders = 0;
  for (const Averted& averted : ranking.actions) {
    const double truth = expected_averted(actions[averted.action].protection);
    outside += averted.devices.low > truth || averted.devices.high < truth ? 1 : 0;
    leaders += averted.is_leader ? 1 : 0;
    const std::uint64_t rounds[] = {200, 600, 1800};
    CHECK(std::count(std::begin(rounds), std::end(rounds), averted.replicates) == 1);
    CHECK((averted.is_leader || averted.replicates == 200));
  }
  CHECK(outside == 0);
  CHECK(leaders >= 20);
  CHECK(ranking.actions.size() == actions.size());
}

TEST_CASE("the best is what averts most per person-day, whatever it averts in all") {
  auto actions = pairs_made_safe();
  std::vector<DeviceIndex> everything(device_count);
  std::iota(everything.begin(), everything.end(), DeviceIndex{0});
  actions.push_back(making_safe("everything", 10'000, everything));  // 30 devices in 100 days.
  actions.push_back(making_safe("quickly", 10, {30}));               // Half a device in a tenth of a day.
  const Ranking ranking = ranked(actions);
  CHECK(actions[ranking.actions.front().action].name == "quickly");
  CHECK(ranking.actions.front().per_person_day.mean == doctest::Approx(5.08).epsilon(0.1));
  const auto& last = ranking.actions.back();
  CHECK_FALSE(last.is_leader);
  const auto whole = std::find_if(ranking.actions.begin(), ranking.actions.end(),
                                  [&](const Averted& averted) { return actions[averted.action].name == "everything"; });
  CHECK(whole->devices.mean == doctest::Approx(30).epsilon(0.1));
}

TEST_CASE("two actions that protect the same avert together what one averts alone") {
  const std::vector<Action> actions{making_safe("left", 100, {58, 59}), making_safe("same", 100, {58, 59}),
                                    making_safe("right", 100, {56, 57})};
  const Ranking ranking = ranked(actions);
  REQUIRE(ranking.pairs.size() == 3);
  // Devices 58 and 59: chances of 59/61 and 60/61.
  const Together& twice = ranking.pairs.front();
  CHECK(twice.one + twice.other == 1);
  CHECK(twice.beyond.low <= -119.0 / 61);
  CHECK(twice.beyond.high >= -119.0 / 61);
  CHECK(ranking.pairs[1].beyond == Interval{0, 0, 0});
  CHECK(ranking.pairs[2].beyond == Interval{0, 0, 0});
}

TEST_CASE("a ranking is the same whoever does which part of it first") {
  const auto actions = pairs_made_safe();
  RankingRequest backwards = many_replicates();
  backwards.for_each = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i-- > 0;) work(i);
  };
  CHECK(ranked(actions, backwards) == ranked(actions));
}

TEST_CASE("with another seed of chance, the best ten change only among those whose intervals overlap") {
  const auto actions = pairs_made_safe();
  const Ranking first = ranked(actions);
  auto other = rank(
      actions, [] { return std::make_unique<IndependentLosses>(1'000'000); }, many_replicates());
  REQUIRE(other);
  const auto top = [](const Ranking& ranking) {
    std::vector<std::size_t> best;
    for (std::size_t i = 0; i < 10; i++) best.push_back(ranking.actions[i].action);
    return best;
  };
  const auto now = top(*other);
  const Interval tenth = first.actions[9].per_person_day;
  for (std::size_t i = 0; i < 10; i++) {
    const Averted& was = first.actions[i];
    const bool stays = std::find(now.begin(), now.end(), was.action) != now.end();
    CHECK((stays || overlap(was.per_person_day, tenth)));
  }
}

/// Outbreaks that begin at one of fifty places, each as likely. Three in four of them lose 1,000 devices and the others
/// four. Whoever makes place p safe (as device p) averts what begins there, and of what begins elsewhere nothing.
/// Closing 0 to p averts what begins at p in one of ten outbreaks that begin there. Patching kind k averts 0 to 2k
/// devices wherever it begins, each as likely, but for outbreaks of four.
class BegunSomewhere : public Trial {
 public:
  static constexpr std::uint64_t places = 50;
  static constexpr double mean_loss = 0.75 * 1000 + 0.25 * 4;

  BegunSomewhere(std::uint64_t offset, bool is_drawn) : offset_(offset), is_drawn_(is_drawn) {}

  Loss begin(std::uint64_t replicate) override {
    replicate_ = replicate;
    return run({});
  }
  bool matters(const Protection& /*protection*/) const override { return true; }
  Loss run(const Protection& protection) override {
    Random random = of(replicate_);
    const std::uint64_t place = random.below(places), lost = random.below(4) == 0 ? 4 : 1000;
    const bool is_held = random.below(10) == 0;
    Loss loss;
    if (std::find(protection.safe.begin(), protection.safe.end(), place) != protection.safe.end()) return loss;
    for (const Protection::Closed& closed : protection.closed)
      if (closed.to == place && is_held) return loss;
    loss.infected = static_cast<std::uint32_t>(lost);
    for (const auto& [kind, exploit] : protection.patched)
      loss.infected -= static_cast<std::uint32_t>(lost > 4 ? random.below(2 * kind + 1) : 0);
    return loss;
  }
  std::vector<std::uint32_t> begins_at(std::uint64_t replicate) const override {
    Random random = of(replicate);
    return {static_cast<std::uint32_t>(random.below(places))};
  }
  Concern concern(const Protection& protection) const override {
    Concern made{protection.safe, {}, 0, 1000};
    for (const Protection::Closed& closed : protection.closed) made.places.push_back(closed.to);
    if (!is_drawn_) made.chance = static_cast<double>(made.places.size()) / places;
    return made;
  }

  static double averted(const Protection& protection) {
    double sum = static_cast<double>(protection.safe.size()) / places * mean_loss +
                 static_cast<double>(protection.closed.size()) / places / 10 * mean_loss;
    for (const auto& [kind, exploit] : protection.patched) sum += 0.75 * kind;
    return sum;
  }

 private:
  Random of(std::uint64_t replicate) const { return Random::numbered(chance_seed + offset_, replicate); }

  std::uint64_t offset_, replicate_ = 0;
  bool is_drawn_;
};

/// Kinds 1 to 13 patched, which averts 9.75 devices at most; two places safe, one for a day and one for three; and one
/// way closed, each for a day. By the truth, 15 devices a day of the first place are the most.
std::vector<Action> begun_actions() {
  std::vector<Action> actions;
  for (KindIndex kind = 1; kind <= 13; kind++) {
    actions.push_back({"patch " + std::to_string(kind), {}, 100, {}});
    actions.back().protection.patched = {{kind, 0}};
  }
  actions.push_back(making_safe("cheap", 100, {7}));
  actions.push_back(making_safe("dear", 300, {8}));
  actions.push_back({"rarely", {}, 100, {}});
  actions.back().protection.closed = {{0, 0, 9}};
  return actions;
}

struct BegunRankings {
  int cover = 0;  ///< How many hold all truths.
  int cheap_first = 0;
  int none_averted = 0;  ///< Intervals of an action that averts something that say it averts nothing.
};

BegunRankings rank_begun(std::uint64_t rankings, bool is_drawn) {
  const auto actions = begun_actions();
  BegunRankings seen;
  for (std::uint64_t i = 0; i < rankings; i++) {
    RankingRequest request;
    request.pairs_of = 0, request.leaders = 4, request.best = 3, request.draws = 50'000;
    const auto ranking = rank(
        actions, [&] { return std::make_unique<BegunSomewhere>(1000 * i, is_drawn); }, request);
    REQUIRE(ranking);
    bool covers = true;
    for (const Averted& each : ranking->actions) {
      const double truth = BegunSomewhere::averted(actions[each.action].protection);
      covers = covers && each.devices.low <= truth && each.devices.high >= truth;
      if (each.devices == Interval{}) seen.none_averted++;
    }
    seen.cover += covers ? 1 : 0;
    seen.cheap_first += actions[ranking->actions.front().action].name == "cheap" ? 1 : 0;
  }
  return seen;
}

TEST_CASE("what matters only where an outbreak begins is found, and its interval holds what it averts") {
  const int rankings = thinned(300, 20);
  const BegunRankings known = rank_begun(static_cast<std::uint64_t>(rankings), false);
  CHECK(known.cover >= rankings * 95 / 100);
  CHECK(known.cheap_first >= rankings * 95 / 100);
  CHECK(known.none_averted == 0);
}

TEST_CASE("where it is drawn how likely an outbreak begins where an action matters, that too is in its interval") {
  const int rankings = thinned(40, 2);
  const BegunRankings drawn = rank_begun(static_cast<std::uint64_t>(rankings), true);
  CHECK(drawn.cover >= rankings * 95 / 100);
  CHECK(drawn.cheap_first >= rankings * 95 / 100);
  CHECK(drawn.none_averted == 0);
}

TEST_CASE("an action rests on as many replicates that begin where it matters as were asked for, and on others") {
  const auto actions = begun_actions();
  RankingRequest request;
  request.leaders = 4, request.best = 3, request.begun_replicates = 10, request.pairs_of = actions.size();
  const auto ranking = rank(
      actions, [] { return std::make_unique<BegunSomewhere>(5, false); }, request);
  REQUIRE(ranking);
  for (const Averted& each : ranking->actions) {
    const bool is_apart = actions[each.action].protection.patched.empty();
    const std::uint64_t others = each.is_leader ? 150 : 30;
    CHECK(each.begun_replicates == (is_apart ? others / 3 : 0));
    CHECK(each.replicates == others + each.begun_replicates);
    CHECK(each.begun_chance.mean == (is_apart ? 1.0 / BegunSomewhere::places : 0));
  }
  // Both are safe at other places, so that one does nothing about what the other averts.
  std::size_t apart = 0;
  for (const Together& pair : ranking->pairs) {
    if (!actions[pair.one].protection.patched.empty() || !actions[pair.other].protection.patched.empty()) continue;
    apart++;
    const double both = BegunSomewhere::averted(joined(actions[pair.one].protection, actions[pair.other].protection));
    CHECK(pair.devices.low < both);
    CHECK(pair.devices.high > both);
    CHECK(pair.beyond.mean == 0);
    // Of 20 that begin at either place nothing told so: no less than a share of 1,000 averted there may be missed.
    CHECK(pair.beyond.low < -10);
    CHECK(pair.beyond.high > 10);
  }
  CHECK(apart > 0);
}

/// Simulates every protection in every replicate.
class SparingNothing : public Trial {
 public:
  SparingNothing(const Layout& layout, std::uint64_t seed)
      : simulator_(layout), concern_(layout, is_monotone(layout)), seed_(seed) {}
  Loss begin(std::uint64_t replicate) override {
    replicate_ = replicate;
    return run({});
  }
  bool matters(const Protection& /*protection*/) const override { return true; }
  Loss run(const Protection& protection) override { return simulator_.run(seed_, replicate_, protection); }
  std::vector<std::uint32_t> begins_at(std::uint64_t replicate) const override {
    return concern_.begins_at(seed_, replicate);
  }
  Concern concern(const Protection& protection) const override { return concern_.of(protection); }

 private:
  Simulator simulator_;
  EntryConcern concern_;
  std::uint64_t seed_, replicate_ = 0;
};

/// Closes each pair of zones both ways, and makes a tenth of the devices safe.
std::vector<Action> small_actions(const Scenario& scenario) {
  std::vector<Action> actions;
  for (ZoneIndex from = 0; from < scenario.zones.size(); from++)
    for (ZoneIndex to = from + 1; to < scenario.zones.size(); to++) {
      actions.push_back({"close " + std::to_string(from) + " and " + std::to_string(to), {}, 100, {}});
      actions.back().protection.closed = {{0, from, to}, {0, to, from}};
    }
  for (DeviceIndex first = 0; first < 10; first++) {
    actions.push_back({"safe " + std::to_string(first), {}, 200, {}});
    for (DeviceIndex d = first; d < scenario.devices.size(); d += 10) actions.back().protection.safe.push_back(d);
  }
  return actions;
}

TEST_CASE("what is known without simulating it is what simulating it gives") {
  const std::uint64_t seed = 41;
  CAPTURE(seed);
  Random random(seed);
  for (int estate = 0; estate < thinned(12, 2); estate++) {
    Scenario scenario = monotone_estate(random);
    scenario.until = estate % 2 == 0 ? 40 : 15;
    if (estate % 3 != 0) scenario.response = Response{4, {}, {Span::Law::exponential, 6, 0}, true, false};
    const auto actions = small_actions(scenario);
    const Layout layout(scenario);
    const MakeTrial all = [&] { return std::make_unique<SparingNothing>(layout, seed); };
    RankingRequest request;
    request.leader_replicates = 90, request.leaders = 4, request.best = 3, request.pairs_of = 3;
    request.pair_replicates = 40, request.draws = 20'000;
    const auto quick = rank(actions, trials(scenario, seed, actions), request), slow = rank(actions, all, request);
    REQUIRE(quick);
    CHECK(*quick == *slow);
  }
}

/// Of the best ten by one ranking, how many are not among those of the other, and surely worse than one that is there
/// and was not before.
std::size_t changed_for_no_reason(const Ranking& one, const Ranking& other) {
  const auto is_among = [](const Ranking& ranking, std::size_t action) {
    return std::any_of(ranking.actions.begin(), ranking.actions.begin() + 10,
                       [&](const Averted& each) { return each.action == action; });
  };
  const auto interval_of = [&](std::size_t action) {
    return std::find_if(one.actions.begin(), one.actions.end(),
                        [&](const Averted& each) { return each.action == action; })
        ->per_person_day;
  };
  std::size_t changed = 0;
  for (std::size_t i = 0; i < 10; i++) {
    const std::size_t was = one.actions[i].action;
    if (is_among(other, was)) continue;
    for (std::size_t j = 0; j < 10; j++) {
      const std::size_t came = other.actions[j].action;
      if (!is_among(one, came) && !overlap(interval_of(was), interval_of(came))) changed++;
    }
  }
  return changed;
}

TEST_CASE("simulated with another seed, the best ten change only among those whose intervals overlap") {
  OutbreakShape shape = police_force();
  shape.devices = 600, shape.sites = 16, shape.zones_per_site = 1, shape.reachable_per_mille = 400;
  const auto prepared = prepare(made_description(shape, 3), plain_facts());
  REQUIRE(prepared);
  Efforts efforts;
  efforts.patch_kind = 200, efforts.patch_device = 2, efforts.smb1_off_site = 100, efforts.smb1_off_device = 1;
  efforts.close_pair = 100, efforts.migrate_site = 500, efforts.migrate_device = 50, efforts.react_hour = 2000;
  const auto actions = candidate_actions(*prepared, efforts).actions;
  REQUIRE(actions.size() > 80);
  RankingRequest request;
  request.pairs_of = 0, request.leader_replicates = thinned<std::uint64_t>(270, 90);
  std::vector<Ranking> rankings;
  for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}}) {
    auto ranking = rank(actions, trials(prepared->scenario, seed, actions), request);
    REQUIRE(ranking);
    rankings.push_back(*std::move(ranking));
  }
  for (const Ranking& one : rankings)
    for (const Ranking& other : rankings) CHECK(changed_for_no_reason(one, other) == 0);
}

TEST_CASE("a ranking that is stopped says so, and bounds nothing that it has not tried") {
  RankingRequest request;
  request.should_stop = [] { return true; };
  const Ranking ranking = ranked(pairs_made_safe(), request);
  CHECK(ranking.was_stopped);
  CHECK(ranking.replicates == 0);
  CHECK(ranking.pairs.empty());
  CHECK(ranking.actions.size() == 30);
}

TEST_CASE("an action without effort, or twice of one name, is an error") {
  std::vector<Action> actions = pairs_made_safe();
  actions[3].effort = 0;
  CHECK(rank(actions, independent_losses, {}).error().message ==
        "\"action 3\" takes no effort: there is no loss per person-day");
  actions[3].effort = 1, actions[4].name = "action 3";
  CHECK(rank(actions, independent_losses, {}).error().message == "\"action 3\" stands twice among the actions");
}

}  // namespace
}  // namespace shoal::outbreak
