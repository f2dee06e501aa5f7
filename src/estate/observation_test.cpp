#include "estate/observation.hpp"

#include <doctest/doctest.h>

namespace shoal::estate {
namespace {

// The counts of a real Windows XP SP3 inventory: 262 in the heading, 92 entries before the list is cut.
TEST_CASE("what a list cuts off and what it lists without a name are both updates that nobody can rule out") {
  Claims claims;
  claims.updates_declared = 262;
  claims.entries = 92;
  claims.entries_nameless = 70;
  CHECK(updates_not_named(claims) == 262 - 92 + 70);
}

TEST_CASE("a complete list leaves nothing in doubt, and neither does a heading that counts too low") {
  Claims claims;
  claims.entries = 5;
  CHECK(updates_not_named(claims) == 0);
  claims.updates_declared = 5;
  CHECK(updates_not_named(claims) == 0);
  claims.updates_declared = 3;
  CHECK(updates_not_named(claims) == 0);
}

}  // namespace
}  // namespace shoal::estate
