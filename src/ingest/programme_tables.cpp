#include "ingest/programme_tables.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "base/day.hpp"
#include "base/text.hpp"
#include "ingest/headed_table.hpp"
#include "ingest/table_cells.hpp"

namespace shoal::ingest {
namespace {

using plan::NamedApplication;
using plan::NamedDevice;
using plan::Programme;

constexpr std::size_t names_max = 1'000'000;

enum DeviceColumn : std::size_t { device, site, blocking, model, uses, weight, slots, not_before, never, target };
constexpr std::array<HeadedTable::Column, 10> device_columns{{{"device"},
                                                              {"site"},
                                                              {"applications"},
                                                              {"model", false},
                                                              {"uses", false},
                                                              {"weight", false},
                                                              {"slots", false},
                                                              {"not_before", false},
                                                              {"never", false},
                                                              {"target", false}}};

enum DetailColumn : std::size_t { detailed, new_weight, new_slots, new_not_before, new_never };
constexpr std::array<HeadedTable::Column, 5> detail_columns{
    {{"device"}, {"weight", false}, {"slots", false}, {"not_before", false}, {"never", false}}};

enum WayColumn : std::size_t { mended, team, person_days, least_weeks, needs, ready };
constexpr std::array<HeadedTable::Column, 6> way_columns{
    {{"application"}, {"team"}, {"person_days"}, {"least_weeks", false}, {"needs", false}, {"ready", false}}};

Result<std::int64_t> amount(std::string_view header, std::string_view cell, int decimals, std::int64_t blank) {
  if (cell.empty()) return blank;
  if (const auto number = parse_fixed(cell, decimals)) return *number;
  return bad_cell(header, "a number", cell);
}

Result<std::int32_t> weight_in(std::string_view cell, std::int32_t blank) {
  const std::int64_t heavy = SHOAL_TRY(amount("weight", cell, 3, blank));
  if (heavy > 1'000'000) return bad_cell("weight", "at most 1,000", cell);
  return static_cast<std::int32_t>(heavy);
}

Result<std::int32_t> slots_in(std::string_view cell, std::int32_t blank) {
  const std::int64_t wide = SHOAL_TRY(amount("slots", cell, 0, blank));
  if (wide < 1 || wide > 1000) return bad_cell("slots", "from 1 to 1,000", cell);
  return static_cast<std::int32_t>(wide);
}

class DetailsReader {
 public:
  DetailsReader(HeadedTable& table, Programme& programme) : table_(table), programme_(programme) {
    for (std::size_t i = 0; i < programme.devices.size(); i++) at_.emplace(programme.devices[i].name, i);
  }

  std::vector<ReadDetails::Unmatched> read() {
    while (table_.next())
      if (const auto taken = take_row(); !taken) table_.refuse(taken.error().message);
    return std::move(unmatched_);
  }

 private:
  Result<void> take_row() {
    const std::string name(table_.cell(detailed));
    if (name.empty()) return Error{ErrorKind::invalid_input, "ingest.broken_row", "no device is named"};
    if (!seen_.insert(name).second)
      return Error{ErrorKind::invalid_input, "ingest.broken_row", "device " + name + " stands on an earlier line too"};
    const auto found = at_.find(name);
    NamedDevice unknown;
    NamedDevice& device = found != at_.end() ? programme_.devices[found->second] : unknown;
    SHOAL_TRY(take_cells(device));
    if (found == at_.end()) unmatched_.push_back({name, table_.line()});
    return {};
  }

  // A row counts as a whole or not at all.
  Result<void> take_cells(NamedDevice& device) const {
    const std::int32_t weight = SHOAL_TRY(weight_in(table_.cell(new_weight), device.weight));
    const std::int32_t slots = SHOAL_TRY(slots_in(table_.cell(new_slots), device.slots));
    std::optional<Day> not_before = device.not_before;
    if (const auto day = table_.cell(new_not_before); !day.empty()) not_before = SHOAL_TRY(parse_day(day));
    const bool never = SHOAL_TRY(yes_or_no("never", table_.cell(new_never)));
    device.weight = weight;
    device.slots = slots;
    device.not_before = not_before;
    device.never = device.never || never;
    return {};
  }

