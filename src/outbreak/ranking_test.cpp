#include "outbreak/ranking.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "base/random.hpp"
#include "base/sanitized.hpp"

namespace shoal::outbreak {
namespace {

constexpr std::uint64_t chance_seed = 7919;
constexpr DeviceIndex device_count = 60;

/// Devices d of a replicate are lost by themselves, each with a chance of (d + 1) / 61: what actions avert is known.
class IndependentLosses : public Trial {
 public:
  explicit IndependentLosses(std::uint64_t offset) : offset_(offset) {}

  Loss begin(std::uint64_t replicate) override { return run(replicate, {}); }
  bool matters(const Protection& /*protection*/) const override { return true; }
  Loss run(std::uint64_t replicate, const Protection& protection) override {
    Random random = Random::numbered(chance_seed, replicate + offset_);
    Loss loss;
    for (DeviceIndex d = 0; d < device_count; d++) {
      const bool is_lost = random.below(device_count + 1) <= d;
      if (is_lost && !std::binary_search(protection.safe.begin(), protection.safe.end(), d)) loss.infected++;
    }
    return loss;
  }

 private:
  std::uint64_t offset_;
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
  request.replicates = 200, request.leader_replicates = 2000, request.leaders = 20, request.pairs_of = 6;
  return request;
}

Ranking ranked(const std::vector<Action>& actions, const RankingRequest& request = many_replicates()) {
  auto ranking = rank(actions, independent_losses, request);
  REQUIRE(ranking);
  return *std::move(ranking);
}

TEST_CASE("all intervals of a ranking hold what actions avert, and leaders rest on replicates of their own") {
  const auto actions = pairs_made_safe();
  const Ranking ranking = ranked(actions);
  CHECK(ranking.replicates == 2200);
  CHECK(ranking.loss.low < 30);
  CHECK(ranking.loss.high > 30);
  std::size_t outside = 0, leaders = 0;
  for (const Averted& averted : ranking.actions) {
    const double truth = expected_averted(actions[averted.action].protection);
    outside += averted.devices.low > truth || averted.devices.high < truth ? 1 : 0;
    leaders += averted.is_leader ? 1 : 0;
    CHECK(averted.replicates == (averted.is_leader ? 2000 : 200));
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
