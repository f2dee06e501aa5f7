#include "plan/pace.hpp"

#include <doctest/doctest.h>

namespace shoal::plan {
namespace {

using namespace std::chrono;

std::string refusal_of_pace(const std::vector<DevicesLeft>& counts) {
  const auto made = forecast_pace(counts, Ratio{0, 0, 0.34, 6}, 1);
  return made ? "none" : made.error().message;
}

TEST_CASE("a ramp's time and what it has moved are each other's inverse") {
  for (double moved = 0; moved <= 1; moved += 0.01) {
    CAPTURE(moved);
    CHECK(ramp_moved(ramp_time(moved)) == doctest::Approx(moved).epsilon(1e-9));
  }
  CHECK(ramp_time(0.5) == doctest::Approx(0.5));
}

TEST_CASE("without chance a programme that is half done needs as long again") {
  const DevicesLeft counts[] = {{2026y / 1 / 1, 1000}, {2026y / 4 / 11, 500}};
  const auto made = forecast_pace(counts, Ratio{0, 0, 0, certain}, 1);
  REQUIRE(made);
  CHECK(made->finish(0.1) == Day(2026y / 7 / 20));
  CHECK(made->finish(0.9) == Day(2026y / 7 / 20));
  CHECK(made->left_on(2026y / 4 / 11, 0.5) == 500);
  CHECK(made->ended_by(2026y / 7 / 19) == 0);
  CHECK(made->ended_by(2026y / 7 / 20) == 1);
}

TEST_CASE("after one period the pace of the rest is within half and double in eight cases of ten") {
  const DevicesLeft counts[] = {{2026y / 1 / 1, 1000}, {2026y / 4 / 11, 500}};
  const auto made = forecast_pace(counts, Ratio{0, 0, 0.34, 6}, 1);
  REQUIRE(made);
  CHECK(made->ended_by(Day(2026y / 4 / 11) + days(50)) == doctest::Approx(0.1).epsilon(0.1));
  CHECK(made->ended_by(Day(2026y / 4 / 11) + days(100)) == doctest::Approx(0.5).epsilon(0.03));
  CHECK(made->ended_by(Day(2026y / 4 / 11) + days(200)) == doctest::Approx(0.9).epsilon(0.02));
  CHECK(made->at_most_left_on(Day(2026y / 4 / 11) + days(50), 0) == doctest::Approx(0.1).epsilon(0.1));
}

TEST_CASE("counts that tell no pace are refused with what is wrong about them") {
  CHECK(refusal_of_pace({}) == "a pace needs counts of two days, and there are 0");
  CHECK(refusal_of_pace({{2026y / 1 / 1, 5}, {2026y / 1 / 1, 4}}) ==
        "counts are by day, and 2026-01-01 follows 2026-01-01");
  CHECK(refusal_of_pace({{2026y / 1 / 1, 5}, {2026y / 2 / 1, 5}}) == "no fewer devices are left than at first: 5");
  CHECK(refusal_of_pace({{2026y / 1 / 1, 5}, {2026y / 2 / 1, 0}}) == "no device is left to move");
}

TEST_CASE("the announced finish of a police force is within what its pace until 2016 foretold") {
  // data/plan/met-series.csv and priors.csv, which were written before this was computed.
  const DevicesLeft counts[] = {{2015y / 5 / 15, 34'920}, {2016y / 8 / 9, 27'000}};
  const auto made = forecast_pace(counts, Ratio{0, 0, 0.34, 6}, 1);
  REQUIRE(made);
  CHECK(made->ended_by(2018y / 4 / 30) > 0.1);
  CHECK(made->ended_by(2018y / 5 / 31) < 0.9);
  const double counted = made->at_most_left_on(2017y / 6 / 28, 18'293);
  CHECK(counted > 0.1);
  CHECK(counted < 0.9);
}

}  // namespace
}  // namespace shoal::plan
