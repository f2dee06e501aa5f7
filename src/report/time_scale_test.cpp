#include "report/time_scale.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace shoal::report {
namespace {

TEST_CASE("durations are told in two units at most, rounded, never as sixty of the lower one") {
  CHECK(duration_text(0) == "0 seconds");
  CHECK(duration_text(0.25) == "0.25 seconds");
  CHECK(duration_text(1) == "1 second");
  CHECK(duration_text(59.7) == "1 minute");
  CHECK(duration_text(90) == "1 minute 30 seconds");
  CHECK(duration_text(3430) == "57 minutes");
  CHECK(duration_text(3599.9) == "1 hour");
  CHECK(duration_text(12'000) == "3 hours 20 minutes");
  CHECK(duration_text(187'200) == "2 days 4 hours");
  CHECK(duration_text(1'000'000) == "12 days");
  CHECK(duration_text(std::numeric_limits<double>::infinity()) == "never");
  CHECK(short_duration(3430) == "57 min 10 s");
  CHECK(short_duration(86'399) == "1 d");
  CHECK(short_duration(5400) == "1 h 30 min");
}

TEST_CASE("times are spread by factors where half of it happens early, and else in proportion") {
  const std::vector<double> times{30, 60, 120, 240, 4'800};
  const TimeScale early = time_scale(times, 120, 10, 1000), late = time_scale(times, 2'400, 10, 1000);
  CHECK(early.by_factors);
  CHECK_FALSE(late.by_factors);
  CHECK(early.at(30) == 10);
  CHECK(early.at(4'800) == 1010);
  // From 30 to 4,800 is a factor of 160: 379.47 is the middle of it.
  CHECK(std::abs(early.at(379.47) - 510) <= 1);
  CHECK(early.at(1) == 10);
  CHECK(late.at(0) == 10);
  CHECK(late.at(1'200) == 260);
  CHECK(late.at(9'600) == late.right());
}

TEST_CASE("round times at an axis have room for their labels") {
  for (const double until : {0.5, 7.0, 600.0, 86'400.0, 1e6, 1e9, 1e15})
    for (const double middle : {until / 100, until / 2}) {
      CAPTURE(until);
      CAPTURE(middle);
      const TimeScale scale = time_scale({until / 1000, middle, until}, middle, 0, 900);
      const std::vector<double> ticks = round_times(scale);
      CHECK(ticks.size() <= 16);
      for (std::size_t i = 1; i < ticks.size(); i++) CHECK(scale.at(ticks[i]) - scale.at(ticks[i - 1]) >= 61);
    }
  CHECK(round_times(time_scale({60, 3'600}, 1'800, 0, 400)) ==
        std::vector<double>{0, 600, 1200, 1800, 2400, 3000, 3600});
}

}  // namespace
}  // namespace shoal::report
