#include "report/chart.hpp"

#include <doctest/doctest.h>

namespace shoal::report {
namespace {

TEST_CASE("counts at an axis are round, and no more than there is room for") {
  CHECK(round_counts(28'000, 7) == std::vector<std::int64_t>{0, 5'000, 10'000, 15'000, 20'000, 25'000});
  CHECK(round_counts(3, 7) == std::vector<std::int64_t>{0, 1, 2, 3});
  CHECK(round_counts(10, 4) == std::vector<std::int64_t>{0, 5, 10});
  CHECK(round_counts(1, 2) == std::vector<std::int64_t>{0, 1});
}

TEST_CASE("a long name is cut between characters") {
  CHECK(shortened("Büro", 4) == "Büro");
  CHECK(shortened("Büros", 4) == "Bür…");
  CHECK(shortened("", 4) == "");
}

TEST_CASE("weeks and counts stand where they belong, and what is too much at the edge") {
  const WeekScale weeks{10, 100, 4};
  CHECK(weeks.at(0) == 10);
  CHECK(weeks.at(3) == 85);
  CHECK(weeks.at(4) == weeks.right());
  const CountScale counts{20, 120, 50};
  CHECK(counts.at(0) == 120);
  CHECK(counts.at(25) == 70);
  CHECK(counts.at(60) == 20);
}

}  // namespace
}  // namespace shoal::report
