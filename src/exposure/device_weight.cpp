#include "exposure/device_weight.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/csv.hpp"
#include "base/text.hpp"

namespace shoal::exposure {
namespace {

Error bad_weights(std::string message) {
  return {ErrorKind::invalid_input, "exposure.bad_weights", std::move(message)};
}

// Where the row "what,value" of a table goes; null where there is no such row. Those of tags are any number.
std::int64_t* place_in(WeightTable& table, std::string_view what, std::string_view value) {
  if (what == "support")
    for (std::size_t i = 0; i < table.support.size(); i++)
      if (spelled(static_cast<lifecycle::Phase>(i)) == value) return &table.support[i];
  if (what == "finding" && value == "open") return &table.open;
  if (what == "finding" && value == "exploited") return &table.exploited;
  if (what == "finding" && value == "most") return &table.most;
  if (what == "finding" && value == "unassessed") return &table.unassessed;
  if (what == "round" && value == "step") return &table.step;
  const std::size_t equals = value.find('=');
  if (what != "tag" || equals == value.npos || equals == 0 || equals + 1 == value.size()) return nullptr;
  table.tags.push_back({std::string(value.substr(0, equals)), std::string(value.substr(equals + 1)), 0});
  return &table.tags.back().factor;
}

Result<void> take_weight_row(const CsvRow& row, WeightTable& table, std::set<std::string>& seen) {
  const std::string place = "line " + std::to_string(row.line) + ": ";
  if (row.fields.size() < 3) return bad_weights(place + "a row of weights has what, value and thousandths");
  const std::string name = row.fields[0] + "," + row.fields[1];
  std::int64_t* const to = place_in(table, row.fields[0], row.fields[1]);
  if (to == nullptr) return bad_weights(place + "there is no weight of this name: " + name);
  const auto number = parse_number(row.fields[2]);
  if (!number || *number > weight_max)
    return bad_weights(place + name + " is not a number from 0 to 1,000,000: " + row.fields[2]);
  if (to == &table.step && *number == 0) return bad_weights(place + name + " is above 0");
  if (!seen.insert(lower_ascii(name)).second) return bad_weights(place + name + " is given twice");
  *to = *number;
  return {};
}

// Rows of tags aside, a table has them all: what is not told must not count for nothing.
Result<void> check_complete(const std::set<std::string>& seen) {
  for (const std::string_view name :
       {"support,mainstream", "support,extended", "support,paid", "support,none", "support,unknown", "finding,open",
        "finding,exploited", "finding,most", "finding,unassessed", "round,step"})
    if (!seen.contains(std::string(name))) return bad_weights("there is no row for " + std::string(name));
  return {};
}

bool has_tag(std::span<const estate::Tag> tags, const WeightTable::Tagged& wanted) {
  return std::any_of(tags.begin(), tags.end(), [&](const estate::Tag& tag) {
    return equal_ignoring_case(tag.key, wanted.key) && equal_ignoring_case(tag.value, wanted.value);
  });
}

}  // namespace

Result<WeightTable> read_weight_table(std::string_view csv) {
  WeightTable table;
  std::set<std::string> seen;
  SHOAL_TRY(for_each_table_row(csv, [&](const CsvRow& row) { return take_weight_row(row, table, seen); }));
  SHOAL_TRY(check_complete(seen));
  return table;
}

Weighed weighed(const Assessment& assessment, const JudgedDevice& device, std::span<const estate::Tag> tags) {
  Weighed made;
  made.tags = tags;
  if (const JudgedRelease* release = release_of(assessment, device)) made.phase = release->standing.phase;
  if (device.state < 0) return made;
  const JudgedState& state = assessment.states[static_cast<std::size_t>(device.state)];
  const Counts& counts = state.judgement.counts;
  const auto& outside = state.view->outside();
  constexpr auto missing = static_cast<std::size_t>(Verdict::missing),
                 no_fix = static_cast<std::size_t>(Verdict::no_fix);
  made.open = static_cast<double>(counts.of(Verdict::missing) + counts.of(Verdict::no_fix)) + outside.expected.expected;
  made.exploited =
      static_cast<double>(counts.exploited[missing] + counts.exploited[no_fix]) + outside.expected_exploited.expected;
  made.is_assessed = counts.of(Doubt::list_absent) + counts.of(Doubt::list_cut) + counts.of(Doubt::no_cumulative) == 0;
  return made;
}

std::int32_t weight_of(const WeightTable& table, const Weighed& device) {
  const double told =
      device.open * static_cast<double>(table.open) + device.exploited * static_cast<double>(table.exploited);
  auto findings = static_cast<std::int64_t>(std::min(told, static_cast<double>(table.most)));
  if (!device.is_assessed) findings = std::max(findings, table.unassessed);
  std::int64_t weight = table.support[static_cast<std::size_t>(device.phase)] + findings;
  for (const WeightTable::Tagged& tag : table.tags)
    if (has_tag(device.tags, tag)) weight = std::min(weight * tag.factor / 1000, weight_max);
  const std::int64_t steps = std::max<std::int64_t>(1, (weight + table.step / 2) / table.step);
  return static_cast<std::int32_t>(std::min(steps * table.step, weight_max));
}

}  // namespace shoal::exposure
