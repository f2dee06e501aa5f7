// The sentences in which a plan is told, and what they count: one place, so that its table and its page agree.
//
// Names stand in them as they came: whoever writes them makes them harmless.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "report/plan.hpp"

namespace shoal::report {

/// "12.5".
std::string one_decimal(double value);
/// "12.5": effort in person-days.
std::string person_days(plan::Effort effort);
/// "1,250 devices".
std::string devices_text(std::int64_t number);
/// "1,250"; a number below 0 counts as 0.
std::string grouped_count(std::int64_t number);

/// The first day of a week; "never".
std::string first_day(const PlanAnswer& answer, plan::Week week);
/// "week 12, 2026-03-23": a week and its first day; "a week after these" where it is not within the programme.
std::string week_text(const PlanAnswer& answer, std::int64_t week);
/// The same of a finish: "nobody moves" where it is below 0.
std::string finish_text(const PlanAnswer& answer, plan::Week finish);

/// "2026-03-29, the end of week 12"; "no day within these weeks".
std::string until_text(const PlanAnswer& answer, std::int64_t week);

/// "0.27 %": by how much of the bound the plan is above it. Never rounded to less than it is, nor below 0.01 %.
std::string gap_text(const PlanAnswer& answer);
/// "this plan is within 1.21 %", or what is said in its place.
std::string nearness_text(const PlanAnswer& answer);
/// What the bound leaves out, and so is no fault of the plan; empty where it leaves out nothing.
std::string bound_note(const PlanAnswer& answer);
std::string limit_text(const PlanAnswer& answer, const plan::Limit& limit);
std::string stay_text(const PlanAnswer& answer, plan::Stay stay, plan::ApplicationIndex application);
/// Which conditions together let no plan keep the wanted day: what follows "as", without the full stop.
std::string clash_text(const PlanAnswer& answer, const plan::Clash& clash);
/// "HOLMES is mended sooner than its block: a person wants it first".
std::string departure_text(const PlanAnswer& answer, const plan::Departed& departed);
/// Why it is, the second half of that.
std::string departure_reason(const PlanAnswer& answer, const plan::Departed& departed);
/// The number of an application's block, from 1; empty where it is in none.
std::string block_text(const PlanAnswer& answer, plan::ApplicationIndex application);
/// "12.5", "0.034": what a block frees for each person-day, in ordinary devices; "no work" where it takes none.
std::string freed_text(const plan::Block& block);
/// What blocks are, in two sentences.
std::string blocks_note();
std::string lever_text(const PlanAnswer& answer, const plan::Lever& lever);
/// Why devices move in another week than was announced.
std::string change_text(const PlanAnswer& answer, plan::ChangeReason why, plan::ApplicationIndex application);
/// "-120.0": device-weeks, also of a loss.
std::string signed_device_weeks(double exposure);
/// How many pilots would do, and why there are more.
std::string fewest_text(const PilotAnswer& pilots);
/// Why pilots do not try a pair.
const char* uncovered_text(plan::Uncovered why);
/// What a plan rests on, a sentence each.
std::vector<std::string> basis_texts(const PlanAnswer& answer);

/// Devices that move.
std::int64_t moving_of(const PlanAnswer& answer);
/// Devices that stay.
std::int64_t staying_of(const PlanAnswer& answer);
/// Whether all devices have moved by the last day on which the programme's people want them to have: `finish_by`, which
/// must be given.
bool is_by_the_day(const PlanAnswer& answer);
/// Of the limits those that let no plan end by `finish_by`, which must be given.
std::vector<plan::Limit> limits_beyond_the_day(const PlanAnswer& answer);
/// By how much more of the plan's exposure the order has, in per cent.
double more_percent(const PlanAnswer& answer, const UsualOrderFigure& order);

/// Devices that stay for the same reason.
struct StayFigure {
  plan::Stay why = plan::Stay::no_room;
  plan::ApplicationIndex application = 0;  ///< Where one is why.
  std::int64_t devices = 0;
};
/// Those with most devices first.
std::vector<StayFigure> stay_figures(const PlanAnswer& answer);

/// Devices that change from one announced week to another for the same reason.
struct WeekChangeFigure {
  plan::ChangeReason why = plan::ChangeReason::not_ready;
  plan::ApplicationIndex application = 0;  ///< Where one is why.
  plan::Week from = 0, to = 0;             ///< `to` is `never` where they stay.
  std::int64_t devices = 0;
};
/// Those with most devices first.
std::vector<WeekChangeFigure> week_change_figures(const ReplanAnswer& replan);

/// What moves in one week.
struct WaveFigure {
  plan::Week week = 0;
  std::int64_t devices = 0;
  std::vector<std::pair<plan::SiteIndex, std::int64_t>> sites;  ///< With their devices, most first.
};
/// By week; none of a week in which nobody moves.
std::vector<WaveFigure> wave_figures(const PlanAnswer& answer);
/// "Croydon 120, Sutton 40, 3 more": so many of the wave's sites.
std::string sites_text(const PlanAnswer& answer, const WaveFigure& wave, std::size_t most);

/// Pairs that no pilot tries, those on most devices first.
std::vector<PilotAnswer::Uncovered> uncovered_by_devices(const PilotAnswer& pilots);

}  // namespace shoal::report
