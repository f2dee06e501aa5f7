// A programme's plan for people and machines: tables, JSON, CSV, a calendar.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "estate/device.hpp"
#include "plan/announced.hpp"
#include "plan/blocks.hpp"
#include "plan/clash.hpp"
#include "plan/departures.hpp"
#include "plan/forecast.hpp"
#include "plan/levers.hpp"
#include "plan/pilots.hpp"
#include "plan/prepare.hpp"
#include "plan/reasons.hpp"
#include "report/plan_estate.hpp"

namespace shoal::report {

/// An order of mending that people use without a plan, and what it comes to.
struct UsualOrderFigure {
  std::string rule;
  plan::Exposure exposure = 0;
  plan::Week finish = -1;
  std::int64_t left_over = 0;
};

/// Pilots by name.
struct PilotAnswer {
  struct Uncovered {
    std::string application, model;
    std::int64_t devices = 0;
    plan::Uncovered why = plan::Uncovered::rare;
  };
  std::vector<std::uint32_t> devices;  ///< Positions in Programme::devices, ascending.
  std::int64_t pairs = 0, covered = 0;
  std::int64_t fewest = 0;  ///< How many were chosen first; the others are there so that nobody waits long for them.
  std::int64_t bound = 0;   ///< No fewer pilots would do.
  std::vector<Uncovered> uncovered;
};

/// What became of what was announced.
struct ReplanAnswer {
  std::int64_t moved = 0;             ///< Devices that have moved, and are in no other count.
  std::int64_t kept = 0;              ///< Devices that keep the week that was announced.
  std::vector<plan::Change> changes;  ///< Weeks count from this programme's beginning.
};

/// A plan, how good it is, and what it rests on. The programme is a loan.
struct PlanAnswer {
  const plan::Programme& programme;
  plan::Prepared prepared;
  plan::Plan plan = {};
  plan::Exposure bound = 0;  ///< No plan has less exposure.
  /// The search for the bound was stopped before prices proved one: it is true, and may be far too low.
  bool is_bound_rough = false;
  bool is_proven = false;    ///< This one is the best there is.
  bool was_stopped = false;  ///< Before the search was through: another run may find another plan.
  std::uint64_t seed = 0;
  std::vector<plan::Week> week_of = {};  ///< By device of the programme; `never` for those who stay.
  std::vector<plan::Meaning> meanings = {};
  plan::Blocks blocks = {};
  std::vector<plan::Departed> departed = {};
  std::optional<plan::Clash> clash = {};  ///< With the day by which a person wants the end, where one is proved.
  std::vector<plan::Stayed> stayed = {};
  std::vector<plan::Limit> limits = {};
  std::vector<UsualOrderFigure> compared = {};
  std::optional<PilotAnswer> pilots = {};
  std::optional<plan::Forecast> forecast = {};
  std::vector<plan::Lever> levers = {};
  std::optional<ReplanAnswer> replan = {};  ///< Where something was announced.
  std::vector<estate::SetAside> set_aside = {};
  std::optional<PlanEstate> estate = {};  ///< Where the devices come from a register.
};

/// By device of the programme, the week in which it moves; `never` for those who stay. Of the devices of a class those
/// that stand first move first.
std::vector<plan::Week> weeks_of_devices(const plan::Prepared& prepared, const plan::Plan& plan);

/// "12,345.6": exposure in device-weeks of an ordinary device, to a tenth.
std::string device_weeks(plan::Exposure exposure);
/// By how much of the bound the plan's exposure is above it, in per cent; 0 where both are 0.
double gap_percent(const PlanAnswer& answer);

/// `format` is "table", "json", "csv" (a row for each device, with the block that frees it) or "ics" (a calendar of
/// waves and of applications that become ready). A table has the largest of what is long, and says what it leaves out.
void write_plan(const PlanAnswer& answer, std::string_view format, std::ostream& out);

}  // namespace shoal::report