  HeadedTable& table_;
  Programme& programme_;
  std::unordered_map<std::string, std::size_t> at_;
  std::unordered_set<std::string> seen_;
  std::vector<ReadDetails::Unmatched> unmatched_;
};

class DevicesReader {
 public:
  DevicesReader(HeadedTable& table, Programme& programme) : table_(table), programme_(programme) {
    for (std::uint32_t i = 0; i < programme.names.size(); i++) name_at_.emplace(programme.names[i], i);
    for (const NamedDevice& each : programme.devices) line_of_.emplace(each.name, each.line);
  }

  Result<void> read() {
    while (table_.next()) {
      auto made = device_of_row();
      if (!made) {
        table_.refuse(made.error().message);
        continue;
      }
      line_of_.emplace(made->name, made->line);
      programme_.devices.push_back(std::move(*made));
      if (programme_.names.size() > names_max)
        return Error{ErrorKind::invalid_input, "ingest.bad_programme",
                     "more than " + grouped(names_max) + " different applications are named"};
    }
    return {};
  }

 private:
  Result<NamedDevice> device_of_row() {
    NamedDevice made;
    made.name = table_.cell(device);
    made.site = table_.cell(site);
    made.model = table_.cell(model);
    made.line = table_.line();
    SHOAL_TRY(check_names(made));
    made.weight = SHOAL_TRY(weight_in(table_.cell(weight), made.weight));
    made.slots = SHOAL_TRY(slots_in(table_.cell(slots), made.slots));
    if (const auto day = table_.cell(not_before); !day.empty()) made.not_before = SHOAL_TRY(parse_day(day));
    made.never = SHOAL_TRY(yes_or_no("never", table_.cell(never)));
    made.applications = positions(names_in(table_.cell(blocking)));
    made.others = positions(names_in(table_.cell(uses)));
    return made;
  }

  Result<void> check_names(const NamedDevice& made) const {
    if (made.name.empty()) return Error{ErrorKind::invalid_input, "ingest.broken_row", "no device is named"};
    if (made.site.empty())
      return Error{ErrorKind::invalid_input, "ingest.broken_row", "device " + made.name + " has no site"};
    if (const auto earlier = line_of_.find(made.name); earlier != line_of_.end())
      return Error{ErrorKind::invalid_input, "ingest.broken_row",
                   "device " + made.name + " stands on line " + std::to_string(earlier->second) + " already"};
    if (table_.has(target) && table_.cell(target).empty())
      return Error{ErrorKind::invalid_input, "ingest.broken_row", "device " + made.name + " has no target"};
    return {};
  }

  std::vector<std::uint32_t> positions(std::vector<std::string> names) {
    std::vector<std::uint32_t> made;
    for (std::string& name : names) {
      const auto [found, fresh] = name_at_.emplace(name, static_cast<std::uint32_t>(programme_.names.size()));
      if (fresh) programme_.names.push_back(std::move(name));
      made.push_back(found->second);
    }
    return made;
  }

  HeadedTable& table_;
  Programme& programme_;
  std::unordered_map<std::string, std::uint32_t> name_at_, line_of_;
};

class ApplicationsReader {
 public:
  ApplicationsReader(HeadedTable& table, Programme& programme) : table_(table), programme_(programme) {
    for (std::size_t i = 0; i < programme.applications.size(); i++) at_.emplace(programme.applications[i].name, i);
  }

  Result<void> read() {
    while (table_.next())
      if (const auto kept = keep_row(); !kept) table_.refuse(kept.error().message);
    return {};  // Always: a result, as that of devices is.
  }

