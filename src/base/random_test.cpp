#include "base/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace shoal {
namespace {

TEST_CASE("the numbers are those that the algorithm's authors and others publish for its seeds") {
  Random zero(0);
  CHECK(zero.next() == 0xE220A8397B1DCDAFU);
  CHECK(zero.next() == 0x6E789E6AA1B965F4U);
  CHECK(zero.next() == 0x06C45D188009454FU);
  // Rosetta Code, "Pseudo-random numbers/Splitmix64".
  Random other(1234567);
  for (const std::uint64_t expected :
       {6457827717110365317U, 3203168211198807973U, 9817491932198370423U, 4593380528125082431U, 16408922859458223821U})
    CHECK(other.next() == expected);
}

TEST_CASE("every number below the bound comes up about equally often") {
  Random random(1);
  std::array<int, 7> seen{};
  for (int i = 0; i < 70'000; i++) seen[random.below(7)]++;
  for (const int count : seen) {
    CHECK(count > 9'600);
    CHECK(count < 10'400);
  }
  CHECK(random.below(1) == 0);
}

TEST_CASE("weights and probabilities hold at their ends and in between") {
  Random random(2);
  std::array<int, 3> seen{};
  constexpr std::array<std::uint64_t, 3> weights{1, 0, 3};
  for (int i = 0; i < 40'000; i++) seen[random.pick(weights)]++;
  CHECK(seen[1] == 0);
  CHECK(seen[0] > 9'500);
  CHECK(seen[0] < 10'500);
  CHECK_FALSE(random.chance(0));
  CHECK(random.chance(1));
  int hits = 0;
  for (int i = 0; i < 10'000; i++) hits += random.chance(0.25) ? 1 : 0;
  CHECK(hits > 2'300);
  CHECK(hits < 2'700);
}

TEST_CASE("numbered generators of one seed differ, and each can be had again") {
  CHECK(Random::numbered(5, 0).next() == Random::numbered(5, 0).next());
  CHECK(Random::numbered(5, 0).next() != Random::numbered(5, 1).next());
  CHECK(Random::numbered(5, 0).next() != Random::numbered(6, 0).next());
}

}  // namespace
}  // namespace shoal
