#include "plan/priors.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace shoal::plan {
namespace {

TEST_CASE("history moves a belief by the arithmetic of the normal-inverse-gamma") {
  // Twice e times the plan, by hand: mean (4 x 0 + 2) / 6, variance (8 x 0.25 + 0 + 4 x 2 / 6 x 1) / 10.
  const double e = std::exp(1.0);
  const Outcome outcomes[] = {{1, e}, {10, 10 * e}, {0, 5}};
  const Ratio after = updated(Ratio{0, 4, 0.5, 8}, outcomes);
  CHECK(after.log_mean == doctest::Approx(1.0 / 3));
  CHECK(after.mean_weight == 6);
  CHECK(after.log_spread == doctest::Approx(std::sqrt(10.0 / 3 / 10)));
  CHECK(after.spread_weight == 10);
}

TEST_CASE("without a belief in the mean, the outcomes alone say it") {
  const double e = std::exp(1.0);
  const Outcome outcomes[] = {{1, e}, {1, e * e * e}};
  const Ratio after = updated(Ratio{0, 0, 0.3, 6}, outcomes);
  CHECK(after.log_mean == doctest::Approx(2));
  CHECK(after.spread_weight == 7);
  CHECK(after.log_spread == doctest::Approx(std::sqrt((6 * 0.09 + 2) / 7)));
}

TEST_CASE("history that goes as planned narrows a belief, and one that does not widens it") {
  std::vector<Outcome> as_planned(30, {100, 100}), wild;
  for (int i = 0; i < 15; i++) wild.push_back({100, 300}), wild.push_back({100, 33});
  const Ratio before{0, 4, 0.5, 8};
  CHECK(updated(before, as_planned).log_spread < 0.25);
  CHECK(updated(before, wild).log_spread > 0.9);
}

TEST_CASE("a rate after events is a mean of what was believed and what was seen") {
  // Two events in 2 / 0.01 = 200 unit weeks were believed; four more in 200 were seen.
  const Rate after = updated(Rate{0.01, 2}, 4, 10, 20);
  CHECK(after.mean == doctest::Approx(6.0 / 400));
  CHECK(after.weight == 6);
}

TEST_CASE("what is under way counts for what it is likely to take in the end") {
  // Spent as much as planned: of those with a ratio above 1, the mean log is 0.5 sqrt(2 / pi). One of 4 + 1.
  const Outcome begun[] = {{100, 100}, {100, 0}};
  const Ratio after = with_under_way(Ratio{0, 4, 0.5, 8}, begun);
  CHECK(after.log_mean == doctest::Approx(0.5 * std::sqrt(2 / 3.141592653589793) / 5).epsilon(1e-9));
  CHECK(after.mean_weight == 4);
  CHECK(after.log_spread == 0.5);
}

TEST_CASE("each team learns from its own weeks") {
  Priors priors;
  priors.team = {0, 1, 0.2, 4};
  History history;
  history.teams = {{{100, 50}}, {}};
  const Priors after = calibrated(priors, history);
  REQUIRE(after.teams.size() == 2);
  CHECK(after.teams[0].log_mean == doctest::Approx(std::log(0.5) / 2));
  CHECK(after.teams[1].log_mean == 0);
}

TEST_CASE("a table of priors that lacks a row, or has one that is none, is refused by name") {
  const auto refused = [](const std::string& rows) {
    const auto read = read_priors("# Priors.\nprior,value,unit\n" + rows);
    return read ? "none" : read.error().message;
  };
  CHECK(refused("") == "there is no row for application-rate");
  CHECK(refused("effort-spread,-1,x\n") == "line 3: effort-spread is not a number from 0 to 3: -1");
  CHECK(refused("luck,1,x\n") == "line 3: there is no prior of this name: luck");
  CHECK(refused("effort-median,0,x\n") == "line 3: effort-median is not a number from 0.01 to 100: 0");
  CHECK(refused("team-mean-weight,2e12,x\n") == "line 3: team-mean-weight is not a number from 0.01 to 10^12: 2e12");
  CHECK(refused("effort-spread,1,x\neffort-spread,1,x\n") == "line 4: effort-spread is given twice");
}

}  // namespace
}  // namespace shoal::plan
