#include "knowledge/published.hpp"

#include <simdjson.h>

#include <algorithm>

#include "exposure/facts.hpp"

namespace shoal::knowledge {
namespace {

namespace json = simdjson::ondemand;

Error bad_exploited(const std::string& what) {
  return Error{ErrorKind::invalid_input, "knowledge.bad_exploited", what};
}

// The day with which a time begins: "2026-08-22T01:52:34+00:00".
std::optional<Day> day_of_time(std::string_view text) {
  const auto day = parse_day(text.substr(0, 10));
  return day ? std::optional(*day) : std::nullopt;
}

// The text of a field, none where it is absent or something else than text. Broken JSON throws.
std::optional<std::string_view> text_in(json::object& object, std::string_view key) {
  std::string_view text;
  const auto error = object[key].get_string().get(text);
  if (error == simdjson::SUCCESS) return text;
  if (error == simdjson::NO_SUCH_FIELD || error == simdjson::INCORRECT_TYPE) return std::nullopt;
  throw simdjson::simdjson_error(error);
}

void take_fields(json::object object, const std::string& prefix, Cycle& cycle) {
  for (auto field : object) {
    const std::string key = prefix + std::string(std::string_view(field.unescaped_key()));
    json::value value = field.value();
    const json::json_type type = value.type();
    if (type == json::json_type::string) cycle[key] = std::string_view(value.get_string());
    if (type == json::json_type::boolean) cycle[key] = value.get_bool() ? "true" : "false";
    if (type == json::json_type::object && prefix.empty()) take_fields(value.get_object(), key + ".", cycle);
  }
}

Result<void> take_product(json::object product, const std::string& place, Cycles& cycles) {
  const std::string name(text_in(product, "name").value_or(""));
  for (auto release : product["releases"].get_array()) {
    Cycle cycle;
    take_fields(release.get_object(), "", cycle);
    const auto named = cycle.find("name");
    if (named == cycle.end()) return bad_calendar(place + ": a cycle of " + name + " has no name");
    const std::string whole = name + "/" + named->second;
    if (!cycles.by_name.try_emplace(whole, std::move(cycle)).second)
      return bad_calendar(place + ": the cycle " + whole + " stands twice");
  }
  return {};
}

void take_exploited(json::object entry, ExploitedList& list) {
  const auto cve = exposure::parse_cve(text_in(entry, "cveID").value_or(""));
  const auto since = parse_day(text_in(entry, "dateAdded").value_or(""));
  const auto due_told = parse_day(text_in(entry, "dueDate").value_or(""));
  const auto due = due_told ? std::optional(*due_told) : std::nullopt;
  const bool ransomware = text_in(entry, "knownRansomwareCampaignUse") == "Known";
  list.entries++;
  if (!cve || !since) {
    list.set_aside++;
    return;
  }
  const auto [known, fresh] =
      list.by_cve.try_emplace((std::uint64_t{cve->year} << 32) | cve->number, Exploited{*since, due, ransomware});
  if (due && *due < *since) list.due_before_listed++;
  if (fresh) return;
  list.repeated++;
  known->second.since = std::min(known->second.since, *since);
  if (due) known->second.due = std::min(known->second.due.value_or(*due), *due);
  known->second.ransomware = known->second.ransomware || ransomware;
}

}  // namespace

Error bad_calendar(const std::string& what) { return Error{ErrorKind::invalid_input, "knowledge.bad_calendar", what}; }

std::optional<Day> day_of(const Cycle& cycle, std::string_view field) {
  const auto found = cycle.find(field);
  if (found == cycle.end()) return std::nullopt;
  const auto day = parse_day(found->second);
  return day ? std::optional(*day) : std::nullopt;
}

Result<Cycles> parse_cycles(std::string_view text, const std::string& place) {
  Cycles cycles;
  try {
    json::parser parser;
    const simdjson::padded_string padded(text);
    auto document = parser.iterate(padded);
    const std::string_view generated = document["generated_at"].get_string();
    const auto dated = day_of_time(generated);
    if (!dated) return bad_calendar(place + ": not made on a day: " + std::string(generated));
    cycles.dated = *dated;
    for (auto product : document["result"].get_array()) SHOAL_TRY(take_product(product.get_object(), place, cycles));
  } catch (const simdjson::simdjson_error& error) {
    return bad_calendar(place + ": not as expected: " + error.what());
  }
  return cycles;
}

Result<ExploitedList> parse_exploited(std::string_view text, const std::string& place) {
  ExploitedList list;
  try {
    json::parser parser;
    const simdjson::padded_string padded(text);
    auto document = parser.iterate(padded);
    const std::string_view released = document["dateReleased"].get_string();
    const auto dated = day_of_time(released);
    if (!dated) return bad_exploited(place + ": not released on a day: " + std::string(released));
    list.dated = *dated;
    for (auto entry : document["vulnerabilities"].get_array()) take_exploited(entry.get_object(), list);
  } catch (const simdjson::simdjson_error& error) {
    return bad_exploited(place + ": not as expected: " + error.what());
  }
  return list;
}

}  // namespace shoal::knowledge
