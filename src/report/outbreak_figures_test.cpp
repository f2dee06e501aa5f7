#include "report/outbreak_figures.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/random.hpp"
#include "base/sanitized.hpp"
#include "report/made_outbreak_answer.hpp"

namespace shoal::report {
namespace {

std::string chances_spelled(const OutbreakAnswer& answer) {
  std::string text;
  for (const ChanceFigure& each : chance_figures(answer)) text += std::to_string(each.devices) + " ";
  return text;
}

TEST_CASE("a quantile is the smallest value that at least so many of all do not exceed") {
  const std::vector<std::uint32_t> ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 100};
  CHECK(quantile(ten, 10) == 1);
  CHECK(quantile(ten, 11) == 2);
  CHECK(quantile(ten, 50) == 5);
  CHECK(quantile(ten, 80) == 8);
  CHECK(quantile(ten, 90) == 9);
  CHECK(quantile(ten, 91) == 100);
  CHECK(quantile(ten, 100) == 100);
  CHECK(quantile(std::vector<std::uint32_t>{7}, 1) == 7);
  CHECK(quantile(std::vector<std::uint32_t>{}, 50) == 0);
}

TEST_CASE("a quantile is what its definition says, tried value by value") {
  Random random(31);
  for (int round = 0; round < thinned(200, 20); round++) {
    CAPTURE(round);
    std::vector<std::uint32_t> counts(1 + random.below(40));
    for (std::uint32_t& each : counts) each = static_cast<std::uint32_t>(random.below(12));
    std::sort(counts.begin(), counts.end());
    const auto percent = static_cast<std::uint32_t>(1 + random.below(100));
    std::uint32_t least = 0;
    while (static_cast<std::size_t>(std::count_if(counts.begin(), counts.end(), [&](auto c) { return c <= least; })) *
               100 <
           percent * counts.size())
      least++;
    CHECK(quantile(counts, percent) == least);
  }
}

TEST_CASE("of a small outbreak, infected, crashed and not lost are all devices, on average and in each bucket") {
  const outbreak::Prepared prepared = made_small_outbreak();
  const OutbreakAnswer answer = made_small_answer(prepared);
  const LossFigures loss = loss_figures(answer);
  CHECK(loss.infected.sum + loss.crashed.sum + loss.not_lost.sum == 6 * 4);
  const MeanTenths means = mean_tenths(loss);
  // 2.75, 0.75 and 2.5: the first two lose as much by being cut, and the first is rounded up.
  CHECK(means.infected == 28);
  CHECK(means.crashed == 7);
  CHECK(means.not_lost == 25);
  // PC-1 is lost in all four, PC-2 in three, PC-3, PC-4 and PC-6 in two, PC-5 in one.
  CHECK(chances_spelled(answer) == "0 0 4 1 0 1 ");
}

TEST_CASE("of a large outbreak, what is lost sums to the same by replicate, by device, by zone and by site") {
  const outbreak::Prepared prepared = made_large_outbreak();
  const OutbreakAnswer answer = made_large_answer(prepared, 5);
  const LossFigures loss = loss_figures(answer);
  CHECK(loss.infected.sum + loss.crashed.sum == loss.devices.sum);
  CHECK(loss.devices.sum + loss.not_lost.sum == 18'000 * loss.devices.replicates);
  const MeanTenths means = mean_tenths(loss);
  CHECK(means.infected + means.crashed + means.not_lost == 180'000);
  std::uint64_t by_device = 0, bucketed = 0;
  for (std::size_t d = 0; d < 18'000; d++) by_device += answer.ensemble.infected[d] + answer.ensemble.crashed[d];
  CHECK(by_device == loss.devices.sum);
  for (const ChanceFigure& each : chance_figures(answer)) bucketed += each.devices;
  CHECK(bucketed == 18'000);
  for (const PlaceFigures& figures : {zone_figures(answer), place_figures(answer)}) {
    CAPTURE(figures.are_sites);
    std::uint64_t devices = 0, lost = 0, within = 0, between = 0;
    for (const PlaceFigure& each : figures.places)
      devices += each.devices, lost += each.lost_at_end(), within += each.within;
    for (const WayFigure& each : figures.ways) between += each.infections;
    CHECK(devices == 18'000);
    CHECK(lost == loss.devices.sum);
    CHECK(within + between == figures.infections);
  }
}

TEST_CASE("weights of devices are their chance to be lost over the mean, in thousandths") {
  const outbreak::Prepared prepared = made_small_outbreak();
  OutbreakAnswer answer = made_small_answer(prepared);
  // 4, 3, 2, 2, 1 and 2 times lost; the mean is 14 / 6.
  CHECK(loss_weights(answer.ensemble) == std::vector<std::uint64_t>{1714, 1286, 857, 857, 429, 857});
  answer.ensemble.infected.assign(6, 0);
  answer.ensemble.crashed.assign(6, 0);
  CHECK(loss_weights(answer.ensemble) == std::vector<std::uint64_t>(6, 1000));
  answer.ensemble.infected.assign(5'000, 0);
  answer.ensemble.crashed.assign(5'000, 0);
  answer.ensemble.infected[7] = 1;
  CHECK(loss_weights(answer.ensemble)[7] == 1'000'000);
}

TEST_CASE("the moments that are told are those at which most happens, and the end") {
  const outbreak::Prepared prepared = made_small_outbreak();
  const OutbreakAnswer answer = made_small_answer(prepared);
  // 5, 10 and 14 are lost in all: 1 to 25 % by the first time, 50 % by the second, the others by the end.
  CHECK(moments_of(answer.ensemble) == std::vector<std::size_t>{0, 1, 2});
  const std::vector<SpreadFigure> over_time = loss_over_time(answer.ensemble);
  CHECK(half_way(over_time, &SpreadFigure::p50) == std::optional<std::size_t>(1));
  CHECK(half_way(over_time, &SpreadFigure::p90) == std::optional<std::size_t>(1));
  CHECK(over_time[1].p80 == 4);
}

TEST_CASE("few zones are shown as zones, many at several sites as sites") {
  const outbreak::Prepared small = made_small_outbreak(), large = made_large_outbreak();
  CHECK(place_figures(made_small_answer(small)).places.size() == 3);
  CHECK(place_figures(made_large_answer(large, 5)).places.size() == 32);
}

}  // namespace
}  // namespace shoal::report