 private:
  Result<void> keep_row() {
    const std::string name(table_.cell(mended));
    if (name.empty()) return Error{ErrorKind::invalid_input, "ingest.broken_row", "no application is named"};
    const bool is_ready = SHOAL_TRY(yes_or_no("ready", table_.cell(ready)));
    plan::Way way{std::string(table_.cell(team)), 0, 1};
    way.effort = SHOAL_TRY(amount("person_days", table_.cell(person_days), 2, -1));
    if (way.effort > 1'000'000'000) return bad_cell("person_days", "at most 10,000,000", table_.cell(person_days));
    if (!way.team.empty() && way.effort < 0) return bad_cell("person_days", "told", "(blank)");
    const std::int64_t weeks = SHOAL_TRY(amount("least_weeks", table_.cell(least_weeks), 0, 1));
    if (weeks < 1 || weeks > 1000) return bad_cell("least_weeks", "from 1 to 1,000", table_.cell(least_weeks));
    way.least_weeks = static_cast<plan::Week>(weeks);

    const auto [found, fresh] = at_.emplace(name, programme_.applications.size());
    if (fresh) programme_.applications.push_back({name, {}, {}, false, table_.line()});
    NamedApplication& kept = programme_.applications[found->second];
    kept.ready = kept.ready || is_ready;
    for (std::string& each : names_in(table_.cell(needs))) kept.needs.push_back(std::move(each));
    if (!way.team.empty()) kept.ways.push_back(std::move(way));
    return {};
  }

  HeadedTable& table_;
  Programme& programme_;
  std::unordered_map<std::string, std::size_t> at_;
};

template <typename Reader, std::size_t count>
Result<ReadTable> read_with(std::string_view text, const std::string& place,
                            const std::array<HeadedTable::Column, count>& columns, Programme& programme) {
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {"ingest.bad_programme", columns}));
  SHOAL_TRY(Reader(table, programme).read());
  return ReadTable{table.set_aside(), table.ignored()};
}

}  // namespace

Result<ReadTable> read_programme_devices(std::string_view text, const std::string& place, Programme& programme) {
  return read_with<DevicesReader>(text, place, device_columns, programme);
}

Result<ReadDetails> read_programme_details(std::string_view text, const std::string& place, Programme& programme) {
  HeadedTable table = SHOAL_TRY(HeadedTable::open(text, place, {"ingest.bad_programme", detail_columns}));
  auto unmatched = DetailsReader(table, programme).read();
  return ReadDetails{{table.set_aside(), table.ignored()}, std::move(unmatched)};
}

bool is_table_of_devices(std::string_view text) {
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  const std::vector<std::string_view> cells = split(first, first.find(',') == first.npos ? ';' : ',');
  return std::any_of(cells.begin(), cells.end(), [](std::string_view cell) {
    return equal_ignoring_case(trimmed(cell), "device") || equal_ignoring_case(trimmed(cell), "\"device\"");
  });
}

Result<ReadTable> read_programme_applications(std::string_view text, const std::string& place, Programme& programme) {
  return read_with<ApplicationsReader>(text, place, way_columns, programme);
}

std::optional<std::int64_t> parse_fixed(std::string_view text, int decimals) {
  const std::size_t point = text.find_first_of(".,");
  const auto whole = parse_number(text.substr(0, point));
  if (!whole || *whole > 1'000'000'000) return std::nullopt;
  std::int64_t value = *whole;
  std::string_view behind = point == text.npos ? std::string_view() : text.substr(point + 1);
  if ((point != text.npos && behind.empty()) || behind.size() > static_cast<std::size_t>(decimals)) return std::nullopt;
  for (int i = 0; i < decimals; i++) {
    const char digit = behind.empty() ? '0' : behind.front();
    if (!is_digit(digit)) return std::nullopt;
    value = 10 * value + (digit - '0');
    if (!behind.empty()) behind.remove_prefix(1);
  }
  return value;
}

}  // namespace shoal::ingest
