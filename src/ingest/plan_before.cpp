#include "ingest/plan_before.hpp"

#include <simdjson.h>

#include <map>
#include <string>
#include <unordered_map>

#include "base/day.hpp"

namespace shoal::ingest {
namespace {

namespace dom = simdjson::dom;

Error bad_plan(const std::string& what) { return {ErrorKind::invalid_input, "ingest.bad_plan", what}; }

Result<dom::array> list_of(const dom::element& document, std::string_view key) {
  dom::array found;
  if (document[key].get_array().get(found) != simdjson::SUCCESS)
    return bad_plan("no plan as shoal writes it: it has no list " + std::string(key));
  return found;
}

Result<Day> beginning_of(const dom::element& document) {
  std::string_view text;
  if (document["programme"]["begins"].get_string().get(text) != simdjson::SUCCESS)
    return bad_plan("no plan as shoal writes it: programme.begins is not there");
  return parse_day(text);
}

Result<void> take_devices(const dom::element& document, Day begins, plan::Programme& programme) {
  const dom::array devices = SHOAL_TRY(list_of(document, "devices"));
  std::unordered_map<std::string_view, std::int64_t> week_of;
  for (const dom::element each : devices) {
    std::string_view name;
    std::int64_t week = 0;
    if (each["device"].get_string().get(name) != simdjson::SUCCESS)
      return bad_plan("no plan as shoal writes it: a device has no name");
    // Null for those that stay.
    if (each["week"].get_int64().get(week) == simdjson::SUCCESS && week >= 0 && week < plan::never)
      week_of.emplace(name, week);
  }
  for (plan::NamedDevice& device : programme.devices)
    if (const auto found = week_of.find(device.name); found != week_of.end())
      device.announced = begins + std::chrono::days(7 * found->second);
  return {};
}

Result<void> take_order(const dom::element& document, plan::Programme& programme) {
  const dom::array applications = SHOAL_TRY(list_of(document, "applications"));
  std::map<std::string, std::map<std::int64_t, std::string>> order;
  for (const dom::element each : applications) {
    std::string_view name, team;
    std::int64_t rank = 0;
    if (each["application"].get_string().get(name) != simdjson::SUCCESS)
      return bad_plan("no plan as shoal writes it: an application has no name");
    // Those that nobody mends have no team.
    if (each["team"].get_string().get(team) == simdjson::SUCCESS &&
        each["rank"].get_int64().get(rank) == simdjson::SUCCESS)
      order[std::string(team)][rank] = name;
  }
  for (const auto& [team, ranks] : order) {
    programme.so_far->order.emplace_back(team, std::vector<std::string>());
    for (const auto& [rank, name] : ranks) programme.so_far->order.back().second.push_back(name);
  }
  return {};
}

}  // namespace

Result<void> read_plan_before(std::string_view text, plan::Programme& programme) {
  dom::parser parser;
  dom::element document;
  const simdjson::padded_string padded(text);
  if (const auto failed = parser.parse(padded).get(document); failed != simdjson::SUCCESS)
    return bad_plan(std::string("no JSON: ") + simdjson::error_message(failed));
  const Day begins = SHOAL_TRY(beginning_of(document));
  if (!programme.so_far) programme.so_far.emplace();
  SHOAL_TRY(take_devices(document, begins, programme));
  return take_order(document, programme);
}

}  // namespace shoal::ingest
