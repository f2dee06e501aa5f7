#include "outbreak/shard.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace shoal::outbreak {
namespace {

/// Two zones, three devices, two times; as many replicates as asked for, from `first` on.
Shard small_shard(std::uint64_t first, std::size_t count) {
  Shard shard{std::string(64, 'a'), {}};
  Ensemble& ensemble = shard.ensemble;
  ensemble.seed = ~std::uint64_t{0}, ensemble.first = first, ensemble.times = {0.1, 3600};
  for (std::size_t r = 0; r < count; r++) {
    const auto lost = static_cast<std::uint32_t>((first + r) % 3);
    ensemble.losses.push_back({lost, 1, lost, 0});
    ensemble.lost_by.insert(ensemble.lost_by.end(), {lost, lost + 1});
  }
  ensemble.zone_lost = {count, 2 * count, 3 * count, std::uint64_t{1} << 40U};
  ensemble.infected = {static_cast<std::uint32_t>(count), 0, 300}, ensemble.crashed = {0, 1, 70'000};
  ensemble.ways = {0, count, 5, 0}, ensemble.began = {count, 0};
  return shard;
}

TEST_CASE("a shard is what it was once its bytes are read again") {
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, std::size_t{300}}) {
    const Shard shard = small_shard(7, count);
    const auto again = decoded(encoded(shard));
    REQUIRE(again);
    CHECK(*again == shard);
  }
}

TEST_CASE("a shard that was cut, or changed in one bit, is corrupt") {
  const std::string bytes = encoded(small_shard(0, 3));
  for (std::size_t size = 0; size < bytes.size(); size++)
    CHECK(decoded(std::string_view(bytes).substr(0, size)).error().code == "outbreak.bad_shard");
  for (std::size_t at = 0; at < bytes.size() * 8; at += 5) {
    std::string changed = bytes;
    changed[at / 8] = static_cast<char>(changed[at / 8] ^ (1 << (at % 8)));
    CAPTURE(at);
    CHECK(decoded(changed).error().kind == ErrorKind::corrupt);
  }
}

TEST_CASE("a shard whose parts do not fit together is corrupt, whatever its digest says") {
  Shard shard = small_shard(0, 3);
  shard.ensemble.lost_by.pop_back();
  CHECK(decoded(encoded(shard)).error().message == "its parts do not fit together");
}

TEST_CASE("shards merge in any order, and only beside each other") {
  const auto whole = merged({small_shard(5, 2), small_shard(0, 3), small_shard(3, 2)});
  REQUIRE(whole);
  CHECK(whole->ensemble.first == 0);
  CHECK(whole->ensemble.losses.size() == 7);
  CHECK(whole->ensemble.zone_lost == std::vector<std::uint64_t>{7, 14, 21, std::uint64_t{3} << 40U});
  CHECK(whole->ensemble.infected == std::vector<std::uint32_t>{7, 0, 900});
  CHECK(merged({small_shard(0, 3), small_shard(4, 2)}).error().code == "outbreak.shards_apart");
  CHECK(merged({small_shard(0, 3), small_shard(2, 2)}).error().code == "outbreak.shards_apart");
  CHECK(merged(std::vector<Shard>{}).error().code == "outbreak.shards_apart");
  Shard other = small_shard(3, 2);
  other.scenario = std::string(64, 'b');
  CHECK(merged({small_shard(0, 3), other}).error().code == "outbreak.shards_differ");
  other = small_shard(3, 2), other.ensemble.seed = 1;
  CHECK(merged({small_shard(0, 3), other}).error().code == "outbreak.shards_differ");
}

TEST_CASE("a scenario's digest changes with everything in it") {
  Scenario scenario;
  scenario.zones.resize(2), scenario.devices.resize(2), scenario.kinds.resize(1), scenario.worm.scans.resize(1);
  std::vector<std::string> digests{digest(scenario)};
  const auto changed = [&](auto&& change) {
    Scenario other = scenario;
    change(other);
    digests.push_back(digest(other));
  };
  changed([](Scenario& s) { s.sites.emplace_back(); });
  changed([](Scenario& s) { s.zones[1].uplink = 7; });
  changed([](Scenario& s) { s.zones[1].reaches_kill_switch = true; });
  changed([](Scenario& s) { s.devices[1].has_personal_data = true; });
  changed([](Scenario& s) { s.kinds[0].by_exploit.push_back({1, 0.5, 0}); });
  changed([](Scenario& s) { s.worm.scans[0].in_site = 0.5; });
  changed([](Scenario& s) { s.worm.kill_switch = 0; });
  changed([](Scenario& s) { s.worm.latent.typical = 1; });
  changed([](Scenario& s) { s.response.emplace(); });
  changed([](Scenario& s) { s.until = 1; });
  std::sort(digests.begin(), digests.end());
  CHECK(std::unique(digests.begin(), digests.end()) == digests.end());
  CHECK(digests.size() == 11);
}

}  // namespace
}  // namespace shoal::outbreak
