// The pictures of a plan: what is left week by week, who moves when, in which order teams mend.
#pragma once

#include <vector>

#include "report/html.hpp"
#include "report/plan.hpp"
#include "report/plan_words.hpp"

namespace shoal::report {

/// By the plan, the devices that have not moved: at the beginning of each week, and at the end of the last.
std::vector<std::int64_t> left_by_plan(const PlanAnswer& answer);
/// How many weeks a burn-down shows: until the plan, nine of ten scenarios and the day that people want are over.
plan::Week burn_down_weeks(const PlanAnswer& answer);
void draw_burn_down(Html& html, const PlanAnswer& answer);

/// Devices that a site moves.
struct SiteFigure {
  plan::SiteIndex site = 0;
  std::int64_t devices = 0;  ///< That move.
  plan::Week first = plan::never, last = -1;
};
/// Those sites at which devices move, most devices first.
std::vector<SiteFigure> site_figures(const std::vector<WaveFigure>& waves);
constexpr std::size_t sites_drawn = 30;
/// There must be a wave.
void draw_waves(Html& html, const PlanAnswer& answer, const std::vector<WaveFigure>& waves);

constexpr std::size_t applications_labelled = 60;
constexpr std::size_t teams_drawn = 24;
/// `starts` by application. There must be one that a team mends.
void draw_mending(Html& html, const PlanAnswer& answer, const std::vector<plan::Week>& starts);

}  // namespace shoal::report
