// The pictures of an outbreak: how many devices are lost by when, where, on which ways, and what helps.
#pragma once

#include <vector>

#include "report/html.hpp"
#include "report/outbreak.hpp"
#include "report/outbreak_figures.hpp"
#include "report/time_scale.hpp"

namespace shoal::report {

/// The scale of all its pictures over time: by factors where most of it happens early.
TimeScale outbreak_times(const OutbreakAnswer& answer, int left, int width);

/// Devices lost over time, as far as outbreaks differ. `over_time` is by the ensemble's times, of which there must be
/// one, and a replicate.
void draw_loss(Html& html, const OutbreakAnswer& answer, const std::vector<SpreadFigure>& over_time);

constexpr std::size_t places_drawn = 40;
/// The shares of places that are lost, over time: those that are reached first at the top. Of more than `places_drawn`
/// those that lose most.
void draw_heat(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures);

constexpr std::size_t ways_drawn = 25;
/// The strongest ways as arrows; there must be one.
void draw_ways(Html& html, const OutbreakAnswer& answer, const PlaceFigures& figures);

constexpr std::size_t actions_drawn = 20;
/// What the first actions of a ranking avert, with whiskers; there must be one.
void draw_ranking(Html& html, const OutbreakAnswer& answer);

}  // namespace shoal::report
