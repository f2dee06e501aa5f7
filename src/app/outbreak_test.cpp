#include "app/outbreak.hpp"

#include <doctest/doctest.h>

#include "outbreak/made_description.hpp"

namespace shoal::app {
namespace {

TEST_CASE("replicates are told from the first to the last, both counted from nought") {
  CHECK(read_replicates("0..0")->count == 1);
  CHECK(read_replicates("10..499")->first == 10);
  CHECK(read_replicates("10..499")->count == 490);
  for (const char* text : {"", "7", "9..8", "-1..3", "0..1000000", "1..2..3", "a..b", "0.."}) {
    CAPTURE(text);
    CHECK(read_replicates(text).error().code == "app.bad_replicates");
  }
}

TEST_CASE("losses are told at ascending moments, the last of them the end") {
  const auto times = moments(3600);
  CHECK(times.size() == 64);
  CHECK(times.back() == 3600);
  for (std::size_t i = 1; i < times.size(); i++) CHECK(times[i - 1] < times[i]);
}

LoadedOutbreak small_office_loaded() {
  const auto tables = outbreak_tables();
  REQUIRE(tables);
  auto prepared = outbreak::prepare(outbreak::made_description(outbreak::small_office(), 1), tables->facts);
  REQUIRE(prepared);
  LoadedOutbreak loaded;
  loaded.prepared = *std::move(prepared);
  loaded.actions = outbreak::candidate_actions(loaded.prepared, tables->efforts).actions;
  return loaded;
}

TEST_CASE("an answer of shards is that of one run, whatever the order of work") {
  const LoadedOutbreak loaded = small_office_loaded();
  REQUIRE_FALSE(loaded.actions.empty());
  SimulationRequest request;
  request.replicates = 40, request.entry_replicates = 40;
  const auto whole = simulate_shard(loaded.prepared.scenario, request);
  REQUIRE(whole);
  SimulationRequest part = request;
  part.replicates = 15;
  auto first = simulate_shard(loaded.prepared.scenario, part);
  part.first = 15, part.replicates = 25;
  part.for_each = [](std::size_t count, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = count; i-- > 0;) work(i);
  };
  auto second = simulate_shard(loaded.prepared.scenario, part);
  REQUIRE(first);
  REQUIRE(second);
  auto merged = outbreak::merged({*second, *first});
  REQUIRE(merged);
  CHECK(*merged == *whole);

  const auto answer = make_outbreak(loaded, *std::move(merged), request);
  request.for_each = part.for_each;
  const auto again = make_outbreak(loaded, *whole, request);
  REQUIRE(answer);
  REQUIRE(again);
  CHECK(answer->entries == again->entries);
  CHECK(answer->ranking == again->ranking);
  REQUIRE(answer->ranking);
  CHECK(answer->ranking->actions.size() == loaded.actions.size());
  CHECK_FALSE(answer->was_stopped);
}

TEST_CASE("the fewer devices there are, the more often actions are tried, within bounds") {
  CHECK(usual_tries(0) == 300);
  CHECK(usual_tries(1000) == 300);
  CHECK(usual_tries(2000) == 150);
  CHECK(usual_tries(9999) == 30);
  CHECK(usual_tries(10'000) == 30);
  CHECK(usual_tries(1'000'000) == 30);
}

TEST_CASE("actions are tried as often as is asked") {
  const LoadedOutbreak loaded = small_office_loaded();
  SimulationRequest request;
  request.replicates = 40, request.entry_replicates = 0, request.tries = 90;
  const auto answer = make_outbreak(loaded, *simulate_shard(loaded.prepared.scenario, request), request);
  REQUIRE(answer);
  REQUIRE(answer->ranking);
  for (const outbreak::Averted& each : answer->ranking->actions) {
    const std::uint64_t apart = each.is_tried_apart() ? (each.is_leader ? 120 : 24) : 0;
    CHECK(each.replicates == (each.is_leader ? 450 : 90) + apart);
  }
}

}  // namespace
}  // namespace shoal::app
