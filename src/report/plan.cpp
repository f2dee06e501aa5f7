#include "report/plan.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "report/csv_line.hpp"
#include "report/plan_calendar.hpp"
#include "report/plan_json.hpp"
#include "report/plan_text.hpp"

namespace shoal::report {
namespace {

using plan::never;
using plan::Week;

void write_plan_csv(const PlanAnswer& answer, std::ostream& out) {
  const auto line = [&](const std::vector<std::string>& cells) {
    out << csv_line(std::span<const std::string>(cells));
  };
  line({"device", "site", "model", "week", "week_begins", "pilot", "stays_because", "application", "block"});
  std::vector<std::uint8_t> is_pilot(answer.programme.devices.size());
  if (answer.pilots)
    for (const std::uint32_t device : answer.pilots->devices) is_pilot[device] = 1;
  std::vector<const plan::Stayed*> stayed_of(answer.programme.devices.size());
  for (const plan::Stayed& stayed : answer.stayed)
    for (const std::uint32_t device : answer.prepared.devices_of(stayed.devices_of)) stayed_of[device] = &stayed;
  std::vector<std::uint32_t> block_of_device(answer.programme.devices.size(), plan::no_block);
  for (plan::ClassIndex c = 0; c < answer.blocks.frees.size(); c++)
    for (const std::uint32_t device : answer.prepared.devices_of(c)) block_of_device[device] = answer.blocks.frees[c];
  for (std::size_t i = 0; i < answer.programme.devices.size(); i++) {
    const plan::NamedDevice& device = answer.programme.devices[i];
    const Week week = answer.week_of[i];
    std::vector<std::string> cells{device.name, device.site, device.model, "", "", is_pilot[i] != 0 ? "yes" : "no", "",
                                   "",          ""};
    if (week != never) {
      cells[3] = std::to_string(week);
      cells[4] = to_string(plan::day_of(week, answer.programme.begins));
    } else if (const plan::Stayed* stayed = stayed_of[i]) {
      cells[6] = spelled(stayed->why);
      if (stayed->why == plan::Stay::nobody_mends || stayed->why == plan::Stay::not_ready)
        cells[7] = answer.prepared.problem.applications[stayed->application].name;
    }
    if (block_of_device[i] != plan::no_block) cells[8] = std::to_string(block_of_device[i] + 1);
    line(cells);
  }
  if (!answer.estate) return;
  for (const PlanEstate::Aside& each : answer.estate->aside)
    line({each.device, "", "", "", "", "no", std::string(spelled(each.why)), ""});
}

}  // namespace

std::vector<Week> weeks_of_devices(const plan::Prepared& prepared, const plan::Plan& plan) {
  std::vector<Week> made(prepared.devices.size(), never);
  std::vector<std::uint32_t> next(prepared.class_begins.begin(), prepared.class_begins.end());
  for (const plan::Move& move : plan.moves)
    for (std::int32_t i = 0; i < move.devices; i++) made[prepared.devices[next[move.devices_of]++]] = move.week;
  return made;
}

std::string device_weeks(plan::Exposure exposure) {
  const auto tenths = static_cast<std::uint64_t>((exposure + 50) / 100);
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10);
}

double gap_percent(const PlanAnswer& answer) {
  if (answer.plan.exposure <= answer.bound) return 0;
  return 100.0 * static_cast<double>(answer.plan.exposure - answer.bound) /
         static_cast<double>(std::max<plan::Exposure>(answer.bound, 1));
}

void write_plan(const PlanAnswer& answer, std::string_view format, std::ostream& out) {
  if (format == "json") return write_plan_json(answer, out);
  if (format == "csv") return write_plan_csv(answer, out);
  if (format == "ics") return write_plan_calendar(answer, out);
  write_plan_text(answer, out);
}

}  // namespace shoal::report
