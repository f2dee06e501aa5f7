#include "app/pilots.hpp"

#include <doctest/doctest.h>

namespace shoal::app {
namespace {

// Ten devices of one model, five of which need what nobody mends besides.
plan::Programme programme_with_orphan() {
  plan::Programme programme;
  programme.pilots = plan::PilotRule{5, 1, 2, 10'000};
  programme.names = {"Till", "Orphan"};
  programme.applications = {{"Till", {{"packaging", 100, 1}}, {}, false, 2}, {"Orphan", {}, {}, false, 3}};
  for (std::uint32_t i = 0; i < 10; i++) {
    plan::NamedDevice& device = programme.devices.emplace_back();
    device.name = "PC" + std::to_string(i);
    device.model = "OptiPlex 755";
    device.applications = i < 5 ? std::vector<std::uint32_t>{0, 1} : std::vector<std::uint32_t>{0};
  }
  return programme;
}

TEST_CASE("a device that waits for what nobody mends is no pilot, since others would wait for it for good") {
  plan::Programme programme = programme_with_orphan();
  const auto chosen = choose_pilots(programme, for_each_in_turn);
  REQUIRE(chosen);
  CHECK(chosen->answer.devices == std::vector<std::uint32_t>{5});
  REQUIRE(chosen->answer.uncovered.size() == 1);
  CHECK(chosen->answer.uncovered[0].application == "Orphan");
  CHECK(chosen->answer.uncovered[0].why == plan::Uncovered::nobody_may);

  // Ready, it keeps nobody, and one device tries both.
  programme.applications[1].ready = true;
  const auto ready = choose_pilots(programme, for_each_in_turn);
  REQUIRE(ready);
  CHECK(ready->answer.devices == std::vector<std::uint32_t>{0});
}

}  // namespace
}  // namespace shoal::app
