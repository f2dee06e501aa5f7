#include "outbreak/protection.hpp"

#include <doctest/doctest.h>

namespace shoal::outbreak {
namespace {

TEST_CASE("protections joined take away what either takes away, each thing once and in order") {
  const Protection one{
      .safe = {2, 5}, .patched = {{1, 0}}, .closed = {{0, 1, 2}}, .useless = {3}, .reaction_sooner = 60};
  const Protection other{.safe = {1, 5},
                         .patched = {{0, 0}, {1, 0}},
                         .closed = {{0, 1, 2}, {0, 0, 1}},
                         .useless = {0},
                         .reaction_sooner = 5};
  const Protection both = joined(one, other);
  CHECK(both.safe == std::vector<DeviceIndex>{1, 2, 5});
  CHECK(both.patched == std::vector<std::pair<KindIndex, ExploitIndex>>{{0, 0}, {1, 0}});
  REQUIRE(both.closed.size() == 2);
  CHECK(both.closed[0].from == 0);
  CHECK(both.closed[1].from == 1);
  CHECK(both.useless == std::vector<std::uint32_t>{0, 3});
  CHECK(both.reaction_sooner == 65);
}

}  // namespace
}  // namespace shoal::outbreak
