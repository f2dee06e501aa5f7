#include "report/outbreak_figures.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/assert.hpp"

namespace shoal::report {
namespace {

using outbreak::Ensemble;
using outbreak::Loss;

constexpr std::uint64_t weight_max = 1'000'000;

template <typename Count>
SpreadFigure spread_at_end(const Ensemble& ensemble, Count count) {
  std::vector<std::uint32_t> counts;
  counts.reserve(ensemble.losses.size());
  for (const Loss& loss : ensemble.losses) counts.push_back(count(loss));
  return spread_of(std::move(counts));
}

std::uint64_t counts_total(std::span<const std::uint32_t> counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

/// Ways and what stays within, place by place: a matrix of all pairs of zones is there once, and not copied.
void add_ways(const Ensemble& ensemble, const std::vector<std::size_t>& place_of, PlaceFigures& made) {
  if (ensemble.ways.empty()) return;
  const std::size_t zones = place_of.size();
  std::vector<std::vector<std::size_t>> zones_of(made.places.size());
  for (std::size_t zone = 0; zone < zones; zone++) zones_of[place_of[zone]].push_back(zone);
  std::vector<std::uint64_t> row;
  for (std::size_t from = 0; from < zones_of.size(); from++) {
    row.assign(made.places.size(), 0);
    for (const std::size_t zone : zones_of[from])
      for (std::size_t to = 0; to < zones; to++) row[place_of[to]] += ensemble.ways[zone * zones + to];
    made.places[from].within = row[from];
    made.infections += row[from];
    for (std::size_t to = 0; to < row.size(); to++) {
      if (to == from || row[to] == 0) continue;
      made.infections += row[to];
      made.ways.push_back({from, to, row[to]});
    }
  }
  std::stable_sort(made.ways.begin(), made.ways.end(),
                   [](const WayFigure& a, const WayFigure& b) { return a.infections > b.infections; });
}

/// The figures of places, of which `place_of` tells by zone.
void add_up(const OutbreakAnswer& answer, const std::vector<std::size_t>& place_of, PlaceFigures& made) {
  const Ensemble& ensemble = answer.ensemble;
  const std::size_t times = ensemble.times.size();
  for (const outbreak::ScenarioDevice& device : answer.prepared.scenario.devices)
    made.places[place_of[device.zone]].devices++;
  for (PlaceFigure& place : made.places) place.lost.assign(times, 0);
  for (std::size_t zone = 0; zone < place_of.size(); zone++) {
    PlaceFigure& place = made.places[place_of[zone]];
    if (!ensemble.began.empty()) place.began += ensemble.began[zone];
    if (ensemble.zone_lost.empty()) continue;
    for (std::size_t t = 0; t < times; t++) place.lost[t] += ensemble.zone_lost[zone * times + t];
  }
  add_ways(ensemble, place_of, made);
}

PlaceFigures site_figures_of(const OutbreakAnswer& answer) {
  PlaceFigures made;
  made.are_sites = true;
  for (const std::string& site : answer.prepared.scenario.sites) made.places.emplace_back().name = site;
  std::vector<std::size_t> place_of;
  place_of.reserve(answer.prepared.scenario.zones.size());
  for (const outbreak::Zone& zone : answer.prepared.scenario.zones) place_of.push_back(zone.site);
  add_up(answer, place_of, made);
  return made;
}

}  // namespace

std::uint32_t quantile(std::span<const std::uint32_t> ascending, std::uint32_t percent) {
  SHOAL_ASSERT(percent >= 1 && percent <= 100);
  if (ascending.empty()) return 0;
  return ascending[(ascending.size() * percent + 99) / 100 - 1];
}

SpreadFigure spread_of(std::vector<std::uint32_t> counts) {
  std::sort(counts.begin(), counts.end());
  SpreadFigure made;
  made.sum = counts_total(counts);
  made.replicates = counts.size();
  made.p10 = quantile(counts, 10), made.p50 = quantile(counts, 50);
  made.p80 = quantile(counts, 80), made.p90 = quantile(counts, 90);
  made.most = quantile(counts, 100);
  return made;
}

LossFigures loss_figures(const OutbreakAnswer& answer) {
  const Ensemble& ensemble = answer.ensemble;
  const auto devices = static_cast<std::uint32_t>(answer.prepared.scenario.devices.size());
  LossFigures made;
  made.devices = spread_at_end(ensemble, [](const Loss& loss) { return loss.devices(); });
  made.infected = spread_at_end(ensemble, [](const Loss& loss) { return loss.infected; });
  made.crashed = spread_at_end(ensemble, [](const Loss& loss) { return loss.crashed; });
  made.personal = spread_at_end(ensemble, [](const Loss& loss) { return loss.personal; });
  made.sites_down = spread_at_end(ensemble, [](const Loss& loss) { return loss.sites_down; });
  made.not_lost = spread_at_end(ensemble, [&](const Loss& loss) { return devices - loss.devices(); });
  return made;
}

MeanTenths mean_tenths(const LossFigures& loss) {
  const std::uint64_t replicates = loss.devices.replicates;
  if (replicates == 0) return {};
  // Each is rounded down, and what is left over goes to those that lost most by it, the first of equal ones.
  std::array<std::uint64_t, 3> tenths{}, lost{};
  const std::array<std::uint64_t, 3> sums{loss.infected.sum, loss.crashed.sum, loss.not_lost.sum};
  std::uint64_t left = (sums[0] + sums[1] + sums[2]) * 10 / replicates;
  for (std::size_t i = 0; i < sums.size(); i++) {
    tenths[i] = sums[i] * 10 / replicates;
    lost[i] = sums[i] * 10 % replicates;
    left -= tenths[i];
  }
  for (; left > 0; left--) {
    const auto most = std::max_element(lost.begin(), lost.end());
    tenths[static_cast<std::size_t>(most - lost.begin())]++;
    *most = 0;
  }
  return {tenths[0], tenths[1], tenths[2]};
}

std::vector<SpreadFigure> loss_over_time(const Ensemble& ensemble) {
  const std::size_t times = ensemble.times.size(), replicates = ensemble.losses.size();
  std::vector<SpreadFigure> made;
  made.reserve(times);
  std::vector<std::uint32_t> counts(replicates);
  for (std::size_t t = 0; t < times; t++) {
    for (std::size_t r = 0; r < replicates; r++) counts[r] = ensemble.lost_by[r * times + t];
    made.push_back(spread_of(counts));
  }
  return made;
}

std::vector<std::size_t> moments_of(const Ensemble& ensemble) {
  const std::size_t times = ensemble.times.size(), replicates = ensemble.losses.size();
  std::vector<std::uint64_t> lost(times);
  for (std::size_t r = 0; r < replicates; r++)
    for (std::size_t t = 0; t < times; t++) lost[t] += ensemble.lost_by[r * times + t];
  std::vector<std::size_t> moments;
  if (times == 0) return moments;
  for (const std::uint64_t percent : {1U, 10U, 25U, 50U, 75U, 90U, 99U})
    for (std::size_t t = 0; t < times; t++)
      if (lost[t] * 100 >= lost.back() * percent) {
        moments.push_back(t);
        break;
      }
  moments.push_back(times - 1);
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

std::optional<std::size_t> half_way(const std::vector<SpreadFigure>& over_time, std::uint32_t SpreadFigure::*quantile) {
  if (over_time.empty() || over_time.back().*quantile == 0) return std::nullopt;
  std::size_t at = 0;
  while (std::uint64_t{over_time[at].*quantile} * 2 < over_time.back().*quantile) at++;
  return at;
}

std::uint64_t small_outbreaks(const OutbreakAnswer& answer) {
  const auto& losses = answer.ensemble.losses;
  return static_cast<std::uint64_t>(std::count_if(losses.begin(), losses.end(), [&](const Loss& loss) {
    return std::uint64_t{loss.devices()} * 100 < answer.prepared.scenario.devices.size();
  }));
}

std::uint64_t personal_of(const outbreak::Scenario& scenario) {
  return static_cast<std::uint64_t>(
      std::count_if(scenario.devices.begin(), scenario.devices.end(),
                    [](const outbreak::ScenarioDevice& device) { return device.has_personal_data; }));
}

std::vector<ChanceFigure> chance_figures(const OutbreakAnswer& answer) {
  std::vector<ChanceFigure> made{{"in none of the outbreaks"}, {"in up to 1 of 10"},        {"in up to half"},
                                 {"in up to 9 of 10"},         {"in more, but not in all"}, {"in all of them"}};
  const Ensemble& ensemble = answer.ensemble;
  const std::uint64_t all = ensemble.losses.size();
  for (std::size_t d = 0; d < answer.prepared.scenario.devices.size(); d++) {
    const std::uint64_t lost = all == 0 ? 0 : std::uint64_t{ensemble.infected[d]} + ensemble.crashed[d];
    const std::size_t bucket = lost == 0              ? 0
                               : lost == all          ? 5
                               : lost * 10 <= all     ? 1
                               : lost * 2 <= all      ? 2
                               : lost * 10 <= all * 9 ? 3
                                                      : 4;
    made[bucket].devices++;
  }
  return made;
}

PlaceFigures zone_figures(const OutbreakAnswer& answer) {
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  PlaceFigures made;
  made.places.reserve(scenario.zones.size());
  for (const outbreak::Zone& zone : scenario.zones) {
    PlaceFigure& place = made.places.emplace_back();
    place.name = zone.name;
    place.site = scenario.sites[zone.site];
  }
  std::vector<std::size_t> place_of(scenario.zones.size());
  std::iota(place_of.begin(), place_of.end(), std::size_t{0});
  add_up(answer, place_of, made);
  return made;
}

PlaceFigures place_figures(const OutbreakAnswer& answer) {
  const outbreak::Scenario& scenario = answer.prepared.scenario;
  return scenario.zones.size() > zones_drawn && scenario.sites.size() > 1 ? site_figures_of(answer)
                                                                          : zone_figures(answer);
}

std::optional<std::size_t> reached_half(const PlaceFigure& place) {
  if (place.lost_at_end() == 0) return std::nullopt;
  std::size_t at = 0;
  while (place.lost[at] * 2 < place.lost_at_end()) at++;
  return at;
}

std::vector<std::size_t> places_by_loss(const PlaceFigures& figures) {
  std::vector<std::size_t> order(figures.places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return figures.places[a].lost_at_end() > figures.places[b].lost_at_end();
  });
  return order;
}

std::vector<std::uint64_t> loss_weights(const Ensemble& ensemble) {
  const std::uint64_t devices = ensemble.infected.size();
  const std::uint64_t sum = counts_total(ensemble.infected) + counts_total(ensemble.crashed);
  std::vector<std::uint64_t> weights(devices, 1000);
  if (sum == 0) return weights;
  for (std::size_t d = 0; d < devices; d++) {
    const std::uint64_t lost = std::uint64_t{ensemble.infected[d]} + ensemble.crashed[d];
    weights[d] = std::min((lost * devices * 1000 + sum / 2) / sum, weight_max);
  }
  return weights;
}

}  // namespace shoal::report
