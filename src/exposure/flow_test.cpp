#include "exposure/flow.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "base/random.hpp"

namespace {

using namespace shoal;
using namespace shoal::exposure;
using estate::Activity;

std::optional<Stood> stood(std::string group, Activity activity, std::string version) {
  estate::OsClaim os;
  os.version = std::move(version);
  return Stood{std::move(group), activity, os};
}

TEST_CASE("each device takes one turn between two days") {
  const auto xp = stood("Windows XP", Activity::active, "5.1"), eight = stood("Windows 8.1", Activity::active, "6.3");
  const auto silent = stood("Windows XP", Activity::silent, "5.1"), out = stood("Windows XP", Activity::retired, "5.1");
  const auto undated = stood("Windows XP", Activity::undated, "5.1");
  const std::optional<Stood> unknown = Stood{"unknown", Activity::active, std::nullopt};
  const std::optional<Stood> none;
  struct Case {
    std::optional<Stood> first, second;
    std::string_view turn;
  };
  const Case cases[] = {{xp, xp, "stayed"},
                        {xp, undated, "stayed"},
                        {none, xp, "appeared"},
                        {silent, xp, "returned"},
                        {out, eight, "returned"},
                        {xp, eight, "migrated"},
                        {unknown, xp, "reclassified"},
                        {xp, unknown, "reclassified"},
                        {xp, silent, "gone silent"},
                        {xp, out, "retired"},
                        {silent, out, "absent"},
                        {none, silent, "absent"}};
  for (const Case& each : cases) CHECK(spelled(turn_of(each.first, each.second)) == each.turn);
}

TEST_CASE("of every group the parts sum to the change, and of all groups to the devices") {
  const std::uint64_t seed = 42;
  CAPTURE(seed);
  Random random(seed);
  for (int round = 0; round < 500; round++) {
    Flow flow;
    const std::uint64_t devices = random.below(60);
    const auto draw = [&]() -> std::optional<Stood> {
      if (random.chance(0.2)) return std::nullopt;
      const auto kind = random.below(3);
      return stood("group " + std::to_string(kind), static_cast<Activity>(random.below(4)), std::to_string(kind));
    };
    for (std::uint64_t i = 0; i < devices; i++) flow.add(draw(), draw());
    const auto sum = [](const auto& counts) { return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}); };
    CHECK(sum(flow.turns()) == devices);
    std::array<std::uint64_t, turn_count> in{}, out{};
    const std::vector<FlowRow> rows = flow.rows();
    for (const FlowRow& row : rows) {
      CHECK(row.first + sum(row.in) - sum(row.out) == row.second);
      for (std::size_t i = 0; i < turn_count; i++) {
        in[i] += row.in[i];
        out[i] += row.out[i];
      }
    }
    for (const Turn turn : {Turn::migrated, Turn::reclassified})
      CHECK(in[static_cast<std::size_t>(turn)] == out[static_cast<std::size_t>(turn)]);
  }
}

}  // namespace
