// What an outbreak's answer comes to, each figure counted once from whole numbers, so that its table, its page and its
// JSON agree.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/outbreak.hpp"

namespace shoal::report {

/// The smallest of `ascending` that at least `percent` % of them do not exceed: the ceil(percent * size / 100)th, no
/// value in between. `percent` from 1 to 100; 0 where there are none.
std::uint32_t quantile(std::span<const std::uint32_t> ascending, std::uint32_t percent);

/// A count in each of some replicates.
struct SpreadFigure {
  std::uint64_t sum = 0, replicates = 0;
  std::uint32_t p10 = 0, p50 = 0, p80 = 0, p90 = 0, most = 0;
  double mean() const { return replicates > 0 ? static_cast<double>(sum) / static_cast<double>(replicates) : 0; }
};
SpreadFigure spread_of(std::vector<std::uint32_t> counts);

/// At the end, in one outbreak.
struct LossFigures {
  SpreadFigure devices, infected, crashed, personal, sites_down;
  SpreadFigure not_lost;  ///< The other devices.
};
LossFigures loss_figures(const OutbreakAnswer& answer);
/// Means in tenths of a device, rounded so that infected, crashed and not lost are all devices together.
struct MeanTenths {
  std::uint64_t infected = 0, crashed = 0, not_lost = 0;
  std::uint64_t lost() const { return infected + crashed; }
};
MeanTenths mean_tenths(const LossFigures& loss);
/// Devices lost by each of the ensemble's times.
std::vector<SpreadFigure> loss_over_time(const outbreak::Ensemble& ensemble);
/// Those few of the ensemble's times at which most is told: where 1, 10, 25, 50, 75, 90 and 99 % of the mean loss are
/// reached, and the end. Ascending positions.
std::vector<std::size_t> moments_of(const outbreak::Ensemble& ensemble);
/// The first of `over_time` by which the `percent` % quantile has come to half of its end; nothing where it ends at 0.
std::optional<std::size_t> half_way(const std::vector<SpreadFigure>& over_time, std::uint32_t SpreadFigure::*quantile);
/// Replicates in which fewer than 1 in 100 devices are lost.
std::uint64_t small_outbreaks(const OutbreakAnswer& answer);

/// Devices with personal data.
std::uint64_t personal_of(const outbreak::Scenario& scenario);

/// Devices by their chance to be lost: how many of them in how many of the replicates.
struct ChanceFigure {
  const char* label = "";
  std::uint64_t devices = 0;
};
/// Six buckets, empty ones included, that sum to all devices.
std::vector<ChanceFigure> chance_figures(const OutbreakAnswer& answer);

/// A zone, or all zones of a site.
struct PlaceFigure {
  std::string name;
  std::string site = {};  ///< Of a zone; empty for a site.
  std::uint64_t devices = 0;
  std::vector<std::uint64_t> lost = {};  ///< By time: the sum over replicates.
  std::uint64_t began = 0;               ///< First devices of all replicates.
  std::uint64_t within = 0;              ///< Infections that stayed in it, in all replicates.
  std::uint64_t lost_at_end() const { return lost.empty() ? 0 : lost.back(); }
};
/// So many infections went from a place to another, in all replicates.
struct WayFigure {
  std::size_t from = 0, to = 0;  ///< Positions in PlaceFigures::places.
  std::uint64_t infections = 0;
};
struct PlaceFigures {
  bool are_sites = false;
  std::vector<PlaceFigure> places;  ///< By zone or by site, all of them.
  std::vector<WayFigure> ways;      ///< Between different places, most first; none where nothing went.
  std::uint64_t infections = 0;     ///< Along all ways and within places; what began is not among them.
};
constexpr std::size_t zones_drawn = 40;  ///< Where there are more, pictures show sites.
PlaceFigures zone_figures(const OutbreakAnswer& answer);
/// Sites where there are more than `zones_drawn` zones at more than one site, zones otherwise.
PlaceFigures place_figures(const OutbreakAnswer& answer);
/// The first time by which half of what a place loses in the end is lost; nothing where it loses nothing.
std::optional<std::size_t> reached_half(const PlaceFigure& place);
/// Positions of the places, those that lose most in an outbreak first.
std::vector<std::size_t> places_by_loss(const PlaceFigures& figures);

/// Thousandths: the chance of a device to be lost over the mean of all devices; at most 1,000,000, which is the most
/// that a plan reads. All are 1,000 where nothing is lost at all.
std::vector<std::uint64_t> loss_weights(const outbreak::Ensemble& ensemble);

}  // namespace shoal::report
