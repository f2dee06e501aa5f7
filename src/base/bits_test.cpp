#include "base/bits.hpp"

#include <doctest/doctest.h>

#include <vector>

#include <string>

namespace shoal {
namespace {

Bits of(std::initializer_list<std::size_t> numbers) {
  Bits made(130);
  for (const std::size_t number : numbers) made.set(number);
  return made;
}

std::string spelled(const Bits& bits) {
  std::string text;
  bits.each([&](std::size_t number) { text += std::to_string(number) + " "; });
  return text;
}

TEST_CASE("sets of bits unite, meet and differ across word borders") {
  Bits united = of({0, 63, 129});
  united |= of({64});
  CHECK(spelled(united) == "0 63 64 129 ");
  Bits met = united;
  met &= of({63, 64, 65});
  CHECK(spelled(met) == "63 64 ");
  united -= met;
  CHECK(spelled(united) == "0 129 ");
  CHECK(united.count() == 2);
  CHECK(united.count_shared(of({1, 129})) == 1);
}

TEST_CASE("the next number of a set is the least that is not below, across words") {
  Bits bits(200);
  for (const std::size_t number : {0U, 63U, 64U, 130U, 199U}) bits.set(number);
  std::vector<std::size_t> found;
  for (std::size_t at = bits.next(0); at < bits.size(); at = bits.next(at + 1)) found.push_back(at);
  CHECK(found == std::vector<std::size_t>{0, 63, 64, 130, 199});
  CHECK(bits.next(131) == 199);
  bits.reset(199);
  CHECK(bits.next(131) == 200);
  CHECK(bits.next(200) == 200);
  CHECK(Bits(64).next(0) == 64);
}

TEST_CASE("two sets meet where one number stands in both") {
  CHECK(of({1, 128}).meets(of({2, 128})));
  CHECK_FALSE(of({1, 127}).meets(of({2, 128})));
  CHECK_FALSE(of({}).meets(of({})));
}

TEST_CASE("a set lies within another when nothing of it is left out") {
  CHECK(of({}).within(of({})));
  CHECK(of({1, 128}).within(of({1, 2, 128})));
  CHECK_FALSE(of({1, 128}).within(of({1, 2})));
  CHECK_FALSE(of({}).any());
}

}  // namespace
}  // namespace shoal
